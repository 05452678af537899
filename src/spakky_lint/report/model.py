"""What every report format renders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.facts.unknown_kinds import ReportedUnknown, UnknownKind
from spakky_lint.messages.language import Language
from spakky_lint.project.checked_file import CheckedFile, fixable
from spakky_lint.rules.finding import Applicability, Finding, Severity

if TYPE_CHECKING:
    from spakky_lint.project.sharding import ShardResults


@dataclass(frozen=True, slots=True)
class Known:
    """As many findings are not shown, for they are no news."""

    count: int
    revision: str | None = None
    """The git revision that had them; None for those of the baseline."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How much of each was passed over, so that a report without it looks no cleaner than it is."""

    files: int
    """What could not be read."""
    registrations: int
    """The classes of which nobody can tell whether their tasks are registered."""
    others: int
    """What else the text does not tell."""


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
    directory: str | None = None
    """What the paths of the files start from, absolute and with forward slashes."""
    shard: ShardResults | None = None
    """All of it, where it is that of one of several jobs."""
    language: Language = Language.EN
    """What it is written in; `said` in `report.saying` turns the findings to it."""

    def findings(self) -> Iterator[tuple[CheckedFile, Finding]]:
        for file in self.files:
            for finding in file.findings:
                yield file, finding

    def unknowns(self) -> Iterator[tuple[str, ReportedUnknown]]:
        """What the text does not tell, each with the file that was asked about."""
        for file in self.files:
            for unknown in file.unknowns:
                yield file.path, unknown

    def passed_over(self) -> PassedOver:
        """What was not checked in the files, as far as somebody has looked for it."""
        found = {
            (unknown.range.path or path, unknown.identity): unknown.kind
            for path, unknown in self.unknowns()
        }
        unregistered = sum(kind is UnknownKind.REGISTRATION for kind in found.values())
        unread = sum(file.unread is not None for file in self.files)
        return PassedOver(unread, unregistered, len(found) - unregistered)

    def severities(self) -> Counter[Severity]:
        return Counter(finding.severity for _, finding in self.findings())

    def analysed(self) -> int:
        return sum(file.analysed for file in self.files)

    def fixable(self, fixes: Applicability) -> int:
        """How many findings a fix of this kind, or a surer one, is offered for."""
        return sum(fixable(finding, fixes) for _, finding in self.findings())

    def applied(self) -> int:
        return sum(len(file.applied) for file in self.files)
