"""SPK301 schedule-trigger-count: the module cannot be imported."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK301")


@evidence.every_case()
def test_the_import_fails(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).raises(
        "InvalidScheduleSpecificationError",
        "Exactly one of 'interval', 'at', or 'crontab' must be provided",
    )


def test_every_schedule_with_one_trigger_reaches_beat(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.hourly": 3600.0,
        "Reports.daily": "30 8 * * *",
        "Reports.twice_weekly": "0 9 * * 0,4",
        "Reports.closing": "0 18 * * *",
        "Reports.asked": 3600.0,
        "Reports.nightly": "0 3 * * *",
        "Reports.gap": 1200.0,
        "Reports.weekly": "0 7 * * 0",
        "Reports.quarter_hour": 900.0,
        "Reports.noon": "0 12 * * *",
    }
    assert app.beat_sends("Reports.weekly").journal == ("weekly",)


def test_schedules_of_other_libraries_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[launch(), calendar()]").journal == ("launch", "local")
    assert app.run("run_with(lambda: lambda function: function)()").journal == ("inner",)
