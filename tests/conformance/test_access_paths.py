"""Which ways lead to a task, and what becomes of its requirements there.

As the report says, and as the framework does: called directly, sent to a real worker with a
snapshot and without one, and as beat sends it.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import pytest

from spakky_lint.facts.paths import Access, PathState
from tests.conformance.handler_texts import Odds, draw_module, told
from tests.conformance.observed_paths import as_told, on_every_path
from tests.evidence.cases import Case
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = [
    pytest.mark.real_framework,
    requires_framework,
    pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning"),
]

ROUNDS = 10
HANDLERS = 12

STARTING = Odds(no_text=0.1, no_action=0.1)


@cache
def starting(seed: int) -> str:
    return draw_module(random.Random(1000 + seed), HANDLERS, STARTING)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_path_does_what_the_report_says(probe: Probe, seed: int) -> None:
    text = starting(seed)
    assert on_every_path(probe, text, f"drawn_{seed}") == as_told(text)


def test_the_draw_reaches_every_state_of_every_path() -> None:
    found = [states for seed in range(ROUNDS) for states in as_told(starting(seed)).values()]
    assert len(found) > 150
    direct, queue, beat = (Counter(states) for states in zip(*found, strict=True))
    assert direct.keys() == {PathState.ENFORCED, PathState.OPEN, PathState.NEVER_PASSES}
    assert queue.keys() == set(PathState) - {PathState.UNKNOWN}  # what runs is known
    assert beat.keys() == {PathState.ABSENT, PathState.OPEN, PathState.NEVER_PASSES}
    assert any(states[0] != states[1] != PathState.ABSENT for states in found)


# What is drawn too seldom, or does not start.

IMPORTS = """\
from datetime import timedelta
from enum import IntEnum, StrEnum

from spakky.auth import protected, public_access, require_relation, require_role, require_scope
from spakky.task import TaskHandler, schedule, task

journal: list[str] = []


class Role(StrEnum):
    ADMIN = "admin"


class Rank(IntEnum):
    ADMIN = 7


def logged(function):
    def wrapper(*args):
        return function(*args)

    return wrapper


"""
RUNS = {
    "a requirement hidden by a wrapper": "@task\n@logged\n@protected",
    "one hidden, and one above it": "@task\n@require_role('admin')\n@logged\n@require_role('king')",
    "a member that is text": "@task\n@schedule(interval=timedelta(1))\n@require_role(Role.ADMIN)",
    "a member that is none": "@task\n@require_role(Rank.ADMIN)",
    "one dropped by the worker": "@task\n@protected\n@require_role(7)",
    "dropped and scheduled": "@task\n@schedule(interval=timedelta(1))\n@require_role(7)",
    "dropped and only scheduled": "@schedule(interval=timedelta(1))\n@require_role(7)",
    "half dropped and scheduled": (
        "@task\n@schedule(interval=timedelta(1))\n@protected\n@require_role(7)"
    ),
    "nothing to be asked for": (
        "@task\n@schedule(interval=timedelta(1))\n@require_relation('owner', resource=None)"
    ),
    "without a name": "@task\n@require_scope",
    "without a name, above the task": "@require_scope\n@task",
    "without a name, below another": "@task\n@protected\n@require_scope",
}
FAILS = {
    "public and protected": ("@task\n@public_access\n@protected", "ConflictingAuthMetadataError"),
    "a list": ("@task\n@require_role(['admin'])", "TypeError"),
    "a marker that is called": ("@task\n@protected()", "TypeError"),
    "two names": ("@task\n@require_role('admin', 'clerk')", "TypeError"),
    "a text that is marked": ("@task\n@protected('admin')", "AttributeError"),
}


def handler(decorators: str, of_class: str = "") -> str:
    lines = "".join(f"    {line}\n" for line in decorators.splitlines())
    body = "    def close(self):\n        journal.append('Accounts.close')\n"
    return f"{IMPORTS}{of_class}@TaskHandler()\nclass Accounts:\n{lines}{body}"


@pytest.mark.parametrize("of_class", ["", "@require_scope('orders')\n"], ids=["", "in a class"])
@pytest.mark.parametrize("shape", RUNS)
def test_a_special_shape_does_what_the_report_says(probe: Probe, shape: str, of_class: str) -> None:
    text = handler(RUNS[shape], of_class)
    assert on_every_path(probe, text, "special") == as_told(text)


@pytest.mark.parametrize("shape", FAILS)
def test_what_does_not_start_is_absent_on_every_path(probe: Probe, shape: str) -> None:
    decorators, error = FAILS[shape]
    text = handler(decorators)
    assert probe.start(Case("paths", "failing", text)).raises(error)
    (states,) = as_told(text).values()
    assert set(states) == {PathState.ABSENT}


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_class_that_is_taken_for_a_name_has_no_path(probe: Probe, place: str) -> None:
    stereotype, bare = "@TaskHandler()\n", "@require_scope\n"
    text = handler("@task\n@protected")
    both = bare + stereotype if place == "above" else stereotype + bare
    text = text.replace(stereotype, both)
    case = Case("paths", "class", text)
    if probe.start(case).succeeds:
        assert probe.application(case).registered == ()
    (states,) = as_told(text).values()
    assert set(states) == {PathState.ABSENT}


def test_a_module_of_conflicts_does_not_start(probe: Probe) -> None:
    conflicts = 0
    for seed in range(5):
        text = draw_module(random.Random(seed), 4, Odds(mixed=1.0))
        is_told = any(access.access is Access.CONFLICT for _, access in told(text))
        started = probe.start(Case("paths", f"conflicts_{seed}", text))
        if is_told:
            assert started.raises("ConflictingAuthMetadataError")
        conflicts += is_told
    assert conflicts
