"""SPK108 nested-task-handler: the scan finds no handler, so no task is registered."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK108")

NESTED = {
    "Reports": ("Reports.Weekly", "weekly"),
    "Mailer": ("Mailer.Bulk", "bulk 100"),
    "Shop": ("Shop.Billing.Dunning", "dunning"),
    "Refund": ("Refund.Payouts", "payout"),
    "Exports": ("Exports.Nightly", "nightly"),
}


@evidence.cases_with(NESTED)
def test_nothing_of_it_is_registered(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    handler, written = expected
    app = probe.application(case)
    assert app.registered == (("Mailer.welcome",) if case.name == "Mailer" else ())
    assert app.beat_entries == {}
    assert app.run(f"get({handler})").raises("NoSuchPodError")
    assert app.run(f"{handler}().send()").journal == (written,)


@evidence.cases_with(NESTED)
def test_the_same_class_under_a_name_of_the_module_is_registered(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    handler, written = expected
    app = probe.application(Case(case.rule, case.name, f"{case.source}\n\nfound = {handler}\n"))
    assert f"{handler}.send" in app.registered
    if case.name == "Exports":
        assert app.beat_sends("Exports.Nightly.send").journal == (written,)
    else:
        assert app.dispatch(f"get({handler}).send()").journal == (written,)


def test_handlers_that_the_module_names_are_registered(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Billing.Dunning.send",
        "Conditional.run",
        "Exports.NightlyExport.run",
        "Feeds.FeedPoller.run",
        "Imports.HourlyImport.run",
        "Mailer.welcome",
        "Reports.Weekly.send",
        "Search.Indexer.run",
        "Stock.StockCount.run",
        "handler_of.<locals>.Local.Handler.run",
    )
    assert app.dispatch("get(Mailer).welcome()").journal == ("welcome 3",)
    assert app.dispatch("get(Reports.Weekly).send()").journal == ("weekly",)
    assert app.run("[Legacy.Worker().run(), Legacy.Refund().run()]").journal == ("legacy", "refund")
