"""What keeps an application from running at all, and the rules that tell about it."""

from __future__ import annotations

from collections import Counter

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.rules.registry import RULES


def test_each_kind_of_failure_is_told_by_one_rule() -> None:
    told = Counter(rule.failure for rule in RULES.values() if rule.failure is not None)
    assert told == Counter(FailureKind)
