"""The rule fixtures: what `fixtures/rules/SPK301/` holds, and the findings that it marks.

`bad.py`, `good.py` and `bad.fixed.py` are texts that stand alone. Where a rule sees more in several
files, the folders `bad/`, `good/` and `bad.fixed/` are a program each. `tests/marks.py` says what
the marks mean. The folder of a rule that looks at the settings of a project has its own
`pyproject.toml` with them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from spakky_lint.linting.linter import lint_text
from spakky_lint.program.sources import File, Sources
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.rule import AnyRule
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.parse import read_declarations
from tests.configurations import settings_in
from tests.marks import Kind, said_in
from tests.program_files import ProgramFile, files_of, program_of

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
BAD, GOOD, FIXED = KINDS = ("bad", "good", "bad.fixed")

IN_ONE_FILE = frozenset(code for code in RULES if (FIXTURES / code / "bad.py").exists())
"""The rules that find something in a file that stands alone."""

Expected = tuple[int, str]
"""The line where a finding starts, and its code."""


@cache  # several modules of tests ask while they are collected, in each worker
def _is_python(path: Path) -> bool:
    try:
        ast.parse(path.read_bytes())
    except SyntaxError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Fixture:
    """A file: one that stands alone, or one of a program."""

    code: str
    path: Path
    program: Path | None = None
    """The folder of the program that it is a part of."""

    @property
    def name(self) -> str:
        return self.path.relative_to(FIXTURES).as_posix()

    @property
    def unit(self) -> str:
        """The name of the program, or of the file alone."""
        return f"{self.code}/{(self.program or self.path).name}"

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    @property
    def is_python(self) -> bool:
        """Whether the Python that runs takes it; type parameters need 3.12."""
        return _is_python(self.path)

    @property
    def rule(self) -> AnyRule:
        return RULES[self.code]

    @property
    def selection(self) -> Selection:
        """Every rule that is on by default, and the fixture's own."""
        return Selection(extend_select=(self.code,))

    @property
    def own_selection(self) -> Selection:
        return own_selection(self.code)

    @property
    def settings(self) -> Settings:
        return settings_of(self.code)

    @property
    def file(self) -> File | None:
        return None if self.program is None else ProgramFile(self.program, self.path).file

    def holding(self, text: str) -> File | None:
        """The file of the program, with another text in it."""
        file = self.file
        return file if file is None or text == self.text else file.holding(text)

    def module(self) -> Module:
        """Raises UnreadableSource."""
        return read_declarations(self.text) if self.file is None else self.file.module(self.text)

    @property
    def expected(self) -> list[Expected]:
        said = said_in(self.text, self.name)
        return sorted((one.line, one.code) for one in said if one.kind is Kind.EXPECT)

    def beside(self, kind: str) -> Fixture:
        """The same file in the fixture of another kind."""
        if self.program is None:
            return Fixture(self.code, self.path.with_name(f"{kind}.py"))
        program = self.program.with_name(kind)
        return Fixture(self.code, program / self.path.relative_to(self.program), program)


def linted(
    fixture: Fixture, text: str | None = None, selection: Selection | None = None
) -> tuple[Finding, ...]:
    """The findings of a fixture, or of another text in its place, under its settings.

    They are of the fixture's own selection if no other is given. Of a fixture as it is they are
    worked out once in a process, for many tests compare with them.
    """
    rules = selection or fixture.selection
    written = fixture.text
    if text is None or text == written:
        return _as_it_is(fixture, written, rules)
    return _of(fixture, text, rules)


def _of(fixture: Fixture, text: str, rules: Selection) -> tuple[Finding, ...]:
    return lint_text(text, rules, settings=fixture.settings, file=fixture.holding(text))


_as_it_is = cache(_of)


def held_together(texts: Mapping[Fixture, str]) -> Sources:
    """The program that the fixtures are the files of, with these texts in all of them."""
    (program,) = {fixture.program for fixture in texts}
    assert program is not None
    sources = program_of(program)
    for fixture, text in texts.items():
        sources = sources.file(fixture.path).holding(text).sources
    return sources


def own_selection(code: str) -> Selection:
    """A rule alone; one that judges what the others say needs them too."""
    return Selection(extend_select=(code,)) if code == "SPK001" else Selection((code,))


@cache
def settings_of(code: str) -> Settings:
    """What the `pyproject.toml` above the fixtures of a rule says."""
    return settings_in(FIXTURES / code)


def fixtures(*kinds: str) -> list[Fixture]:
    """Every file of these kinds, or of all, whether it stands alone or in a program."""
    found = texts(*kinds)
    for code, program in programs(*kinds):
        found += [Fixture(code, file.path, program) for file in files_of(program)]
    return sorted(found, key=lambda fixture: fixture.path)


def texts(*kinds: str) -> list[Fixture]:
    """The files that stand alone."""
    return [
        Fixture(path.parent.name, path)
        for kind in kinds or KINDS
        for path in sorted(FIXTURES.glob(f"SPK*/{kind}.py"))
    ]


def programs(*kinds: str) -> list[tuple[str, Path]]:
    """The folders that are a program, each with the code of its rule."""
    return [
        (path.parent.name, path)
        for kind in kinds or KINDS
        for path in sorted(FIXTURES.glob(f"SPK*/{kind}"))
    ]


def named(found: Iterable[Fixture]) -> dict[str, Fixture]:
    """By name, for readable parameters."""
    return {fixture.name: fixture for fixture in found}


def by_unit(found: Iterable[Fixture]) -> dict[str, list[Fixture]]:
    """The files of each program together, and each text alone."""
    in_order = sorted(found, key=lambda fixture: fixture.unit)
    return {unit: list(files) for unit, files in groupby(in_order, lambda fixture: fixture.unit)}


def reported(findings: tuple[Finding, ...]) -> list[Expected]:
    return sorted((finding.range.start.line, finding.code) for finding in findings)


SECTIONS = ("What it does", "Why it matters", "Example", "Use instead")
"""The sections of every rule page; a rule with a fix adds "Fix safety", and one that
depends on the releases "Versions"."""

BAD_WORDS = frozenset({"use", "avoid", "prefer", "should", "dont", "no"})
"""A name with one of these would be an order, not the name of a mistake."""
