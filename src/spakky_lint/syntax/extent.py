"""A bound on how much there is to parse, checked before the parser sees the text.

A tree takes many times the room of its text: up to 4 kB for a word or a sign, so that a list of
4 MB would take 8.6 GB. The largest files of other people that are parsed here have half of the
bound; texts and comments, which take little, count for the words in them.
"""

from __future__ import annotations

import re
from itertools import islice

from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import UnreadableSource

MAX_WORDS = 200_000
_WORD = re.compile(r"\w+|[^\w\s]|\n")


def check_extent(text: str) -> None:
    """Raises UnreadableSource, at the place where the bound is passed."""
    if len(text) <= MAX_WORDS:
        return
    beyond = next(islice(_WORD.finditer(text), MAX_WORDS, None), None)
    if beyond is not None:
        raise UnreadableSource(
            f"the file is too large to be parsed safely: more than {MAX_WORDS:,} words and signs",
            Lines.of(text).position(beyond.start()),
        )
