"""Code as it would stand on one line: without comments, and without what only lays it out."""

from __future__ import annotations

import token
from itertools import pairwise
from keyword import iskeyword
from tokenize import TokenInfo

from spakky_lint.patterns import regex
from spakky_lint.syntax.fragments import tokens_of

_LAID_OUT = regex(r"[\r\n\\#]|\s\.|\.\s")
_OPENING = ("(", "[", "{", ".")
_CLOSING = (")", "]", "}", ",", ":", ".")
_LAYOUT = frozenset({token.COMMENT, token.NL, token.NEWLINE, token.INDENT, token.DEDENT})


def one_line(code: str) -> str:
    """The expression, on one line; as it is where that cannot be told."""
    if _LAID_OUT.search(code) is None:
        return code
    every = tokens_of(code)
    if every is None:
        return " ".join(code.split())
    tokens = [found for found in every if found.type not in (*_LAYOUT, token.ENDMARKER)][1:-1]
    pieces = [tokens[0].string] if tokens else []
    for before, after in pairwise(tokens):
        pieces += [_between(before, after), after.string]
    return "".join(pieces)


def _between(before: TokenInfo, after: TokenInfo) -> str:
    if before.end == after.start:
        return ""
    if before.end[0] == after.start[0] and "." not in (before.string, after.string):
        return " " * (after.start[1] - before.end[1])
    if before.string in _OPENING or after.string in _CLOSING:
        return ""
    is_call = before.type == token.NAME and not iskeyword(before.string)
    return "" if is_call and after.string in ("(", "[") else " "
