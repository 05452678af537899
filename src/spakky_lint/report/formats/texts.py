"""Paths and messages as a format for other programs can carry them."""

from __future__ import annotations

from spakky_lint.report.columns import REPLACEMENT, visible
from spakky_lint.report.model import Report

_BLANKS = "\t\n"


def full_path(path: str, report: Report) -> str:
    """The path from the root of the file system, as far as that is known."""
    if report.directory is None or is_absolute(path):
        return path
    return f"{report.directory.rstrip('/')}/{path}"


def is_absolute(path: str) -> bool:
    """With a drive, too."""
    return path.startswith("/") or path[1:3] == ":/"


def well_formed(text: str) -> str:
    """The text without what is no character and what no database takes.

    A lone surrogate becomes a sign, for readers of JSON refuse it, and so does a control character.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if each in _BLANKS else _shown(each) for each in text)


def without_surrogates(text: str) -> str:
    """The text as it is, but for lone surrogates."""
    return text if text.isascii() else "".join(map(_scalar, text))


def _shown(character: str) -> str:
    return visible(character) if ord(character) < 0xA0 else _scalar(character)


def _scalar(character: str) -> str:
    return REPLACEMENT if "\ud800" <= character <= "\udfff" else character
