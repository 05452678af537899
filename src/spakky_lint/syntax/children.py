"""The parts of a node that hold what is written in it, without its layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

import libcst as cst


def children(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes right below that may hold an expression, in the order of the text."""
    found: list[cst.CSTNode] = []
    for part in _parts_of(type(node))(node):
        kind = type(part)
        if kind is tuple or kind is list:
            found += part
        elif _is_node(kind):
            found.append(part)
    return found


@lru_cache(maxsize=256)
def _parts_of(kind: type[cst.CSTNode]) -> Callable[[cst.CSTNode], tuple[Any, ...]]:
    """What gets the values of the fields that may hold an expression."""
    layout = ("whitespace", "leading", "trailing", "header", "footer", "lpar", "rpar", "operator")
    names = [
        field.name
        for field in fields(kind)
        if not field.name.startswith(layout) and field.name not in ("comma", "equal", "semicolon")
    ]
    if len(names) > 1:
        return attrgetter(*names)  # of one name it would be no tuple
    return lambda node: tuple(getattr(node, name) for name in names)


_are_nodes: dict[type, bool] = {}


def _is_node(kind: type) -> bool:
    # Nodes have a metaclass that makes isinstance slow.
    found = _are_nodes.get(kind)
    if found is None:
        found = _are_nodes[kind] = issubclass(kind, cst.CSTNode)
    return found
