"""Members of the enumerations that a file declares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import bases_elsewhere, class_of, with_ancestors
from spakky_lint.syntax.names import follow, resolve
from spakky_lint.syntax.spelled import key_of
from spakky_lint.syntax.strings import text_of
from spakky_lint.syntax.unknown import UNKNOWN, Unknown

_TEXTS = frozenset({"builtins.str", "enum.StrEnum"})
_NUMBERS = frozenset({"builtins.int", "enum.Flag", "enum.IntEnum", "enum.IntFlag"})
_ENUMS = frozenset({"enum.Enum", "enum.Flag", "enum.IntEnum", "enum.IntFlag", "enum.StrEnum"})
_OWN_VALUES = frozenset({"__init__", "_generate_next_value_", "_value_", "value"})
"""What a class may say itself about the values of its members."""
_OWN_TEXTS = frozenset({"__add__", "__format__", "__radd__", "__str__"})
"""How a class may put its members into other texts."""
_OWN_MEANINGS = frozenset({"__eq__", "__float__", "__format__", "__index__", "__int__", "__str__"})
"""With one of these, a member may be taken for something else."""
_CHECKING = frozenset({"enum.unique", "typing.final", "typing_extensions.final"})
"""Decorators that leave the members as they are."""
_KEEPING = frozenset({"builtins.object", "enum.Enum"})
"""Enumerations whose members have the very values that are written."""
_BASES = _ENUMS | _TEXTS | {"builtins.bytes", "builtins.int", "builtins.object"}


@dataclass(frozen=True, slots=True, eq=False)
class EnumMember:
    """A member that is no text itself."""

    value: object
    """Its value, or UNKNOWN."""
    name: str
    """As it prints: `Role.ADMIN`."""
    is_nothing_else: bool
    """Whether it is certainly neither a number nor taken for one."""

    def __repr__(self) -> str:
        return self.name

    __str__ = __repr__


class MemberText(str):
    """The text of a member that another text may not show: ``f"{Role.ADMIN}"`` is `Role.ADMIN`."""

    __slots__ = ()


class MemberNumber(int):
    """The number of a member that is one: of an IntEnum, say."""

    __slots__ = ()


Values = Callable[[Expression], object]
"""From what a member is assigned to its value, or UNKNOWN."""


def is_enumeration(declaration: ClassDeclaration) -> bool:
    """Whether the class is one by its own bases."""
    return any(base.qualified in _ENUMS for base in declaration.bases)


def enum_member(expression: Expression, values: Values) -> EnumMember | str | int | Unknown:
    """The member that the expression names; one that is a text or a number is given as such."""
    found = _named(expression)
    return UNKNOWN if found is None else found.member(values)


def enum_value(expression: Expression, values: Values) -> object:
    """What ``Role.ADMIN.value`` or ``Role.ADMIN.name`` is, or UNKNOWN."""
    node, point = follow(expression.node, expression.point)
    if not isinstance(node, cst.Attribute) or node.attr.value not in ("value", "name"):
        return UNKNOWN
    found = _named(Expression(node.value, point))
    if found is None or not _OWN_VALUES.isdisjoint(found.owner.names):
        return UNKNOWN
    if node.attr.value == "name":
        return found.own_name(values)
    member = found.member(values)
    if isinstance(member, EnumMember):
        return member.value
    if isinstance(member, int):
        return int(member)
    return str(member) if isinstance(member, str) else UNKNOWN


def assigned_value(expression: Expression) -> Expression | None:
    """What is written for ``Role.ADMIN`` where that is the very value of the member."""
    found = _named(expression)
    if found is None or found.bases - _KEEPING or not _OWN_VALUES.isdisjoint(found.owner.names):
        return None
    return found.assigned


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in an enumeration."""

    owner: ClassDeclaration
    name: str
    bases: frozenset[str]
    """Everything from other files that the enumeration is."""
    is_nothing_else: bool
    """Whether its members are certainly no numbers, nor taken for such."""
    is_plain_text: bool
    """Whether its members, if they are text, are put into other texts as they are."""

    def member(self, values: Values) -> EnumMember | str | int | Unknown:
        assigned = self.assigned
        if assigned is None:
            return UNKNOWN
        value, is_auto = values(assigned), _is_auto(assigned)
        if is_auto and self._makes_names:
            return self._text(self.name.lower())
        if not _TEXTS.isdisjoint(self.bases):
            return self._text(value) if isinstance(value, str) else UNKNOWN
        if value is UNKNOWN and not is_auto:
            return UNKNOWN  # a function, a descriptor, `nonmember(...)`
        is_number = not _NUMBERS.isdisjoint(self.bases)
        if is_number and type(value) is int and not self._makes_numbers:
            return MemberNumber(value)
        is_made = isinstance(value, str) and is_number
        # What Python says of a value that it cannot use names its class.
        kind: type[EnumMember] = type(self.owner.name, (EnumMember,), {"__slots__": ()})
        name = f"{self.owner.name}.{self.name}"
        return kind(UNKNOWN if is_made else value, name, self.is_nothing_else)

    @property
    def assigned(self) -> Expression | None:
        """What the text says of the member; None where that is not one thing."""
        if self.name.startswith("_") or "_ignore_" in self.owner.names:
            return None
        assigned = [each.expression for each in self.owner.assignments if each.name == self.name]
        return assigned[0] if len(assigned) == 1 else None

    def own_name(self, values: Values) -> str | Unknown:
        """The name of the member, unless it may be another name of one before it."""
        if "name" in self.owner.names or self.assigned is None:
            return UNKNOWN
        before = takewhile(lambda each: each.name != self.name, self.owner.assignments)
        if _is_auto(self.assigned):
            is_first = all(_is_auto(each.expression) for each in before)
        else:
            own, *others = [values(self.assigned), *(values(each.expression) for each in before)]
            is_first = own is not UNKNOWN and own not in others and UNKNOWN not in others
        return self.name if is_first else UNKNOWN

    @property
    def _makes_numbers(self) -> bool:
        """Whether a flag may refuse or change a number."""
        return not self.bases.isdisjoint({"enum.Flag", "enum.IntFlag"})

    @property
    def _makes_names(self) -> bool:
        return "enum.StrEnum" in self.bases and "_generate_next_value_" not in self.owner.names

    def _text(self, text: str) -> str:
        return str(text) if self.is_plain_text else MemberText(text)


