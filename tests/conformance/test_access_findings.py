"""What the rules report about auth, and what the report says of the same tasks: they must agree."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings

from spakky_lint.facts.paths import Access, PathState, Reason
from spakky_lint.facts.task import Auth
from tests.conformance.handler_texts import Odds, draw_module, told
from tests.properties.programs import programs

ROUNDS = 15
HANDLERS = 12

ODDS = Odds(mixed=0.2, no_text=0.1, no_action=0.1)
MANY = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)

AT_IMPORT = {"SPK504", "SPK506"}
"""What fails when the module is imported."""
HIDDEN = {"SPK502", "SPK503"}


def assert_agreement(access: Auth) -> None:
    paths, problems = access.paths, set(access.problems)
    assert (access.access is Access.CONFLICT) <= ("SPK509" in problems)
    assert not problems & {*AT_IMPORT, "SPK505"} or paths.direct.state is PathState.ABSENT
    assert "SPK503" not in problems or access.unenforced
    assert paths.direct.reason is not Reason.CALLED_PAST or "SPK513" in problems
    if paths.direct.state is PathState.ABSENT:
        return  # what does not run is not told of any further
    if paths.direct.reason is Reason.UNGUARDED and paths.direct.because is not None:
        assert paths.direct.because.by in ("@staticmethod", "@classmethod")
        return  # which SPK203 and SPK311 tell, and nothing more is said of it
    if paths.beat.state is not PathState.ABSENT:
        for code, end in (("SPK510", Reason.ONLY_SCHEDULED), ("SPK511", Reason.NO_CALLER)):
            # Of handlers that share a method, a finding at it may be about the other one.
            assert code in problems or paths.beat.reason is not end
            assert code not in problems or paths.beat.reason is end or not access.is_certain
    if paths.queue.state is PathState.ABSENT:
        return
    has_fate = any(found.fate is not None for found in access.requirements)
    assert ("SPK507" in problems) == has_fate
    assert "SPK515" not in problems or not is_declared(access)
    if access.is_certain and access.unenforced and paths.direct.state is PathState.OPEN:
        assert problems & HIDDEN


def is_declared(access: Auth) -> bool:
    return access.access is not Access.UNDECLARED or bool(access.unenforced)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_rules_and_report_agree_on_drawn_handlers(seed: int) -> None:
    for task, access in told(draw_module(random.Random(seed), HANDLERS, ODDS)):
        assert_agreement(access)
        # Only here: it is silent about decorators that might declare something.
        assert is_declared(access) or ("SPK515" in access.problems) == task.on_demand


def test_the_drawn_handlers_have_every_problem() -> None:
    found = Counter(
        code
        for seed in range(ROUNDS)
        for _, access in told(draw_module(random.Random(seed), HANDLERS, ODDS))
        for code in access.problems
    )
    assert found.keys() >= {"SPK507", "SPK509", "SPK510", "SPK511", "SPK515"}
    assert all(count >= 5 for count in found.values()), found


@given(text=programs())
@MANY
def test_rules_and_report_agree_on_whole_programs(text: str) -> None:
    for _, access in told(text):
        assert_agreement(access)
