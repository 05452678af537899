"""A message in the language of whoever reads it.

The translations stand in ``locale/LANGUAGE/LC_MESSAGES/spakky_lint.po``; `make translations`
compiles them to the ``.mo`` beside it, which is what is read, and only where that language is
asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message, Template, filled

TYPE_CHECKING = False  # as type checkers know it
if TYPE_CHECKING:
    from gettext import NullTranslations

DOMAIN = "spakky_lint"
LOCALES = Path(__file__).with_name("locale")


def in_language(text: str, language: Language) -> str:
    """The text in that language: itself where it is no message, or has no translation."""
    if language is Language.EN or not isinstance(text, Message):
        return str(text)
    from string import Formatter

    from spakky_lint.messages.particles import with_particles

    try:
        template = _catalogue(language).gettext(text.template)
    except _Missing:
        return str(text)
    values = filled(text.values, lambda part: in_language(part, language))
    made = ""
    for literal, name, _, _ in Formatter().parse(template):
        made += with_particles(made, literal)
        made += "" if name is None else values[name]
    return made


def template_in_language(template: Template, language: Language) -> str:
    """The template as it is to be filled by a script, which knows no particles."""
    if language is Language.EN:
        return str(template)
    try:
        return _catalogue(language).gettext(template)
    except _Missing:
        return str(template)


_SPOKEN = ContextVar("spoken", default=Language.EN)


def spoken(text: str) -> str:
    """The text in the language that is spoken: see `speaking`."""
    return in_language(text, _SPOKEN.get())


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Reports that are written meanwhile speak that language; else it is English.

    It is for views that are put together of many words by way of widths and columns. What rules
    say keeps its template, for it travels.
    """
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken_language() -> Language:
    return _SPOKEN.get()


class _Missing(Exception):
    """There is no translation."""


@cache
def _catalogue(language: Language) -> NullTranslations:
    from gettext import NullTranslations, translation

    class Nothing(NullTranslations):
        """Tells that there is none, where gettext would give the English."""

        def gettext(self, message: str) -> str:
            raise _Missing(message)

    found = translation(DOMAIN, LOCALES, [language.value])
    found.add_fallback(Nothing())
    return found
