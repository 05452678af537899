"""Where metadata is copied from one function to another: `functools.wraps`, `update_wrapper`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.calls import takes_one
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.names import resolve
from spakky_lint.syntax.uses import Flow

_WRAPS = "functools.wraps"
_UPDATES = "functools.update_wrapper"
_ALL_UPDATES = "functools.WRAPPER_UPDATES"
_ALL_ASSIGNMENTS = "functools.WRAPPER_ASSIGNMENTS"
_ATTRIBUTES = "__dict__"


class Carrying(Enum):
    """What becomes of the attributes that somebody set on the original."""

    ATTRIBUTES = auto()
    NOTHING = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    original: cst.BaseExpression
    wrapper: cst.BaseExpression | None
    """What is copied to; None for the `@wraps(f)` that stands on it."""
    carrying: Carrying

    def is_to(self, name: str) -> bool:
        return isinstance(self.wrapper, cst.Name) and self.wrapper.value == name


def copy_of(node: cst.BaseExpression, flow: Flow) -> Copy | None:
    """`wraps(f)`, `wraps(f)(wrapper)` or `update_wrapper(wrapper, f)`; None for anything else."""
    if not isinstance(node, cst.Call):
        return None
    if isinstance(node.func, cst.Call):
        made = _copying(node.func, _WRAPS, 0, flow)
        if made is None or not takes_one(node):
            return None
        return Copy(made.original, node.args[0].value, made.carrying)
    return _copying(node, _WRAPS, 0, flow) or _copying(node, _UPDATES, 1, flow)


def _copying(node: cst.Call, qualified: str, before: int, flow: Flow) -> Copy | None:
    """The copy of a call whose first `before` arguments are not those of `wraps`."""
    if resolve(node.func, flow.point).qualified != qualified:
        return None
    call = flow.read(node)
    original = _argument(call, before, "wrapped")
    wrapper = _argument(call, 0, "wrapper") if before else None
    if original is None or (before and wrapper is None):
        return None
    carrying = Carrying.UNKNOWN if call.is_open else _carrying(call, before + 1)
    return Copy(
        original.expression.node,
        None if wrapper is None else wrapper.expression.node,
        carrying,
    )


def _carrying(call: Call, first: int) -> Carrying:
    updated = _argument(call, first + 1, "updated")
    if updated is None or updated.expression.target.qualified == _ALL_UPDATES:
        return Carrying.ATTRIBUTES
    names = _names(updated)
    if names is None:
        return Carrying.UNKNOWN
    if _ATTRIBUTES in names:
        return Carrying.ATTRIBUTES
    return Carrying.NOTHING if _assigns_names_only(call, first) else Carrying.UNKNOWN


def _assigns_names_only(call: Call, position: int) -> bool:
    """Whether nothing is assigned but the name, the documentation and the like."""
    assigned = _argument(call, position, "assigned")
    if assigned is None or assigned.expression.target.qualified == _ALL_ASSIGNMENTS:
        return True
    names = _names(assigned)
    return names is not None and all(
        name in ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
        for name in names
    )


def _names(argument: Argument) -> Sequence[object] | None:
    """The names that it lists; somebody may add to a list that has a name of its own."""
    value = argument.expression.value
    if isinstance(value, tuple) or (isinstance(value, list) and argument.expression.is_literal):
        return value
    return None


def _argument(call: Call, position: int, name: str) -> Argument | None:
    named = call.keyword(name)
    if named is not None:
        return named
    if position >= len(call.arguments):
        return None
    found = call.arguments[position]
    return None if found.keyword is not None or found.star else found
