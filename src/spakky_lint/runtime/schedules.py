"""Periodic execution: `@schedule` and the route that it leaves on a method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import TypeVar

from spakky_lint.runtime.annotation import Annotation
from spakky_lint.runtime.crontab import Crontab
from spakky_lint.runtime.errors import InvalidScheduleSpecificationError

_T = TypeVar("_T")


@dataclass
class ScheduleRoute(Annotation):
    """When a method runs by itself. Exactly one trigger is not None; its value is not checked.

    Raises InvalidScheduleSpecificationError for no trigger or several.
    """

    interval: timedelta | None = None
    at: time | None = None
    crontab: Crontab | None = None

    def __post_init__(self) -> None:
        triggers = (self.interval, self.at, self.crontab)
        if sum(trigger is not None for trigger in triggers) != 1:
            raise InvalidScheduleSpecificationError()


def schedule(
    *,
    interval: timedelta | None = None,
    at: time | None = None,
    crontab: Crontab | None = None,
) -> Callable[[_T], _T]:
    """Run the decorated method every `interval`, daily `at` a time, or when `crontab` matches.

    Raises InvalidScheduleSpecificationError unless exactly one is given, already when the
    decorator is built.
    """
    return ScheduleRoute(interval=interval, at=at, crontab=crontab)
