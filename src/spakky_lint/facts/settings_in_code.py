"""What the code of an application says of its own settings.

It writes environment variables before the framework reads them, or registers a pod that is asked
instead of them. What one start brings together counts, and not what tests do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.applications import may_meet
from spakky_lint.facts.starts import makes_application, starts
from spakky_lint.program.memo import once_a_path
from spakky_lint.program.program import Program
from spakky_lint.program.view import view_of
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.environ import MENTION, EnvironWrite, Written, environ_writes
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.places import Place


@dataclass(frozen=True, slots=True, eq=False)
class CodeSetting:
    key: str | None
    """None where it cannot be told: any may be meant."""
    value: str | None
    """None where it is set, and the text does not tell to what, or where it is taken away."""
    is_certain: bool
    """Whether it is set in every application that has the module."""
    is_default: bool
    """Whether what is set otherwise outweighs it."""
    place: Place


@once_a_module
def settings_in(module: Module) -> Sequence[CodeSetting]:
    """In the order of the text."""
    found = [_setting(write) for write in environ_writes(module)]
    return tuple(sorted(found, key=lambda each: each.place.range.start))


def _setting(write: EnvironWrite) -> CodeSetting:
    key, value = write.key, None if write.value is None else write.value.value
    if isinstance(key, Expression):
        told = key.value
        key = told if isinstance(told, str) else None
    return CodeSetting(
        key,
        value if isinstance(value, str) else None,
        key is not None and _runs_at_start(write),
        write.how is Written.DEFAULT,
        write.place,
    )


def _runs_at_start(write: EnvironWrite) -> bool:
    """Whether it is done wherever the module is imported, or where its function starts all."""
    if write.is_in_branch:
        return False
    return write.function is None or makes_application(write.function.body)


def running_with(path: Path, program: Program, *, mention: str) -> Sequence[Path]:
    """The files with a word that run with this one, itself included: what one start brings
    together with it, the files that start it, and what those import.
    """
    word = mention.encode()
    others = (
        file
        for file in program.files_with(word)
        if file != path and _runs_with(path, file, program)
    )
    own = (path,) if program.sources.holds(word, path) else ()
    return sorted((*own, *others), key=str)


def _runs_with(path: Path, other: Path, program: Program) -> bool:
    return may_meet(path, other, program) or any(
        other == start.path
        or other in start.touches
        or other in program.imports.reached(start.path)
        for start in starts(program)
        if path in start.touches or path == start.path
    )


@once_a_path
def code_settings(path: Path, program: Program) -> Sequence[CodeSetting]:
    """All that the application of a file sets, its starting files first."""
    word = MENTION.encode()
    running = running_with(path, program, mention=MENTION)
    files = [file for file in running if program.sources.has_word(word, file)]
    return tuple(each for module in program.modules_of(files) for each in settings_in(module))


def settings_around(module: Module) -> Sequence[CodeSetting]:
    """All that the application of a module sets; of a text by itself, what that does."""
    view = view_of(module)
    return settings_in(module) if view is None else code_settings(view.path, view.program)


def settings_of(key: str, path: Path, program: Program) -> Sequence[CodeSetting]:
    """What may set the variable."""
    return [each for each in code_settings(path, program) if each.key in (key, None)]
