"""SPK315 long-interval: a beat that starts without its schedule file counts from its start."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Application, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK315")

HOURS = {
    "Backups": ("Backups.dump", 24),
    "Rates": ("Rates.refresh", 24),
    "Feeds": ("Feeds.poll", 168),
    "Stock": ("Stock.count", 720),
    "Sessions": ("Sessions.expire", 36),
    "Invoices": ("Invoices.remind", 24 + 1 / 60),
    "daily": ("Exports.csv", 24),
}

BEATS = """
import tempfile
from datetime import UTC, datetime
from celery import Celery, beat


def due_after(celery, task, started_at):
    "The hours that a beat started at this hour of January waits for the task."
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=started_at)
    for entry in celery.conf.beat_schedule.values():
        entry["schedule"].nowfun = lambda: start
    return remaining(beat.Scheduler(celery), task)


def due_after_a_restart(celery, task, hours_before):
    "The same for a beat that finds the file of one that last ran the task so long ago."
    with tempfile.TemporaryDirectory() as folder:
        before = beat.PersistentScheduler(celery, schedule_filename=folder + "/beat")
        entry_of(before, task).last_run_at -= timedelta(hours=hours_before)
        before.close()
        after = beat.PersistentScheduler(celery, schedule_filename=folder + "/beat")
        try:
            return remaining(after, task)
        finally:
            after.close()


def remaining(scheduler, task):
    entry = entry_of(scheduler, task)
    return entry.schedule.remaining_estimate(entry.last_run_at).total_seconds() / 3600


def entry_of(scheduler, task):
    return next(e for e in scheduler.schedule.values() if e.task.endswith("." + task))
"""


def with_beats(case: Case) -> Case:
    """The case, and functions that start beats in it."""
    return Case(case.rule, case.name, case.source + BEATS)


def hours(app: Application, call: str) -> float:
    outcome = app.run(call)
    assert outcome.succeeds, outcome
    assert isinstance(outcome.value, float)
    return outcome.value


@evidence.cases_with(HOURS)
def test_every_start_begins_to_count_anew(
    probe: Probe, case: Case, expected: tuple[str, float]
) -> None:
    task, length = expected
    app = probe.application(with_beats(case))
    assert app.beat(ticks=10).value == {}
    for started_at in (0, 23, 46, 69):  # never up for a whole day
        due = hours(app, f"due_after(get(Celery), {task!r}, {started_at})")
        assert due == pytest.approx(length)


@evidence.cases_with(HOURS)
def test_a_beat_that_finds_its_file_goes_on_counting(
    probe: Probe, case: Case, expected: tuple[str, float]
) -> None:
    task, length = expected
    app = probe.application(with_beats(case))
    due = hours(app, f"due_after_a_restart(get(Celery), {task!r}, 23)")
    assert due == pytest.approx(length - 23, abs=0.01)


def test_a_time_of_day_does_not_depend_on_the_start(probe: Probe) -> None:
    app = probe.application(with_beats(evidence.good))
    due = [hours(app, f"due_after(get(Celery), 'Backups.daily', {at})") for at in (1, 2, 24, 26)]
    assert due == [2.0, 1.0, 3.0, 1.0]


def test_the_other_intervals_are_shorter_than_a_day_or_not_known(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Backups.nearly_a_day": 24 * 3600.0 - 60,
        "Backups.half_a_day": 12 * 3600.0,
        "Backups.difference": 20 * 3600.0,
        "Backups.twice_bound": 6 * 3600.0,
        "Backups.environment": 48 * 3600.0,
        "Backups.share": 12 * 3600.0,
        "Backups.daily": "0 3 * * *",
        "Backups.monthly": "0 3 1 * *",
    }
    assert app.run("[old_style(), local()]").journal == ("old style", "sweep")
