"""How the classes and functions of a module are used in it: called, passed on, stored, inherited.

Asked last, by a rule that is about to report: the whole module is looked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import assigned_by
from spakky_lint.syntax.children import upwards
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.framework import STAR_EXPORTS
from spakky_lint.syntax.memo import once_each
from spakky_lint.syntax.names import resolve
from spakky_lint.syntax.spelled import first_name, last_name, package_of
from spakky_lint.syntax.tree import ScopeNode, Tree, tree_of

_MAX_ALIASES = 50


class How(Enum):
    """What is done with a class or function where it is named."""

    ANNOTATION = auto()
    ASSIGNED = auto()
    """To a name, an attribute or an item."""
    ATTRIBUTE = auto()
    """Something is taken from it: ``Orders.confirm``."""
    BASE = auto()
    BOUND = auto()
    """The name is given another meaning, or deleted."""
    CALLED = auto()
    COMPARED = auto()
    DECORATOR = auto()
    ITERATED = auto()
    """It is one of what a loop goes through."""
    OTHER = auto()
    PASSED = auto()
    """It is an argument of a call, perhaps in a list or the like."""
    RETURNED = auto()
    STORED = auto()
    """It is put into a container, or a default of a parameter."""
    YIELDED = auto()


HANDED_ON = frozenset(
    {How.ASSIGNED, How.ITERATED, How.PASSED, How.RETURNED, How.STORED, How.YIELDED}
)
"""Whoever gets it may do anything with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One place where a symbol is, or may be, used."""

    how: How
    node: cst.BaseExpression
    """For this layer only: nothing above it knows libcst."""
    callee: str | None = None
    """Of PASSED the last name of what is called: ``add``."""
    target: str | None = None
    """Of PASSED what is called, as far as it is imported: ``typing.cast``."""
    maker: str | None = None
    """Of PASSED what made what is called: ``spakky.task.TaskHandler`` of ``TaskHandler()(x)``."""
    attribute: str | None = None
    """Of ATTRIBUTE its name; of ASSIGNED that of the attribute that is set, if it is one."""
    then: Use | None = None
    """Of ATTRIBUTE what is done with the attribute, of CALLED with what the call gives."""
    is_item: bool = False
    """Of ASSIGNED whether it becomes an item: ``HANDLERS["orders"] = Orders``."""
    in_class_header: bool = False
    """Whether it is part of what a class statement is given: its bases, its keywords."""


@once_each
def uses(symbol: ClassDeclaration | Function, module: Module) -> tuple[Use, ...]:
    """How the module uses the class or function, by other names that it is given as well."""
    if not isinstance(symbol.key, (cst.ClassDef, cst.FunctionDef)):
        return ()
    reader = symbol.reader if isinstance(symbol, ClassDeclaration) else symbol.body.reader
    own = 1 if reader is module.body.reader else 0  # its own statement has the name, and is no use
    if module.text.count(symbol.name) <= own:
        return ()
    tree = tree_of(module.document)
    scope = next(tree.scopes(symbol.key), tree.module)
    return tuple(_Search(module, tree).named(symbol.name, scope, symbol.key))


def uses_of_imported(name: str, module: Module) -> tuple[Use, ...]:
    """How the module uses what is called so where it is imported from: ``st.TaskHandler``."""
    if name not in module.text:
        return ()
    tree = tree_of(module.document)
    search = _Search(module, tree)
    found = [*map(search.use, tree.attributes.get(name, ()))]
    for alias, scope in dict.fromkeys(_bound_to(name, tree)):
        found += search.named(alias, scope, None)
    return tuple(found)


def hands_on_first_parameter(function: Function, module: Module) -> bool:
    """Whether the function does anything with its first parameter that is not seen."""
    if not function.parameters:
        return True
    tree = tree_of(module.document)
    node = function.key
    if not isinstance(node, cst.FunctionDef):
        return True
    uses_ = _Search(module, tree).named(function.parameters[0].name, node, None)
    return any(use.how in HANDED_ON or use.how is How.CALLED for use in uses_)


def is_used_inside(
    symbol: ClassDeclaration | Function, within: ClassDeclaration, module: Module
) -> bool:
    """Whether the statement of a class names the symbol, its methods included."""
    tree = tree_of(module.document)
    return any(_is_part_of(use.node, within.key, tree) for use in uses(symbol, module))


def users(found: Iterable[Use], module: Module) -> Iterator[ClassDeclaration | Function]:
    """The classes and functions of the module with the uses in them; all, where one is in none."""
    tree = tree_of(module.document)
    every: tuple[ClassDeclaration | Function, ...] = (*module.classes, *module.own_functions)
    for use in found:
        inside = [each for each in every if _is_part_of(use.node, each.key, tree)]
        yield from inside or every


def _is_part_of(node: cst.CSTNode, whole: object, tree: Tree) -> bool:
    return node is whole or any(above is whole for _, above in upwards(node, tree.parent))


def _bound_to(name: str, tree: Tree) -> Iterator[tuple[str, ScopeNode]]:
    """The names under which the module imports it, each with the scope that has it."""
    for node in tree.imports:
        scope = next(tree.scopes(node))
        if isinstance(node, cst.Import):
            for alias in node.names:
                called = alias.evaluated_alias
                first, _, rest = alias.evaluated_name.partition(".")
                if name == (first if called is None else (rest or first).rpartition(".")[2]):
                    yield called or name, scope
            continue
        if isinstance(node.names, cst.ImportStar):
            if package_of(node) in STAR_EXPORTS:
                yield name, scope
            continue
        for alias in node.names:
            if alias.evaluated_name == name:
                yield alias.evaluated_alias or name, scope


class _Search:
    """The uses of symbols in one module."""

    def __init__(self, module: Module, tree: Tree) -> None:
        self._module = module
        self._tree = tree
        self._seen: set[tuple[str, int]] = set()

    def named(self, name: str, scope: ScopeNode, own: object) -> Iterator[Use]:
        """The uses of what the scope calls so, and of other names that it is given."""
        if (name, id(scope)) in self._seen or len(self._seen) > _MAX_ALIASES:
            return
        self._seen.add((name, id(scope)))
        for node in self._occurrences(name, scope):
            if self._tree.parent(node) is own:
                continue  # the statement that defines it
            use = self.use(node)
            yield use
            for alias, where in self._aliases(use):
                yield from self.named(alias, where, None)

    def _occurrences(self, name: str, scope: ScopeNode) -> Iterator[cst.BaseExpression]:
        if name not in self._module.text:
            return
        names = self._tree.names.get(name, ())
        if isinstance(scope, cst.Module) and not self._tree.binds(scope, name):
            # `import *` binds it, as far as anybody can tell.
            yield from (node for node in names if self._tree.binding_scope(node) is None)
        else:
            yield from self._tree.occurrences(name, scope)
        if isinstance(scope, cst.ClassDef):
            yield from self._tree.attributes.get(name, ())

    def _aliases(self, use: Use) -> Iterator[tuple[str, ScopeNode]]:
        """Plain names that the symbol is assigned to."""
        if use.how is not How.ASSIGNED:
            return
        node = self._value_of(use.node)
        parent = self._tree.parent(node)
        targets, _ = assigned_by(parent)
        for target in [parent.target] if isinstance(parent, cst.NamedExpr) else targets:
            if isinstance(target, cst.Name):
                scope = self._tree.binding_scope(target)
                if scope is not None:
                    yield target.value, scope

    def _value_of(self, node: cst.CSTNode) -> cst.CSTNode:
        parent = self._tree.parent(node)
        while parent is not None and _passes_on(node, parent):
            node, parent = parent, self._tree.parent(parent)
        return node

    def use(self, node: cst.BaseExpression) -> Use:
        """What is done with the value of an expression."""
        if self._tree.is_binding(node):
            return Use(How.BOUND, node)
        child, is_contained = self._outermost(node)
        parent = self._tree.parent(child)
        if isinstance(parent, cst.Attribute):
            return Use(How.ATTRIBUTE, node, attribute=parent.attr.value, then=self.use(parent))
        if isinstance(parent, cst.Arg):
            return self._argument(node, parent)
        if isinstance(parent, cst.Call):
            return Use(How.CALLED, node, then=self.use(parent))
        if isinstance(parent, (cst.Assign, cst.AnnAssign)) and parent.value is child:
            return self._assigned(node, parent, is_contained)
        return Use(self._kind(parent, is_contained), node)

    def _outermost(self, node: cst.CSTNode) -> tuple[cst.CSTNode, bool]:
        """The expression that has the value, or a container with it; and whether it is one."""
        is_contained = False
        parent = self._tree.parent(node)
        while parent is not None:
            if not _passes_on(node, parent):
                if not _contains(node, parent):
                    break
                is_contained = True
            node, parent = parent, self._tree.parent(parent)
        return node, is_contained

    def _argument(self, node: cst.BaseExpression, argument: cst.Arg) -> Use:
        call = self._tree.parent(argument)
        in_header = self._is_in_class_header(argument)
        if isinstance(call, cst.ClassDef):
            return Use(How.BASE, node, in_class_header=True)
        if not isinstance(call, cst.Call):
            return Use(How.OTHER, node)
        callee = call.func
        return Use(
            How.PASSED,
            node,
            last_name(callee),
            self._target(callee),
            self._target(callee.func) if isinstance(callee, cst.Call) else None,
            then=self.use(call),
            in_class_header=in_header,
        )

    def _is_in_class_header(self, argument: cst.Arg) -> bool:
        child: cst.CSTNode | None = argument
        while isinstance(child, (cst.BaseExpression, cst.Arg)):
            child = self._tree.parent(child)
        return isinstance(child, cst.ClassDef)

    def _target(self, callee: cst.BaseExpression) -> str | None:
        body, first = self._module.body, first_name(callee)
        if first is None:
            return None
        scope = self._tree.binding_scope(first)
        if scope is not None and not isinstance(scope, cst.Module):
            return None
        return resolve(callee, body.outer).qualified

    def _assigned(
        self, node: cst.BaseExpression, statement: cst.Assign | cst.AnnAssign, is_contained: bool
    ) -> Use:
        if is_contained:
            return Use(How.STORED, node)
        targets, _ = assigned_by(statement)
        attribute = next((found for found in targets if isinstance(found, cst.Attribute)), None)
        return Use(
            How.ASSIGNED,
            node,
            attribute=None if attribute is None else attribute.attr.value,
            is_item=any(isinstance(found, cst.Subscript) for found in targets),
        )

    def _kind(self, parent: cst.CSTNode | None, is_contained: bool) -> How:
        if isinstance(parent, cst.AssignTarget) and is_contained:
            return How.STORED  # as the key of an item
        return _BY_PARENT.get(type(parent), How.OTHER)


# By the very class: isinstance is slow on nodes, and none is subclassed.
_BY_PARENT: Mapping[type, How] = {
    **dict.fromkeys((cst.Return, cst.Lambda), How.RETURNED),
    **dict.fromkeys((cst.Yield, cst.From), How.YIELDED),
    **dict.fromkeys((cst.For, cst.CompFor), How.ITERATED),
    **dict.fromkeys((cst.Comparison, cst.ComparisonTarget), How.COMPARED),
    **dict.fromkeys((cst.AugAssign, cst.Param), How.STORED),
    cst.Annotation: How.ANNOTATION,
    cst.Decorator: How.DECORATOR,
}


def _passes_on(node: cst.CSTNode, parent: cst.CSTNode) -> bool:
    """Whether the value of the parent is, or may be, that of the node."""
    if isinstance(parent, cst.IfExp):
        return parent.test is not node
    if isinstance(parent, (cst.NamedExpr, cst.Subscript)):
        return parent.value is node
    return isinstance(parent, (cst.BooleanOperation, cst.Await))


_IN_CONTAINERS = (
    *(cst.Dict, cst.DictElement, cst.List, cst.Set, cst.Tuple, cst.BinaryOperation),
    *(cst.Element, cst.StarredElement, cst.StarredDictElement, cst.SubscriptElement, cst.Index),
    cst.SimpleString,
)
"""Containers, what is put together to one, and the parts of such; a text may be a type."""


def _contains(node: cst.CSTNode, parent: cst.CSTNode) -> bool:
    """Whether the parent is, or is part of, a container with the value."""
    if isinstance(parent, cst.Subscript):
        return parent.value is not node
    if isinstance(parent, (cst.BaseSimpleComp, cst.DictComp)):
        return parent.for_in is not node
    return isinstance(parent, _IN_CONTAINERS)
