"""Who may run what: read from the text, and asked of the classes on both systems.

The text of a module is drawn once. The inventory reads it; the runtime core and the real framework
execute it, and are asked for their metadata.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

import pytest

from spakky_lint.facts.paths import Access
from spakky_lint.facts.task import Auth, DeclaredOn, Task
from spakky_lint.runtime.references import Fate
from tests.conformance.handler_texts import (
    Odds,
    draw_module,
    for_the_runtime_core,
    handlers_of,
    imported,
    routes_of,
    told,
)
from tests.conformance.systems import OURS, REAL, System, outcome_of
from tests.real_framework import requires_framework

pytestmark = [pytest.mark.real_framework, requires_framework]

ROUNDS = 20
HANDLERS = 25

ODDS = Odds(mixed=0.4, no_text=0.05, no_action=0.1)

Plain = tuple[str | None, ...]
NO_TEXT: Plain = ("no text",)
CONFLICT = "conflict"


@dataclass(frozen=True)
class Known:
    """What one source knows of a task, in plain values."""

    access: str
    requirements: tuple[Plain, ...] = ()
    of_class: tuple[Plain, ...] = ()
    in_the_worker: tuple[Plain, ...] = ()
    on_demand: bool = False
    scheduled: bool = False


@cache
def drawn(seed: int) -> str:
    return draw_module(random.Random(seed), HANDLERS, ODDS)


def plain(requirement: Any) -> Plain:
    """A requirement of any of the systems as plain texts."""
    values = [getattr(requirement, name) for name in ("ref", "resource", "action", "tenant")]
    if not isinstance(values[0], str):
        return NO_TEXT
    texts = [value.value if isinstance(value, Enum) else value for value in values]
    return (str(requirement.kind), *texts)


def told_by_the_text(task: Task, access: Auth) -> Known:
    assert not access.unenforced
    assert access.is_certain
    asked = {
        found: plain(found.requirement) if found.requirement else NO_TEXT
        for found in access.requirements
    }
    in_the_worker = once(asked[found] for found in asked if found.fate is not Fate.DROPPED)
    if access.access is Access.CONFLICT:
        return Known(CONFLICT, in_the_worker=in_the_worker)
    return Known(
        access.access.value,
        once(asked.values()),
        once(asked[found] for found in asked if found.declared_on is DeclaredOn.CLASS),
        in_the_worker,
        task.on_demand,
        task.schedule is not None,
    )


def told_by_the_classes(system: System, handler: type[object], name: str) -> Known:
    api = system.api
    function = getattr(handler, name)

    def effective(obj: object, **owner: object) -> tuple[Plain, ...]:
        return once(map(plain, api.get_effective_auth_metadata(obj, **owner).requirements))

    outcome = outcome_of(lambda: effective(function, owner_type=handler))
    collected = api.collect_task_auth_metadata(function, owner_type=handler)
    in_the_worker = once(map(plain, collected.requirements))
    if outcome.exception is not None:
        assert outcome.exception == "ConflictingAuthMetadataError"
        assert collected.public_access
        return Known(CONFLICT, in_the_worker=in_the_worker)
    requirements = outcome.result
    assert isinstance(requirements, tuple)
    assert effective(getattr(handler(), name)) == requirements
    access = "protected" if requirements else "public" if collected.public_access else "undeclared"
    return Known(
        access,
        requirements,
        effective(handler),
        in_the_worker,
        api.TaskRoute.exists(function),
        api.ScheduleRoute.exists(function),
    )


def once(requirements: Iterable[Plain]) -> tuple[Plain, ...]:
    return tuple(dict.fromkeys(requirements))


def of_the_text(text: str) -> dict[tuple[str, str], Known]:
    return {
        (task.handler, task.name.partition(".")[2]): told_by_the_text(task, access)
        for task, access in told(text)
    }


def of_the_classes(system: System, text: str, name: str) -> dict[tuple[str, str], Known]:
    api = system.api

    def is_task(function: object) -> bool:
        return bool(api.TaskRoute.exists(function) or api.ScheduleRoute.exists(function))

    return {
        (handler.__name__, method): told_by_the_classes(system, handler, method)
        for handler in handlers_of(imported(text, name))
        for method in routes_of(handler, is_task)
    }


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_text_runtime_core_and_framework_know_the_same(seed: int) -> None:
    text = drawn(seed)
    read = of_the_text(text)
    real = of_the_classes(REAL, text, f"real_{seed}")
    ours = of_the_classes(OURS, for_the_runtime_core(text), f"ours_{seed}")
    assert real == ours
    assert read == real


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_every_task_is_found_under_the_name_of_the_class_that_has_the_method(seed: int) -> None:
    module = imported(drawn(seed), f"named_{seed}")
    for task, access in told(drawn(seed)):
        owner, _, method = task.name.partition(".")
        assert getattr(vars(module)[task.handler], method).__qualname__ == task.name
        for found in access.requirements:
            assert found.requirement is None or found.kind is found.requirement.kind
            declaring = vars(module)[found.declared_by]
            if found.declared_on is DeclaredOn.METHOD:
                assert found.declared_by == owner
            else:  # or they share what they inherit
                assert set(declaring.__mro__) & set(vars(module)[task.handler].__mro__) - {object}


def test_the_draw_reaches_everything() -> None:
    known = [found for seed in range(ROUNDS) for found in of_the_text(drawn(seed)).values()]
    assert len(known) > 500
    accesses = Counter(found.access for found in known)
    assert all(accesses[access.value] > 20 for access in Access), accesses
    kinds = Counter(plain[0] for found in known for plain in found.requirements)
    assert len(kinds) == 7, kinds
    assert all(count > 10 for count in kinds.values()), kinds
    assert any(len(found.requirements) > 3 for found in known)
    assert any(found.on_demand and found.scheduled for found in known)
    assert any(found.requirements != found.in_the_worker for found in known)
