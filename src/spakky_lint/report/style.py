"""How wide text may be and whether it is coloured."""

from __future__ import annotations

from enum import Enum

from spakky_lint.data import dataclass
from spakky_lint.rules.finding import Severity


class Ink(Enum):
    """What a piece of text is, by the terminal's attributes for it."""

    CODE = "1"
    ERROR = "1;31"
    WARNING = "1;33"
    CONVENTION = "1;36"
    HELP = "1;32"
    NOTE = "1;34"
    FRAME = "34"
    FAINT = "2"
    ADDED = "32"
    REMOVED = "31"


INKS = {
    Severity.ERROR: Ink.ERROR,
    Severity.WARNING: Ink.WARNING,
    Severity.CONVENTION: Ink.CONVENTION,
}


@dataclass(frozen=True, slots=True)
class Style:
    """`width` is in columns and bounds prose; source lines have a bound of their own."""

    width: int = 80
    colour: bool = False

    def paint(self, text: str, ink: Ink) -> str:
        return f"\x1b[{ink.value}m{text}\x1b[0m" if self.colour and text else text


PLAIN = Style()
