"""What an ``import *`` of a module binds."""

from __future__ import annotations

from spakky_lint.syntax.changes import may_bind_unseen
from spakky_lint.syntax.constants import evaluated
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.scopes import OPAQUE, Assigned, lookup_in_scope
from spakky_lint.syntax.tree import tree_of
from spakky_lint.syntax.unknown import UNKNOWN, Unknown

_ALL = "__all__"


def exports(module: Module | Unknown | None, name: str) -> bool | None:
    """Whether it binds the name; None where nobody can tell."""
    if not isinstance(module, Module) or module.body is None:
        return None
    if _ALL in module.text:
        listed = listing(module)
        if listed is UNKNOWN:
            return None
        if listed is not None:
            return name in listed
    return False if name.startswith("_") else binds(module, name)


def binds(module: Module, name: str) -> bool | None:
    """Whether the module has the name; None where nobody can tell."""
    if module.body is None or may_bind_unseen(name, module.body.reader.document):
        return None
    if name in module.body.reader.volatile:
        return None
    binding = lookup_in_scope(module.body.outer, name)
    return None if binding is OPAQUE else binding is not None


def listing(module: Module) -> frozenset[str] | Unknown | None:
    """What ``__all__`` says; None where there is none."""
    if module.body is None:
        return UNKNOWN
    tree = tree_of(module.body.reader.document)
    written = tuple(tree.occurrences(_ALL, tree.module))
    if not written:
        return None
    binding = lookup_in_scope(module.body.outer, _ALL)
    if len(written) != 1 or not isinstance(binding, Assigned):
        return UNKNOWN  # it is not only assigned
    value = evaluated(binding.expression, binding.point, module)
    if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
        return frozenset(map(str, value))
    return UNKNOWN