def _is_auto(assigned: Expression) -> bool:
    call = assigned.call
    return call is not None and call.target.qualified == "enum.auto"


def _named(expression: Expression) -> _Named | None:
    module = expression.reader.module
    if module is None:
        return None
    node, point = follow(expression.node, expression.point)
    name = _name_in(node)
    if name is None or not isinstance(node, (cst.Attribute, cst.Subscript)):
        return None
    owner = class_of(resolve(node.value, point), module)
    if owner is None:
        return None
    family = with_ancestors(owner, module)
    bases = _bases(family, module)
    if _ENUMS.isdisjoint(bases) or not bases <= _BASES:
        return None
    is_plain_text = "enum.StrEnum" in bases and all(
        _OWN_TEXTS.isdisjoint(member.names) for member in family
    )
    is_nothing_else = bases <= _KEEPING and all(
        _OWN_MEANINGS.isdisjoint(member.names) for member in family
    )
    return _Named(owner, name, bases, is_nothing_else, is_plain_text)


def _name_in(node: cst.BaseExpression) -> str | None:
    """The name of the member in ``Role.ADMIN`` and ``Role["ADMIN"]``."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    key = key_of(node) if isinstance(node, cst.Subscript) else None
    return None if key is None else text_of(key)


def _bases(family: Sequence[ClassDeclaration], module: Module) -> frozenset[str]:
    """Everything from other files that the class is; what is not understood is the empty name."""
    is_plain = not any(
        member.metaclass is not None
        or "__new__" in member.names
        or not all(found.target.qualified in _CHECKING for found in member.decorators)
        for member in family
    )
    if not is_plain or any(not _OWN_VALUES.isdisjoint(base.names) for base in family[1:]):
        return frozenset({""})
    return frozenset(base.qualified or "" for base in bases_elsewhere(family, module))
