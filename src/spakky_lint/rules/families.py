"""The families of the rules: what their codes begin with, and the folder they are in."""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message


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


FILES = Family("0", "files", Message("Files and comments"))
HANDLERS = Family("1", "handlers", Message("Handlers"))
TASKS = Family("2", "tasks", Message("Tasks"))
SCHEDULES = Family("3", "schedules", Message("Schedules"))
CRONTABS = Family("4", "crontabs", Message("Crontabs"))
AUTH = Family("5", "auth", Message("Auth"))
DIRECT = Family("6", "direct", Message("Direct execution and results"))
PODS = Family("7", "pods", Message("Constructors of handlers"))
APPLICATION = Family("8", "application", Message("The application"))

FAMILIES = (FILES, HANDLERS, TASKS, SCHEDULES, CRONTABS, AUTH, DIRECT, PODS, APPLICATION)


_BY_PREFIX = {family.prefix: family for family in FAMILIES}


def family_of(code: str) -> Family:
    """Raises KeyError for a code of no family."""
    return _BY_PREFIX[code[:4]]
