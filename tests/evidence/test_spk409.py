"""SPK409 crontab-shifted-weekday: spakky-celery runs every weekday one day early."""

from __future__ import annotations

from datetime import datetime

from spakky_lint.runtime import Weekday
from spakky_lint.runtime.fields import celery_weekdays
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK409")

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = Weekday

EXPECTED = {
    "WEEKEND": ({SATURDAY, SUNDAY}, {FRIDAY, SATURDAY}),
    "Reports": ({MONDAY}, {SUNDAY}),
    "Rates": (
        {MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY},
        {SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY},
    ),
    "Feeds": ({SUNDAY}, {SATURDAY}),
    "Invoices": ({FRIDAY}, {THURSDAY}),
    "Stock": ({TUESDAY}, {MONDAY}),
}


@evidence.cases_with(EXPECTED)
def test_it_runs_the_day_before(
    probe: Probe, case: Case, expected: tuple[set[Weekday], set[Weekday]]
) -> None:
    app = probe.application(case)
    ((task, line),) = app.beat_entries.items()
    asked, ran = expected
    assert {Weekday(int(day)) for day in line.split()[-1].split(",")} == asked
    fires = map(datetime.fromisoformat, app.fires(task, after="2026-01-01", count=7))
    assert {Weekday(moment.weekday()) for moment in fires} == ran
    assert set(celery_weekdays(tuple(asked))) == ran


def test_what_is_left_alone_runs_when_it_says(probe: Probe) -> None:
    app = probe.application(evidence.good)
    ran = {
        task: {
            Weekday(datetime.fromisoformat(moment).weekday())
            for moment in app.fires(task, after="2026-01-01", count=7)
        }
        for task in ("Reports.daily", "Reports.every_day", "Reports.corrected")
    }
    assert ran == {
        "Reports.daily": {*Weekday},
        "Reports.every_day": {*Weekday},
        "Reports.corrected": {SUNDAY},
    }
    assert app.beat_entries.keys() == {
        *ran,
        "Reports.yearly",
        "Reports.chosen",
        "Reports.each_week",
        "Reports.at_nine",
    }
    assert app.run("local()").journal == ("crontab MONDAY",)
