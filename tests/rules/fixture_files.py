"""The rule fixtures: `fixtures/rules/SPK301/{bad,good,bad.fixed}.py` and what they expect.

The folder of a rule that looks at the settings of a project has its own `pyproject.toml` with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spakky_lint.project.configuration import find_configuration, read_settings
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.registry import RULES, AnyRule
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
MARK = re.compile(r"  # expect:(?P<codes>(?: SPK\d{3})+)$", re.MULTILINE)

Expected = tuple[int, str]
"""The line where a finding starts, and its code."""


@dataclass(frozen=True, slots=True)
class Fixture:
    code: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.code}/{self.path.name}"

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

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
    def expected(self) -> list[Expected]:
        return sorted(
            (number, code)
            for number, line in enumerate(self.text.split("\n"), 1)
            for mark in MARK.finditer(line)
            for code in mark["codes"].split()
        )


def own_selection(code: str) -> Selection:
    """A rule alone; one that judges what the others say needs them too."""
    return Selection(extend_select=(code,)) if code == "SPK001" else Selection((code,))


@cache
def settings_of(code: str) -> Settings:
    """What the `pyproject.toml` above the fixtures of a rule says."""
    file = find_configuration(FIXTURES / code)
    assert file is not None
    return read_settings(file)


def fixtures(pattern: str = "*.py") -> list[Fixture]:
    return [Fixture(path.parent.name, path) for path in sorted(FIXTURES.glob(f"SPK*/{pattern}"))]


def named(found: Iterator[Fixture] | list[Fixture]) -> dict[str, Fixture]:
    """By name, for readable parameters."""
    return {fixture.name: fixture for fixture in found}


def reported(findings: tuple[Finding, ...]) -> list[Expected]:
    return sorted((finding.range.start.line, finding.code) for finding in findings)


def unmarked(text: str) -> str:
    return MARK.sub("", text)


SECTIONS = ("What it does", "Why it matters", "Example", "Use instead")
"""The sections of every rule page; a rule with a fix adds "Fix safety"."""

BAD_WORDS = frozenset({"use", "avoid", "prefer", "should", "dont", "no"})
"""A name with one of these would be an order, not the name of a mistake."""
