"""How a parameter takes what a call gives."""

from __future__ import annotations

from enum import Enum, auto


class ParameterKind(Enum):
    POSITIONAL_ONLY = auto()
    POSITIONAL = auto()
    VARIADIC = auto()
    KEYWORD_ONLY = auto()
    KEYWORDS = auto()

    @property
    def is_by_place(self) -> bool:
        """Whether one value can be given by its place."""
        return self in (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL)

    @property
    def is_by_name(self) -> bool:
        """Whether one value can be given by a keyword."""
        return self in (ParameterKind.POSITIONAL, ParameterKind.KEYWORD_ONLY)

    @property
    def stars(self) -> str:
        """``*`` or ``**`` where it takes whatever is left over, else empty."""
        if self is ParameterKind.VARIADIC:
            return "*"
        return "**" if self is ParameterKind.KEYWORDS else ""
