"""What fixtures and projects say of their own lines, and how it is compared with what is found.

# expect: SPK201 SPK310        a finding of each code starts on this line
# expect-either: SPK105 stock  at least one of the lines with this code and this word has it
# related: SPK115              findings of each code in other files point to this line
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from spakky_lint.syntax.source import decode

MARK = re.compile(
    r"[ ]*# (?P<kind>expect|expect-either|related):(?P<codes>(?: SPK\d{3})+)"
    r"(?: (?P<word>[a-z]\w*))?(?=$|[ ]+# )",
    re.MULTILINE,
)
_END = re.compile(r"\r\n|\r|\n")
_MEANT = re.compile(r"# (?:expect|related)\b")


class Kind(StrEnum):
    EXPECT = "expect"
    EITHER = "expect-either"
    RELATED = "related"


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
class Said:
    """What a line says of itself."""

    kind: Kind
    line: int
    code: str
    word: str


def said_in(text: str, path: str = "") -> Iterator[Said]:
    for number, line in enumerate(_END.split(text), 1):
        found = tuple(MARK.finditer(line))
        assert len(found) == len(_MEANT.findall(line)), (
            f"{path}:{number}: no mark can be read in {line!r}"
        )
        for mark in found:
            for code in mark["codes"].split():
                yield Said(Kind(mark["kind"]), number, code, mark["word"] or "")


def unmarked(text: str) -> str:
    return MARK.sub("", text)


def marks_of(folder: Path) -> tuple[Mark, ...]:
    """The findings that the files of a program are to have."""
    return tuple(_marks(folder))


def related_of(folder: Path) -> frozenset[Report]:
    """The lines that the findings of other files are to point to."""
    return frozenset(place for said, place in _said(folder) if said.kind is Kind.RELATED)


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


def _marks(folder: Path) -> Iterator[Mark]:
    either: defaultdict[tuple[str, str], list[Report]] = defaultdict(list)
    for said, place in _said(folder):
        if said.kind is Kind.EXPECT:
            yield Mark((place,))
        elif said.kind is Kind.EITHER:
            either[said.code, said.word].append(place)
    yield from (Mark(tuple(places)) for places in either.values())


def _said(folder: Path) -> Iterator[tuple[Said, Report]]:
    for file in sorted(folder.rglob("*.py")):
        path = file.relative_to(folder).as_posix()
        for said in said_in(decode(file.read_bytes()).text, path):
            yield said, Report(path, said.line, said.code)
