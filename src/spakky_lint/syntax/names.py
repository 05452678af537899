"""What an expression refers to: a qualified name, or a class or function of the program."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import field
from functools import reduce

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.changes import may_change
from spakky_lint.syntax.framework import ATTACHING, framework_name
from spakky_lint.syntax.linearization import linearized
from spakky_lint.syntax.outside import Outside
from spakky_lint.syntax.scopes import (
    OPAQUE,
    Assigned,
    Binding,
    Declared,
    Imported,
    Point,
    ScopeKind,
    agreed,
    joined,
    lookup,
    lookup_in_scope,
)
from spakky_lint.syntax.unpacking import Unpacked

_MAX_HOPS = 20
"""How many assignments a name is followed through."""
_MAX_STEPS = 1_000
"""How many names, attributes and subscripts are looked at to resolve one expression."""
_MAX_NESTED = 10
"""How many classes stand in each other."""

_NAMES = (cst.Name, cst.Attribute)
_KEYWORDS = frozenset({"True", "False", "None"})
_FINAL = frozenset({"typing.final", "typing_extensions.final"})
_STATIC = "builtins.staticmethod"
DATACLASS = "dataclasses.dataclass"
PROPERTIES = (["builtins.property"], ["functools.cached_property"])
"""The decorators, by themselves, with which a method is read as an attribute."""
_PLAIN_BASES = frozenset(
    {"abc.ABC", "builtins.object", "typing.Generic", "typing.Protocol"}
    | {"typing_extensions.Generic", "typing_extensions.Protocol"}
)
_PLAIN_OF_FRAMEWORK = frozenset({"Crontab"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a decorator, a base or a called expression refers to."""

    qualified: str | None = None
    """``spakky.task.task``, ``builtins.staticmethod``, ``.compat.task``; None when not known."""
    declared: cst.ClassDef | cst.FunctionDef | None = None
    """The class or function of the program, when that is what it is."""
    is_expected: bool = field(default=False, compare=False)
    """Whether it is what a ``try`` hopes to import."""

    @property
    def framework(self) -> str | None:
        """The framework's name for it (``task``, ``Crontab``), whatever path led to it."""
        return None if self.qualified is None else framework_name(self.qualified)


NOWHERE = Target()


def follow(expression: cst.BaseExpression, point: Point) -> tuple[cst.BaseExpression, Point]:
    """Through names that were assigned once, to the expression that was assigned."""
    for _ in range(_MAX_HOPS):
        binding: Binding | None = None
        if type(expression) is cst.Name:
            binding = _binding(expression.value, point)
            if isinstance(binding, Imported):
                binding = _elsewhere(binding, (), point)
        elif type(expression) is cst.Attribute:
            binding = _imported_attribute(expression, point)
        if not isinstance(binding, Assigned):
            break
        expression, point = binding.expression, binding.point
    return expression, point


def resolve(expression: cst.BaseExpression, point: Point) -> Target:
    attributes: list[str] = []
    for _ in range(_MAX_STEPS):
        expression, point = follow(expression, point)
        if type(expression) is cst.Subscript:  # Generic[T] and the like
            expression = expression.value
        elif type(expression) is cst.Attribute:
            binding = _member(expression, point)
            if isinstance(binding, Assigned):
                expression, point = binding.expression, binding.point
            elif isinstance(binding, Declared):
                return NOWHERE if attributes else Target(declared=binding.node)
            else:
                attributes.append(expression.attr.value)
                expression = expression.value
        elif type(expression) is cst.Name:
            found = _resolve_name(expression.value, point, attributes[::-1])
            if isinstance(found, Target):
                return found
            expression, point = found.binding.expression, found.binding.point
            attributes = [*found.rest[::-1]]
        else:
            return NOWHERE
    return NOWHERE


def is_opaque(name: str, point: Point) -> bool:
    """Whether ``name`` is bound, but the text does not tell to what."""
    if name in point.reader.volatile:
        return True
    found = _bound(name, point)
    return found is OPAQUE or (
        isinstance(found, Assigned) and isinstance(found.expression, Unpacked)
    )


def _resolve_name(name: str, point: Point, attributes: Sequence[str]) -> Target | _Rest:
    """What the name with these attributes is, or the expression to go on with."""
    if name in _KEYWORDS:
        return NOWHERE if attributes else Target(f"builtins.{name}")
    binding = _binding(name, point)
    if binding is None and name not in point.reader.volatile:
        known = hasattr(builtins, name)
        return Target(".".join(("builtins", name, *attributes))) if known else NOWHERE
    if isinstance(binding, Imported):
        return _resolve_import(binding, point, attributes)
    if isinstance(binding, Declared) and not attributes:
        return Target(declared=binding.node)
    return NOWHERE


