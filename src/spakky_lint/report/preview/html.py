"""The preview as one page that needs nothing else: calendars, a heat map, and every schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from spakky_lint.messages.language import Language
from spakky_lint.project.previewing import Preview
from spakky_lint.report.html_page import page
from spakky_lint.report.preview.page_data import page_data
from spakky_lint.report.preview.page_words import words_of_page
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window

_SCRIPTS = ("time", "model", "details", "grid", "calendar", "heat", "schedules", "main")


def page_window(window: Window) -> Window:
    """What a page shows of what is asked for: all fires; without an end, until that of the next
    month, so that no month that is still to come breaks off.

    A page of days has the fire at their very beginning, too. Intervals are worked out for the page
    from when beat starts.
    """
    until = _end_of_next_month(window) if window.until is None else window.until
    just_before = window.start - timedelta(microseconds=1)
    return replace(window, start=just_before, until=until, count=None, beat_start=None)


def _end_of_next_month(window: Window) -> datetime:
    start = window.start.astimezone(window.zone)
    months = start.year * 12 + start.month + 1  # counted from the first of the year 0
    year, month = divmod(months, 12)
    return datetime(year, month + 1, 1, tzinfo=window.zone)


def html(
    written: Preview,
    firing: Preview,
    backend: Backend,
    language: Language,
    beat_start: datetime | None = None,
) -> str:
    """The page for both readings of the same tasks: `written` under the backend `spec` and `firing`
    under `celery`, each in a `page_window`. It opens with that of `backend`.
    """
    words = words_of_page(language)
    return page(
        "spakky_lint.report.preview",
        _SCRIPTS,
        page_data(written, firing, backend, language, beat_start) | {"words": words.dynamic},
        words.static,
        language.value,
    )
