"""Whether a file is worth reading: most files of a project never mention the framework."""

from __future__ import annotations

import re

_SUPPRESSION = r"# noqa:[^\r\n]*\bSPK[0-9]"
_IN_BYTES = re.compile(_SUPPRESSION.encode(), re.IGNORECASE)
_IN_TEXT = re.compile(_SUPPRESSION, re.IGNORECASE)


def silences(data: bytes) -> bool:
    """Whether a comment in the bytes may silence one of our findings."""
    return b"SPK" in data and _IN_BYTES.search(data) is not None


def is_relevant(data: bytes) -> bool:
    """Whether the bytes mention the framework, or silence a finding about it."""
    return b"spakky" in data or silences(data)


def is_relevant_text(text: str) -> bool:
    """As ``is_relevant``, for a text."""
    return "spakky" in text or ("SPK" in text and _IN_TEXT.search(text) is not None)


def passes(data: bytes) -> bool:
    """Whether the linter reads the file: a NUL byte is a finding in any."""
    return is_relevant(data) or b"\0" in data


def passes_text(text: str) -> bool:
    """As ``passes``, for a text."""
    return is_relevant_text(text) or "\0" in text