def _resolve_import(binding: Imported, point: Point, attributes: Sequence[str]) -> Target | _Rest:
    qualified = reduce(joined, attributes, binding.qualified)
    found = point.reader.outside.find(qualified)
    if isinstance(found, str):
        return Target(found, is_expected=binding.is_expected)
    if found is None:
        return Target(qualified, is_expected=binding.is_expected)
    if isinstance(found.binding, Assigned):
        return _Rest(found.binding, found.rest)
    member = _members(found.binding, found.rest)
    if isinstance(member, Declared):
        return Target(declared=member.node)
    return _Rest(member, ()) if isinstance(member, Assigned) else NOWHERE


def assigned_member(
    expression: cst.Attribute, point: Point
) -> tuple[cst.BaseExpression, Point] | None:
    """What ``Limits.HOUR`` was assigned in the body of a plain class of this file."""
    binding = _member(expression, point)
    return (binding.expression, binding.point) if isinstance(binding, Assigned) else None


def _member(expression: cst.Attribute, point: Point) -> Binding | None:
    path: list[str] = []
    owner: cst.BaseExpression = expression
    while isinstance(owner, cst.Attribute) and len(path) < _MAX_NESTED:
        path.append(owner.attr.value)
        owner, point = follow(owner.value, point)
    if not isinstance(owner, cst.Name):
        return None
    volatile = point.reader.volatile
    if volatile and not volatile.isdisjoint((*path, owner.value)):
        return None
    binding = _bound(owner.value, point)
    path.reverse()
    if isinstance(binding, Imported):
        return _elsewhere(binding, path, point)
    return _members(binding, path) if isinstance(binding, Declared) else None


def _members(declared: Declared, path: Sequence[str]) -> Binding | None:
    """What a class of whatever file binds the name to, or a class in it."""
    binding: Binding | None = declared
    for attribute in path:
        if not isinstance(binding, Declared) or not _is_plain(binding):
            return None
        body = binding.body
        assert body is not None
        document = body.scope.reader.document
        name = binding.node.name.value
        if may_change(name, document) or may_change(attribute, document):
            return None
        if attribute in body.scope.reader.volatile:
            return None
        binding = _member_of(binding, attribute)
    return binding


def _member_of(declared: Declared, attribute: str) -> Binding | None:
    """What a plain class binds the name to, or the first of its bases that does."""
    for each in _order(declared):
        assert each.body is not None
        outside = each.body.scope.reader.outside
        if outside.sets(each.node, each.node.name.value, attribute):
            return OPAQUE
        found = _unwrapped(lookup_in_scope(each.body.end(), attribute))
        if found is not None:
            return found
    return None


def _unwrapped(binding: Binding | None) -> Binding | None:
    """What a class hands out for ``guard = staticmethod(protected)``."""
    if not isinstance(binding, Assigned) or not isinstance(binding.expression, cst.Call):
        return binding
    call = binding.expression
    if len(call.args) != 1 or resolve(call.func, binding.point).qualified != _STATIC:
        return binding
    only = call.args[0]
    return binding if only.star or only.keyword else Assigned(only.value, binding.point)


def _order(declared: Declared) -> Sequence[Declared]:
    """The class, and those of the program that it inherits; empty where that is not plain."""
    if isinstance(declared.node, cst.ClassDef) and not declared.node.bases:
        return (declared,)  # as most
    above: dict[Declared, Sequence[Declared]] = {}
    waiting = [declared]
    while waiting:
        each = waiting.pop()
        if each in above:
            continue
        bases = _bases(each)
        above[each] = [base for base in bases if base is not None]
        if len(above) > _MAX_NESTED or len(above[each]) < len(bases):
            return ()
        waiting += above[each]
    return linearized(declared, above.__getitem__) or ()


def _bases(declared: Declared) -> list[Declared | None]:
    """The bases that may bind names; None among them for what is not known."""
    node, body = declared.node, declared.body
    if not isinstance(node, cst.ClassDef) or body is None or body.scope.outer is None:
        return []
    outer = body.scope.outer
    found: list[Declared | None] = []
    for base in node.bases:
        declared_base = None if base.star else _declared(base.value, outer)
        if declared_base is not None or not _binds_nothing(base.value, outer):
            found.append(declared_base)
    return found


def _binds_nothing(base: cst.BaseExpression, point: Point) -> bool:
    """Whether it is a class of elsewhere that leaves those below it what they say."""
    found = resolve(base, point)
    return found.qualified in _PLAIN_BASES or found.framework in _PLAIN_OF_FRAMEWORK


def _declared(expression: cst.BaseExpression, point: Point) -> Declared | None:
    """The class that an expression names."""
    expression, point = follow(expression, point)
    binding: Binding | None = None
    if isinstance(expression, cst.Name):
        binding = _binding(expression.value, point)
        if isinstance(binding, Imported):
            binding = _elsewhere(binding, (), point)
    elif isinstance(expression, cst.Attribute):
        binding = _member(expression, point)
    return binding if isinstance(binding, Declared) else None


