"""What there is to read of a rule."""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.versions import Since
from spakky_lint.rules.finding import Applicability, Consequence, Severity
from spakky_lint.rules.settings import Need


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class RulePage:
    code: str
    name: str
    severity: Severity
    consequence: Consequence
    default: bool
    since: str
    fix: Applicability | None
    summary: str
    sections: tuple[Section, ...]
    needs: Need | None = None
    holds: Since | None = None
    failure: FailureKind | None = None
    """What fails, where the rule tells more about it."""

    def section(self, title: str) -> Section | None:
        return next((section for section in self.sections if section.title == title), None)
