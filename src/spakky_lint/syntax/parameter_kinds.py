"""How a parameter takes what a call gives."""

from __future__ import annotations

from enum import Enum, auto


class ParameterKind(Enum):
    POSITIONAL_ONLY = auto()
    POSITIONAL = auto()
    VARIADIC = auto()
    KEYWORD_ONLY = auto()
    KEYWORDS = auto()
