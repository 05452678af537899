"""Names that no type checker knows, for they stand in strings: what requirements refer to, and the
methods that a `DirectTaskInvocation` names.

These functions run on the worker, as those of `analysis` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.editing.analysis import Home, home_of, shown_in
from spakky_lint.patterns import regex
from spakky_lint.syntax.ranges import Lines, Position, Range

if TYPE_CHECKING:
    from spakky_lint.program.sources import File
    from spakky_lint.syntax.declarations import Module
    from spakky_lint.syntax.expressions import Call, Expression

_CALL = regex(rb"^[ \t]*@(?:\w+\.)*(require_\w+)\(([^()]*)\)", re.MULTILINE)
_ARGUMENT = regex(
    rb"""\s*(?:(?P<name>\w+)\s*=\s*)?(?:(["'])(?P<text>[^"'\\\r\n]+)\2|[^,"']*)(?:,|$)"""
)


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    count: int = 0
    """How often the program uses it so."""
    owner: str | None = None
    """The class of the method that it names."""


@dataclass(frozen=True, slots=True)
class Names:
    """What may stand in a string."""

    range: Range
    """Between its quotes."""
    names: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a name leads to."""

    path: Path | None
    """None for the text itself."""
    range: Range


def names_at(
    text: str,
    position: Position,
    path: Path | None,
    folder: Path | None,
    buffers: Mapping[Path, str],
) -> Names | None:
    """What can stand in the string at a place; None where that is no string of these."""
    home = home_of(text, path, folder, buffers)
    if not home.passes(text):
        return None
    for candidate in (text, _closed(text, position)):
        module = _module(candidate, home)
        if module is None:
            continue
        if invocation := _invocation_at(module, position):
            call, range_ = invocation
            return Names(range_, tuple(_tasks(call, module)))
        if reference := _reference_at(module, position):
            name, parameter, range_ = reference
            own = Lines.of(candidate).slice(range_)
            return Names(range_, tuple(_used(name, parameter, own, text, home.file)))
    return None


def definition_at(
    text: str,
    position: Position,
    path: Path | None,
    folder: Path | None,
    buffers: Mapping[Path, str],
) -> Found | None:
    """The method that a `DirectTaskInvocation` names at a place."""
    from spakky_lint.facts.invocations import invoked_method

    home = home_of(text, path, folder, buffers)
    module = _module(text, home) if home.passes(text) else None
    if module is None:
        return None
    for call in module.invocations:
        name = call.keyword("method_name")
        if name is None or not _holds(name.expression.place.range, position):
            continue
        method = invoked_method(call, module)
        if method is not None:
            range_ = method.place.range
            file = None if path is None else shown_in(range_.path, path, folder)
            return Found(None if file == path else file, range_)
    return None


def _closed(text: str, position: Position) -> str:
    """The text with a string and a bracket that are open at the place closed there."""
    lines = Lines.of(text)
    offset = lines.offset(position)
    start = lines.starts[position.line - 1]
    before = text[start:offset]
    quote = next((each for each in reversed(before) if each in "\"'"), '"')
    line = lines.line(position.line)
    end = start + len(line.rstrip("\r\n"))
    brackets = ")" * max(0, before.count("(") - before.count(")"))
    return text[:offset] + quote + brackets + text[end:]


def _module(text: str, home: Home) -> Module | None:
    from spakky_lint.syntax.parse import read_declarations
    from spakky_lint.syntax.source import UnreadableSource

    try:
        return read_declarations(text) if home.file is None else home.file.module(text)
    except UnreadableSource:
        return None


def _invocation_at(module: Module, position: Position) -> tuple[Call, Range] | None:
    for call in module.invocations:
        name = call.keyword("method_name")
        if name is not None and (range_ := _inside(name.expression, position)):
            return call, range_
    return None


def _reference_at(module: Module, position: Position) -> tuple[str, str, Range] | None:
    """The decorator, the parameter, and where its text stands."""
    from spakky_lint.facts.requirements import references

    decorators = [
        *(each for declared in module.functions for each in declared.function.written),
        *(each for declared in module.classes for each in declared.decorators),
    ]
    for decorator in decorators:
        if decorator.name is None or not _holds(decorator.place.range, position):
            continue
        for parameter, expression in references(decorator):
            if range_ := _inside(expression, position):
                return decorator.name, parameter, range_
    return None


def _inside(expression: Expression, position: Position) -> Range | None:
    """What stands between the quotes of a string on one line, if the place is there."""
    range_, text = expression.place.range, expression.place.text
    if text[:1] not in ('"', "'") or text[-1:] != text[:1] or text[:3] in ('"""', "'''"):
        return None
    start, end = range_.start, range_.end
    if start.line != end.line:
        return None
    inside = Range(Position(start.line, start.column + 1), Position(end.line, end.column - 1))
    return inside if _holds(inside, position) else None


def _holds(range_: Range, position: Position) -> bool:
    return range_.start <= position <= range_.end


def _tasks(call: Call, module: Module) -> Iterator[Name]:
    """The tasks of the class that an invocation names."""
    from spakky_lint.facts.decorators import has_route
    from spakky_lint.facts.invocations import invoked_class
    from spakky_lint.syntax.hierarchy import effective_methods

    owner = invoked_class(call, module)
    if owner is None:
        return
    for member, function in effective_methods(owner, module):
        if has_route(function):
            yield Name(function.name, owner=member.name)


def _used(name: str, parameter: str, own: str, text: str, file: File | None) -> Iterator[Name]:
    """What the requirements of the program say in this place; the most frequent first.

    `own` is what stands there now, which is no use of it.
    """
    from collections import Counter

    from spakky_lint.runtime.requirements import positional_parameters
    from spakky_lint.syntax.source import as_file

    places = positional_parameters(name)
    counts: Counter[str] = Counter()
    if file is None:
        contents = [_requirements(as_file(text))]
    else:
        sources = file.sources
        contents = [sources.scan(_requirements, each) for each in sources.files_with(name.encode())]
    for decorator, number, keyword, said in (each for found in contents for each in found):
        by_place = places[number] if number < len(places) else None
        if decorator == name and parameter == (by_place if keyword is None else keyword):
            counts[said] += 1
    counts[own] -= 1
    yield from (Name(said, count) for said, count in counts.most_common() if count > 0)


def _requirements(data: bytes) -> tuple[tuple[str, int, str | None, str], ...]:
    """Each with its decorator, the number of the argument, its keyword, and its text."""
    # By a search of the bytes, which takes little enough for every file at every key.
    return tuple(
        (
            call[1].decode(),
            number,
            None if argument["name"] is None else argument["name"].decode(),
            argument["text"].decode("utf-8", "replace"),
        )
        for call in _CALL.finditer(data)
        for number, argument in enumerate(_ARGUMENT.finditer(call[2]))
        if argument["text"]
    )
