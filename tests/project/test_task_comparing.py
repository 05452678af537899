"""What is told of a task that has changed; `conformance` sees what comes of the messages."""

from __future__ import annotations

import pytest

from spakky_lint.project.inventoried import Inventory
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.task_changes import VERDICTS, ChangeKind
from spakky_lint.project.task_comparing import TaskComparison, compare_tasks, is_compatible
from spakky_lint.project.task_inventory import inventory
from spakky_lint.report.tasks.change_words import change_words
from spakky_lint.rules.settings import PLAIN

HEAD = """\
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal, NewType, Optional, TypedDict, Union

from elsewhere import Model, counted
from spakky.task import TaskHandler, schedule, task

Id = NewType("Id", int)
Names = list[str]


class Size(IntEnum):
    SMALL = 1


class Kind(str, Enum):
    A = "a"


class Plain(Enum):
    A = "a"


class Row(TypedDict):
    a: int


@dataclass
class Order:
    number: int


def named(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


def kept(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


"""


def handler(parameters: str, decorators: str = "@task", text: str = HEAD) -> str:
    return (
        f"{text}@TaskHandler()\nclass Orders:\n    {decorators}\n"
        f"    def ship(self, {parameters}): return 1\n"
    )


def of(text: str) -> Inventory:
    found = tasks_of_bytes(text.encode(), "app.py", "app", PLAIN)
    assert isinstance(found, FileTasks), found
    return inventory(found.tasks)


def compared(before: str, after: str) -> TaskComparison:
    return compare_tasks(of(before), of(after))


def kinds(comparison: TaskComparison) -> list[ChangeKind]:
    return [found.kind for change in comparison.changes for found in change.differences]


def change(before: str, after: str) -> list[ChangeKind]:
    return kinds(compared(handler(before), handler(after)))


ELSEWHERE = (ChangeKind.POSITION_CHANGED, ChangeKind.PARAMETER_OPTIONAL)


def test_every_kind_has_a_verdict() -> None:
    assert set(VERDICTS) == set(ChangeKind)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a", "a, b", [ChangeKind.PARAMETER_REQUIRED]),
        ("a", "a, b=1", [ChangeKind.PARAMETER_OPTIONAL]),
        ("a", "b=1, a=2", [*ELSEWHERE, ChangeKind.DEFAULT_ADDED]),
        ("a, b", "b", [ChangeKind.PARAMETER_REMOVED]),
        ("a, b", "b, a", [ChangeKind.POSITION_CHANGED] * 2),
        ("a, b", "c, b", [ChangeKind.PARAMETER_RENAMED]),
        (
            "a: int",
            "b: str",
            [
                ChangeKind.POSITION_CHANGED,
                ChangeKind.PARAMETER_REQUIRED,
                ChangeKind.PARAMETER_REMOVED,
            ],
        ),
        ("*, a", "*, b", [ChangeKind.PARAMETER_REQUIRED, ChangeKind.PARAMETER_REMOVED]),
        ("a, /", "b, /", []),
        ("a=1", "a=2", [ChangeKind.DEFAULT_CHANGED]),
        ("a=1", "a", [ChangeKind.DEFAULT_REMOVED]),
        ("*args", "*rest", []),
        ("a, *args", "a, b=1, *args", [*ELSEWHERE]),
        ("*rest, a", "a, *rest", [ChangeKind.POSITION_CHANGED]),
        ("a, *, k", "k, a", [ChangeKind.POSITION_CHANGED]),
        ("**extra", "", [ChangeKind.PARAMETER_REMOVED]),
        (
            "a",
            "*args, **extra",
            [ChangeKind.PARAMETER_OPTIONAL] * 2 + [ChangeKind.PARAMETER_ABSORBED],
        ),
        ("a", "**extra", [ChangeKind.PARAMETER_REMOVED, ChangeKind.PARAMETER_OPTIONAL]),
    ],
)
def test_what_has_changed_of_the_parameters(
    before: str, after: str, found: list[ChangeKind]
) -> None:
    assert change(before, after) == found


