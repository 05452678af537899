"""What every report format renders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spakky_lint.project.checking import CheckedFile, fixable
from spakky_lint.rules.finding import Applicability, Finding, Severity

if TYPE_CHECKING:
    from spakky_lint.facts.unknowns import Unknown


@dataclass(frozen=True, slots=True)
class Known:
    """As many findings are not shown, for they are no news."""

    count: int
    revision: str | None = None
    """The git revision that had them; None for those of the baseline."""


@dataclass(frozen=True, slots=True)
class Report:
    """The checked files in the order of the run, and which fixes the user is ready to apply."""

    files: tuple[CheckedFile, ...]
    fixes: Applicability = Applicability.SAFE
    explains: bool = False
    """Whether somebody asked what the text does not tell."""
    known: tuple[Known, ...] = ()
    silences: bool = False
    """Whether the repairs silence findings by comments, and fix none."""
    is_brief: bool = False
    """Whether nobody wants to hear more than the findings."""

    def findings(self) -> Iterator[tuple[CheckedFile, Finding]]:
        for file in self.files:
            for finding in file.findings:
                yield file, finding

    def unknowns(self) -> Iterator[tuple[str, Unknown]]:
        """What the text does not tell, each with the file that was asked about."""
        for file in self.files:
            for unknown in file.unknowns:
                yield file.path, unknown

    def severities(self) -> Counter[Severity]:
        return Counter(finding.severity for _, finding in self.findings())

    def analysed(self) -> int:
        return sum(file.analysed for file in self.files)

    def fixable(self, fixes: Applicability) -> int:
        """How many findings a fix of this kind, or a surer one, is offered for."""
        return sum(fixable(finding, fixes) for _, finding in self.findings())

    def applied(self) -> int:
        return sum(len(file.applied) for file in self.files)
