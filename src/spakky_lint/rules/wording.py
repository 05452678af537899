"""Words that several rules share."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.rules.lists import listed
from spakky_lint.runtime.validity import Problem
from spakky_lint.syntax.declarations import DecoratorDeclaration, ScheduleDeclaration


def scheduled(schedule: ScheduleDeclaration) -> str:
    """What is scheduled, by its name."""
    if schedule.function is not None:
        return f"'{schedule.function.name}'"
    return "the class" if schedule.owner is None else f"'{schedule.owner.name}'"


def wrong_value(schedule: ScheduleDeclaration, problem: Problem) -> str:
    """What is wrong with a value, what comes of it, and what to give instead."""
    return f"{scheduled(schedule)}: {problem.fact}, and {problem.outcome.words}: {problem.remedy}"


def quoted(names: Sequence[str]) -> str:
    """As ``listed``, each in quotes."""
    return listed([f"'{name}'" for name in names])


def guarded(declaration: DecoratorDeclaration) -> str:
    """What a requirement stands on, by its name."""
    boundary = declaration.function or declaration.owner
    return "this" if boundary is None else f"'{boundary.name}'"
