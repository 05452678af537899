"""A bound on nesting, checked before the parser sees the text.

libcst's parser is native and recursive: some thousand nested brackets or chained calls overflow
any stack (`deep_stack` says how soon) and end the whole process, which no ``except`` can catch.
Positions are worked out in Python, which recurses too: CPython 3.12 has a limit of its own for that
and passes it at some 730 links. CPython refuses more than 200 nested brackets, and its compiler
gives up above 1,000 links; in 5,500 files of other people the longest expression has 256, a table
of texts.

The text is split here as libcst's tokenizer splits it, f-strings with quotes and brackets inside
(PEP 701) too, on every version of Python. Where the two could still differ, the text is no Python,
and the parser stops where they part.
"""

from __future__ import annotations

import re

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import UnreadableSource

MAX_BRACKETS = 200
MAX_LINKS = 500
"""How many operators, calls, attributes and texts may hang one on the other in one expression."""
MAX_BRANCHES = 500
"""How many ``elif`` an ``if`` may have: each nests in the one before it."""

# What the parser puts on the stack, in kB, rounded up from what was measured on libcst 1.9.
_BLOCK_SIZE = 26
_BRACKET_SIZE = 8
_LINK_SIZE = 3
_BRANCH_SIZE = 1
_PLAIN_SIZE = 60
ORDINARY_SIZE = 300
"""Up to here any stack is large enough, even one of 512 kB."""

# Most lines are over before anything can be deep in them. These are read many at a time: lines of
# at most 120 characters that close what they open, with no text that would need a second look. In
# the fields of an f-string there may be no texts, and no brackets in brackets.
_SIMPLE = r"""[^"'\\(){}\[\]\r\n]"""
_FIELD = rf"\{{ (?: {_SIMPLE}++ | [(\[{{] {_SIMPLE}*+ [)\]}}] )*+ \}}"
_ESCAPED = r"\\[^\r\n]"
_TEXT = rf"""(?:
      \"{{3}} [^"\\{{}}\r\n]*+ \"{{3}}
    | "(?!"") (?: [^"\\{{}}\r\n]++ | {_FIELD} | {_ESCAPED} )*+ "
    | '(?!'') (?: [^'\\{{}}\r\n]++ | {_FIELD} | {_ESCAPED} )*+ ' )"""
_PLAIN = rf"""(?: [^()\[\]{{}}"'\#\\\r\n]++ | {_TEXT} )"""
_ONCE = rf"(?: {_PLAIN} | [(\[{{] {_PLAIN}*+ [)\]}}] )"
_TWICE = rf"(?: {_PLAIN} | [(\[{{] {_ONCE}*+ [)\]}}] )"
_THRICE = rf"(?: {_PLAIN} | [(\[{{] {_TWICE}*+ [)\]}}] )"
_PLAIN_LINES = regex(
    rf"(?: (?=[^\r\n]{{0,120}}+[\r\n]) {_THRICE}*+ (?:\#[^\r\n]*+)? (?:\r\n?|\n) )*+", re.VERBOSE
)

