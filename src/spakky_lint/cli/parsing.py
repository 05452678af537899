"""What reads arguments: argparse, which explains and complains in the reader's language.

argparse looks its own words up by gettext, in the catalogue ``argparse`` here. Ours are messages.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import contextmanager

from spakky_lint.cli.languages import in_readers_language, of_reader
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

DOMAIN = "argparse"
_WITHOUT_TERMINAL = 80
"""Columns."""


class Help(argparse.RawDescriptionHelpFormatter):
    """Help in the reader's language."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)

    def start_section(self, heading: str | None) -> None:
        super().start_section(None if heading is None else in_readers_language(heading))

    def add_text(self, text: str | None) -> None:
        super().add_text(None if text is None else in_readers_language(text))

    def _get_help_string(self, action: argparse.Action) -> str:
        return in_readers_language(action.help or "")

    def _split_lines(self, text: str, width: int) -> list[str]:
        if text.isascii():
            return super()._split_lines(text, width)
        from spakky_lint.report.columns import wrap  # a Korean character takes two columns

        return [*wrap(text, width)]


def columns() -> int:
    """How wide the terminal is, as `shutil` tells it, which loads all that packs archives."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    if sys.__stdout__ is None:
        return _WITHOUT_TERMINAL
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _WITHOUT_TERMINAL
    except (ValueError, OSError):
        return _WITHOUT_TERMINAL


class Parser(argparse.ArgumentParser):
    """An option is never abbreviated: a new one would change what the short form means."""

    def __init__(
        self,
        *,
        prog: str | None = None,
        description: str | None = None,
        epilog: str | None = None,
    ) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=Help,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        super().error(in_readers_language(message))


class Refused(argparse.ArgumentTypeError):
    """The value of an option cannot be used; the message says what is allowed."""

    def __init__(self, message: str) -> None:
        super().__init__(in_readers_language(message))


def path_name(text: str) -> str:
    """The name of a file or a folder: of an empty one, which a variable that is not set leaves
    behind, nobody knows what it stands for.
    """
    if not text:
        raise Refused(Message("an empty path names nothing"))
    return text


@contextmanager
def with_words_of_argparse() -> Iterator[None]:
    """argparse's own words are in the reader's language meanwhile."""
    language = of_reader()
    if language is Language.EN:
        yield
        return
    import gettext

    from spakky_lint.messages.translation import LOCALES

    # gettext asks the environment which language is wanted, and knows no other way.
    before, asked = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(before)
        if asked is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = asked
