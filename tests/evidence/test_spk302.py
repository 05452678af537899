"""SPK302 schedule-arguments: the module cannot be imported."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK302")

POSITIONAL = "schedule() takes 0 positional arguments but 1 was given"
UNKNOWN_KEYWORD = "schedule() got an unexpected keyword argument "


@evidence.cases_with(
    {
        "Heartbeat": POSITIONAL,
        "Feeds": POSITIONAL,
        "Rates": POSITIONAL,
        "Backups": POSITIONAL,
        "Reports": POSITIONAL,
        "Stock": POSITIONAL,
        "Caches": f"{UNKNOWN_KEYWORD}'every'",
        "Sessions": f"{UNKNOWN_KEYWORD}'minutes'",
        "Invoices": f"{UNKNOWN_KEYWORD}'timezone'",
        "nightly": f"{UNKNOWN_KEYWORD}'cron'",
    }
)
def test_the_import_fails(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).raises("TypeError", expected)


def test_keywords_and_bare_names_of_a_schedule_reach_beat(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.nightly": "0 3 * * *",
        "Reports.monthly": "0 5 1 * *",
        "Reports.hourly": 3600.0,
        "Reports.half_hourly": 1800.0,
        "Caches.warm": 300.0,
    }
    assert app.beat_sends("Caches.warm").journal == ("warm",)


def test_schedules_of_other_libraries_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[ported(), standup(), local()]").journal == ("ported", "standup", "sweep")
    assert app.run("run_with(lambda function: function)()").journal == ("inner",)