_STATEMENT = (
    "assert|break|class|continue|def|del|except|finally|global|import|nonlocal|pass|raise|return|try"
    "|while|with"
)
_LINK = "(?:not|and|or|if|for|lambda|await)\\b"
_PREFIX = r"""(?:[fFtT][rR]?|[rR][fFtT])(?=["'])"""
# Matched where the one before has ended: what says nothing is read over word by word.
_TOKEN = regex(
    rf"""
      (?<=[\r\n])[ \t\f]*+(?P<statement>{_STATEMENT})\b
    | (?: (?!{_LINK}|{_PREFIX})\w++
        | [^\w"'\#\\()\[\]{{}}\r\n,;:*/<>.+\-%@&|^~]++ | <(?!<) | >(?!>) )*+
    (?:
      (?P<prefix>{_PREFIX})(?P<quote>\"\"\"|'''|"|')
    | (?P<string>
          \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*+'''
        | "[^"\\\r\n]*+(?:\\(?:\r\n|.)[^"\\\r\n]*+)*+"
        | '[^'\\\r\n]*+(?:\\(?:\r\n|.)[^'\\\r\n]*+)*+')
    | \#[^\r\n]*+
    | \\(?:\r\n?|\n)
    | (?P<open>[(\[{{])
    | (?P<close>[)\]}}])
    | (?P<newline>\r\n?|\n)
    | (?P<separator>[,;])
    | (?P<colon>:)
    | (?P<link>\*\*?|//?|<<|>>|[.+\-%@&|^~]|{_LINK})
    | ["'\\]
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_BRANCH = regex(r"^([ \t\f]*)(if|elif)\b", re.MULTILINE)
_INDENTED_BLOCK = regex(
    r"\n([ \t\f]+)(?:async|case|class|def|elif|else|except|finally|for|if|match|try|while|with)\b"
)

# What matters in the literal part of an f-string: where a field begins and where the text ends.
_ESCAPE = r"\\(?:N\{[^{}\"'\\]*+\}?|\r\n|[\r\n\\'\"])"
_LITERAL = regex(rf"{_ESCAPE}|\{{\{{|(?P<field>\{{)|(?P<quote>\"\"\"|'''|\"|')")
_RAW_LITERAL = regex(r"\\[\\'\"]|\{\{|(?P<field>\{)|(?P<quote>\"\"\"|'''|\"|')")
_FORMAT = regex(r"\\[^{}]|(?P<field>\{)|(?P<end>\})|(?P<quote>\"\"\"|'''|\"|')", re.DOTALL)
_RAW_FORMAT = regex(r"\\[\\'\"]|(?P<field>\{)|(?P<end>\})|(?P<quote>\"\"\"|'''|\"|')")


def check_nesting(text: str) -> int:
    """How much stack it takes to parse the text, in kB; roughly, and rather more than less.

    Raises:
        UnreadableSource: it is nested too deeply to be parsed safely, at the place where the bound
            is passed.
    """
    size = _PLAIN_SIZE
    position = 0
    while True:
        plain = _PLAIN_LINES.match(text, position)
        if plain is not None:
            position = plain.end()
        if position >= len(text):
            break
        statement = _Statement(text)
        position = statement.read(position)
        size = max(size, statement.size)
    return size + _size_of_blocks(text)


def _size_of_blocks(text: str) -> int:
    lines = text.replace("\r", "\n")  # for the patterns' ^; every place stays where it is
    branches = lines.count("elif")
    if branches > MAX_BRANCHES:
        chains: dict[str, int] = {}
        for found in _BRANCH.finditer(lines):
            indent, word = found.groups()
            chains[indent] = chains.get(indent, 0) + 1 if word == "elif" else 0
            if chains[indent] > MAX_BRANCHES:
                _refuse(
                    text,
                    found.start(2),
                    Message("more than {limit} elif branches", limit=MAX_BRANCHES),
                )
    # A block stands further to the right than the one around it.
    levels = len(set(_INDENTED_BLOCK.findall(f"\n{lines}"))) + 1
    return levels * _BLOCK_SIZE + branches * _BRANCH_SIZE


@dataclass(slots=True)
class _FString:
    """An f-string whose end has not been reached."""

    quote: str
    is_raw: bool
    levels: list[int]
    """The level of brackets of each of its open fields; a field may hold another in its format."""
    in_format: list[bool]
    """For each open field, whether its colon has passed."""


class _Statement:
    """One logical line, read from its first character to the end of its last line."""

    def __init__(self, text: str) -> None:
        self.size = 0
        """The stack that the deepest place so far takes, in kB."""
        self._text = text
        self._counts = [0]  # the links so far at each level of brackets, the innermost last
        self._depth = 0  # their sum
        self._fstrings: list[_FString] = []

    def read(self, position: int) -> int:
        """The offset after the statement."""
        text = self._text
        follows_string = False
        while True:
            if self._in_literal():
                position = self._literal(position)
                follows_string = not self._fstrings or not self._in_field()
                continue
            token = _TOKEN.match(text, position)
            if token is None:
                return len(text)
            position = token.end()
            kind = token.lastgroup
            if kind is None:  # a comment, a line that is continued, what is no Python
                continue
            if kind == "newline":
                if len(self._counts) == 1:
                    return position
                continue
            if kind == "statement":
                # This never stands inside brackets: one was left open, and the parser stops here.
                # Its own message is the better one.
                if len(self._counts) > 1:
                    return token.start()
                continue
            if kind == "string" or kind == "quote":
                if follows_string:
                    self._link(token.start())
                follows_string = True
                if kind == "quote":
                    is_raw = "r" in token["prefix"].lower()
                    self._fstrings.append(_FString(token["quote"], is_raw, [], []))
                continue
            follows_string = False
            if kind == "link":
                self._link(token.start())
            elif kind == "open":
                self._open(token.start())
            elif kind == "close":
                self._close()
            elif kind == "separator":
                self._depth -= self._counts[-1]
                self._counts[-1] = 0
            elif self._fstrings and self._fstrings[-1].levels[-1] == len(self._counts):
                self._fstrings[-1].in_format[-1] = True

    def _in_field(self) -> bool:
        return bool(self._fstrings[-1].levels) and not self._fstrings[-1].in_format[-1]

    def _in_literal(self) -> bool:
        return bool(self._fstrings) and not self._in_field()

    def _literal(self, position: int) -> int:
        """Read on in the innermost f-string, to where a field begins or ends or the text ends."""
        fstring = self._fstrings[-1]
        if fstring.levels:
            pattern = _RAW_FORMAT if fstring.is_raw else _FORMAT
        else:
            pattern = _RAW_LITERAL if fstring.is_raw else _LITERAL
        for found in pattern.finditer(self._text, position):
            kind = found.lastgroup
            if kind == "field":
                self._open(found.start())
                fstring.levels.append(len(self._counts))
                fstring.in_format.append(False)
                return found.end()
            if kind == "end":
                self._close()
                return found.end()
            if kind == "quote" and found["quote"].startswith(fstring.quote):
                self._fstrings.pop()
                return found.start() + len(fstring.quote)
            if kind == "quote" and fstring.quote[0] == found["quote"]:
                continue
        self._fstrings.clear()
        return len(self._text)

    def _link(self, offset: int) -> None:
        self._counts[-1] += 1
        self._depth += 1
        brackets = len(self._counts) - 1
        size = self._depth * _LINK_SIZE + brackets * _BRACKET_SIZE
        if size > self.size:
            self.size = size
            if self._depth > MAX_LINKS:
                _refuse(
                    self._text,
                    offset,
                    Message("an expression of more than {limit} links", limit=MAX_LINKS),
                )

    def _open(self, offset: int) -> None:
        self._link(offset)
        self._counts.append(0)
        if len(self._counts) > MAX_BRACKETS + 1:
            _refuse(
                self._text, offset, Message("more than {limit} nested brackets", limit=MAX_BRACKETS)
            )

    def _close(self) -> None:
        if len(self._counts) > 1:
            self._depth -= self._counts.pop()
        if self._fstrings and self._fstrings[-1].levels:
            fstring = self._fstrings[-1]
            if fstring.levels[-1] > len(self._counts):
                fstring.levels.pop()
                fstring.in_format.pop()
                # Fields stand beside each other, not one on the other like calls.
                self._counts[-1] -= 1
                self._depth -= 1


def _refuse(text: str, offset: int, reason: str) -> None:
    raise UnreadableSource(
        Message("the file is nested too deeply to be walked safely: {reason}", reason=reason),
        Lines.of(text).position(offset),
    )
