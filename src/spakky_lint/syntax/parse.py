"""From a text to its declarations."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.syntax import cst
from spakky_lint.syntax.collector import collector_paused
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.deep_stack import on_deep_stack
from spakky_lint.syntax.edited import Edited
from spakky_lint.syntax.extent import check_extent
from spakky_lint.syntax.mending import mended, without_misread_indentation
from spakky_lint.syntax.nesting import ORDINARY_SIZE, check_nesting
from spakky_lint.syntax.outside import ALONE, Outside
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.ranges import Lines, Position, indentation_of
from spakky_lint.syntax.source import UnreadableSource
from spakky_lint.syntax.visitor import read_module

_TOO_DEEP = Message("the file is nested too deeply to be walked safely")
_ONLY_PYTHON = Message(
    "Python accepts it, but libcst, which spakky-lint reads files with, does not"
)


def read_declarations(text: str, path: str | None = None, outside: Outside = ALONE) -> Module:
    """What the text declares; `path` is what reports call its file.

    Raises:
        UnreadableSource: it is not Python, or is nested too deeply to be walked safely.
    """
    return read_parsed(parse(text), path, outside)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with its tree, which rests on nothing else."""

    text: str
    tree: cst.Module
    steps: Sequence[Edited] = ()
    """How the text was edited into the one that the tree was made of."""


def parse(text: str) -> Parsed:
    """The tree of the text. Raises as `read_declarations`."""
    _check_characters(text)
    check_extent(text)
    is_deep = check_nesting(text) > ORDINARY_SIZE
    try:
        with collector_paused():
            return _parse_on_deep_stack(text) if is_deep else _parse(text)
    except RecursionError:
        raise UnreadableSource(_TOO_DEEP) from None


def read_parsed(parsed: Parsed, path: str | None = None, outside: Outside = ALONE) -> Module:
    """As `read_declarations`, of a text that has been parsed."""
    try:
        with collector_paused():
            return read_module(Document(parsed.text, parsed.tree, path, parsed.steps), outside)
    except RecursionError:
        raise UnreadableSource(_TOO_DEEP) from None


def _parse_on_deep_stack(text: str) -> Parsed:
    return on_deep_stack(lambda: _parse(text))


def _parse(text: str) -> Parsed:
    found = _attempt(text)
    if isinstance(found, Parsed):
        return found
    raise _refusal(text, found)


def _attempt(text: str) -> Parsed | Exception:
    """The tree, or why libcst refuses the text however it is written."""
    steps = without_misread_indentation(text)
    given = steps[-1].text if steps else text
    tree = _tree(given)
    if isinstance(tree, cst.Module):
        return Parsed(text, tree, steps)
    again = mended(given)
    if again is not None:
        second = _tree(again.text)
        if isinstance(second, cst.Module):
            return Parsed(text, second, (*steps, again))
    return tree


def _tree(text: str) -> cst.Module | Exception:
    try:
        with cst.blanks_shared():
            return cst.parse_module(text)
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001  # its nodes raise many kinds
        return error


def _check_characters(text: str) -> None:
    nul = text.find("\0")
    if nul >= 0:
        raise UnreadableSource(
            Message("the file holds a NUL byte, so it is not Python source"),
            Lines.of(text).position(nul),
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableSource(
            Message(
                "the file holds a lone surrogate, U+{code}, which is not a character",
                code=f"{ord(text[error.start]):04X}",
            ),
            Lines.of(text).position(error.start),
        ) from None


def _refusal(text: str, error: Exception) -> UnreadableSource:
    """CPython's own words and place for it, where it refuses the text too."""
    message = str(error)
    line = column = 1
    if isinstance(error, cst.ParserSyntaxError):
        message, line, column = "invalid syntax", error.raw_line, error.raw_column + 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        message = _ONLY_PYTHON
        refused = _refused_statement(text, tree)
        if refused is not None:
            line, column = refused.line, refused.column
    except SyntaxError as refusal:
        message = refusal.msg
        if refusal.lineno is not None:
            line, column = refusal.lineno, refusal.offset or 1
    except (MemoryError, RecursionError, ValueError):
        pass
    return UnreadableSource(
        Message("the file cannot be parsed: {reason}", reason=message), _inside(text, line, column)
    )


def _refused_statement(text: str, tree: ast.Module) -> Position | None:
    """Where the smallest statement on lines of its own begins that libcst refuses by itself."""
    lines = Lines.of(text)
    refused: Position | None = None
    statements: Sequence[ast.stmt] = tree.body
    while statements:
        statement = next((each for each in statements if _is_refused(each, lines)), None)
        if statement is None:
            break
        line = _first_line(statement)
        refused = Position(line, len(indentation_of(lines.line(line))) + 1)
        statements = [*_statements_in(statement)]
    return refused


def _is_refused(statement: ast.stmt, lines: Lines) -> bool:
    first, last = _first_line(statement), statement.end_lineno or statement.lineno
    indentation = len(indentation_of(lines.line(first)))
    if first == statement.lineno and indentation != statement.col_offset:
        return False  # behind another one, or behind what it is in
    text = "".join(lines.line(number) for number in range(first, last + 1))
    return not isinstance(_attempt(f"if 1:\n{text}" if indentation else text), Parsed)


def _first_line(statement: ast.stmt) -> int:
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return min(each.lineno for each in (statement, *statement.decorator_list))
    return statement.lineno


def _statements_in(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, (ast.excepthandler, ast.match_case)):
            yield from _statements_in(child)


def _inside(text: str, line: int, column: int) -> Position:
    """The place itself, or the nearest that the text has: parsers also point past its end."""
    lines = Lines.of(text)
    line = min(max(line, 1), len(lines.starts))
    return Position(line, min(max(column, 1), len(lines.line(line).rstrip("\r\n")) + 1))
