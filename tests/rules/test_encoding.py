"""Which annotated types are said not to fit into a message, and which are left alone."""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.selection import Selection

TEXT = """\
import collections.abc as abc
import typing as t
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import List, Optional

from spakky.task import TaskHandler, task

{more}

class Colour(Enum):
    RED = 1

@dataclass
class Order:
    number: int

class Text(str): ...

class Loud(Text): ...

class Money:
    def __str__(self): ...

@TaskHandler()
class Handler:
    @task
    def run(self, value: {annotation}) -> None: ...
"""


def found(annotation: str, more: str = "") -> list[str]:
    text = TEXT.format(annotation=annotation, more=more)
    findings = lint_text(text, Selection(("SPK214",)))
    return [finding.message.split(" in 'value'")[0].split("is sent ")[1] for finding in findings]


@pytest.mark.parametrize(
    ("annotation", "refused"),
    [
        ("Order", "'Order'"),
        ("'Order | None'", "'Order'"),
        ("Money", "'Money'"),
        ("Optional[Colour]", "'Colour'"),
        ("t.Union[set, frozenset]", "'set'"),
        ("List[List[Path]]", "'Path'"),
        ("t.Dict[str, t.Tuple[int, t.FrozenSet[int]]]", "'frozenset'"),
        ("dict[Order, Path]", "a dict key of type 'Order'"),
        ("dict[date | tuple[int, int], int]", "a dict key of type 'date'"),
        ("abc.Callable[..., int]", "'Callable'"),
        ("t.Iterator[int]", "'Iterator'"),
        ("t.Annotated[timedelta, 'short']", "'timedelta'"),
        ("t.Type[Order]", "'type'"),
        ("KeyError", "'KeyError'"),
    ],
)
def test_a_type_that_no_message_carries_is_named(annotation: str, refused: str) -> None:
    assert found(annotation) == [refused]


@pytest.mark.parametrize(
    "annotation",
    [
        "int",
        "None",
        "Text",
        "Loud",
        "list",
        "dict",
        "tuple[()]",
        "tuple[int, ...]",
        "dict[int | str | float | bool | None, date]",
        "dict[date | str, int]",
        "Order | int",
        "Order | list[int] | None",
        "list[Order | int]",
        "t.Any",
        "t.Nonsense",
        "Unheard",
        "Unheard[Order]",
        "'this is no type'",
        "t.Literal['Order']",
        "Order.number",
        "Colour.RED",
        "abc.Sequence",
    ],
)
def test_a_type_that_a_message_may_carry_is_left_alone(annotation: str) -> None:
    assert found(annotation) == []


@pytest.mark.parametrize(
    "more",
    [
        "from kombu.utils.json import register_type\nregister_type(Order, 'order', vars)",
        "def __json__(self): return 1",
        "app.conf.task_serializer = 'pickle'",
    ],
)
def test_a_file_that_says_how_to_encode_is_left_alone(more: str) -> None:
    assert found("Order") == ["'Order'"]
    assert found("Order", more) == []
