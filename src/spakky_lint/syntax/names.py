"""What an expression refers to: a qualified name, or a class or function of the same file."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field

import libcst as cst

from spakky_lint.syntax.changes import may_change, volatile_names
from spakky_lint.syntax.framework import framework_name
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.scopes import (
    OPAQUE,
    Assigned,
    Binding,
    Declared,
    Imported,
    Point,
    lookup,
    lookup_in_scope,
)

_MAX_HOPS = 20
"""How many assignments a name is followed through."""
_MAX_STEPS = 1_000
"""How many names, attributes and subscripts are looked at to resolve one expression."""
_MAX_NESTED = 10
"""How many classes stand in each other."""

_KEYWORDS = frozenset({"True", "False", "None"})
_FINAL = frozenset({"typing.final", "typing_extensions.final"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a decorator, a base or a called expression refers to."""

    qualified: str | None = None
    """``spakky.task.task``, ``builtins.staticmethod``, ``.compat.task``; None when not known."""
    declared: cst.ClassDef | cst.FunctionDef | None = None
    """The class or function of this file, when that is what it is."""
    is_expected: bool = field(default=False, compare=False)
    """Whether it is what a ``try`` hopes to import."""

    @property
    def framework(self) -> str | None:
        """The framework's name for it (``task``, ``Crontab``), whatever path led to it."""
        return None if self.qualified is None else framework_name(self.qualified)


NOWHERE = Target()


class Resolver:
    """Resolves expressions of one file."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._volatile = volatile_names(document)

    def follow(
        self, expression: cst.BaseExpression, point: Point
    ) -> tuple[cst.BaseExpression, Point]:
        """Through names that were assigned once, to the expression that was assigned."""
        for _ in range(_MAX_HOPS):
            if type(expression) is not cst.Name or expression.value in self._volatile:
                break
            binding = lookup(point, expression.value)
            if not isinstance(binding, Assigned):
                break
            expression, point = binding.expression, binding.point
        return expression, point

    def resolve(self, expression: cst.BaseExpression, point: Point) -> Target:
        attributes: list[str] = []
        for _ in range(_MAX_STEPS):
            expression, point = self.follow(expression, point)
            if type(expression) is cst.Subscript:  # Generic[T] and the like
                expression = expression.value
            elif type(expression) is cst.Attribute:
                binding = self._member(expression, point)
                if isinstance(binding, Assigned):
                    expression, point = binding.expression, binding.point
                elif isinstance(binding, Declared):
                    return NOWHERE if attributes else Target(declared=binding.node)
                else:
                    attributes.append(expression.attr.value)
                    expression = expression.value
            elif type(expression) is cst.Name:
                return _attribute_of(self._resolve_name(expression.value, point), attributes)
            else:
                return NOWHERE
        return NOWHERE

    def is_opaque(self, name: str, point: Point) -> bool:
        """Whether ``name`` is bound, but the text does not tell to what."""
        return name in self._volatile or lookup(point, name) is OPAQUE

    def _resolve_name(self, name: str, point: Point) -> Target:
        if name in _KEYWORDS:
            return Target(f"builtins.{name}")
        if name in self._volatile:
            return NOWHERE
        binding = lookup(point, name)
        if binding is None:
            return Target(f"builtins.{name}") if hasattr(builtins, name) else NOWHERE
        if isinstance(binding, Imported):
            return Target(binding.qualified, is_expected=binding.is_expected)
        if isinstance(binding, Declared):
            return Target(declared=binding.node)
        return NOWHERE

    def member(
        self, expression: cst.Attribute, point: Point
    ) -> tuple[cst.BaseExpression, Point] | None:
        """What ``Limits.HOUR`` was assigned in the body of a plain class of this file."""
        binding = self._member(expression, point)
        return (binding.expression, binding.point) if isinstance(binding, Assigned) else None

    def _member(self, expression: cst.Attribute, point: Point) -> Binding | None:
        path: list[str] = []
        owner: cst.BaseExpression = expression
        while isinstance(owner, cst.Attribute) and len(path) < _MAX_NESTED:
            path.append(owner.attr.value)
            owner, point = self.follow(owner.value, point)
        if not isinstance(owner, cst.Name) or not self._volatile.isdisjoint((*path, owner.value)):
            return None
        binding = lookup(point, owner.value)
        name = owner.value
        for attribute in reversed(path):
            if not isinstance(binding, Declared) or not self._is_plain(binding):
                return None
            if self.changes(name) or self.changes(attribute):
                return None
            assert binding.body is not None
            binding, name = lookup_in_scope(binding.body.end(), attribute), attribute
        return binding

    def changes(self, attribute: str) -> bool:
        """Whether the file assigns an attribute of that name somewhere."""
        return may_change(attribute, self._document)

    def _is_plain(self, declared: Declared) -> bool:
        """Whether it is a class whose attributes are what its body says.

        With bases or decorators one may be anything: an Enum member, a field.
        """
        node, body = declared.node, declared.body
        if not isinstance(node, cst.ClassDef) or body is None or node.bases or node.keywords:
            return False
        outer = body.scope.outer
        return not node.decorators or (
            outer is not None
            and all(
                self.resolve(found.decorator, outer).qualified in _FINAL
                for found in node.decorators
            )
        )


def _attribute_of(owner: Target, attributes: list[str]) -> Target:
    """``owner`` itself, or what its attributes are, named from the last to the first."""
    if not attributes:
        return owner
    if owner.qualified is None:
        return NOWHERE
    dot = "" if owner.qualified.endswith(".") else "."
    qualified = f"{owner.qualified}{dot}{'.'.join(reversed(attributes))}"
    return Target(qualified, is_expected=owner.is_expected)


def means(spelling: str, qualified: str, point: Point, resolver: Resolver) -> bool:
    """Whether the dotted name ``spelling``, written at ``point``, refers to ``qualified``."""
    first, *attributes = spelling.split(".")
    if not all(part.isidentifier() for part in (first, *attributes)):
        return False
    expression: cst.BaseExpression = cst.Name(first)
    for attribute in attributes:
        expression = cst.Attribute(expression, cst.Name(attribute))
    wanted = Target(qualified)
    found = resolver.resolve(expression, point)
    return found == wanted or (found.framework is not None and found.framework == wanted.framework)


def is_free(name: str, point: Point) -> bool:
    """Whether nothing binds ``name`` at ``point``, so that an import may."""
    return lookup(point, name) is None
