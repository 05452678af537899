"""What an ``import *`` of a module binds."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.data import dataclass
from spakky_lint.syntax.constants import evaluated
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.lists import Part, assembled
from spakky_lint.syntax.scopes import OPAQUE, lookup_in_scope
from spakky_lint.syntax.unknown import UNKNOWN, Unknown

_ALL = "__all__"


def exports(module: Module | Unknown | None, name: str) -> bool | None:
    """Whether it binds the name; None where nobody can tell."""
    if not isinstance(module, Module):
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
    if module.body.reader.may_bind_unseen(name):
        return None
    if name in module.body.reader.volatile:
        return None
    binding = lookup_in_scope(module.body.outer, name)
    return None if binding is OPAQUE else binding is not None


@dataclass(frozen=True, slots=True)
class OpenNames:
    """What a module leaves open by itself, wherever its stars lead."""

    names: frozenset[str] | None
    """Those of which nobody can tell whether it binds them; None where that may be any."""
    stars: Sequence[str] = ()
    """The modules that may bring more names."""
    bound: frozenset[str] = frozenset()
    """The names that it may bind by itself, where it is known of all others that it does not."""


def open_names(module: Module | Unknown | None) -> OpenNames:
    if not isinstance(module, Module):
        return OpenNames(None)
    listed = listing(module) if _ALL in module.text else None
    if listed is not None:
        return OpenNames(None) if listed is UNKNOWN else OpenNames(frozenset(), bound=listed)
    block, reader = module.body.outer.block, module.body.reader
    stars = block.star_modules()
    if reader.bound_unseen or None in stars:
        return OpenNames(None)
    opaque = (name for name in block.names() if OPAQUE in block.all_of(name))
    opened = reader.volatile.union(opaque)
    return OpenNames(opened, tuple(filter(None, stars)), opened.union(block.names()))


def has_itself(module: Module | Unknown | None, name: str) -> bool:
    """Whether a statement of the module binds a name that it exports."""
    if not isinstance(module, Module) or _ALL in module.text:
        return False
    return not name.startswith("_") and bool(module.body.outer.block.all_of(name))


def listing(module: Module) -> frozenset[str] | Unknown | None:
    """What ``__all__`` says; None where there is none."""
    return texts(_ALL, module)


def texts(name: str, module: Module, *, is_fixed: bool = False) -> frozenset[str] | Unknown | None:
    """The texts in a list that the module puts together; None where it has none of that name."""
    if module.body.reader.may_bind_unseen(name):
        return UNKNOWN
    parts = assembled(name, module.document, is_fixed=is_fixed)
    if parts is None or parts is UNKNOWN:
        return parts
    found: set[str] = set()
    for part in parts:
        added = _texts(part, name, module)
        if added is None or added is UNKNOWN:
            return UNKNOWN
        found |= added
    return frozenset(found)


def _texts(part: Part, name: str, module: Module) -> frozenset[str] | Unknown | None:
    if part.qualified is not None:
        return module.outside.texts(part.qualified)
    if part.name is not None:
        # What is added to another list later on is not in this one.
        return UNKNOWN if part.name == name else texts(part.name, module, is_fixed=True)
    assert part.node is not None
    value = evaluated(part.node, module.body.outer)
    several = value if part.is_several else (value,)
    if not isinstance(several, (list, tuple)) or not all(isinstance(x, str) for x in several):
        return UNKNOWN
    return frozenset(str(each) for each in several)
