"""Whether a file is worth reading: most files of a project never mention the framework."""

from __future__ import annotations

_MENTION = b"spakky"


def is_relevant(data: bytes) -> bool:
    return _MENTION in data


def is_relevant_text(text: str) -> bool:
    return "spakky" in text
