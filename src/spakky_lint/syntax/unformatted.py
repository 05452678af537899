"""Code without what a formatter decides, to see whether two pieces are the same."""

from __future__ import annotations

import ast
import token
import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise
from tokenize import TokenInfo

from spakky_lint.syntax.fragments import tokens_of
from spakky_lint.syntax.ranges import Lines, Position, Range

_LAYOUT = frozenset(
    {token.COMMENT, token.NL, token.NEWLINE, token.INDENT, token.DEDENT, token.ENDMARKER}
)
_WORDS = frozenset({token.NAME, token.NUMBER, token.STRING})
_CLOSING = (")", "]", "}")


def unformatted(code: str) -> str:
    """The code on one line, without comments, commas at an end and blanks that say nothing, and
    with one kind of quotes; with single blanks where it cannot be split into tokens.

    The same on every version of Python: f-strings, which are split differently, stay as they are.
    """
    code = code.replace("\r\n", "\n").replace("\r", "\n")
    tokens = tokens_of(code)
    if tokens is None:
        return " ".join(code.split())
    # Without the brackets that are around all of it.
    kept = [each for each in tokens if each.type not in _LAYOUT][1:-1]
    return "".join(_pieces([*_joined(kept, code)]))


Piece = tuple[int, str]
"""The type of a token and its text."""


def _joined(tokens: Sequence[TokenInfo], code: str) -> Iterator[Piece]:
    """The tokens, with each f-string as one of them."""
    lines = Lines.of(f"({code}")
    depth, start = 0, Position(1, 1)
    for each in tokens:
        kind = token.tok_name[each.type]
        if kind.endswith("STRING_START"):
            start = start if depth else _position(each.start)
            depth += 1
        elif kind.endswith("STRING_END"):
            depth -= 1
            if not depth:
                yield token.STRING, lines.slice(Range(start, _position(each.end)))
        elif not depth:
            yield each.type, each.string


def _position(point: tuple[int, int]) -> Position:
    return Position(point[0], point[1] + 1)


def _pieces(tokens: Sequence[Piece]) -> Iterator[str]:
    for (kind, text), (next_kind, following) in pairwise([*tokens, (token.OP, "")]):
        if text == "," and following in _CLOSING:
            continue
        yield _quoted(text) if kind == token.STRING else text
        if kind in _WORDS and next_kind in _WORDS:
            yield " "


def _quoted(text: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an escape that means nothing
            value = ast.literal_eval(text)
    except (SyntaxError, ValueError):  # an f-string
        return text
    return ascii(value)
