"""SPK313 beat-schedule-replaced: the entries that the application has made are gone."""

from __future__ import annotations

from typing import Any

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK313")

FUNCTIONS = tuple(name for name in evidence.bad if name != "own")
BOTH = ["daily", "ping"]


def evaluated(probe: Probe, expression: str) -> Any:
    """The value of an expression in the case, which builds its applications itself."""
    outcome = probe.ask("run", expression=expression, as_user=None)
    assert outcome.succeeds, outcome
    return outcome.value


@evidence.cases(*FUNCTIONS)
def test_only_the_new_entries_are_left(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    assert evaluated(probe, f"{case}()") == ["ping"]


@evidence.cases("own")
def test_only_the_new_entries_are_left_at_the_top_level(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    assert evaluated(probe, "entries(worker)") == ["ping"]
    assert evaluated(probe, "entries(shop.container.get(Celery))") == ["ping"]


def test_after_the_fix_the_entries_of_both_are_there(probe: Probe) -> None:
    fixed = (RULES / "SPK313" / "bad.fixed.py").read_text("utf-8")
    assert probe.import_case(Case("SPK313", "fixed", fixed)).succeeds
    for function in FUNCTIONS:
        if function not in ("updated_with_more", "from_the_module"):  # which nothing has fixed
            assert evaluated(probe, f"{function}()") == BOTH, function


def test_what_is_added_stands_beside_the_entries_of_the_handlers(probe: Probe) -> None:
    assert probe.import_case(evidence.good).succeeds
    expected = {
        "updated": BOTH,
        "one_entry": BOTH,
        "merged": BOTH,
        "joined": BOTH,
        "put_back": BOTH,
        "before_the_start": BOTH,
        "made_by_a_pod": BOTH,
        "built_by_a_call": ["daily"],
        "of_its_own": ["daily"],
        "emptied": [],
    }
    for function, entries in expected.items():
        assert evaluated(probe, f"{function}()") == entries, function
    assert evaluated(probe, "settings() is not None")
