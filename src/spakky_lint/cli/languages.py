"""The language that a command speaks."""

from __future__ import annotations

import os

from spakky_lint.messages.language import Language, language_of


def for_people(asked: str | None) -> Language:
    """That of ``--lang``, else of the locale."""
    return language_of(os.environ) if asked is None else Language(asked)


def for_programs(asked: str | None) -> Language:
    """That of ``--lang``, else English: who parses words wants the same ones everywhere."""
    return Language.EN if asked is None else Language(asked)


def of_format(asked: str | None, format_: str) -> Language:
    """For people in a table, for programs in whatever else."""
    return for_people(asked) if format_ == "table" else for_programs(asked)
