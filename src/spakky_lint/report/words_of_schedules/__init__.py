"""When a schedule fires, in words, and what its notes mean: a module a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from spakky_lint.messages.language import Language
from spakky_lint.report.words_of_schedules import english, korean
from spakky_lint.report.words_of_schedules.pattern import Pattern, pattern_of, zone_name
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import FIELD_RANGES
from spakky_lint.runtime.forecast import Note
from spakky_lint.runtime.schedules import ScheduleRoute

__all__ = ["describe", "on_weekdays", "rate", "tell", "zone_name"]


def describe(route: ScheduleRoute, backend: Backend, language: Language = Language.EN) -> str:
    """When it fires: ``at 09:00 on Monday, Wednesday and Friday``, ``every 5 minutes``.

    Weekdays are those on which it fires under `backend`. Two routes have the same words exactly
    when they fire at the same times. The values of the route have to be sound.
    """
    words = _WORDS[language]
    if route.interval is not None:
        return words.interval(route.interval)
    pattern = pattern_of(route, backend)
    assert pattern is not None
    return words.calendar(pattern)


def rate(interval: timedelta, language: Language = Language.EN) -> str:
    """How often it comes round: ``12 times an hour``."""
    return _WORDS[language].rate(interval)


def on_weekdays(weekdays: Sequence[int], language: Language = Language.EN) -> str:
    """``on Monday and Friday``, ``from Sunday to Thursday``, ``every weekday``, ``every day``.

    Counted from Monday, which is 0; at least one.
    """
    is_every_day = len(weekdays) == len(FIELD_RANGES["weekday"])
    return _WORDS[language].on_weekdays(None if is_every_day else weekdays)


def tell(note: Note, language: Language = Language.EN) -> str:
    """One sentence: what the note means, and what to do.

    Without the names of a collision, or the weekdays of a shift, it is said of any schedule.
    """
    return _WORDS[language].note(note)


class _Words(Protocol):
    """What a module of words has."""

    def interval(self, every: timedelta, /) -> str: ...
    def rate(self, every: timedelta, /) -> str: ...
    def calendar(self, pattern: Pattern, /) -> str: ...
    def on_weekdays(self, weekdays: Sequence[int] | None, /) -> str: ...
    def note(self, told: Note, /) -> str: ...


_WORDS: Mapping[Language, _Words] = {Language.EN: english, Language.KO: korean}
