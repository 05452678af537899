"""SPK208 task-under-unwrapped-decorator: no task, somebody else's body, or none at all."""

from __future__ import annotations

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK208")

IN_PLACE = {
    "Mailer": ("get(Mailer).send('ada')", ("logged", "send ada")),
    "Feeds": ("get(Feeds).poll()", ("traced", "poll")),
    "Reports": ("get(Reports).render()", ("measure", "render")),
    "Letters": ("get(Letters).post()", ("post",)),
}
HIDDEN_SCHEDULES = {
    "Cleanup": ("Cleanup.run", ("clean",)),
    "Backups": ("Backups.dump", ("logged", "dump")),
}
NEVER_AWAITED = {
    "Rates": ("get(Rates).sync()", ("timed",)),
    "Stock": ("get(Stock).count()", ("logged",)),
}
DEFINITIONS = ("wrapper(", "traced_wrapper(", "attempt(", "stamp(", "counting(")


def whole(kind: str) -> Case:
    """The file as one module: names are shared between its classes too."""
    return Case("SPK208", kind, (RULES / "SPK208" / f"{kind}.py").read_text("utf-8"))


def with_wraps(case: Case) -> Case:
    """The same case, with `functools.wraps` on the inner functions that lack it."""
    lines = []
    for line in case.source.splitlines():
        if line.strip().split("def ")[-1].startswith(DEFINITIONS):
            lines.append(line[: len(line) - len(line.lstrip())] + "@functools.wraps(function)")
        lines.append(line)
    return Case(case.rule, case.name, "\n".join(lines))


