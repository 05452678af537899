"""Findings of values of a schedule that a backend does not take as they are meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Fix
from spakky_lint.rules.rule import Beside, Rule
from spakky_lint.rules.wording import decorated
from spakky_lint.runtime.outcomes import Ending
from spakky_lint.runtime.validity import Problem
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.scheduled import ScheduleDeclaration

_OF_ENDINGS: Mapping[Ending, Consequence] = {
    Ending.REFUSED: Consequence.STARTUP,
    Ending.SILENT: Consequence.SILENT,
    Ending.WHILE_RUNNING: Consequence.RUN,
    Ending.UNDOCUMENTED: Consequence.SILENT,
}


def consequence_of(problem: Problem) -> Consequence:
    return _OF_ENDINGS[problem.outcome.ending]


def wrong_value(
    rule: Rule[Any],  # Any: it is called as by itself, whatever it checks
    at: Place | Expression,
    schedule: ScheduleDeclaration,
    problem: Problem,
    *,
    related: Iterable[Beside] = (),
    fix: Fix | None = None,
) -> Finding:
    """What is wrong with the value, what comes of it, and what to give instead."""
    message = Message(
        "{schedule}: {fact}, and {outcome}: {remedy}",
        schedule=decorated(schedule),
        fact=problem.fact,
        outcome=problem.outcome.words,
        remedy=problem.remedy,
    )
    return rule.finding(at, message, related=related, fix=fix, consequence=consequence_of(problem))
