"""What is asked of a program again and again, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

from spakky_lint.program.program import Program
from spakky_lint.syntax.dependencies import remembering

T = TypeVar("T")


def once_a_program(function: Callable[[Program], T]) -> Callable[[Program], T]:
    """Remember what ``function`` says of a program for as long as the program lives."""
    return _once(function, lambda program: program.__dict__)


def once_of_texts(function: Callable[[Program], T]) -> Callable[[Program], T]:
    """The same for what rests on the texts alone: it outlives the modules that are let go of."""
    return _once(function, lambda program: program.sources.__dict__)


def _once(
    function: Callable[[Program], T], kept_in: Callable[[Program], dict[str, T]]
) -> Callable[[Program], T]:
    key = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(program: Program) -> T:
        return remembering(kept_in(program), key, function, program)

    return remembered


def once_a_path(function: Callable[[Path, Program], T]) -> Callable[[Path, Program], T]:
    """Remember what ``function`` says of a file, or a folder, for as long as the program lives."""
    key = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(path: Path, program: Program) -> T:
        known: dict[Path, T] = program.__dict__.setdefault(key, {})
        return remembering(known, path, function, path, program)

    return remembered
