"""Whether a file is worth reading: most files of a project never mention the framework."""

from __future__ import annotations

import re

from spakky_lint.patterns import regex

_COMMENT = regex(rb"# noqa:([^\r\n]*)", re.IGNORECASE)
_CODE = regex(rb"\bSPK[0-9]", re.IGNORECASE)


def silences(data: bytes) -> bool:
    """Whether a comment in the bytes may silence one of our findings."""
    # Two patterns: one for both would read the rest of a line again for each such comment in it.
    return b"SPK" in data and any(_CODE.search(comment[1]) for comment in _COMMENT.finditer(data))


def passes(data: bytes) -> bool:
    """Whether the linter reads a file that stands alone: it mentions the framework, or silences a
    finding about it; and a NUL byte is a finding in any.
    """
    return b"spakky" in data or silences(data) or b"\0" in data
