"""Members of the enumerations that a file declares."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import ancestors, class_of, is_inert
from spakky_lint.syntax.unknown import UNKNOWN, Unknown

_TEXTS = frozenset({"builtins.str", "enum.StrEnum"})
_ENUMS = frozenset({"enum.Enum", "enum.Flag", "enum.IntEnum", "enum.IntFlag", "enum.StrEnum"})
_BASES = _ENUMS | _TEXTS | {"builtins.bytes", "builtins.int", "builtins.object"}


@dataclass(frozen=True, slots=True, eq=False)
class EnumMember:
    """A member that is no text itself."""

    value: object
    """Its value, or UNKNOWN."""


def enum_member(expression: Expression, module: Module) -> EnumMember | str | Unknown:
    """The member that the expression names; one that is text is given as its text."""
    node, point = expression.reader.resolver.follow(expression.node, expression.point)
    if not isinstance(node, cst.Attribute):
        return UNKNOWN
    owner = class_of(expression.reader.resolver.resolve(node.value, point), module)
    if owner is None:
        return UNKNOWN
    bases = _bases(owner, module)
    if _ENUMS.isdisjoint(bases) or not bases <= _BASES:
        return UNKNOWN
    return _member(owner, node.attr.value, bases)


def _bases(owner: ClassDeclaration, module: Module) -> frozenset[str]:
    """Everything from other files that the class is; what is not understood is the empty name."""
    family = (owner, *ancestors(owner, module))
    if owner.metaclass is not None or not all(is_inert(found) for found in owner.decorators):
        return frozenset({""})
    return frozenset(
        base.qualified or ""
        for member in family
        for base in member.bases
        if class_of(base, module) is None
    )


def _member(
    owner: ClassDeclaration, name: str, bases: frozenset[str]
) -> EnumMember | str | Unknown:
    if name.startswith("_") or "__new__" in owner.names or "_ignore_" in owner.names:
        return UNKNOWN
    assigned = [found.expression for found in owner.assignments if found.name == name]
    if len(assigned) != 1:
        return UNKNOWN
    value, call = assigned[0].value, assigned[0].call
    if not _TEXTS.isdisjoint(bases):
        return value if isinstance(value, str) else UNKNOWN
    if value is UNKNOWN and (call is None or call.target.qualified != "enum.auto"):
        return UNKNOWN  # a function, a descriptor, `nonmember(...)`
    return EnumMember(value)
