"""What the auth decorators of a task ask for: the linter and the report read them alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spakky_lint.facts.decorators import seen_auth
from spakky_lint.rules.references import is_refused, references
from spakky_lint.rules.wording import named
from spakky_lint.runtime.paths import Guards, guards_of
from spakky_lint.runtime.references import Fate, fate
from spakky_lint.runtime.requirements import AuthRequirement, requirement_of
from spakky_lint.syntax.constants import known_value
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Function, Module
from spakky_lint.syntax.framework import REPLACING_UNLESS_CALLED
from spakky_lint.syntax.memo import once_each
from spakky_lint.syntax.shared_auth import shared_auth
from spakky_lint.syntax.unknown import UNKNOWN


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement, as far as the text tells."""

    requirement: AuthRequirement | None
    """None where the text does not tell what is required, or where it is no text."""
    fate: Fate | None = None
    """What the framework does with it, where it names something that is no text."""


def is_bare(decorator: Decorator) -> bool:
    """Whether it takes what it stands on for the name of a requirement, and asks for nothing.

    What it stands on is then gone: the decorator's own function is in its place.
    """
    return decorator.name in REPLACING_UNLESS_CALLED and decorator.call is None


def asks_nothing(decorator: Decorator) -> bool:
    """Whether an auth decorator says nothing about what it stands on.

    A marker that is called marks its argument, or fails.
    """
    is_marker = decorator.name in ("protected", "public_access")
    return is_bare(decorator) or (is_marker and decorator.call is not None)


@once_each
def read_requirement(decorator: Decorator, module: Module) -> Asked:
    """What a requirement asks for."""
    name, call = decorator.name, decorator.call
    assert name is not None
    if asks_nothing(decorator) or is_refused(decorator):
        return Asked(None)
    if call is None:
        return Asked(requirement_of(name))
    values = {
        parameter: known_value(expression, module)
        for parameter, expression in references(decorator)
    }
    fates = {
        fate(name, parameter, value) for parameter, value in values.items() if value is not UNKNOWN
    }
    worst = next((found for found in Fate if found in fates), None)
    texts = {
        parameter: value
        for parameter, value in values.items()
        if value is None or isinstance(value, str)
    }
    if call.is_open or len(texts) < len(values) or worst is Fate.DROPPED:
        return Asked(None, worst)
    return Asked(requirement_of(name, **texts), worst)


def asked_of(
    function: Function, handler: ClassDeclaration, module: Module
) -> tuple[Decorator, ...]:
    """The requirements of a method of a handler that the framework sees, its own first."""
    if any(is_bare(decorator) for decorator in function.decorators):
        return ()  # it is no method
    of_class = [found for _, found in reversed(shared_auth(handler, module))]
    auth = (*seen_auth(function, module), *of_class)
    return tuple(found for found in auth if found.is_requirement and not asks_nothing(found))


def guards_of_requirements(
    requirements: Iterable[Decorator],
    module: Module,
    unseen: str | None = None,
) -> Guards:
    """What the caller's side and the worker do with the requirements that the framework sees.

    `unseen` says why there are more that it does not see.
    """
    return guards_of([_with_fate(found, module) for found in requirements], unseen)


def _with_fate(decorator: Decorator, module: Module) -> tuple[str, Fate | None]:
    found = read_requirement(decorator, module).fate
    # Its place has to be worked out for the name, which costs more than all the rest.
    return ("" if found is None else named(decorator), found)
