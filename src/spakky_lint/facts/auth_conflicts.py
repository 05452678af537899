"""Where public access meets a requirement, with which no application starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spakky_lint.data import dataclass
from spakky_lint.facts.decorators import seen_auth
from spakky_lint.facts.requirements import asks_nothing
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import (
    anywhere_above,
    effective_methods,
    is_pod,
    pods,
)
from spakky_lint.syntax.shared_auth import class_auth, shared_auth


@dataclass(frozen=True, slots=True)
class AuthConflict:
    mark: Decorator
    """What makes it public."""
    requirement: Decorator
    name: str
    """Of the class, or of the class and the method."""


def is_contradictory(seen_at_start: Iterable[Decorator]) -> bool:
    """Whether what the framework sees at start is public as well as protected."""
    return {found.is_requirement for found in _saying(seen_at_start)} == {True, False}


def _saying(seen_at_start: Iterable[Decorator]) -> list[Decorator]:
    """Those that say something of what they stand on."""
    return [found for found in seen_at_start if not asks_nothing(found)]


def auth_conflicts(declaration: ClassDeclaration, module: Module) -> Iterator[AuthConflict]:
    """The marks of a pod and its methods that contradict a requirement of theirs."""
    if not _has_mark(declaration, module):
        return
    if not is_pod(declaration, module):
        return  # nobody looks at the metadata
    # A pod with several annotated bases has the metadata of the first alone.
    held = class_auth(declaration, module)
    kept = _kept(declaration, module) if held else frozenset()
    of_class = _saying(found for found in held if found in kept)
    requirements = [decorator for decorator in of_class if decorator.is_requirement]
    methods = [
        (member, function, _saying(seen_auth(function, module)))
        for member, function in effective_methods(declaration, module)
    ]
    of_methods = [
        decorator for _, _, auth in methods for decorator in auth if decorator.is_requirement
    ]
    against = (requirements + of_methods)[:1]
    for mark in of_class:
        if not mark.is_requirement:
            yield from (AuthConflict(mark, other, declaration.name) for other in against)
    for member, function, auth in methods:
        own = [decorator for decorator in auth if decorator.is_requirement]
        for mark in auth:
            if not mark.is_requirement:
                name = f"{member.name}.{function.name}"
                for other in (own + requirements)[:1]:
                    yield AuthConflict(mark, other, name)


def _kept(declaration: ClassDeclaration, module: Module) -> frozenset[Decorator]:
    """The auth that the pods have which are made of the class."""
    # Many subclasses share one and the same.
    shared = [shared_auth(pod, module) for pod in pods(declaration, module)]
    each = {id(auth): auth for auth in shared}.values()
    return frozenset(found for auth in each for _, found in auth)


@anywhere_above
def _has_mark(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it, one that it inherits or a method of these has a marker that is no requirement."""
    of_methods = (
        found for function in declaration.functions for found in seen_auth(function, module)
    )
    own = (found for found in declaration.decorators if found.is_auth)
    return any(not found.is_requirement for found in (*own, *of_methods))
