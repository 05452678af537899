"""The projects of several files in `fixtures/projects`, and the findings that they mark.

`fixtures/projects/README.md` says what the marks mean.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spakky_lint.syntax.source import decode

PROJECTS = Path(__file__).parents[2] / "fixtures" / "projects"
MARK = re.compile(r"# expect(?P<either>-either)?:(?P<codes>(?: SPK\d{3})+)(?: (?P<word>\w+))?\s*$")

UNREADABLE = "SPK000"

_NO_SOURCE = ("evidence.txt", "arguments", "__pycache__")


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """A finding as far as a mark tells it; the path is relative to the project."""

    path: str
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.code}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding that must be there, in one of these places or in several of them."""

    places: tuple[Report, ...]

    @property
    def code(self) -> str:
        return self.places[0].code

    def __str__(self) -> str:
        return " or ".join(map(str, self.places))


@dataclass(frozen=True, slots=True)
class Difference:
    """Marks that nothing was found for, and findings without a mark."""

    missing: tuple[str, ...] = ()
    false: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def arguments(self) -> tuple[str, ...]:
        """What every way in is given."""
        file = self.folder / "arguments"
        return tuple(file.read_text("utf-8").split()) if file.exists() else ("--isolated",)

    @property
    def is_isolated(self) -> bool:
        return "--isolated" in self.arguments

    def marks(self) -> tuple[Mark, ...]:
        return tuple(_marks(self.folder))

    def copy(self, to: Path) -> Path:
        """The project alone: in the repository it would be a part of the repository's program."""
        return Path(shutil.copytree(self.folder, to, ignore=shutil.ignore_patterns(*_NO_SOURCE)))


CASES = {folder.name: Case(folder) for folder in sorted(PROJECTS.iterdir()) if folder.is_dir()}


def compare(marks: Iterable[Mark], reports: Iterable[Report]) -> Difference:
    """What is missing, and what is false; the same finding twice is false once."""
    left = Counter(reports)
    found = frozenset(left)
    marks = tuple(marks)
    for place in {place for mark in marks for place in mark.places}:
        left[place] -= 1
    return Difference(
        missing=tuple(sorted(str(mark) for mark in marks if found.isdisjoint(mark.places))),
        false=tuple(str(report) for report in sorted(left.elements())),
    )


def _marks(folder: Path) -> Iterable[Mark]:
    either: defaultdict[tuple[str, str], list[Report]] = defaultdict(list)
    for file in sorted(folder.rglob("*.py")):
        path = file.relative_to(folder).as_posix()
        for number, line in enumerate(decode(file.read_bytes()).text.splitlines(), start=1):
            if "# expect" not in line:
                continue
            found = MARK.search(line)
            assert found is not None, f"{path}:{number}: no mark can be read in {line!r}"
            for code in found["codes"].split():
                report = Report(path, number, code)
                if found["either"]:
                    either[code, found["word"]].append(report)
                else:
                    yield Mark((report,))
    yield from (Mark(tuple(places)) for places in either.values())
