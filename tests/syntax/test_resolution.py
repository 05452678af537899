"""Our resolution order against Python's own, and what an unseen base leaves open."""

from __future__ import annotations

from itertools import product

import pytest

from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.resolution import Unseen, held_methods, holder, resolution_order
from tests.syntax.reading import read

BASES = ("", "A", "B", "A, B", "B, A")
HIERARCHIES = [
    f"class O: ...\nclass A({a}): ...\nclass B({b}): ...\nclass C({c}): ...\nclass D({d}): ...\n"
    for a, b, c, d in product(
        ("", "O"), ("", "O", "A"), BASES, ("C", "C, B", "A, C", "C, O", "B, C, A")
    )
]


def named(name: str, module: Module) -> ClassDeclaration:
    return next(found for found in module.classes if found.name == name)


def order_of(name: str, text: str) -> list[str]:
    module = read(text)
    return [
        "?" if isinstance(member, Unseen) else member.name
        for member in resolution_order(named(name, module), module)
    ]


def python_says(name: str, text: str) -> list[str]:
    scope: dict[str, type] = {}
    try:
        exec(text, scope)
    except TypeError:
        return [name, "?"]
    return [member.__name__ for member in scope[name].__mro__ if member is not object]


def test_the_order_is_the_one_that_python_computes() -> None:
    for text in HIERARCHIES:
        assert order_of("D", text) == python_says("D", text), text


def test_a_base_that_is_not_seen_holds_its_place() -> None:
    text = "import x\nclass A: ...\nclass B(x.Y, A): ...\nclass C(B, x.Y, x.Z): ...\n"
    assert order_of("C", text) == ["C", "B", "?", "A", "?"]


def test_empty_bases_hold_none() -> None:
    text = "from abc import ABC\nfrom typing import Generic, T\nclass A(ABC, Generic[T]): ...\n"
    assert order_of("A", text) == ["A"]


def test_a_hierarchy_of_diamonds_is_worked_out_in_no_time() -> None:
    lines = ["class A0: ...", "class B0(A0): ..."]
    for number in range(1, 40):
        one, other = f"A{number - 1}", f"B{number - 1}"
        lines += [f"class A{number}({other}, {one}): ...", f"class B{number}({other}): ..."]
        lines += [f"class A{number}(B{number}): ..."]
    text = "\n".join(lines)
    assert order_of("A39", text)[0] == "A39"


MEMBERS = """\
import x
from abc import ABC, abstractmethod
class Far(ABC):
    def one(self): ...
    @abstractmethod
    def two(self): ...
    @abstractmethod
    def three(self): ...
class Near(Far):
    def three(self): ...
    four = 4
class Known(Near):
    def five(self): ...
class Hidden(Near, x.Y):
    @abstractmethod
    def six(self): ...
class Behind(x.Y, Far):
    @abstractmethod
    def seven(self): ...
class Twice(Near):
    if x.Z:
        def two(self): ...
    else:
        @abstractmethod
        def two(self): ...
"""


@pytest.mark.parametrize(
    ("name", "methods"),
    [
        ("Known", {"one": "Far", "two": "Far", "three": "Near", "five": "Known"}),
        ("Hidden", {"one": "Far", "two": "Far", "three": "Near", "six": "Hidden"}),
        ("Behind", {"seven": "Behind"}),
        ("Twice", {"one": "Far", "three": "Near"}),
    ],
)
def test_methods_are_held_as_far_as_that_is_certain(name: str, methods: dict[str, str]) -> None:
    module = read(MEMBERS)
    held = held_methods(named(name, module), module)
    assert {function.name: owner.name for owner, function in held} == methods


def test_a_name_is_held_from_the_nearest_class_that_binds_it() -> None:
    module = read(MEMBERS)
    for name, expected in (("four", "Near"), ("two", "Far"), ("five", "Known")):
        found = holder(name, named("Known", module), module)
        assert found is not None
        assert found.name == expected
    assert holder("one", named("Behind", module), module) is None
