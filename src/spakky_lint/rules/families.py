"""The families of the rules: what their codes begin with, and the folder they are in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    digit: str
    """The first digit of the codes."""
    folder: str
    """Where the rules are, below ``rules/catalogue``."""
    title: str

    @property
    def prefix(self) -> str:
        return f"SPK{self.digit}"


FAMILIES = (
    Family("0", "files", "Files and comments"),
    Family("1", "handlers", "Handlers"),
    Family("2", "tasks", "Tasks"),
    Family("3", "schedules", "Schedules"),
    Family("4", "crontabs", "Crontabs"),
    Family("5", "auth", "Auth"),
    Family("6", "direct", "Direct execution and results"),
    Family("7", "pods", "Constructors of handlers"),
)


def family_of(code: str) -> Family:
    """Raises KeyError for a code of no family."""
    return {family.prefix: family for family in FAMILIES}[code[:4]]
