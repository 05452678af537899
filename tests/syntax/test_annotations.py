"""What type annotations name."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.annotations import UNION, Annotation, read_annotation
from spakky_lint.syntax.parse import read_declarations

PRELUDE = """\
import datetime
import typing as t
from typing import Annotated, Literal, Optional, Union

Ids = list[int]
Key = t.NewType("Key", int)

class Orders: ...
"""


def annotation(written: str, prelude: str = PRELUDE) -> Annotation:
    module = read_declarations(f"{prelude}\n\ndef f(value: {written}) -> None: ...\n")
    (declaration,) = [each for each in module.functions if each.function.name == "f"]
    expression = declaration.function.parameters[0].annotation
    assert expression is not None
    return read_annotation(expression)


def spelled(found: Annotation) -> str:
    """`builtins.list[builtins.int]`, `A | B`, and `?` for what is not understood."""
    inner = [spelled(argument) for argument in found.arguments]
    if found.target == UNION:
        return " | ".join(inner)
    name = found.target.qualified or ("Orders" if found.target.declared is not None else "?")
    name = name.removeprefix("builtins.")
    return f"{name}[{', '.join(inner)}]" if inner else name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("int", "int"),
        ("None", "None"),
        ("Orders", "Orders"),
        ("datetime.date", "datetime.date"),
        ("list[int]", "list[int]"),
        ("dict[str, list[Orders]]", "dict[str, list[Orders]]"),
        ("tuple[int, ...]", "tuple[int, Ellipsis]"),
        ("int | None", "int | None"),
        ("int | str | None", "int | str | None"),
        ("Optional[Orders]", "Orders | None"),
        ("t.Union[int, str]", "int | str"),
        ("Annotated[Orders, 'primary', f(1)]", "typing.Annotated[Orders]"),
        ("Literal['a', 'b']", "typing.Literal"),
        ("Ids", "list[int]"),
        ("Key", "int"),
        ("dict[Key, Ids]", "dict[int, list[int]]"),
        ('"Orders"', "Orders"),
        ('"Orders | None"', "Orders | None"),
        ('list["Orders"]', "list[Orders]"),
        ('"list[Later]"', "list[?]"),
        ('"not a type"', "?"),
        ('"f(1)"', "?"),
        ("unseen()", "?"),
        ("int + str", "?"),
        ("[int]", "?"),
    ],
)
def test_an_annotation_is_read(written: str, read: str) -> None:
    assert spelled(annotation(written)) == read


def test_a_string_names_what_is_defined_further_down() -> None:
    module = read_declarations(
        "class Mail:\n    def send(self, to: 'Orders') -> None: ...\n\nclass Orders: ...\n"
    )
    expression = module.functions[0].function.parameters[1].annotation
    assert expression is not None
    assert read_annotation(expression).target.declared is module.classes[1].key


def test_with_deferred_annotations_so_does_a_name() -> None:
    module = read_declarations(
        "from __future__ import annotations\n"
        "class Mail:\n    def send(self, to: Orders) -> None: ...\n\nclass Orders: ...\n"
    )
    expression = module.functions[0].function.parameters[1].annotation
    assert expression is not None
    assert read_annotation(expression).target.declared is module.classes[1].key


def test_what_stands_in_a_string_has_the_place_of_the_string() -> None:
    found = annotation('"list[Orders]"')
    assert found.place.text == '"list[Orders]"'
    assert [inner.place.text for inner in found.walk()] == ['"list[Orders]"'] * 2


def test_what_stands_behind_an_alias_has_the_place_of_the_alias() -> None:
    assert [inner.place.text for inner in annotation("Ids").walk()] == ["Ids", "Ids"]


def test_nesting_ends() -> None:
    assert "?" in spelled(annotation("list[" * 60 + "int" + "]" * 60))
    assert spelled(annotation("A", "A = 'A'\n")) == "?"
    assert spelled(annotation("A", "A = list['A']\n")).startswith("list[list[")


@pytest.mark.parametrize("statement", ["type Found = int", "type Found[T] = list[T]"])
def test_what_a_type_statement_makes_is_an_object_of_its_own(statement: str) -> None:
    assert spelled(annotation("Found", f"{statement}\n")) == "?"


def test_who_reads_messages_is_told_what_a_type_statement_names() -> None:
    found = annotation("Found", "type Found = dict[str, int]\n")
    assert found.meant is not None
    assert spelled(found.meant) == "dict[str, int]"
