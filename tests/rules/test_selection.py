"""Which rules are on, for the selectors a user gives."""

from __future__ import annotations

import pytest

from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection, unknown_selectors

OPT_IN = {code for code, rule in RULES.items() if not rule.default}


def enabled(selection: Selection) -> set[str]:
    return {code for code, rule in RULES.items() if selection.enables(rule)}


def test_without_selectors_all_but_the_opt_in_rules_are_on() -> None:
    assert OPT_IN
    assert enabled(Selection()) == set(RULES) - OPT_IN


def test_select_names_all_that_is_on() -> None:
    assert enabled(Selection(("SPK3",))) == {c for c in RULES if c.startswith("SPK3")} - OPT_IN
    assert enabled(Selection(("SPK301", "SPK511"))) == {"SPK301", "SPK511"}
    assert enabled(Selection(())) == set()


def test_an_opt_in_rule_needs_its_full_code() -> None:
    assert "SPK407" not in enabled(Selection(("SPK", "SPK40")))
    assert "SPK407" in enabled(Selection(("SPK407",)))
    assert "SPK407" in enabled(Selection(extend_select=("SPK407",)))


def test_extend_select_adds_to_what_is_on() -> None:
    assert enabled(Selection(extend_select=("SPK407",))) == set(RULES) - OPT_IN | {"SPK407"}
    assert enabled(Selection(("SPK301",), ("SPK302",))) == {"SPK301", "SPK302"}


@pytest.mark.parametrize(
    ("select", "ignore", "on"),
    [
        (("SPK3",), ("SPK301",), False),
        (("SPK301",), ("SPK3",), True),
        (("SPK301",), ("SPK301",), False),
        (None, ("SPK",), False),
        (None, ("SPK4",), True),
    ],
)
def test_the_longer_prefix_wins_and_ignore_wins_a_draw(
    select: tuple[str, ...] | None, ignore: tuple[str, ...], on: bool
) -> None:
    assert ("SPK301" in enabled(Selection(select, (), ignore))) is on


def test_a_selector_that_matches_nothing_is_told() -> None:
    assert unknown_selectors(["SPK", "SPK3", "SPK301", "E501", "SPK9", ""]) == ("E501", "SPK9", "")