SAME = [
    ("Optional[int]", "int | None"),
    ("Union[int, str]", "str | int"),
    ("Annotated[int, 'x']", "int"),
    ("list[int]", "Sequence[int]"),
    ("tuple[int, ...]", "list[int]"),
    ("dict[int, str]", "Mapping[str, str]"),
    ("Id", "int"),
    ("Names", "list[str]"),
    ("Size", "int"),
    ("Kind", "str"),
    ("int", "int | None"),
    ("int", "Any"),
    ("int", "object"),
    ("Order", "int"),
    ("Plain", "str"),
    ("Path", "str"),
    ("set[int]", "list[int]"),
    ("datetime", "date"),
]
OTHER = [
    ("int | None", "int"),
    ("int", "str"),
    ("int", "Order"),
    ("int", "Plain"),
    ("float", "timedelta"),
    ("list[int]", "list[str]"),
    ("list[int]", "int"),
    ("tuple[int, str]", "tuple[str, int]"),
    ("tuple[int, int]", "tuple[int]"),
    ("dict[str, int]", "dict[str, str]"),
    ("Id", "str"),
    ("date", "datetime"),
]
UNTOLD = [
    ("Any", "int"),
    ("Model", "int"),
    ("Literal['a']", "str"),
    ("list", "list[int]"),
    ("list[int]", "tuple[int, int]"),
    ("Row", "dict[str, int]"),
    ("str", "Sequence[str]"),
    ("Model", "Row"),
]


@pytest.mark.parametrize(
    ("pair", "kind"),
    [
        *((pair, ChangeKind.TYPE_COMPATIBLE) for pair in SAME),
        *((pair, ChangeKind.TYPE_CHANGED) for pair in OTHER),
        *((pair, ChangeKind.TYPE_UNKNOWN) for pair in UNTOLD),
    ],
    ids=str,
)
def test_whether_what_messages_hold_is_of_the_new_type(
    pair: tuple[str, str], kind: ChangeKind
) -> None:
    before, after = (f"a: {type_}" for type_ in pair)
    assert change(before, after) == [kind]


def test_a_type_that_means_something_else_is_another_one_however_it_is_written() -> None:
    before = handler("names: Names, row: Row")
    assert kinds(compared(before, before)) == []
    other = before.replace("Names = list[str]", "Names = list[int]")
    assert kinds(compared(before, other)) == [ChangeKind.TYPE_CHANGED]
    other = before.replace("    a: int\n", "    a: str\n")
    found = compared(before, other)
    assert kinds(found) == [ChangeKind.TYPE_UNKNOWN]
    assert not is_compatible(found)
    laid_out = before.replace("class Row(TypedDict):", "class Row(TypedDict):  # a row")
    assert kinds(compared(before, laid_out)) == []


def test_where_types_say_how_they_are_encoded_nothing_is_refused() -> None:
    encoding = HEAD.replace("    number: int\n", "    number: int\n    def __json__(self): ...\n")
    before, after = (handler(f"a: {type_}", text=encoding) for type_ in ("Order", "int"))
    assert kinds(compared(before, after)) == [ChangeKind.TYPE_UNKNOWN]


def test_behind_a_decorator_that_may_take_other_parameters_none_is_compared() -> None:
    before, after = handler("a", "@task\n    @kept"), handler("a, b", "@task\n    @kept")
    found = compared(before, after)
    assert kinds(found) == [ChangeKind.PARAMETERS_UNKNOWN]
    assert change_words(found.changes[0].differences[0]) == (
        "its parameters are written differently, and @kept may take others than are written"
    )
    assert is_compatible(compared(before, before))
    other = before.replace("return function(*args, **kwargs)", "return function(1, *args)")
    assert kinds(compared(before, other)) == [ChangeKind.PARAMETERS_UNKNOWN]


def test_a_wrapper_without_the_name_may_give_the_task_another_one() -> None:
    plain, wrapped = handler("a"), handler("a", "@task\n    @named")
    found = compared(plain, wrapped)
    assert kinds(found) == [ChangeKind.NAME_UNKNOWN, ChangeKind.PARAMETERS_UNKNOWN]
    assert not is_compatible(compared(wrapped, wrapped))
    assert is_compatible(compared(plain, plain))


def test_what_may_hide_the_task_is_not_certain() -> None:
    text = handler("a", "@counted\n    @task")
    found = compared(text, text)
    assert (kinds(found), len(found.unknown), is_compatible(found)) == ([], 1, False)


def test_a_task_that_nothing_runs_was_sent_nothing_and_can_go() -> None:
    lost = handler("a", "@task()")
    assert kinds(compared(lost, HEAD)) == [ChangeKind.UNREGISTERED_REMOVED]
    assert is_compatible(compared(lost, HEAD))
    assert kinds(compared(lost, handler("a, b"))) == [ChangeKind.NOW_REGISTERED]
    assert kinds(compared(handler("a"), lost)) == [ChangeKind.NOT_REGISTERED]
    assert kinds(compared(lost, handler("a, b", "@task()"))) == []