def _imported_attribute(expression: cst.Attribute, point: Point) -> Binding | None:
    """What ``times.HOUR`` is in a module that was imported."""
    path: list[str] = []
    owner: cst.BaseExpression = expression
    while type(owner) is cst.Attribute:
        path.append(owner.attr.value)
        owner = owner.value
    if type(owner) is not cst.Name:
        return None
    binding = _binding(owner.value, point)
    if not isinstance(binding, Imported):
        return None
    return _elsewhere(binding, path[::-1], point)


def _elsewhere(binding: Imported, path: Sequence[str], point: Point) -> Binding | None:
    """What an imported name, or an attribute of it, is in the module that it comes from."""
    found = point.reader.outside.find(reduce(joined, path, binding.qualified))
    if found is None or isinstance(found, str):
        return None
    if isinstance(found.binding, Assigned):
        # What one of two modules says is not known to be the value.
        return None if found.rest or binding.is_expected else found.binding
    return _members(found.binding, found.rest)


def _is_plain(declared: Declared) -> bool:
    """Whether it is a class whose attributes are what its body and its bases say.

    With other bases or decorators one may be anything: an Enum member, a field.
    """
    order = _order(declared)
    return bool(order) and all(map(_is_plain_by_itself, order))


def _is_plain_by_itself(declared: Declared) -> bool:
    node, body = declared.node, declared.body
    if not isinstance(node, cst.ClassDef) or body is None or node.keywords:
        return False
    outer = body.scope.outer
    return not node.decorators or (
        outer is not None
        and all(_leaves_values(found.decorator, outer) for found in node.decorators)
    )


def _leaves_values(decorator: cst.BaseExpression, point: Point) -> bool:
    """Whether what the body of a class assigns is what the class then has."""
    called = decorator.func if isinstance(decorator, cst.Call) else decorator
    found = resolve(called, point)
    if not isinstance(decorator, cst.Call):
        return found.qualified in _FINAL or found.qualified == DATACLASS
    if found.framework in ATTACHING:
        return True
    # With slots, a field of the class is what finds it in its instances.
    has_slots = any(each.star or each.keyword is None for each in decorator.args) or any(
        each.keyword is not None and each.keyword.value == "slots" for each in decorator.args
    )
    return not has_slots and found.qualified == DATACLASS


@dataclass(frozen=True, slots=True)
class _Rest:
    """Where to go on: with attributes of what was assigned elsewhere."""

    binding: Assigned
    rest: Sequence[str]


def _binding(name: str, point: Point) -> Binding | None:
    """What the name is bound to; an import that certainly fails gives way to what stands for it."""
    if name in point.reader.volatile:
        return None
    binding = _bound(name, point)
    if isinstance(binding, Imported) and binding.otherwise:
        return expected(binding, point.reader.outside)
    return binding


def _bound(name: str, point: Point) -> Binding | None:
    """What statements bound the name to, unless the module binds its own names otherwise too.

    What binds any name, as ``globals().update(...)`` does, is taken to be about values only: hardly
    anybody gives a class or an import another meaning by it.
    """
    binding = lookup(point, name)
    unseen = point.reader.bound_unseen
    if not unseen:
        return binding
    if not isinstance(binding, Assigned):
        return OPAQUE if name in unseen else binding
    is_of_module = binding.point.block.scope.kind is ScopeKind.MODULE
    return OPAQUE if is_of_module and not unseen.isdisjoint((None, name)) else binding


def expected(binding: Imported, outside: Outside) -> Binding:
    """What a ``try`` to import gives: something else where the module is certainly missing.

    A value is not that: whoever writes one down there expects other values elsewhere.
    """
    if binding.otherwise and outside.lacks(binding.qualified):
        found = agreed(binding.otherwise)
        is_value = isinstance(found, Assigned) and not isinstance(found.expression, _NAMES)
        return OPAQUE if is_value else found
    return binding


def means(spelling: str, qualified: str, point: Point) -> bool:
    """Whether the dotted name ``spelling``, written at ``point``, refers to ``qualified``."""
    first, *attributes = spelling.split(".")
    if not all(part.isidentifier() for part in (first, *attributes)):
        return False
    expression: cst.BaseExpression = cst.Name(first)
    for attribute in attributes:
        expression = cst.Attribute(expression, cst.Name(attribute))
    wanted = Target(qualified)
    found = resolve(expression, point)
    return found == wanted or (found.framework is not None and found.framework == wanted.framework)


def is_free(name: str, point: Point) -> bool:
    """Whether nothing binds ``name`` at ``point``, so that an import may."""
    return lookup(point, name) is None
