"""What a module sets of others, with what the names in it mean where that is written."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax import cst
from spakky_lint.syntax.changes import Change, changes_by_name, changes_of
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.scopes import joined
from spakky_lint.syntax.spelled import key_of
from spakky_lint.syntax.strings import text_of
from spakky_lint.syntax.tree import ScopeNode, Tree, imported_as, tree_of


def sets_attribute(name: str, module: Module) -> bool:
    """Whether the module sets an attribute of that name of anything."""
    return any(True for _ in changes_of(name, module.document))


def sets_what_is_not_seen(module: Module) -> bool:
    """Whether an attribute is set by name to what nobody sees: ``setattr(x, name, found)``."""
    tree = tree_of(module.document)
    return any(_is_unseen(change, tree) for change in changes_by_name(module.document))


def _is_unseen(change: Change, tree: Tree) -> bool:
    value = change.value
    if value is None:
        return change.attribute is None
    if isinstance(value, cst.Name):
        scope = tree.binding_scope(value)
        return scope is not None and scope is not tree.module and not _defines(scope, value.value)
    return not isinstance(
        value, (cst.Attribute, cst.BaseNumber, cst.BaseString, cst.Lambda, cst.List, cst.Dict)
    )


def _defines(scope: ScopeNode, name: str) -> bool:
    """Whether a statement of the function defines a function or class of that name."""
    body = scope.body if isinstance(scope, cst.FunctionDef) else None
    return body is not None and any(
        isinstance(found, (cst.FunctionDef, cst.ClassDef)) and found.name.value == name
        for found in body.body
    )


_MAX_ALIASES = 20
LOOKING_THROUGH = ("dir", "getattr", "getmembers", "vars")
"""The functions that tell what something has."""


def looked_through(module: Module) -> Iterator[str]:
    """The dotted names, as the module imports them, of what it may take anything from by names
    that are computed: ``vars(x)``, ``x.__dict__``, ``dir(x)``, ``getattr(x, name)``.
    """
    tree = tree_of(module.document)
    for attribute in tree.attributes.get("__dict__", ()):
        if not _is_taken_by_name(attribute, tree):
            yield from _dotted_names(attribute.value, tree, 0)
    for called in LOOKING_THROUGH:
        for node in (*tree.names.get(called, ()), *tree.attributes.get(called, ())):
            call = tree.call_of(node)
            if call is None or not call.args:
                continue
            is_by_name = any(text_of(each.value) is not None for each in call.args[1:2])
            if not is_by_name and not _is_taken_by_name(call, tree):
                yield from _dotted_names(call.args[0].value, tree, 0)


def looks_through_itself(module: Module) -> bool:
    """Whether it may take anything of its own so: ``globals().values()``."""
    tree = tree_of(module.document)
    calls = (
        tree.call_of(node)
        for called in ("globals", "vars")
        for node in tree.names.get(called, ())
        if tree.binding_scope(node) is None
    )
    return any(
        call is not None and not call.args and not _is_taken_by_name(call, tree) for call in calls
    )


def _is_taken_by_name(node: cst.CSTNode, tree: Tree) -> bool:
    """Whether one name is taken from it that is written there."""
    parent = tree.parent(node)
    key = key_of(parent) if isinstance(parent, cst.Subscript) and parent.value is node else None
    return key is not None and text_of(key) is not None


def owner_names(change: Change, module: Module) -> frozenset[str]:
    """The dotted names, as the module imports them, of what may have the attribute."""
    if change.dotted is not None:
        return frozenset({change.dotted})
    if change.owner is None:
        return frozenset()
    return frozenset(_dotted_names(change.owner, tree_of(module.document), 0))


def _dotted_names(node: cst.BaseExpression, tree: Tree, depth: int) -> Iterator[str]:
    if depth > _MAX_ALIASES:
        return
    if isinstance(node, cst.Attribute):
        for owner in _dotted_names(node.value, tree, depth + 1):
            yield joined(owner, node.attr.value)
    elif isinstance(node, cst.Name):
        for statement in tree.imports:
            yield from imported_as(node.value, statement)
        for value in _assigned_to(node.value, tree):
            yield from _dotted_names(value, tree, depth + 1)
    elif isinstance(node, cst.Subscript):  # sys.modules["shop.clock"]
        indexes = (part.slice for part in node.slice)
        keys = (index.value for index in indexes if isinstance(index, cst.Index))
        yield from filter(None, map(text_of, keys))
    elif isinstance(node, cst.Call):  # import_module("shop.clock")
        yield from filter(None, (text_of(argument.value) for argument in node.args[:1]))


def _assigned_to(name: str, tree: Tree) -> Iterator[cst.BaseExpression]:
    """What plain assignments give the name, in whatever scope."""
    for node in tree.names.get(name, ()):
        parent = tree.parent(node)
        statement = tree.parent(parent) if isinstance(parent, cst.AssignTarget) else None
        if isinstance(statement, cst.Assign):
            yield statement.value
