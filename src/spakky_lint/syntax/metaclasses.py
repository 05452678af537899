"""What the metaclass of a class does to it."""

from __future__ import annotations

from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import class_of, with_ancestors
from spakky_lint.syntax.names import Target

_ABC = "abc.ABCMeta"
_PLAIN = frozenset({_ABC, "builtins.type"})
"""They do with a class, and with what inherits it, what the bodies say. `EnumMeta` does not."""
_HARMLESS = frozenset({"__doc__", "__module__", "__qualname__", "__repr__", "__slots__", "__str__"})
"""Special names that a metaclass of the program may have, and be as plain as its bases."""


def has_plain_metaclass(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether nothing of its own but its body says what the class, and its instances, are made of.

    As far as a metaclass goes that it names itself; a base may have another one.
    """
    found = declaration.metaclass
    return found is None or _is_plain(found, module)


def is_named_abstract(declaration: ClassDeclaration) -> bool:
    """Whether it is ``class Name(metaclass=ABCMeta)``."""
    found = declaration.metaclass
    return found is not None and found.qualified == _ABC


def _is_plain(metaclass: Target, module: Module) -> bool:
    if metaclass.qualified is not None:
        return metaclass.qualified in _PLAIN
    made = class_of(metaclass, module)
    return made is not None and all(
        not any(map(_has_a_say, member.names))
        and not member.decorators
        and all(base.qualified in _PLAIN or class_of(base, module) for base in member.bases)
        for member in with_ancestors(made, module)
    )


def _has_a_say(name: str) -> bool:
    """Whether what a metaclass defines by that name is asked when a class is made or used."""
    return name == "mro" or (name.startswith("__") and name not in _HARMLESS)
