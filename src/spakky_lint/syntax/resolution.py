"""The order in which Python looks a name up in a class and its bases.

Bases that are in no file of the program hold a place in it: one may hide what comes behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from spakky_lint.data import dataclass
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.hierarchy import class_of, has_unseen_bases, seen_order
from spakky_lint.syntax.linearization import linearized
from spakky_lint.syntax.memo import once_a_class
from spakky_lint.syntax.names import NOWHERE, Target

# They bring in no name that a class of somebody's own would want from them.
_EMPTY = frozenset(
    {
        "abc.ABC",
        "builtins.object",
        "typing.Generic",
        "typing.Protocol",
        "typing_extensions.Protocol",
    }
)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A base of which nothing but its place among the others is known."""

    target: Target
    subclass: object = None
    """The class that has it as a base, where two such bases cannot be told to be one."""


Member = ClassDeclaration | Unseen


@once_a_class
def resolution_order(declaration: ClassDeclaration, module: Module) -> tuple[Member, ...]:
    """The class and its bases, ``object`` and other empty ones left out.

    Where Python would refuse the bases, everything behind the class is one unseen base.
    """
    if not has_unseen_bases(declaration, module):
        return seen_order(declaration, module) or (declaration, Unseen(NOWHERE))
    bases: Callable[[Member], Sequence[Member]] = partial(_bases, module=module)
    member: Member = declaration
    order = linearized(member, bases)
    return (declaration, Unseen(NOWHERE)) if order is None else tuple(order)


def is_seen_whole(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the program has all bases of the class, and Python would not refuse them."""
    return not has_unseen_bases(declaration, module) and seen_order(declaration, module) is not None


def seen_bases(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The bases that no unseen one can come before, nearest first."""
    for member in resolution_order(declaration, module)[1:]:
        if isinstance(member, Unseen):
            return
        yield member


def holder(name: str, declaration: ClassDeclaration, module: Module) -> ClassDeclaration | None:
    """The class of this file that ``declaration`` certainly has ``name`` from."""
    members = (declaration, *seen_bases(declaration, module))
    return next((member for member in members if name in member.names), None)


def method_of(name: str, declaration: ClassDeclaration) -> Function | None:
    """The function that the class body certainly binds ``name`` to: its only binding there."""
    found = [function for function in declaration.functions if function.name == name]
    if len(found) != 1 or name in declaration.reassigned:
        return None
    return found[0]


def held_methods(
    declaration: ClassDeclaration, module: Module
) -> Iterator[tuple[ClassDeclaration, Function]]:
    """The methods that the class certainly has, with the classes they stand in."""
    taken: set[str] = set()
    for member in (declaration, *seen_bases(declaration, module)):
        bound = Counter(function.name for function in member.functions)
        for function in member.functions:
            name = function.name
            if bound[name] == 1 and name not in taken and name not in member.reassigned:
                yield member, function
        taken |= member.names


def _bases(member: Member, module: Module) -> list[Member]:
    if isinstance(member, Unseen):
        return []
    return [
        class_of(target, module) or Unseen(target, None if target.qualified else member.key)
        for target in member.bases
        if target.qualified not in _EMPTY
    ]
