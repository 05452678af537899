"""What an ``import *`` of a module binds."""

from __future__ import annotations

from spakky_lint.syntax.changes import may_bind_unseen
from spakky_lint.syntax.constants import evaluated
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.lists import assembled
from spakky_lint.syntax.scopes import OPAQUE, lookup_in_scope
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
    point = module.body.outer
    written = assembled(_ALL, module.body.reader.document)
    if written is None:
        return UNKNOWN  # something else is done with it, too
    names: list[str] = []
    for part in written:
        value = evaluated(part, point, module)
        if not isinstance(value, (list, tuple)):
            return UNKNOWN
        names += (str(each) for each in value if isinstance(each, str))
        if not all(isinstance(each, str) for each in value):
            return UNKNOWN
    return frozenset(names) if written else None
