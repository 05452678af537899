"""SPK404 crontab-never-fires: the application does not start, once celery is loaded."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import below_release, from_release, requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK404")

REFUSED = "celery 5.6 takes the date, and beat dies of it"


@from_release("celery", "5.7", REFUSED)
@evidence.cases_with(
    {
        "LEAP": "day_of_month '30' never occurs in month_of_year '2'",
        "Reports": "day_of_month '31' never occurs in month_of_year '2'",
        "Rates": "day_of_month '30,31' never occurs in month_of_year '2'",
        "Feeds": "day_of_month '31' never occurs in month_of_year '4,6,9,11'",
        "Invoices": "day_of_month '31' never occurs in month_of_year '2,11'",
    }
)
def test_the_application_does_not_start(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("ValueError", f"Invalid crontab: {expected}")


@below_release("celery", "5.7", REFUSED)
@evidence.every_case()
def test_the_application_starts_and_beat_dies(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.beat(ticks=3).raises("RuntimeError", "unable to rollover")


@evidence.every_case()
def test_without_celery_nothing_notices(probe: Probe, case: Case) -> None:
    assert probe.start(case, celery=False).succeeds


def test_rare_days_come(probe: Probe) -> None:
    app = probe.application(evidence.good)
    first = {task: app.fires(task, after="2026-01-01", count=2) for task in app.beat_entries}
    assert first == {
        "Reports.leap_day": ("2028-02-29 09:00", "2032-02-29 09:00"),
        "Reports.short": ("2026-04-30 09:00", "2026-06-30 09:00"),
        "Reports.march_only": ("2026-03-31 09:00", "2027-03-31 09:00"),
        "Reports.first_of_two": ("2026-02-28 09:00", "2027-02-28 09:00"),
        "Reports.long_months": ("2026-01-31 09:00", "2026-03-31 09:00"),
        "Reports.environment": ("2026-01-31 09:00", "2027-01-31 09:00"),
        "Reports.result": ("2026-02-28 00:00", "2027-02-28 00:00"),
    }
    assert app.run("local()").journal == ("2/30",)
