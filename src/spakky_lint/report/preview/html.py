"""The preview as one page that needs nothing else: calendars, a heat map, and every schedule.

The page is made of the files in `page/`. Names and paths of the checked code are data on it: they
travel as JSON that cannot end its own element, and are shown as text. Its content security policy
allows this style and this script by their hashes, and nothing from anywhere else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape
from importlib.resources import files

from spakky_lint import __version__
from spakky_lint.project.previewing import Preview
from spakky_lint.report.preview.page_data import page_data
from spakky_lint.report.preview.page_words import words_of_page
from spakky_lint.report.words_of_schedules import Language
from spakky_lint.runtime.forecast import Window
from spakky_lint.runtime.validity import Backend

_SCRIPTS = ("dom", "time", "model", "details", "grid", "calendar", "heat", "schedules", "main")
"""In an order in which each needs only those before it, at least until the last one starts."""

_PLACE = re.compile(r"\{\{(\w+)\}\}")


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
    style = _file("page.css")
    script = _script()
    return _filled(
        _file("page.html"),
        {
            **{
                name: escape(text.replace("{version}", __version__))
                for name, text in words.static.items()
            },
            "language": language.value,
            "version": escape(__version__),
            "style": style,
            "style_hash": _hash(style),
            "script": script,
            "script_hash": _hash(script),
            "data": as_script_data(
                page_data(written, firing, backend, language, beat_start)
                | {"words": words.dynamic, "language": language.value}
            ),
        },
    )


def as_script_data(value: object) -> str:
    """JSON that may stand in a script element whatever it holds.

    Neither an end tag nor a comment can begin in it, and it is ASCII, so that even half a surrogate
    pair from a broken path goes through every encoding.
    """
    import json

    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _filled(template: str, values: Mapping[str, str]) -> str:
    """In one pass: what is filled in is never looked at again."""
    return _PLACE.sub(lambda place: values[place[1]], template)


def _script() -> str:
    parts = "\n".join(_file(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


@lru_cache
def _file(name: str) -> str:
    return files("spakky_lint.report.preview").joinpath("page", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
