"""A bound on how much there is to parse, checked before the parser sees the text.

A tree takes many times the room of its text: up to 4 kB for a word or a sign, so that a list of
4 MB would take 8.6 GB. The largest files of other people that are parsed here have half of the
bound. A string or a comment is one of them, however long it is; an f-string counts for the words in
it. Of decorators each is asked what it does to all below it.
"""

from __future__ import annotations

import re

from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import UnreadableSource

MAX_WORDS = 200_000
MAX_DECORATORS = 1_000
"""How many one definition may have."""

# What is not closed ends with its line or the text, so that no part is looked at twice.
_TOKEN = regex(
    r"""\#[^\r\n]*+
    | (?P<prefix>\w*+) (?: \"{3} (?: \\. | (?!\"{3}). )*+ (?:\"{3})?
                       | '{3} (?: \\. | (?!'{3}). )*+ (?:'{3})?
                       | " (?: \\. | [^"\\\r\n] )*+ "?
                       | ' (?: \\. | [^'\\\r\n] )*+ '? )
    | \w++ | [^\w\s] | \n""",
    re.VERBOSE | re.DOTALL,
)
_WORD = regex(r"\w+|[^\w\s]")
_DECORATOR = regex(r"^[ \t\f]*+(?:(@)|(?:async|class|def)\b)", re.MULTILINE)


def check_extent(text: str) -> None:
    """Raises UnreadableSource, at the place where a bound is passed."""
    if len(text) > MAX_WORDS:
        words = 0
        for found in _TOKEN.finditer(text):
            is_formatted = "f" in (found["prefix"] or "").lower()
            words += len(_WORD.findall(found[0])) if is_formatted else 1
            if words > MAX_WORDS:
                _refuse(
                    text,
                    found.start(),
                    Message("more than {limit} words and signs", limit=f"{MAX_WORDS:,}"),
                )
    if text.count("@") > MAX_DECORATORS:
        decorators = 0
        for found in _DECORATOR.finditer(text.replace("\r", "\n")):
            decorators = decorators + 1 if found[1] else 0
            if decorators > MAX_DECORATORS:
                what = Message(
                    "more than {limit} decorators of one definition", limit=f"{MAX_DECORATORS:,}"
                )
                _refuse(text, found.start(1), what)


def _refuse(text: str, offset: int, what: str) -> None:
    raise UnreadableSource(
        Message("the file is too large to be parsed safely: {reason}", reason=what),
        Lines.of(text).position(offset),
    )
