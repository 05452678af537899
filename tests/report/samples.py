"""Findings made by hand, so that what a format prints does not change with a rule's words."""

from __future__ import annotations

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Related,
    Severity,
)
from spakky_lint.syntax.ranges import Position, Range

TEXT = """\
from spakky.task import TaskHandler, task
from spakky.auth import protected

@TaskHandler()
@protected
class Orders:
    @task()
    def ship(self) -> None: ...

    @schedule(
        interval=300,
    )
    def sweep(self) -> None: ...
"""


def span(start_line: int, start: int, end: int, end_line: int | None = None) -> Range:
    return Range(Position(start_line, start), Position(end_line or start_line, end))


CALLED = Finding(
    "SPK202",
    "task-called",
    Severity.ERROR,
    Consequence.IMPORT,
    "task is called, but it lacks the method it decorates, and importing the module fails: "
    "write @task",
    span(7, 5, 12),
    fix=Fix("Write @task", Applicability.SAFE, (Edit(span(7, 10, 12), ""),)),
)

SWEPT = Finding(
    "SPK510",
    "protected-schedule-unenforced",
    Severity.WARNING,
    Consequence.SECURITY,
    "beat runs it unprotected",
    span(10, 5, 6, 12),
    related=(Related(span(5, 1, 11), "protected here"),),
    fix=Fix("Drop @protected", Applicability.UNSAFE, (Edit(span(5, 1, 1, 6), ""),)),
)

ORDER = Finding(
    "SPK501",
    "auth-order",
    Severity.CONVENTION,
    Consequence.CONVENTION,
    "another order",
    span(4, 1, 15),
)

ORDERS = CheckedFile("shop/orders.py", (CALLED, SWEPT), TEXT, analysed=True)
CLEAN = CheckedFile("shop/clean.py", analysed=True)
FOREIGN = CheckedFile("shop/foreign.py")
