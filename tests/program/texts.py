"""A program that is nowhere but in the texts of a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from textwrap import dedent

from spakky_lint.program.program import Program
from spakky_lint.program.roots import compiled_name
from spakky_lint.program.sources import Sources
from spakky_lint.program.view import View, view_of
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.outside import Found
from spakky_lint.syntax.unknown import UNKNOWN

TOP = Path("/shop")

Texts = Mapping[str, str | bytes]
"""By path from the top of the program, what the files hold."""


def sources_of(files: Texts, *folders: str, overlays: Texts | None = None) -> Sources:
    """`folders` are those that modules are imported from: ``src``, if it is there, and the top."""
    stored = {TOP / path: as_bytes(text) for path, text in files.items()}
    held = {TOP / path: as_bytes(text) for path, text in (overlays or {}).items()}
    places = dict.fromkeys((*stored, *held))
    known = {parent for path in places for parent in path.parents}
    built = {
        path.with_name(name) for path in places if (name := compiled_name(path.name)) is not None
    }
    usual = [folder for folder in ("src", "") if TOP / folder in known]
    return Sources(
        top=TOP,
        stored=stored.get,
        is_file=lambda path: Path(path) in places,
        is_folder=lambda path: Path(path) in known,
        walk=lambda: sorted(path for path in places if path.suffix == ".py"),
        shown=shown,
        folders=lambda: [TOP / folder for folder in folders or usual],
        overlays=held,
        is_compiled=lambda path: Path(path) in built,
    )


def program_of(files: Texts, *folders: str) -> Program:
    return sources_of(files, *folders).program


def as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else dedent(text).encode()


def shown(path: Path) -> str:
    return PurePosixPath(path.relative_to(TOP)).as_posix()


def module(program: Program, path: str) -> Module:
    found = program.module(TOP / path)
    assert isinstance(found, Module), path
    return found


def path_of(module_: Module) -> str:
    found = view_of(module_)
    assert found is not None
    return shown(found.path)


def view(program: Program, path: str) -> View:
    found = view_of(module(program, path))
    assert found is not None
    return found


def declared(program: Program, path: str, name: str) -> ClassDeclaration:
    return next(found for found in module(program, path).classes if found.name == name)


# What something means in a file, asked as its last statement


def meaning(program: Program, path: str, expression: str) -> str | None:
    """What it refers to there: ``spakky.task.task``, or ``shop/roles.py Clerk`` of the program."""
    target = _probe(program, path, f"@{expression}").decorators[0].target
    if target.declared is None:
        return target.qualified
    return f"{shown(program.homes[target.declared])} {target.declared.name.value}"


def value(program: Program, path: str, expression: str) -> object:
    """What it is worth there; ``"?"`` where nobody can tell."""
    call = _probe(program, path, f"@probe({expression})").decorators[0].call
    assert call is not None
    found = call.arguments[0].expression.value
    return "?" if found is UNKNOWN else found


def found(program: Program, path: str, qualified: str) -> str | None:
    """What the file finds under a dotted name: ``name`` outside, ``file name.rest`` in another."""
    answer = view(program, path).find(qualified)
    if not isinstance(answer, Found):
        return answer
    home = next(
        file
        for file, module_ in program.modules.items()
        if isinstance(module_, Module)
        and module_.body is not None
        and module_.body.reader is answer.point.reader
    )
    return ".".join((shown(home), *answer.rest))


def _probe(program: Program, path: str, decorator: str) -> Function:
    text = (program.sources.read(TOP / path) or b"").decode()
    read = program.read_text(TOP / path, f"{text}\n{decorator}\ndef probe(): ...\n")
    return read.functions[-1].function
