"""SPK308 repeated-schedule: the application does not start."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK308")


@evidence.every_case()
def test_the_application_does_not_start(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("MultipleAnnotationFoundError")


@evidence.cases("Reports")
def test_without_celery_nothing_is_said(probe: Probe, case: Case) -> None:
    app = probe.application(case, celery=False)
    assert app.run("get(Reports).twice_a_day()").journal == ("twice a day",)


def test_one_schedule_a_function_is_one_entry_of_beat(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.morning": "0 9 * * *",
        "Reports.evening": "0 17 * * *",
        "Reports.chime": 3600.0,
        "Reports.strike": 3600.0,
        "Reports.of_two_libraries": "0 3 * * *",
        "Reports.hidden_below": "0 5 * * *",
        "Reports.hidden": "30 7 * * *",
        "Rates.refresh": 300.0,
        "Feeds.poll": "0 9 * * 0",
        "Stock.count": "0 8 * * *",
        "copied.<locals>.copy": "0 20 * * *",
        "Floors.sweep": "0 2 * * *",
    }
    assert app.beat_sends("Floors.sweep").journal == ("sweep the floors",)
    assert app.run("local()").journal == ("sweep",)
