"""SPK204 task-body-never-runs: the worker makes a generator, and nobody iterates it."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Outcome, Probe
from tests.real_framework import below_release, from_release, requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK204")

CALLS = {
    "Reports": ("get(Reports).render(2)", "generator"),
    "Feeds": ("get(Feeds).poll()", "async_generator"),
    "Imports": ("get(Imports).load()", "generator"),
    "Cleanup": ("get(Cleanup).run()", "generator"),
    "Exports": ("get(Exports).opened()", "_GeneratorContextManager"),
    "Mirrors": ("get(Mirrors).connected()", "_AsyncGeneratorContextManager"),
    "Walking": ("get(Trees).walk()", "generator"),
    "Backups": ("get(Backups).locked()", "_AsyncGeneratorContextManager"),
}


@evidence.cases_with(CALLS)
def test_the_body_does_not_run_and_the_result_cannot_be_stored(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, made = expected
    outcome = probe.application(case).dispatch(call)
    assert outcome.raises("EncodeError", f"Object of type {made} is not JSON serializable")
    assert outcome.journal == ()


WITHOUT_RESULTS = "celery 5.6 fails on what it does not keep, too"


def without_results(probe: Probe, case: Case) -> Outcome:
    app = probe.application(case)
    tasks = "get(__import__('celery').Celery).tasks.values()"
    assert app.run(f"[setattr(task, 'ignore_result', True) for task in {tasks}]").succeeds
    return app.dispatch(CALLS[case.name][0])


@from_release("celery", "5.7", WITHOUT_RESULTS)
@evidence.every_case()
def test_where_no_results_are_kept_it_even_succeeds(probe: Probe, case: Case) -> None:
    outcome = without_results(probe, case)
    assert (outcome.state, outcome.journal) == ("SUCCESS", ())


@below_release("celery", "5.7", WITHOUT_RESULTS)
@evidence.every_case()
def test_where_no_results_are_kept_it_fails_as_well(probe: Probe, case: Case) -> None:
    outcome = without_results(probe, case)
    assert (outcome.state, outcome.journal) == ("FAILURE", ())
    assert outcome.raises("EncodeError", "is not JSON serializable")


@evidence.cases("Cleanup")
def test_a_scheduled_run_does_not_run_the_body_either(probe: Probe, case: Case) -> None:
    outcome = probe.application(case).beat_sends("Cleanup.run")
    assert outcome.raises("EncodeError")
    assert outcome.journal == ()


@evidence.cases("Walking")
def test_the_other_task_of_the_handler_runs(probe: Probe, case: Case) -> None:
    assert probe.application(case).dispatch("get(Trees).plant()").journal == ("plant",)


@evidence.cases("Feeds")
def test_without_yield_the_body_runs(probe: Probe, case: Case) -> None:
    plain = Case(case.rule, case.name, case.source.replace('yield "news"', 'return "news"'))
    outcome = probe.application(plain).dispatch("get(Feeds).poll()")
    assert (outcome.state, outcome.value, outcome.journal) == ("SUCCESS", "news", ("poll",))


def test_tasks_that_use_generators_run_their_bodies(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in (
        ("get(Reports).render(2)", ("page 0", "page 1")),
        ("get(Reports).total()", ("total",)),
        ("get(Reports).largest()", ("largest",)),
        ("get(Reports).later()", ("later",)),
        ("get(Reports).classes()", ("rows 1",)),
        ("get(Reports).pages()", ("pages",)),
        ("get(Reports).sizes()", ("sizes",)),
        ("get(Reports).write()", ("open", "write")),
        ("get(Reports).send()", ("connect", "send")),
        ("get(Reports).keep()", ("keep",)),
        ("get(Readings).read()", ("hear", "read")),
        ("get(Exports).rows()", ("export",)),
        ("get(Imports).rows()", ("import",)),
    ):
        outcome = app.dispatch(call)
        assert (outcome.state, outcome.journal) == ("SUCCESS", written), call


def test_what_is_no_task_is_iterated_where_it_is_called(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[*Flow().start()]").journal == ("start",)
    assert app.run("local()").journal == ("knock",)
