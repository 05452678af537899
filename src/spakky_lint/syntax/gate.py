"""Whether a file is worth reading: most files of a project never mention the framework."""

from __future__ import annotations


def is_relevant(data: bytes) -> bool:
    """Whether the bytes mention the framework."""
    return b"spakky" in data


def is_relevant_text(text: str) -> bool:
    """Whether the text mentions the framework."""
    return "spakky" in text


def passes(data: bytes) -> bool:
    """Whether the linter reads the file: a NUL byte is a finding in any."""
    return is_relevant(data) or b"\0" in data


def passes_text(text: str) -> bool:
    """As ``passes``, for a text."""
    return is_relevant_text(text) or "\0" in text
