"""SPK305 at-not-time: the application does not start, or the task runs daily at a wrong guess."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK305")

WITHOUT_HOUR = {
    "Reports": "str",
    "Rates": "str",
    "Feeds": "int",
    "Backups": "tuple",
    "Stock": "list",
    "Sessions": "datetime.timedelta",
    "Invoices": "str",
    "Archive": "str",
    "Closing": "str",
    "Shifts": "tuple",
    "Sales": "datetime.date",
    "Weekly": "Weekday",
    "nightly": "str",
}
RUN_DAILY = {
    "Launch": {"Launch.announce": "30 18 * * *"},
    "Fireworks": {"Fireworks.light": "0 7 * * *"},
    "Holidays": {"Holidays.greet": "0 9 * * *"},
    "Digests": {"Digests.digest": "5 3 * * *"},
}


@evidence.cases_with(WITHOUT_HOUR)
def test_the_application_does_not_start(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises(
        "AttributeError", f"'{expected}' object has no attribute 'hour'"
    )


@evidence.cases("Clocks")
def test_a_class_stops_it_with_another_error(probe: Probe, case: Case) -> None:
    assert probe.start(case).raises("TypeError", "<class 'getset_descriptor'> was given")


@evidence.cases_with(RUN_DAILY)
def test_a_value_with_an_hour_runs_daily_whatever_its_date(
    probe: Probe, case: Case, expected: dict[str, str]
) -> None:
    assert probe.application(case).beat_entries == expected


@evidence.cases("Launch")
def test_what_was_meant_for_one_day_fires_every_day(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.fires("Launch.announce", after="2026-01-01 00:00", count=3) == (
        "2026-01-01 18:30",
        "2026-01-02 18:30",
        "2026-01-03 18:30",
    )


def test_every_time_of_day_fires_at_its_hour_and_minute(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Hours.literal": "30 9 * * *",
        "Hours.module": "5 8 * * *",
        "Hours.constant": "30 8 * * *",
        "Hours.member": "0 18 * * *",
        "Hours.twice_bound": "15 9 * * *",
        "Hours.environment": "45 7 * * *",
        "Hours.of_a_moment": "20 10 * * *",
        "Hours.parsed": "10 12 * * *",
        "Hours.own_clock": "37 13 * * *",
        "Hours.result": "0 14 * * *",
        "Hours.parameter": "0 15 * * *",
        "Hours.partial": "0 5 * * *",
        "Hours.either": "0 23 * * *",
        "Hours.weekly": "0 4 * * 6",
        "Hours.unpacked": "0 16 * * *",
        "Hours.told": "0 0 * * *",
        "Shadows.pass_by": "30 9 * * *",
    }
    assert app.beat_sends("Hours.told").journal == ("told 17:00",)
    assert app.run("[old_style(), local()]").journal == ("old style", "sweep")
