"""SPK306 at-precision-lost: the task runs at the full minute, in the zone of celery."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK306")

FIRES = {
    "Reports": ("Reports.daily", "09:30"),
    "Rates": ("Rates.refresh", "07:05"),
    "Feeds": ("Feeds.poll", "00:00"),
    "Backups": ("Backups.dump", "02:15"),
    "Closing": ("Closing.open", "08:30"),
    "Archive": ("Archive.pack", "04:20"),
    "just_before_midnight": ("Exports.csv", "23:59"),
    # As if they were UTC, the zone of celery where none is set.
    "Stock": ("Stock.count", "09:00"),
    "Sessions": ("Sessions.expire", "23:00"),
    "Invoices": ("Invoices.remind", "06:45"),
    "Markets": ("Markets.ring", "16:00"),
}


@evidence.cases_with(FIRES)
def test_only_the_hour_and_the_minute_count(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    task, clock = expected
    app = probe.application(case)
    hour, minute = clock.split(":")
    assert app.beat_entries == {task: f"{int(minute)} {int(hour)} * * *"}
    assert app.fires(task, after="2026-07-01 00:00:01", count=2) in (
        (f"2026-07-01 {clock}", f"2026-07-02 {clock}"),
        (f"2026-07-02 {clock}", f"2026-07-03 {clock}"),  # midnight has just passed
    )


def test_where_nothing_is_lost_the_task_runs_as_written(probe: Probe) -> None:
    app = probe.application(evidence.good)
    half_past_nine = (
        "minute zeros all_keywords difference no_zone perhaps_a_zone the_zone_of_celery "
        "another_name_of_it of_a_moment"
    )
    assert app.beat_entries == {
        **{f"Hours.{name}": "30 9 * * *" for name in half_past_nine.split()},
        "Hours.folded": "30 1 * * *",
        "Hours.replaced": "30 8 * * *",
        "Hours.rounded": "30 8 * * *",
        "Hours.often": 90.000005,
        "Shadows.pass_by": "30 9 * * *",
    }
    assert app.run("[old_style(), local(), get(Hours).seconds()]").journal == (
        "old style",
        "sweep",
    )
