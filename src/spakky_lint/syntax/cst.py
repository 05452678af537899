"""libcst, whose nodes are made in a fraction of the time.

libcst has two hundred kinds of nodes. For each, the standard library compiles five methods while
libcst is imported, of which `CSTNode` has four already; and every node goes through
`object.__setattr__` for each of its fields, and through two more calls to have nothing checked.
Here a node is made by one method, which gives its slots their values, and which is compiled when
the first node of the kind is made. What libcst checks is checked as before.

This comes about while libcst is imported. Where somebody else has imported it before, its nodes
stay as they are.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from types import MemberDescriptorType
from typing import Any, Final

from spakky_lint.data import compiled_init

_LIKE_THESE: Final = {"frozen": True}
"""How every node is declared: nothing else is made here."""

_INIT: Final = "__init__"

_Class = type[Any]  # Any: of whatever it makes


def _import_with_quick_nodes() -> None:
    if "libcst" in sys.modules:
        return
    standard = dataclasses.dataclass
    made: list[_Class] = []
    dataclasses.dataclass = partial(_dataclass, standard, made)
    try:
        import libcst  # noqa: F401  # its classes are what this is for
    finally:
        dataclasses.dataclass = standard
    for node in made:  # so that others may inherit from them
        node.__dataclass_params__.frozen = True


def _dataclass(
    standard: Callable[..., Any],  # Any: what a decorator gives is what it is given
    made: list[_Class],
    class_: _Class | None = None,
    /,
    **options: bool,
) -> Any:
    """As `dataclasses.dataclass`, for whoever decorates a class while libcst is imported."""
    if class_ is None:
        return partial(_dataclass, standard, made, **options)
    if options != _LIKE_THESE or not class_.__module__.startswith("libcst._nodes."):
        return standard(class_, **options)
    node: _Class = standard(class_, init=False, repr=False, eq=False)
    methods = (_init(), _refuse_to_assign, _refuse_to_delete)
    for name, method in zip((_INIT, "__setattr__", "__delattr__"), methods, strict=True):
        setattr(node, name, method)
    made.append(node)
    return node


def _refuse_to_assign(node: object, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(node: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _init() -> Callable[..., None]:
    """The method that makes the first node of a kind, and puts what it compiles in its place."""

    compiled: Callable[..., None] | None = None

    def method(self: object, /, *values: object, **named: object) -> None:
        nonlocal compiled
        owner = next((each for each in type(self).__mro__ if vars(each).get(_INIT) is method), None)
        if owner is not None:  # no other thread was faster
            compiled = _compiled(owner)
            setattr(owner, _INIT, compiled)
        assert compiled is not None
        compiled(self, *values, **named)

    return method


def _compiled(owner: _Class) -> Callable[..., None]:
    fields = dataclasses.fields(owner)
    slots = {each.name: _slot(owner, each.name) for each in fields}
    last = "self.__post_init__()"
    if _defining(owner, "_validate").__name__ == "CSTNode":  # it checks nothing, but an heir may
        last = f"if self.__class__ is not _owner: {last}"
    method = compiled_init(fields, slots, last, {"_owner": owner})
    method.__qualname__ = f"{owner.__qualname__}.__init__"
    return method


def _slot(owner: _Class, name: str) -> Callable[[object, object], None]:
    found = vars(_defining(owner, name))[name]
    if isinstance(found, MemberDescriptorType):
        return found.__set__
    return lambda node, value: object.__setattr__(node, name, value)


def _defining(owner: _Class, name: str) -> _Class:
    return next(each for each in owner.__mro__ if name in vars(each))


_import_with_quick_nodes()

import libcst  # noqa: E402  # from here on
from libcst import *  # noqa: E402, F403  # as if it was imported here
from libcst import metadata as metadata  # noqa: E402, PLC0414  # a part of it

_BLANKS: Final = ("SimpleWhitespace", "Newline", "TrailingWhitespace")
_own: Final = {name: getattr(libcst, name) for name in _BLANKS}
_alike: Final = {name: lru_cache(1000)(kind) for name, kind in _own.items()}


@contextmanager
def blanks_shared() -> Iterator[None]:
    """Have what is parsed in the meantime share its blanks: more than half of all nodes are such,
    a handful of them differ, and nobody asks where one stands.
    """
    vars(libcst).update(_alike)
    try:
        yield
    finally:
        vars(libcst).update(_own)
