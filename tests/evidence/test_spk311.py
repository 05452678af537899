"""SPK311 schedule-not-instance-method: no entry of beat, or an entry whose runs do nothing."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Outcome, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK311")


@evidence.cases("Reports", "Feeds", "Backups", "Stock", "Sessions", "Tokens")
def test_beat_has_no_entry(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.beat_entries == {}
    assert app.registered == ()


@evidence.cases("Levels")
def test_a_property_below_fails_at_import(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).raises("AttributeError", "__spakky_annotation_metadata__")


@evidence.cases_with(
    {"Rates": "Rates.refresh", "Archive": "Archive.pack", "Sweeping": "Sweeping.sweep"}
)
def test_without_a_parameter_every_run_fails(probe: Probe, case: Case, expected: str) -> None:
    ran = probe.application(case).beat_sends(expected)
    assert ran.raises("TypeError", "takes 0 positional arguments but 1")
    assert (ran.state, ran.journal) == ("FAILURE", ())


@evidence.cases("Discounts")
def test_a_static_method_gets_the_handler_for_its_argument(probe: Probe, case: Case) -> None:
    ran = probe.application(case).beat_sends("Discounts.lower")
    assert ran == Outcome(state="SUCCESS", journal=("lower by Discounts",))


@evidence.cases_with(
    {
        "Invoices": ("Invoices.remind", "generator"),
        "Exports": ("Exports.csv", "async_generator"),
        "Locks": ("Locks.release", "_GeneratorContextManager"),
        "Pools": ("Pools.drain", "_AsyncGeneratorContextManager"),
    }
)
def test_of_a_generator_not_one_line_runs(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    task, kind = expected
    ran = probe.application(case).beat_sends(task)
    assert ran.raises("EncodeError", f"Object of type {kind} is not JSON serializable")
    assert ran.journal == ()


def test_every_method_runs(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert {task: app.beat_sends(task).journal for task in app.beat_entries} == {
        "Reports.daily": ("daily",),
        "Reports.chime": ("chime",),
        "Reports.poll": ("poll",),
        "Reports.generate": ("generate",),
        "Reports.collect": ("collect",),
        "Reports.variadic": ("variadic 1",),
        "Reports.of_another_module": ("of another module",),
        "Reports.lambdas": ("lambdas",),
        "instance_method.<locals>.method": ("refresh",),
        "Sweeping.run": ("sweep",),
        "Bins.run": ("bins",),
    }
    assert app.run("[Board.show(), local()]").journal == ("show", "local sweep")
