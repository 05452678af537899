"""Which metaclasses leave a class, its constructor and its subclasses as their bodies say.

Each is tried in this very Python: what is said to be plain changes nothing, and what is said not to
be is seen to change something.
"""

from __future__ import annotations

import inspect
from textwrap import dedent

import pytest

from spakky_lint.syntax.metaclasses import has_plain_metaclass, is_named_abstract
from tests.syntax.reading import read

ORDERS = """
class Orders({}):
    def __init__(self, limit: int) -> None:
        self.limit = limit
    def confirm(self) -> int:
        return self.limit

class Rush(Orders):
    def confirm(self) -> int:
        return 2 * self.limit
"""
OWN = "class Meta({}):\n    {}\n"
PLAIN = {
    "type": ("", "metaclass=type"),
    "ABCMeta": ("from abc import ABCMeta\n", "metaclass=ABCMeta"),
    "a bare one": (OWN.format("type", "pass"), "metaclass=Meta"),
    "one below ABCMeta": ("import abc\n" + OWN.format("abc.ABCMeta", "pass"), "metaclass=Meta"),
    "one with a method": (OWN.format("type", "def shown(cls): return 1"), "metaclass=Meta"),
    "one with a text": (OWN.format("type", "def __repr__(cls): return ''"), "metaclass=Meta"),
    "two": (OWN.format("type", "pass") + "class Other(Meta): pass\n", "metaclass=Other"),
}
TELLING = {
    "EnumMeta": ("from enum import EnumMeta\n", "metaclass=EnumMeta"),
    "__call__": (
        OWN.format("type", "def __call__(cls, *given): return type.__call__(cls, 0)"),
        "metaclass=Meta",
    ),
    "__new__": (
        OWN.format("type", "def __new__(m, n, b, d): return type.__new__(m, n, b, {})"),
        "metaclass=Meta",
    ),
    "__init__": (
        OWN.format("type", "def __init__(cls, n, b, d): cls.confirm = lambda self: 0"),
        "metaclass=Meta",
    ),
    "__prepare__": (
        OWN.format(
            "type",
            "@classmethod\n    def __prepare__(m, n, b): return {'more': lambda self: 0}",
        ),
        "metaclass=Meta",
    ),
    "mro": (OWN.format("type", "def mro(cls): return [cls, object]"), "metaclass=Meta"),
    "__getattribute__": (
        OWN.format("type", "def __getattribute__(cls, name): return None"),
        "metaclass=Meta",
    ),
    "one below another": (
        OWN.format("type", "def __call__(cls, *given): return type.__call__(cls, 0)")
        + "class Other(Meta): pass\n",
        "metaclass=Other",
    ),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_metaclass_does_what_the_bodies_say(name: str) -> None:
    head, header = PLAIN[name]
    text = head + ORDERS.format(header)

    assert _is_plain(text)
    assert _as_python_has_it(text) == _as_python_has_it(ORDERS.format(""))


@pytest.mark.parametrize("name", TELLING)
def test_a_metaclass_with_a_say_is_none(name: str) -> None:
    head, header = TELLING[name]
    text = head + ORDERS.format(header)

    assert not _is_plain(text)
    assert _as_python_has_it(text) != _as_python_has_it(ORDERS.format(""))


@pytest.mark.parametrize(
    "text",
    [
        "from elsewhere import Meta\nclass Orders(metaclass=Meta): ...\n",
        "def f(Meta):\n    class Orders(metaclass=Meta): ...\n",
        "@made\nclass Meta(type): ...\nclass Orders(metaclass=Meta): ...\n",
        "from elsewhere import Base\nclass Meta(Base): ...\nclass Orders(metaclass=Meta): ...\n",
    ],
)
def test_of_one_that_is_not_seen_nothing_is_known(text: str) -> None:
    assert not _is_plain(text)


def test_a_class_names_abc_meta_itself() -> None:
    module = read("import abc\nclass A(metaclass=abc.ABCMeta): ...\nclass B(abc.ABC): ...\n")

    assert [is_named_abstract(each) for each in module.classes] == [True, False]


def _is_plain(text: str) -> bool:
    module = read(dedent(text))
    orders = next(each for each in module.classes if each.name == "Orders")
    return has_plain_metaclass(orders, module)


def _as_python_has_it(text: str) -> list[object]:
    """What becomes of the two classes: their names, how they are called, and what they do."""
    told: list[object] = []
    try:
        namespace: dict[str, object] = {}
        exec(compile(dedent(text), "orders", "exec"), namespace)  # these texts
        for name in ("Orders", "Rush"):
            class_ = namespace[name]
            assert isinstance(class_, type)
            told.append(sorted(dict(class_.__dict__).keys() - {"__abstractmethods__", "_abc_impl"}))
            told.append([str(parameter) for parameter in inspect.signature(class_).parameters])
            told.append([each.__name__ for each in class_.__mro__])
            told.append(class_(4).confirm())
    except Exception as error:  # noqa: BLE001  # whatever it ends in is another answer
        told.append(type(error).__name__)
    return told
