"""The language that a command speaks."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar

from spakky_lint.messages.language import Language, language_of

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OPTION = "--lang"
_FOR_PEOPLE = ("table", "text", "html")

_asked: ContextVar[str | None] = ContextVar("asked", default=None)
"""The language that ``--lang`` names in this run."""


def language_option(arguments: Sequence[str]) -> str | None:
    """The language that ``--lang`` names, wherever it stands; None without one.

    Asked before the arguments are parsed: help and errors are in that language, too.
    """
    found = None
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        option, equals, value = argument.partition("=")
        if argument == "--":
            break
        if option == OPTION:
            name = value if equals else following
            found = name if name in list(Language) else found
    return found


@contextmanager
def asking(language: str | None) -> Iterator[None]:
    """What is said to people meanwhile is in this language; None leaves it to the locale."""
    token = _asked.set(language)
    try:
        yield
    finally:
        _asked.reset(token)


def in_readers_language(text: str) -> str:
    """The text as it is said to people: help, errors and notes."""
    language = for_people(_asked.get())
    if language is Language.EN:
        return str(text)
    from spakky_lint.messages.translation import in_language  # which loads the catalogue

    return in_language(text, language)


def for_people(asked: str | None) -> Language:
    """That of ``--lang``, else of the locale."""
    return language_of(os.environ) if asked is None else Language(asked)


def of_reader() -> Language:
    """The language of what is said to people in this run."""
    return for_people(_asked.get())


def for_programs(asked: str | None) -> Language:
    """That of ``--lang``, else English: who parses words wants the same ones everywhere."""
    return Language.EN if asked is None else Language(asked)


def of_format(asked: str | None, format_: str) -> Language:
    """For people in a table and on a page, for programs in whatever else."""
    return for_people(asked) if format_ in _FOR_PEOPLE else for_programs(asked)
