"""The parts of a node that hold what is written in it, without its layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, fields
from operator import attrgetter
from typing import TypeAlias, get_origin

from spakky_lint.syntax import cst

_Reading: TypeAlias = Callable[[cst.CSTNode], Sequence[cst.CSTNode]]

_LAYOUT = (
    *("whitespace", "leading", "trailing", "header", "footer", "lines_after"),
    *("lpar", "rpar", "lbrac", "rbrac", "operator"),
)
"""What the names of fields begin with that hold signs and blanks."""
_SIGNS = frozenset(
    {
        *("asynchronous", "colon", "comma", "dot", "equal", "first_colon", "second_colon"),
        *("indent", "posonly_ind", "relative", "semicolon", "separator", "star"),
    }
)
_NO_NODES = (str, bool)


def children(node: cst.CSTNode) -> Sequence[cst.CSTNode]:
    """The nodes right below that may hold an expression, in the order of the text."""
    return parts_by_kind[type(node)](node)


def nodes_in(*roots: cst.CSTNode, parts: _Reading = children) -> Iterator[cst.CSTNode]:
    """These nodes and all below them, as far as their `parts` go, in no particular order."""
    waiting = [*roots]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += parts(node)


def upwards(
    node: cst.CSTNode, parent_of: Callable[[cst.CSTNode], cst.CSTNode | None]
) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """The node with what it is a part of, and that with what it is a part of, up to the root."""
    parent = parent_of(node)
    while parent is not None:
        yield node, parent
        node, parent = parent, parent_of(parent)


def looked_up(node: cst.CSTNode) -> Sequence[cst.CSTNode]:
    """As `children`, without the names of attributes and keywords, which nobody looks up."""
    kind = type(node)
    if kind is cst.Attribute or kind is cst.Arg:
        return (node.value,)  # type: ignore[attr-defined]  # both have one
    return children(node)


_NESTED = frozenset({cst.FunctionDef, cst.ClassDef, cst.Lambda})


def own(node: cst.CSTNode) -> Sequence[cst.CSTNode]:
    """As `children`, of what runs with the node: nested functions and classes are not entered."""
    return () if type(node) in _NESTED else children(node)


class _Readings(dict[type[cst.CSTNode], _Reading]):
    """By kind of node, what gets them; made when the first of its kind is met."""

    def __missing__(self, kind: type[cst.CSTNode]) -> _Reading:
        parts = [
            field
            for field in fields(kind)
            if not field.name.startswith(_LAYOUT)
            and field.name not in _SIGNS
            and field.type not in _NO_NODES
        ]
        found = self[kind] = _reading(parts)
        return found


parts_by_kind = _Readings()
"""As `children`, for whoever knows the kind: one call less for every node of a tree."""


def _reading(parts: Sequence[Field[object]]) -> _Reading:
    if not parts:
        return lambda node: ()
    if len(parts) == 1 and get_origin(parts[0].type) is Sequence:
        return attrgetter(parts[0].name)
    # Compiled for each kind: this is asked of every node of a tree, and more than once.
    listed = ", ".join(map(_listed, parts))
    made: _Reading = eval(f"lambda node: [{listed}]", {"_nodes": _nodes})  # ours
    return made


def _listed(part: Field[object]) -> str:
    """How the nodes of a field are written in a list of all."""
    value = f"node.{part.name}"
    if get_origin(part.type) is Sequence:
        return f"*{value}"
    return value if isinstance(part.type, type) else f"*_nodes({value})"


def _nodes(value: object) -> Sequence[cst.CSTNode]:
    """Those that a field holds."""
    kind = type(value)
    if kind is tuple or kind is list:
        return value  # type: ignore[return-value]  # all sequences in fields are of nodes
    return (value,) if _is_node(kind) else ()  # type: ignore[return-value]  # it is one


_are_nodes: dict[type, bool] = {}


def _is_node(kind: type) -> bool:
    # Nodes have a metaclass that makes isinstance slow.
    found = _are_nodes.get(kind)
    if found is None:
        found = _are_nodes[kind] = issubclass(kind, cst.CSTNode)
    return found
