"""What a rule yields: findings, their fixes and the text edits the fixes are made of."""

from __future__ import annotations

from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.syntax.ranges import Range


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    CONVENTION = "convention"


class Consequence(StrEnum):
    """What happens if nobody acts on a finding."""

    IMPORT = "import"
    """The module cannot be imported."""
    STARTUP = "startup"
    """The application does not start."""
    RUN = "run"
    """The task fails each time it runs."""
    SILENT = "silent"
    """Nothing is reported, and something else happens than what was written."""
    SECURITY = "security"
    """Code runs that nobody was allowed to run."""
    CONVENTION = "convention"
    """Nothing happens: the code reads differently from the documented style."""


class Applicability(StrEnum):
    SAFE = "safe"
    """The program then means what it was meant to mean; nothing else changes."""
    UNSAFE = "unsafe"
    """A likely repair that somebody has to look at."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``range`` by ``text``; an empty range inserts."""

    range: Range
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]


def fix_of(title: str, applicability: Applicability, *edits: Edit | None) -> Fix | None:
    """The fix that the edits are; None where there are none, or one cannot be made."""
    made = tuple(edit for edit in edits if edit is not None)
    return Fix(title, applicability, made) if made and len(made) == len(edits) else None


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding; `range.path` is its file where that is another."""

    range: Range
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    name: str
    severity: Severity
    consequence: Consequence
    message: str
    range: Range
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    about: str = ""
    """The qualified name of the class or function whose text it stands in; empty at the level of
    the module."""
