"""What a class body makes of a method further down: ``again = task(run)``."""

from __future__ import annotations

import pytest

from spakky_lint.facts.task import Task, Trigger
from spakky_lint.linting.linter import lint_text
from spakky_lint.project.inventories import tasks_of_text

IMPORTS = """\
from datetime import time
from functools import wraps

from spakky.auth import protected, require_role
from spakky.task import TaskHandler, schedule, task


def logged(function):
    @wraps(function)
    def inner(*args):
        return function(*args)

    return inner


"""


def tasks(*lines: str) -> tuple[Task, ...]:
    body = "".join(f"    {line}\n" for line in lines)
    return tasks_of_text(f"{IMPORTS}@TaskHandler()\nclass Reports:\n{body}", with_auth_codes=True)


def certain(task: Task) -> bool:
    assert task.access is not None
    return task.access.is_certain


@pytest.mark.parametrize(
    "below",
    [
        "again = task(run)",
        "run = task(run)",
        "again: object = task(run)",
        "one = two = task(run)",
        "task(run)",
        "again = task(schedule(at=time(9))(run))",
        "other = run; again = task(other)",
        "run = logged(run); again = task(run)",
        "again = logged(task(run))",
    ],
)
def test_it_is_a_task_like_any_other(below: str) -> None:
    (found,) = tasks("def run(self): ...", below)
    assert found.name == "Reports.run"
    assert found.on_demand


@pytest.mark.parametrize("below", ["again = task(run)", "run = task(run)", "task(run)"])
def test_what_its_method_is_is_certain(below: str) -> None:
    (found,) = tasks("def run(self): ...", below)
    assert certain(found)


def test_a_schedule_counts_wherever_it_is_applied() -> None:
    (found,) = tasks("def run(self): ...", "again = schedule(at=time(9))(run)")
    assert found.schedule is not None
    assert found.schedule.trigger is Trigger.AT
    assert not found.on_demand


def test_requirements_count_wherever_they_are_applied() -> None:
    (found,) = tasks("@task", "def run(self): ...", "guarded = require_role('admin')(run)")
    assert found.access is not None
    assert [each.written for each in found.access.requirements] == ["require_role('admin')"]


@pytest.mark.parametrize(
    "below",
    [
        "again = task(run, 1)",
        "again = task(*[run])",
        "again = require_role(run)",
        "if run: again = task(run)",
    ],
)
def test_what_is_made_of_something_else_makes_no_task_of_it(below: str) -> None:
    assert tasks("def run(self): ...", below) == ()


def test_a_second_name_changes_nothing() -> None:
    (found,) = tasks("@task", "def run(self): ...", "same = run")
    assert certain(found)


@pytest.mark.parametrize("below", ["run = None", "run = other", "same = [run]", "del run"])
def test_a_name_that_may_stand_for_something_else_is_not_certain(below: str) -> None:
    (found,) = tasks("def other(self): ...", "@task", "def run(self): ...", below)
    assert not certain(found)


def test_an_overridden_task_is_still_registered_by_its_second_name() -> None:
    text = (
        f"{IMPORTS}class Mixin:\n    @task\n    def run(self): ...\n    same = run\n\n\n"
        "@TaskHandler()\nclass Reports(Mixin):\n    def run(self): ...\n"
    )
    assert [found.name for found in tasks_of_text(text, with_auth_codes=True)] == ["Mixin.run"]


def test_no_fix_moves_what_stands_further_down() -> None:
    text = (
        f"{IMPORTS}@TaskHandler()\nclass Reports:\n    @schedule(at=time(9))\n    @protected\n"
        "    def run(self): ...\n    again = task(run)\n    more = task(run)\n"
    )
    found = {finding.code: finding for finding in lint_text(text)}
    assert found["SPK207"].range.start.line == text.count("\n")
    assert {finding.fix for finding in found.values()} == {None}


@pytest.mark.parametrize(
    "below",
    [
        "other = task(logged(run))",
        "other = task(protected(logged(run)))",
        "other: object = task(logged(run))",
        "between = logged(run); other = task(between)",
        "other = task(logged(run)); later = other",
    ],
)
def test_what_is_made_of_it_and_wrapped_is_a_task_by_its_name(below: str) -> None:
    (found,) = tasks("def run(self): ...", below)
    # Celery knows it by the name in `def`, which functools.wraps keeps.
    assert (found.name, found.on_demand) == ("Reports.run", True)
    assert certain(found)


def test_what_is_made_of_it_has_the_auth_and_the_schedule_that_it_is_given() -> None:
    (found,) = tasks(
        "@protected",
        "def run(self): ...",
        "other = schedule(at=time(9))(logged(require_role('admin')(run)))",
    )
    assert found.schedule is not None
    assert found.schedule.trigger is Trigger.AT
    assert found.access is not None
    asked = [each.written for each in found.access.requirements]
    assert asked == ["protected", "require_role('admin')"]
    assert not found.on_demand


def test_what_is_made_of_a_task_is_known_by_the_same_name() -> None:
    (found,) = tasks("@task", "def run(self): ...", "other = logged(run)")
    assert found.name == "Reports.run"
    below = "other = schedule(at=time(9))(logged(run))"
    first, second = tasks("@task", "def run(self): ...", below)
    assert (first.name, second.name) == ("Reports.run", "Reports.run")
    assert second.schedule is not None


def test_a_method_of_that_name_further_down_leaves_it_uncertain() -> None:
    (found,) = tasks("def run(self): ...", "other = task(logged(run))", "def other(self): ...")
    assert not certain(found)
