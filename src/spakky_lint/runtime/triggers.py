"""From what is written as a trigger to the route that the backend makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.errors import InvalidScheduleSpecificationError
from spakky_lint.runtime.schedules import ScheduleRoute
from spakky_lint.runtime.validity import ProblemKind, trigger_problems

_HARMLESS = frozenset({ProblemKind.PRECISION_LOST, ProblemKind.NEVER_FIRES})


def effective_route(
    backend: Backend, *, interval: object = None, at: object = None, crontab: object = None
) -> ScheduleRoute | None:
    """The schedule that these values make; None where they make none, or no sound one.

    Under celery a number of seconds is an interval, and of a `datetime` the time of day counts.
    """
    if backend is Backend.CELERY:
        if isinstance(interval, (int, float)) and not isinstance(interval, bool):
            interval = _seconds(interval)
        if isinstance(at, datetime):
            at = at.timetz()
    problems = trigger_problems(interval=interval, at=at, crontab=crontab, backend=backend)
    if any(problem.kind not in _HARMLESS for problem in problems) or isinstance(at, datetime):
        return None
    try:
        return ScheduleRoute(interval=interval, at=at, crontab=crontab)  # type: ignore[arg-type]  # judged above
    except InvalidScheduleSpecificationError:
        return None


def _seconds(number: float) -> timedelta | None:
    try:
        return timedelta(seconds=number)
    except (OverflowError, ValueError):
        return None
