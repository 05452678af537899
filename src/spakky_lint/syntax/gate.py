"""Whether a file is worth reading: most files of a project never mention the framework."""

from __future__ import annotations

import re
from typing import AnyStr

from spakky_lint.patterns import regex

_COMMENT = r"# noqa:([^\r\n]*)"
_CODE = r"\bSPK[0-9]"
_COMMENT_IN_BYTES = regex(_COMMENT.encode(), re.IGNORECASE)
_COMMENT_IN_TEXT = regex(_COMMENT, re.IGNORECASE)
_CODE_IN_BYTES = regex(_CODE.encode(), re.IGNORECASE)
_CODE_IN_TEXT = regex(_CODE, re.IGNORECASE)


def silences(data: bytes) -> bool:
    """Whether a comment in the bytes may silence one of our findings."""
    return b"SPK" in data and _names_a_code(data, _COMMENT_IN_BYTES, _CODE_IN_BYTES)


def _silences_in_text(text: str) -> bool:
    """As ``silences``, for a text."""
    return "SPK" in text and _names_a_code(text, _COMMENT_IN_TEXT, _CODE_IN_TEXT)


def _names_a_code(text: AnyStr, comments: re.Pattern[AnyStr], codes: re.Pattern[AnyStr]) -> bool:
    # Two patterns: one for both would read the rest of a line again for each such comment in it.
    return any(codes.search(comment[1]) for comment in comments.finditer(text))


def is_relevant(data: bytes) -> bool:
    """Whether the bytes mention the framework, or silence a finding about it."""
    return b"spakky" in data or silences(data)


def is_relevant_text(text: str) -> bool:
    """As ``is_relevant``, for a text."""
    return "spakky" in text or _silences_in_text(text)


def passes(data: bytes) -> bool:
    """Whether the linter reads the file: a NUL byte is a finding in any."""
    return is_relevant(data) or b"\0" in data


def passes_text(text: str) -> bool:
    """As ``passes``, for a text."""
    return is_relevant_text(text) or "\0" in text
