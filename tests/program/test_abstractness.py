"""Which methods keep an instance from being made, held against Python's own answer."""

from __future__ import annotations

import pytest

from spakky_lint.program.abstractness import abstract_methods, is_mere_protocol
from tests.program.texts import declared, module, program_of

HEAD = """\
import dataclasses, functools
from abc import ABC, ABCMeta, abstractmethod
from typing import Protocol
def passes(f): return f
class Base(ABC):
    @abstractmethod
    def one(self): ...
    @abstractmethod
    def two(self): ...
class Plain:
    @abstractmethod
    def one(self): ...
"""
ONE = "    @abstractmethod\n    def one(self): ..."
EQUAL = "    @abstractmethod\n    def __eq__(self, other): ..."
MIXIN = "class Mixin:\n    def one(self): ...\n"
CLASSES = {
    "all": "class Orders(Base): ...",
    "one implements": "class Orders(Base):\n    def one(self): ...",
    "none is left": "class Orders(Base):\n    def one(self): ...\n    def two(self): ...",
    "an attribute implements": "class Orders(Base):\n    one = 1\n    two: object = None",
    "an annotation does not": "class Orders(Base):\n    one: int\n    def two(self): ...",
    "another base in front does": f"{MIXIN}class Orders(Mixin, Base): ...",
    "one behind does not": f"{MIXIN}class Orders(Base, Mixin): ...",
    "it is abstract again": f"class Orders(Base):\n{ONE}",
    "in a class that is no ABC": "class Orders(Plain): ...",
    "a subclass of that which is one": "class Orders(Plain, ABC): ...",
    "by a metaclass": f"class Orders(metaclass=ABCMeta):\n{ONE}",
    "a property": f"class Orders(ABC):\n    @property\n{ONE}",
    "a class method": f"class Orders(ABC):\n    @classmethod\n{ONE}",
    "below what hands it on": f"class Orders(ABC):\n    @passes\n{ONE}",
    "a protocol": f"class Orders(Protocol):\n{ONE}",
    "a subclass of a protocol": f"class P(Protocol):\n{ONE}\nclass Orders(P): ...",
    "a comparison that is made": (
        "@functools.total_ordering\nclass Orders(Base):\n    def one(self): ...\n"
        "    def two(self): ...\n    def __lt__(self, other): ..."
    ),
}


def left(files: dict[str, str], path: str = "orders.py") -> list[str]:
    program = program_of(files)
    orders = declared(program, path, "Orders")
    return sorted(found.name for found in abstract_methods(orders, module(program, path)))


@pytest.mark.parametrize("case", CLASSES)
def test_python_agrees(case: str) -> None:
    text = f"{HEAD}{CLASSES[case]}\n"
    names: dict[str, type] = {}
    exec(text, names)
    assert left({"orders.py": text}) == sorted(getattr(names["Orders"], "__abstractmethods__", ()))


@pytest.mark.parametrize("case", CLASSES)
def test_it_is_the_same_over_two_files(case: str) -> None:
    files = {"base.py": HEAD, "orders.py": f"from base import *\n{CLASSES[case]}\n"}
    assert left(files) == left({"orders.py": f"{HEAD}{CLASSES[case]}\n"})


UNSEEN = {
    "a base behind it": ("class Orders(Base, x.Y): ...", ["one", "two"]),
    "a base in front of it": ("class Orders(x.Y, Base): ...", []),
    "a metaclass": ("class Orders(Base, metaclass=x.Meta): ...", []),
    "a method in a branch": ("class Orders(Base):\n    if x:\n        def one(self): ...", ["two"]),
    "what makes the instances": ("class Orders(Base):\n    def __new__(cls): ...", []),
    "what is done to subclasses": (
        "class Root(Base):\n    def __init_subclass__(cls): ...\nclass Orders(Root): ...",
        [],
    ),
    "a decorator that may make methods": (
        f"@dataclasses.dataclass\nclass Orders(Base):\n{EQUAL}",
        ["one", "two"],
    ),
    "a decorator that may hide it": (
        f"class Orders(ABC):\n    @x.wrap\n{ONE}",
        [],
    ),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_what_is_not_seen_may_implement_it(case: str) -> None:
    text, expected = UNSEEN[case]
    assert left({"orders.py": f"import x\n{HEAD}{text}\n"}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class Orders(Protocol): ...", True),
        ("class P(Protocol): ...\nclass Orders(P): ...", False),
        ("class Orders(Protocol):\n    def __init__(self): ...", False),
        ("class Orders(Base): ...", False),
        ("import x\nclass Orders(x.Y, Protocol): ...", False),
    ],
)
def test_a_protocol_itself_is_no_class_to_call(text: str, expected: bool) -> None:
    program = program_of({"orders.py": f"{HEAD}{text}\n"})
    orders = declared(program, "orders.py", "Orders")
    assert is_mere_protocol(orders, module(program, "orders.py")) is expected
