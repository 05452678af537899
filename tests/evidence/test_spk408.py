"""SPK408 crontab-short-months: celery skips the months that do not have the day."""

from __future__ import annotations

from datetime import datetime

from spakky_lint.runtime import Month
from spakky_lint.runtime.fields import months_without
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Application, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK408")

SHORT = ("02", "04", "06", "09", "11")


def days(app: Application, task: str, year: int) -> list[str]:
    """The month and the day of every run in a year: `03-31`."""
    fires: list[str] = []
    last = f"{year - 1}-12-31 23:59"
    while last < f"{year + 1}":
        fires.append(last)
        (last,) = app.fires(task, after=last, count=1)
    return [f"{datetime.fromisoformat(moment):%m-%d}" for moment in fires[1:]]


def months(app: Application, task: str, year: int) -> set[str]:
    return {day[:2] for day in days(app, task, year)}


ALL = {f"{month:02}" for month in range(1, 13)}


@evidence.cases_with(
    {
        "CLOSING": ALL - {*SHORT},
        "Reports": ALL - {"02"},
        "Rates": ALL - {"02"},
        "Feeds": {"01", "12"},
        "Invoices": {"03", "12"},
        "Backups": ALL - {"02"},
        "Stock": ALL - {"02"},
        "Archive": ALL - {*SHORT},
    }
)
def test_a_month_without_the_day_is_skipped(probe: Probe, case: Case, expected: set[str]) -> None:
    app = probe.application(case)
    (task,) = app.beat_entries
    assert months(app, task, 2026) == expected


@evidence.cases("Payroll")
def test_the_second_run_of_a_short_month_is_skipped(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    runs = days(app, "Payroll.pay", 2026)
    assert [month for month in sorted(ALL) if f"{month}-15" not in runs] == []
    assert [month for month in sorted(ALL) if f"{month}-31" not in runs] == [*SHORT]


def test_in_a_leap_year_day_29_is_there_every_month(probe: Probe) -> None:
    app = probe.application(evidence.bad["Rates"])
    assert months(app, "Rates.refresh", 2028) == ALL


def test_what_is_left_alone_runs_in_every_month_that_it_names(probe: Probe) -> None:
    app = probe.application(evidence.good)
    ran = {task: months(app, task, 2028) for task in app.beat_entries}
    long = ALL - {*SHORT}
    assert ran == {
        "Reports.monthly": ALL,
        "Reports.long_months": long,
        "Reports.thirty": {"04", "06"},
        "Reports.leap_day": {"02"},
        "Reports.end_of_february": {"02"},
        "Reports.end_of_spring": {"04", "05"},
        "Reports.last_day": ALL,
        "Reports.odd_days": ALL,
        "Reports.every_ten_days": ALL,
        "Reports.fifth_monday": ran["Reports.fifth_monday"],
        "Reports.without_february": ALL - {"02"},
        "Reports.unpacked": {"03"},
        "Reports.chosen": {"05"},
        "Reports.result": {"06"},
        "Reports.in_order": {"05"},
    }
    assert 0 < len(ran["Reports.fifth_monday"]) < 12
    assert app.run("local()").journal == ("crontab 31",)


def test_the_months_that_we_say_are_those_that_celery_skips(probe: Probe) -> None:
    for name in ("Reports", "Rates", "Backups", "Stock", "Archive"):
        app = probe.application(evidence.bad[name])
        ((task, line),) = app.beat_entries.items()
        asked = tuple(map(int, line.split()[2].split(",")))
        ours = {f"{month:02}" for month in months_without(None, asked)}
        assert ours == ALL - months(app, task, 2027)
    assert months_without(Month.FEBRUARY, 29) == ()
    assert months_without((Month.JANUARY, Month.FEBRUARY), 29) == (Month.FEBRUARY,)
