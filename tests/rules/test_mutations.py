"""The fixtures hold every rule to its conditions: whoever takes one away is told.

`python -m tests.rules.test_mutations SPK301` shows which conditions of a rule no fixture needs.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from spakky_lint.rules.registry import RULES
from tests.program_files import files_about
from tests.rules import setting_fixtures
from tests.rules.fixture_files import IN_ONE_FILE, Fixture, fixtures, texts
from tests.rules.mutants import Looked, Survey, applied, says, silent, survey

pytestmark = pytest.mark.long

ALLOWED = Path(__file__).with_name("unnoticed.json")
"""For each rule, how many of its mutants no fixture notices: the number may only fall.

Such a condition is a near miss that `good.py` does not show, or one that nothing can show: it
tells the type checker what is there, or spares work. A rule that is not listed may have none.
"""

ELSEWHERE = {
    "SPK000": "the parser decides what cannot be read, and tests/syntax holds it to that",
    "SPK001": "linting decides what is unused: tests/suppression and tests/flake8_plugin",
    "SPK509": "facts/auth_conflicts.py decides what meets, and tests/conformance holds it to that",
    "SPK313": "syntax decides what replaces a schedule, and hands on nothing else",
}
"""Rules without a condition of their own, and who has it."""

OF_PYTHON = sorted({*RULES} - setting_fixtures.CODES)
"""The rules whose fixtures are Python."""

BY_RULE: dict[str, list[Fixture]] = defaultdict(list)
for _fixture in fixtures():
    BY_RULE[_fixture.code].append(_fixture)


def looked_at_by(code: str) -> list[Looked]:
    """The fixtures that the tests of the fixtures lint with a rule, its own first.

    Of other rules, the files that stand alone: the programs are about their own.
    """
    rule = RULES[code]
    others = [file for file in texts() if file.code != code] if rule.default else []
    met = rule.needs is None or rule.needs.is_met
    one_by_one = (file for file in others if met is True or met(file.settings))
    return [*BY_RULE[code], *files_about(code), *one_by_one]


@cache
def surveyed(code: str) -> Survey:
    return survey(RULES[code], looked_at_by(code))


@pytest.mark.parametrize("code", OF_PYTHON)
def test_a_rule_that_never_reports_is_noticed(code: str) -> None:
    rule = RULES[code]
    unit = f"{code}/bad.py" if code in IN_ONE_FILE else f"{code}/bad"
    bad = [file for file in BY_RULE[code] if file.unit == unit]
    assert any(says(rule, file) for file in bad)
    with applied(rule, silent(rule)):
        assert {says(rule, file) for file in bad} == {frozenset()}


@pytest.mark.parametrize("code", [code for code in OF_PYTHON if code not in ELSEWHERE])
def test_a_rule_that_reports_without_its_condition_is_noticed(code: str) -> None:
    """Some condition keeps it from reporting correct code, or from failing on it."""
    assert surveyed(code).reports_more


@pytest.mark.parametrize("code", OF_PYTHON)
def test_conditions_are_shown_by_fixtures(code: str) -> None:
    allowed = json.loads(ALLOWED.read_text("utf-8")).get(code, 0)
    found = surveyed(code).unnoticed
    assert len(found) <= allowed, "\n".join(
        [f"no fixture of {code} needs one more of these conditions:", *map(str, found)]
    )


def refresh() -> None:
    """Write the numbers anew: `python -m tests.rules.test_mutations --write`."""
    numbers = {code: len(surveyed(code).unnoticed) for code in OF_PYTHON}
    shown = {code: number for code, number in numbers.items() if number}
    ALLOWED.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        refresh()
    else:
        for asked in sys.argv[1:] or OF_PYTHON:
            for mutant in surveyed(asked).unnoticed:
                sys.stdout.write(f"{asked} {mutant}\n")
