"""From a text to its declarations."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from spakky_lint.syntax.collector import collector_paused
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.deep_stack import on_deep_stack
from spakky_lint.syntax.nesting import ORDINARY_SIZE, check_nesting
from spakky_lint.syntax.outside import ALONE, Outside
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.ranges import Lines, Position
from spakky_lint.syntax.source import UnreadableSource
from spakky_lint.syntax.visitor import read_module

_FORM_FEED = re.compile(r"(?:\A|(?<=[\r\n]))[ \t\f]*\f(?=[ \t]*[^ \t\f\r\n])")

_TOO_DEEP = "the file is nested too deeply to be walked safely"


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


def parse(text: str) -> Parsed:
    """The tree of the text. Raises as `read_declarations`."""
    _check_characters(text)
    is_deep = check_nesting(text) > ORDINARY_SIZE
    try:
        with collector_paused():
            return Parsed(text, _parse_on_deep_stack(text) if is_deep else _parse(text))
    except RecursionError:
        raise UnreadableSource(_TOO_DEEP) from None


def read_parsed(parsed: Parsed, path: str | None = None, outside: Outside = ALONE) -> Module:
    """As `read_declarations`, of a text that has been parsed."""
    try:
        with collector_paused():
            return read_module(Document(parsed.text, parsed.tree, path), outside)
    except RecursionError:
        raise UnreadableSource(_TOO_DEEP) from None


def _parse_on_deep_stack(text: str) -> cst.Module:
    return on_deep_stack(lambda: _parse(text))


def _parse(text: str) -> cst.Module:
    try:
        return cst.parse_module(_without_form_feeds(text))
    except cst.ParserSyntaxError as error:
        raise _syntax_error(text, error) from None
    except (cst.CSTValidationError, UnicodeError, ValueError) as error:
        raise UnreadableSource(f"the file cannot be parsed: {error}") from None


def _without_form_feeds(text: str) -> str:
    """The indentation that counts: a form feed starts it anew, and libcst stumbles over that."""
    return _FORM_FEED.sub("", text) if "\f" in text else text


def _check_characters(text: str) -> None:
    nul = text.find("\0")
    if nul >= 0:
        raise UnreadableSource(
            "the file holds a NUL byte, so it is not Python source", Lines.of(text).position(nul)
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableSource(
            f"the file holds a lone surrogate, U+{ord(text[error.start]):04X}, "
            "which is no character",
            Lines.of(text).position(error.start),
        ) from None


def _syntax_error(text: str, error: cst.ParserSyntaxError) -> UnreadableSource:
    """CPython's own words and place for it, where it refuses the text too."""
    import ast
    import warnings

    message = "invalid syntax"
    line, column = error.raw_line, error.raw_column + 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
        message = "Python knows its syntax, but libcst does not"
    except SyntaxError as refusal:
        message = refusal.msg
        if refusal.lineno is not None:
            line, column = refusal.lineno, refusal.offset or 1
    except (MemoryError, RecursionError, ValueError):
        pass
    return UnreadableSource(f"the file cannot be parsed: {message}", _inside(text, line, column))


def _inside(text: str, line: int, column: int) -> Position:
    """The place itself, or the nearest that the text has: parsers also point past its end."""
    lines = Lines.of(text)
    line = min(max(line, 1), len(lines.starts))
    return Position(line, min(max(column, 1), len(lines.line(line).rstrip("\r\n")) + 1))
