"""What a module calls a value that others import from it: constants and members of enumerations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import libcst as cst

from spakky_lint.syntax.changes import may_bind_unseen
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.enums import enum_member, enum_value
from spakky_lint.syntax.expressions import Expression, Reader
from spakky_lint.syntax.literals import evaluate
from spakky_lint.syntax.scopes import Binding, Point
from spakky_lint.syntax.tree import tree_of
from spakky_lint.syntax.unknown import UNKNOWN

Constants = Callable[[str], object]
"""From a qualified name, relative ones included, to the value or UNKNOWN."""


def nothing_known(qualified: str) -> object:
    """The constants of other modules, for whoever looks at one file only."""
    return UNKNOWN


def known_value(
    expression: Expression, module: Module, constants: Constants = nothing_known
) -> object:
    """Its value, or the member of an enumeration that it is, or UNKNOWN."""
    value = expression.value
    if value is not UNKNOWN:
        return value
    known, key = expression.reader.known, (id(expression.node), constants)
    if key not in known:
        known[key] = _Known(module, constants, expression.reader).value(expression)
    return known[key]


def constant(dotted: str, module: Module, constants: Constants) -> object:
    """What `dotted`, such as ``Role.ADMIN``, is worth at the end of the module, or UNKNOWN.

    `constants` are those that the module may have imported itself.
    """
    body, (name, *_) = module.body, dotted.split(".")
    # In a circle of imports, others may have seen an earlier value.
    if body is None or len(bindings(name, module)) != 1:
        return UNKNOWN
    if may_bind_unseen(name, body.reader.document):
        return UNKNOWN
    # Not the value of an Expression: that is remembered by the node, and this one is soon gone.
    known = _Known(module, constants, body.reader)
    return known.evaluated(cst.parse_expression(dotted), body.outer)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the names of a module are worth, those that it imports included."""

    module: Module
    constants: Constants
    reader: Reader
    members: dict[int, object] = field(default_factory=dict)
    """What members of enumerations were assigned, by the identity of their nodes."""

    def value(self, expression: Expression) -> object:
        value = expression.value
        if value is not UNKNOWN:
            return value
        key = id(expression.node)
        if key not in self.members:
            self.members[key] = UNKNOWN
            self.members[key] = self.evaluated(expression.node, expression.point)
        return self.members[key]

    def evaluated(self, node: cst.BaseExpression, point: Point) -> object:
        return evaluate(node, point, self.reader.resolver, self._named)

    def _named(self, node: cst.BaseExpression, point: Point) -> object:
        expression = Expression(node, point, self.reader)
        for read in (enum_member, enum_value):
            found = read(expression, self.module, self.value)
            if found is not UNKNOWN:
                return found
        qualified = self._imported(node, point)
        return UNKNOWN if qualified is None else self.constants(qualified)

    def _imported(self, node: cst.BaseExpression, point: Point) -> str | None:
        """The qualified name, where the file itself leaves alone what it imports."""
        resolver = self.reader.resolver
        target = resolver.resolve(node, point)
        if target.qualified is None or target.is_expected:
            return None
        if resolver.changes(target.qualified.rpartition(".")[2]):
            return None
        # What is in a subscript is not in its name.
        node, point = resolver.follow(node, point)
        while isinstance(node, cst.Attribute):
            if resolver.changes(node.attr.value):
                return None
            node, point = resolver.follow(node.value, point)
        return target.qualified if isinstance(node, cst.Name) else None


# What a module binds


def bindings(name: str, module: Module) -> Sequence[Binding]:
    """What the module itself binds the name to, in order."""
    return () if module.body is None else module.body.outer.block.all_of(name)


def changes(names: Sequence[str], module: Module) -> bool:
    """Whether the module may assign attributes of these names to something else."""
    body = module.body
    return body is None or any(body.reader.resolver.changes(name) for name in names)


def is_opaque(name: str, module: Module) -> bool:
    """Whether nobody can tell what the module binds the name to, if it does."""
    body = module.body
    if body is None or may_bind_unseen(name, body.reader.document):
        return True
    return body.reader.resolver.is_opaque(name, body.outer)


def stars(name: str, module: Module) -> Sequence[str | None]:
    """The modules of which an ``import *`` may have bound the name, the last one first.

    None is one that may or may not run.
    """
    return () if module.body is None else module.body.outer.block.stars_after(name)


def _occurrences(name: str, module: Module) -> Sequence[cst.Name]:
    """Where the name is written, as one of the module's."""
    if module.body is None or name not in module.text:
        return ()
    tree = tree_of(module.body.reader.document)
    return tuple(tree.occurrences(name, tree.module))


def exports(name: str, module: Module) -> bool | None:
    """Whether an ``import *`` of the module binds the name; None where nobody can tell."""
    listing = _occurrences("__all__", module)
    if listing:
        if len(listing) != 1:
            return None  # it is not only assigned
        listed = constant("__all__", module, nothing_known)
        return name in listed if isinstance(listed, (list, tuple)) else None
    if name.startswith("_"):
        return False
    if bindings(name, module) and not is_opaque(name, module):
        return True
    return None if is_opaque(name, module) else False
