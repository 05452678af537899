"""What two schedules have in common when they always fire at the same times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import ever_fires, numbers_of
from spakky_lint.runtime.fire_times import calendar_of, fires, matching_weekdays
from spakky_lint.runtime.schedules import ScheduleRoute


@dataclass(frozen=True, slots=True)
class Timing:
    """Equal for two schedules that fire alike, however they are written.

    Neither an interval nor a date for one that never fires.
    """

    interval: timedelta | None = None
    months: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    weekdays: frozenset[int] = frozenset()
    clock: tuple[int, int, int] = (0, 0, 0)
    zone: str = ""


def timing(route: ScheduleRoute, zone: tzinfo, backend: Backend) -> Timing:
    """The values of the route have to be sound (`validity.trigger_problems`)."""
    if route.interval is not None:
        return Timing(route.interval)
    calendar = calendar_of(route, backend)
    if calendar is None:
        return Timing()
    crontab, second, own_zone = calendar
    if not ever_fires(crontab.month, crontab.day):
        return Timing()
    return Timing(
        months=numbers_of(crontab.month, "month"),
        days=numbers_of(crontab.day, "day"),
        weekdays=matching_weekdays(crontab, backend),
        clock=(int(crontab.hour), int(crontab.minute), second),
        zone=str(own_zone or zone),
    )


# When beat restarts


@dataclass(frozen=True, slots=True)
class Running:
    """A schedule where it runs."""

    route: ScheduleRoute
    zone: tzinfo
    backend: Backend


def caught_up(before: Running, after: Running, restart: datetime) -> datetime | None:
    """The time that beat makes up for at once when it restarts with `after` in place of `before`.

    Beat keeps the last run of each task, and is due when the new schedule would have fired since.
    It forgets them all when the zone changes, and nobody knows the last run of an interval.
    """
    if str(before.zone) != str(after.zone) or after.route.interval is not None:
        return None
    last = last_fire(before, restart)
    if last is None:
        return None
    missed = next(fires(after.route, after.zone, last, after.backend), None)
    return None if missed is None or _is_later(missed.at, restart) else missed.at


_FAR = tuple(timedelta(days=days) for days in (2, 40, 800, 366 * 9, 366 * 41))
"""How far back a last run is looked for: most are near, 29 February on a Friday is not."""


def last_fire(running: Running, moment: datetime) -> datetime | None:
    """When `at` or `crontab` has fired last, at `moment` at the latest."""
    if running.route.interval is not None:
        return None
    for far in _FAR:
        start = moment.astimezone(UTC) - far
        found = None
        for fire in fires(running.route, running.zone, start, running.backend):
            if _is_later(fire.at, moment):
                break
            found = fire.at
        if found is not None:
            return found
    return None


def _is_later(one: datetime, other: datetime) -> bool:
    # Within one zone Python compares wall-clock times.
    return one.astimezone(UTC) > other.astimezone(UTC)
