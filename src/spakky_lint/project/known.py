"""Findings that are no news: those of a baseline, or of another state of the project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from spakky_lint.data import dataclass
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.identity_of_findings import Identity, identities
from spakky_lint.rules.finding import Finding

Names = Callable[[str], str]
"""What the known findings call a file, of what reports call it."""


@dataclass(frozen=True, slots=True)
class Known:
    """How often each finding is known. A finding more than that is new: it is another mistake."""

    entries: Counter[Identity]
    named: Names
    is_there: Callable[[str], bool]
    """Whether there is a file of that name now: one that is gone may have another name."""

    def news(self, path: str, text: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """What is new of the findings of a file, with this text, seen alone."""
        (found,), _ = self.compared([CheckedFile(path, tuple(findings), text)])
        return found.findings

    def compared(self, files: Iterable[CheckedFile]) -> tuple[Sequence[CheckedFile], Matches]:
        """What is new in each of the files, and which known findings they have."""
        files = tuple(files)
        found = [self.entries_of(file) for file in files]
        matches = self._matches(entry for each in found for entry in each)
        verdicts = iter(matches.verdicts)
        return [
            self._split(file, [next(verdicts) for _ in each])
            for file, each in zip(files, found, strict=True)
        ], matches

    def entries_of(self, file: CheckedFile) -> Sequence[Identity]:
        """What this would have to know for the file to have no news."""
        return [
            replace(each, path=self.named(each.path), copy=0)  # copies are counted
            for each in identities(file)
        ]

    def _split(self, file: CheckedFile, verdicts: Sequence[bool]) -> CheckedFile:
        judged = list(zip(file.findings, verdicts, strict=True))
        repair = file.repair
        if repair is not None:
            left = self.news(file.path, repair.text, repair.remaining)
            repair = replace(repair, remaining=left)
        return replace(
            file,
            findings=tuple(finding for finding, is_known in judged if not is_known),
            known=(*file.known, *(finding for finding, is_known in judged if is_known)),
            repair=repair,
        )

    def _matches(self, found: Iterable[Identity]) -> Matches:
        entries = tuple(found)
        left = Counter(self.entries)
        verdicts = [_take(left, entry) for entry in entries]
        if not all(verdicts):
            gone = self._gone(left)
            for number, entry in enumerate(entries):
                if not verdicts[number]:
                    verdicts[number] = any(_take(left, old) for old in gone[_without_path(entry)])
        return Matches(tuple(verdicts), entries, +left)

    def _gone(self, left: Counter[Identity]) -> defaultdict[Identity, list[Identity]]:
        """The entries of files that are no longer there, by all but their paths."""
        is_there = {path: self.is_there(path) for path in {entry.path for entry in left}}
        found: defaultdict[Identity, list[Identity]] = defaultdict(list)
        for entry in sorted(left):
            if not is_there[entry.path]:
                found[_without_path(entry)].append(entry)
        return found


@dataclass(frozen=True, slots=True)
class Matches:
    verdicts: tuple[bool, ...]
    """Of each finding, in the order of the files, whether it is known."""
    entries: tuple[Identity, ...]
    """What each finding is, by the name that its file has now."""
    left: Counter[Identity]
    """What is known and was not found."""

    def known(self) -> Iterator[Identity]:
        return (entry for entry, known in zip(self.entries, self.verdicts, strict=True) if known)


def _take(left: Counter[Identity], entry: Identity) -> bool:
    if left[entry] <= 0:
        return False
    left[entry] -= 1
    return True


def _without_path(entry: Identity) -> Identity:
    return replace(entry, path="")
