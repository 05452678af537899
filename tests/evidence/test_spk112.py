"""SPK112 lazy-task-handler: nothing is registered until somebody asks for the handler."""

from __future__ import annotations

from spakky_lint.linting.fixer import fix_source
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.source import of_text
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK112")

TASKS = {
    "Reports": ("Reports.daily", "Reports.weekly"),
    "Thumbnails": ("Thumbnails.render",),
    "Payouts": ("Payouts.pay",),
    "Exports": ("Exports.export",),
    "Webhooks": ("Webhooks.deliver",),
}


def fixed(case: Case) -> Case:
    """The same case after the safe fix."""
    applied = fix_source(of_text(case.source), Selection(select=(case.rule,)))
    assert len(applied.applied) == 1
    return Case(case.rule, case.name, applied.text)


@evidence.cases_with(TASKS)
def test_nothing_is_registered_at_start(
    probe: Probe, case: Case, expected: tuple[str, ...]
) -> None:
    app = probe.application(case)
    assert app.registered == ()
    assert app.beat_entries == {}
    assert app.run(f"get({case}) is not None").value is True
    assert app.registered == expected


@evidence.cases_with(TASKS)
def test_an_eager_handler_is_registered(
    probe: Probe, case: Case, expected: tuple[str, ...]
) -> None:
    app = probe.application(fixed(case))
    assert app.registered == expected
    assert set(app.beat_entries) == {"Reports.daily"} & set(expected)


@evidence.cases("Search")
def test_without_parentheses_the_import_fails(probe: Probe, case: Case) -> None:
    error = "Lazy.__init__() takes 1 positional argument but 2 were given"
    assert probe.import_case(case).raises("TypeError", error)
    assert probe.application(fixed(case)).registered == ("Search.index",)


@evidence.cases("Webhooks")
def test_a_worker_knows_no_task_of_a_handler_that_the_caller_has_just_created(
    probe: Probe, case: Case
) -> None:
    sent = probe.application(case).dispatch("get(DeliverLater).webhooks.deliver()")
    assert sent.raises("NotRegistered", "Webhooks.deliver")


def test_what_an_eager_pod_takes_is_registered_although_it_is_lazy(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Exports.export",
        "Mailer.welcome",
        "NightlyPayouts.run",
        "Reports.weekly",
        "Search.run",
        "Thumbnails.render",
    )
    assert app.beat_entries == {"NightlyPayouts.run": 86400.0}
    assert app.dispatch("get(SignUp).mailer.welcome()").journal == ("welcome",)
    assert app.run("warm_up(get)").succeeds
    assert "Webhooks.deliver" in app.registered
    assert app.run("get(Forecast) is not None").journal == ("forecast",)