@evidence.cases_with(IN_PLACE)
def test_a_hidden_task_runs_in_the_caller(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    call, written = expected
    app = probe.application(case)
    assert app.registered == ()
    outcome = app.dispatch(call)
    assert outcome.raises("TypeError", "nothing was sent")
    assert outcome.journal == written


@evidence.cases("Mailer", "Feeds")
def test_with_wraps_it_is_sent(probe: Probe, case: Case) -> None:
    call, written = IN_PLACE[case.name]
    assert probe.application(with_wraps(case)).dispatch(call).journal == written


@evidence.cases("Reports")
def test_with_the_task_on_top_it_is_sent(probe: Probe, case: Case) -> None:
    call, written = IN_PLACE[case.name]
    source = case.source.replace("@measured", "@task\n    @measured")
    assert probe.application(Case("SPK208", "Reports", source)).dispatch(call).journal == written


@evidence.cases("Letters")
def test_a_lambda_is_sent_with_wraps_and_no_task_by_itself(probe: Probe, case: Case) -> None:
    call, written = IN_PLACE[case.name]
    source = case.source.replace("return lambda", "return functools.wraps(function)(lambda")
    source = source.replace("function(*args)\n\n\n@TaskH", "function(*args))\n\n\n@TaskH")
    assert probe.application(Case("SPK208", case.name, source)).dispatch(call).journal == written
    source = case.source.replace("@aside", "@task\n    @aside")
    assert probe.start(Case("SPK208", case.name, source)).raises("SyntaxError")


@evidence.cases_with(HIDDEN_SCHEDULES)
def test_a_hidden_schedule_gets_no_beat_entry(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    name, written = expected
    assert probe.application(case).beat_entries == {}
    app = probe.application(with_wraps(case))
    assert set(app.beat_entries) == {name}
    assert app.beat_sends(name).journal == written


@evidence.cases("Exports")
def test_two_tasks_of_one_wrapper_run_one_body(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.registered == ("retried.<locals>.decorate.<locals>.attempt",)
    assert app.dispatch("get(Exports).write(1)").journal == ("write 1",)
    assert app.dispatch("get(Exports).zip(1)").journal == ("write 1",)
    app = probe.application(with_wraps(case))
    assert app.registered == ("Exports.write", "Exports.zip")
    assert app.dispatch("get(Exports).zip(1)").journal == ("zip 1",)


@evidence.cases("Digests")
def test_of_two_schedules_of_one_wrapper_one_is_left(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert len(app.registered) == len(app.beat_entries) == 1
    app = probe.application(with_wraps(case))
    assert dict(app.beat_entries) == {
        "Digests.morning": "0 6 * * *",
        "Digests.evening": "0 18 * * *",
    }


@evidence.cases("Invoices", "Receipts")
def test_two_handlers_of_one_wrapper_run_one_body(probe: Probe, case: Case) -> None:
    app = probe.application(whole("bad"))
    assert "stamp" in [name.rpartition(".")[2] for name in app.registered]
    assert f"{case.name}.issue" not in app.registered
    written = {
        app.dispatch(f"get({name}).issue()").journal[-1] for name in ("Invoices", "Receipts")
    }
    assert len(written) == 1
    app = probe.application(with_wraps(whole("bad")))
    assert app.dispatch("get(Invoices).issue()").journal == ("stamp", "issue")
    assert app.dispatch("get(Receipts).issue()").journal == ("timed", "stamp", "receipt")


@evidence.cases_with(NEVER_AWAITED)
def test_a_coroutine_of_a_sync_wrapper_is_never_awaited(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    call, written = expected
    outcome = probe.application(case).dispatch(call)
    assert outcome.raises("EncodeError", "Object of type coroutine is not JSON serializable")
    assert outcome.journal == written


@evidence.cases("Fares")
def test_an_object_in_the_place_of_a_method_is_no_task(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert (app.registered, app.beat_entries) == ((), {})
    for name in ("raise_all", "lower_all", "review"):
        error = "missing 1 required positional argument: 'self'"
        assert app.run(f"get(Fares).{name}()").raises("TypeError", error)


@evidence.cases("Search")
def test_a_scheduled_coroutine_of_a_sync_wrapper_is_never_awaited(probe: Probe, case: Case) -> None:
    outcome = probe.application(case).beat_sends("Search.reindex")
    assert outcome.raises("EncodeError", "Object of type coroutine is not JSON serializable")
    assert outcome.journal == ("timed",)


@evidence.cases("Rates")
def test_an_async_wrapper_awaits_it(probe: Probe, case: Case) -> None:
    source = case.source.replace("def timing", "async def timing")
    source = source.replace("result = function(*args)", "result = await function(*args)")
    outcome = probe.application(Case("SPK208", "Rates", source)).dispatch("get(Rates).sync()")
    assert (outcome.state, outcome.journal) == ("SUCCESS", ("timed", "sync"))


def test_tasks_with_harmless_wrappers_are_sent_and_run(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in (
        ("get(Mailer).send()", ("logged", "send")),
        ("get(Mailer).resend()", ("logged", "resend")),
        ("get(Mailer).bounce()", ("traced", "bounce")),
        ("get(Mailer).forward()", ("at most 3", "forward")),
        ("get(Mailer).drop()", ("at most 2", "drop")),
        ("get(Mailer).archive()", ("archive",)),
        ("get(Mailer).announce()", ("announced", "announce")),
        ("get(Mailer).guard()", ("guard",)),
        ("get(Reports).render()", ("once", "render")),
        ("get(Reports).publish()", ("renamed", "publish")),
        ("get(Reports).withdraw()", ("renamed", "withdraw")),
        ("get(Reports).print_out()", ("first", "print")),
        ("get(Feeds).poll()", ("awaited", "poll")),
        ("get(Feeds).push()", ("awaited", "push")),
        ("get(Feeds).pull()", ("blocking", "pull")),
        ("get(Feeds).sync()", ("marked", "sync")),
        ("get(Feeds).fetch()", ("fetch",)),
        ("get(Feeds).clean()", ("logged", "clean")),
        ("get(Feeds).close()", ("awaited", "logged", "close")),
        ("get(Exports).dump()", ("bare", "dump")),
        ("get(Exports).load()", ("load",)),
    ):
        outcome = app.dispatch(call)
        assert (outcome.state, outcome.journal) == ("SUCCESS", written), call
    assert app.beat_sends("Feeds.clean").journal == ("logged", "clean")


def test_a_copied_annotation_is_sent_under_the_name_of_the_wrapper(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Mailer).copy()").journal == ("copied", "copy")
    assert "copied.<locals>.copying" in app.registered


def test_what_is_no_task_runs_where_it_is_called(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Mailer).count()").journal == ("bare", "count")
    assert app.run("get(Reports).preview()").journal == ("once", "preview")
    assert app.run("get(Feeds).helper()").journal == ("logged", "helper")
    assert app.run("Walking().walk()").journal == ("bare", "walk")
    assert app.run("local()").journal == ("bare", "knock")
    assert app.run("build(logged).open()").journal == ("logged", "open")
