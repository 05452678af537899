"""SPK106 task-handler-not-outermost: the application does not start, or the pod is not found."""

from __future__ import annotations

from spakky_lint.linting.fixer import fix_source
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.source import of_text
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK106")

NOT_INJECTED = {
    "Welcome": "argument: 'mail'",
    "Newsletter": "keyword-only argument: 'mail'",
    "Reminders": "argument: 'mail'",
    "Digest": "argument: 'mail'",
    "Invoices": "argument: 'mail'",
    "Daily": "argument: 'mail'",
    "Tags": "argument: 'mail'",
}
FIXED = {
    "Welcome": "Mail",
    "Newsletter": "Mail",
    "Reminders": "Mail",
    "Digest": "Mail",
    "Exports": "exports",
    "Thumbnails": "thumbnails",
    "Uploads": "Mail",
}


def fixed(case: Case) -> Case:
    """The same case after the safe fix."""
    applied = fix_source(of_text(case.source), Selection(select=(case.rule,)))
    assert len(applied.applied) == 1
    return Case(case.rule, case.name, applied.text)


@evidence.cases_with(NOT_INJECTED)
def test_nothing_is_injected_and_the_application_does_not_start(
    probe: Probe, case: Case, expected: str
) -> None:
    assert probe.import_case(case).succeeds
    outcome = probe.start(case)
    assert outcome.raises("TypeError", f"{case}.__init__() missing 1 required ")
    assert outcome.raises("TypeError", expected)


@evidence.cases("Exports", "Thumbnails", "Uploads")
def test_with_slots_the_class_is_another_one_than_the_pod(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.run(f"get({case})").raises("NoSuchPodError", f".{case}'")
    receiver = f"\n\n@Pod()\nclass Receiver:\n    def __init__(self, taken: {case}) -> None: ...\n"
    injected = Case(case.rule, case.name, case.source + receiver)
    assert probe.start(injected).raises("UnexpectedDependencyTypeInjectedError")


@evidence.cases_with(FIXED)
def test_with_the_handler_on_top_it_works(probe: Probe, case: Case, expected: str) -> None:
    app = probe.application(fixed(case))
    assert app.registered == (f"{case}.send",)
    if case.name == "Reminders":
        assert app.run("get(Reminders).send()").raises("AuthContextNotFoundError")
    sent = app.dispatch(f"get({case}).send()", as_user=User())
    assert sent.journal == (f"send {expected}",)


@evidence.cases("Invoices", "Tags")
def test_where_a_field_cannot_be_injected_the_order_does_not_help(probe: Probe, case: Case) -> None:
    swapped = case.source.replace("@dataclass\n@background", "@background\n@dataclass")
    swapped = swapped.replace("@dataclass\n@handler()", "@handler()\n@dataclass")
    assert swapped != case.source
    assert not probe.import_case(Case(case.rule, case.name, swapped)).succeeds


def test_the_right_order_and_harmless_decorators_work(probe: Probe) -> None:
    app = probe.application(evidence.good)
    sent = {
        name: app.dispatch(f"get({name}).send()", as_user=User()).journal
        for name in (task.removesuffix(".send") for task in app.registered)
    }
    assert sent == {
        "Again": ("again",),
        "Archive": ("archive archive",),
        "Boxes": ("box Mail",),
        "Counters": ("count",),
        "Exports": ("export",),
        "Feeds": ("feed",),
        "Imports": ("import imports",),
        "Later": ("later",),
        "Payouts": ("payout",),
        "Receipts": ("receipt Mail",),
        "Records": ("record",),
        "Search": ("search Mail",),
        "Stock": ("stock",),
        "Welcome": ("welcome Mail",),
    }
