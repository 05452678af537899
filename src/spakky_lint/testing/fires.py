"""When a schedule fires."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta, tzinfo
from typing import Protocol

from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import MAX_FIRES, Window, forecast
from spakky_lint.runtime.foreign import TASK, annotations_of, our_trigger
from spakky_lint.runtime.schedules import ScheduleRoute
from spakky_lint.runtime.triggers import effective_route
from spakky_lint.runtime.validity import trigger_problems
from spakky_lint.runtime.zones import zone_named

_TRIGGERS = ("interval", "at", "crontab")


class Route(Protocol):
    """A ScheduleRoute, the framework's or ours."""

    interval: timedelta | None
    at: time | None

    @property
    def crontab(self) -> object: ...


def next_fires(
    route: Route | Callable[..., object],
    zone: tzinfo | str,
    start: datetime,
    count: int = 5,
    *,
    backend: Backend | str = Backend.CELERY,
    beat_start: datetime | None = None,
) -> tuple[datetime, ...]:
    """The first `count` times at which a schedule fires, from `start` on.

    `route` is a ScheduleRoute, or a method that `@schedule` decorates. `zone` is the zone of the
    application, as a tzinfo or by its IANA name ("Asia/Seoul"): for celery the one that
    `SPAKKY_CELERY__TIMEZONE` names, else UTC. A naive `start` is wall-clock time of that zone; a
    fire at `start` itself counts. The times are aware and in that zone, ascending; there are fewer
    than `count`, or none, where the date does not come again.

    `backend` is who runs the schedule: "celery", as spakky-celery really does it, weekdays a day
    early included, or "spec", as the framework documents it. An interval counts from the start of
    beat, so it needs `beat_start`.

    Raises ValueError, in one sentence: for a method without a schedule or with several, a value
    that no schedule can have, an unknown zone or backend, a `count` below 0 or above 100,000, and
    an interval without `beat_start`. TypeError for a route that is none.
    """
    if not 0 <= count <= MAX_FIRES:
        raise ValueError(f"count is {count}: a number from 0 to {MAX_FIRES:,} is allowed")
    in_zone = _zone(zone)
    run_by = _backend(backend)
    sound = _sound(_route(route), run_by)
    if sound.interval is not None and beat_start is None:
        raise ValueError(
            "an interval counts from the start of beat, which is not known: give beat_start="
        )
    window = Window(
        start=_aware(start, in_zone),
        zone=in_zone,
        backend=run_by,
        count=count,
        beat_start=None if beat_start is None else _aware(beat_start, in_zone),
    )
    return tuple(fire.at for fire in forecast(sound, window).fires)


def _zone(zone: tzinfo | str) -> tzinfo:
    if isinstance(zone, tzinfo):
        return zone
    found = zone_named(zone)
    if found is None:
        raise ValueError(
            f'zone is {zone!r}, which is not a time zone: a name such as "Asia/Seoul" is allowed'
        )
    return found


def _backend(backend: Backend | str) -> Backend:
    try:
        return Backend(backend)
    except ValueError:
        names = " and ".join(each.value for each in Backend)
        raise ValueError(f"backend is {backend!r}: {names} are allowed") from None


def _aware(moment: datetime, zone: tzinfo) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _route(route: object) -> object:
    """The route itself, or the one on a method."""
    if all(hasattr(route, name) for name in _TRIGGERS):
        return route
    if not callable(route):
        raise TypeError(
            f"{route!r} is not a schedule: a ScheduleRoute, or a method with @schedule, is allowed"
        )
    found = [*ScheduleRoute.all(route), *annotations_of(route, "ScheduleRoute", TASK)]
    if len(found) != 1:
        name = getattr(route, "__qualname__", repr(route))
        many = "no schedule" if not found else f"{len(found)} schedules"
        raise ValueError(f"{name} has {many}: a method with one @schedule is allowed")
    return found[0]


def _sound(route: object, backend: Backend) -> ScheduleRoute:
    values = {name: our_trigger(getattr(route, name)) for name in _TRIGGERS}
    made = effective_route(backend, **values)
    if made is not None:
        return made
    problems = trigger_problems(**values, backend=backend)
    raise ValueError(
        "; ".join(problem.message for problem in problems)
        or "a schedule takes exactly one of interval, at and crontab"
    )
