"""Which finding is the same in another state of a file: not by its line, which any edit moves."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spakky_lint.data import dataclass
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.rules.finding import Finding
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.unformatted import unformatted


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    path: str
    code: str
    about: str
    """The qualified name of the class or function that it is in; empty at the level of the
    module."""
    text: str
    """What is written at its place, however it is laid out."""
    copy: int = 0
    """How many findings that are equal in all else stand above it in the file."""

    def digest(self) -> str:
        """The same for the same finding, in every run and on every machine; hexadecimal."""
        # JSON has a text for every path, also for one that no encoding has bytes for.
        told = json.dumps([self.code, self.path, self.about, self.text, self.copy])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def identities(file: CheckedFile) -> Sequence[Identity]:
    """One for each of the file's findings, in their order; no two are equal."""
    lines = None if file.text is None else Lines.of(file.text)
    seen: Counter[Identity] = Counter()
    found: list[Identity] = []
    for finding in file.findings:
        first = Identity(file.path, finding.code, finding.about, _written(finding, lines))
        found.append(replace(first, copy=seen[first]))
        seen[first] += 1
    return found


def _written(finding: Finding, lines: Lines | None) -> str:
    if lines is None or finding.range.path is not None:  # no text, or not the one at hand
        return ""
    return unformatted(lines.slice(finding.range))
