"""Rules are found by the kind of declaration that they are about, without loading the others."""

from __future__ import annotations

import subprocess
import sys

import pytest

from spakky_lint.rules import catalogue
from spakky_lint.rules.by_kind import kinds_of, rules_about
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.table import IS_DEFAULT, MODULES

KINDS: set[type] = {kind for rule in RULES.values() for kind in kinds_of(rule)}
SORTED = sorted(KINDS, key=lambda kind: kind.__name__)
SEEN = """\
import sys
from spakky_lint.linting.linter import lint_text
assert lint_text({text!r}) == ()
sys.stdout.write(" ".join(name for name in sys.modules if name.startswith({catalogue!r})))
"""


def test_the_table_says_where_every_rule_is() -> None:
    modules = {
        kind.__name__: sorted(
            {
                rule.__module__.removeprefix(f"{catalogue.__name__}.")
                for rule in RULES.values()
                if kind in kinds_of(rule)
            }
        )
        for kind in KINDS
    }
    assert {kind: [*found] for kind, found in MODULES.items()} == modules, "run `make docs`"
    assert len(MODULES) == len(KINDS)


def test_the_table_has_every_rule_by_its_code() -> None:
    told = {code: rule.default for code, rule in RULES.items()}
    assert [*IS_DEFAULT.items()] == [*told.items()], "run `make docs`"


@pytest.mark.parametrize("kind", SORTED)
def test_the_rules_about_a_kind_come_by_their_codes(kind: type) -> None:
    assert rules_about(kind) == [rule for rule in RULES.values() if kind in kinds_of(rule)]


def test_nothing_is_loaded_of_a_kind_that_is_not_there() -> None:
    text = "from spakky.task import TaskHandler\n\n\n@TaskHandler()\nclass Orders:\n    pass\n"
    code = SEEN.format(text=text, catalogue=catalogue.__name__)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert f"{catalogue.__name__}.handlers.nesting" in done.stdout
    assert f"{catalogue.__name__}.crontabs.dates" not in done.stdout
