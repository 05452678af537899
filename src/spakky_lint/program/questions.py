"""What a program is asked of its files, in a form that can be asked again of other files.

Which file a name leads to is not among them: it rests on which files there are, and on the names
that are written in the files that are asked about.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Content(NamedTuple):
    """All that a file holds."""

    path: Path


class Search(StrEnum):
    """What is looked for in the bytes of a file, with a word."""

    HOLDING = "holding"
    """Whether they hold the word, or something longer."""
    WORD = "word"
    """Whether one of the words, one a line, stands by itself."""
    USING = "using"
    """Whether they do more with it than define a class."""
    BASE = "base"
    """Whether a class statement has it among its bases."""
    FOLLOWED = "followed"
    """What else it is called, as names can be followed."""
    OTHERWISE = "otherwise"
    """What else it may be called."""
    SETTING = "setting"
    """Whether an attribute of the name may be set."""
    CALLING = "calling"
    """Whether it may be called."""
    LACKING = "lacking"
    """Whether nothing seems to bind it."""


class Anywhere(NamedTuple):
    """What a search finds in each of the files of the program."""

    search: str
    word: bytes


class Within(NamedTuple):
    """What a search finds in one file."""

    search: str
    word: bytes
    path: Path


class Whole(StrEnum):
    """What rests on all files at once."""

    FILES = "files"
    """Which there are."""
    IMPORTS = "imports"
    """Which module can have anything of which other."""
    GATE = "gate"
    """Which import may bring something that a rule is about."""


def name_of(search: Callable[[bytes], object]) -> str:
    """What a search of bytes, a function of a module, is called in a question."""
    return f"{search.__module__}.{search.__qualname__}"
