"""What kept the tool from doing its work in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """A path as it is shown, and one sentence without the path."""

    path: str
    message: str


def reason(error: OSError) -> str:
    """The system's words for an error, in the style of a sentence: ``permission denied``."""
    words = error.strerror or type(error).__name__
    return words[:1].lower() + words[1:]
