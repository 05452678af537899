"""A decorator as it is written, and what is known of it at its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import takewhile

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.framework import (
    ATTACHING,
    AUTH,
    REPLACING_UNLESS_CALLED,
    REQUIREMENTS,
)
from spakky_lint.syntax.names import Target
from spakky_lint.syntax.places import Place


@dataclass(frozen=True, eq=False)
class Decorator:
    place: Place
    """From the ``@`` to the end of the expression."""
    expression: Expression
    assigned_to: tuple[str, ...] | None = None
    """What the class body then calls it, where it is applied below: ``again = task(run)``."""
    through: Decorator | None = None
    """The one of the program that is written there, and applies it."""
    meant: Call | None = None
    """The call that one of the program stands for, where that is not the expression's own."""

    @property
    def is_written_above(self) -> bool:
        return self.assigned_to is None and self.through is None

    @property
    def as_written(self) -> Decorator:
        """The one that stands there."""
        return self if self.through is None else self.through.as_written

    @property
    def is_made_anew(self) -> bool:
        """Whether a call makes one for every function or class that it stands above."""
        is_call = isinstance(self.expression.node, cst.Call)
        return is_call or (self.through is not None and self.through.is_made_anew)

    @property
    def is_inline(self) -> bool:
        """Whether that call is written at the ``@``."""
        return self.is_made_anew and self.through is None

    @cached_property
    def call(self) -> Call | None:
        """The call that makes the decorator, in place or where the name was assigned."""
        found = self.meant or self.expression.call
        return None if found is None else found.completed

    @cached_property
    def target(self) -> Target:
        """What is applied, or called to get what is applied."""
        return self.expression.target if self.call is None else self.call.target

    @cached_property
    def name(self) -> str | None:
        """The framework's name for it."""
        return self.target.framework

    @property
    def is_requirement(self) -> bool:
        return self.name in REQUIREMENTS

    @property
    def is_auth(self) -> bool:
        return self.name in AUTH

    @property
    def is_attached(self) -> bool:
        """Whether it writes on what it is given, and hands out that very object."""
        return self.name in ATTACHING and not (
            self.name in REPLACING_UNLESS_CALLED and self.call is None
        )


def composed(decorators: tuple[Decorator, ...]) -> tuple[Decorator, ...]:
    """The same, with those that it applies in place of one of the program."""
    if all(isinstance(each.target.qualified, str) for each in decorators):
        return decorators  # none of the program
    return decorators[0].expression.reader.meanings.applied(decorators)


def by_name(decorators: tuple[Decorator, ...]) -> Mapping[str | None, tuple[Decorator, ...]]:
    """By their names in the framework, those of each, from the top."""
    found: dict[str | None, tuple[Decorator, ...]] = {}
    for decorator in decorators:
        found[decorator.name] = (*found.get(decorator.name, ()), decorator)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class LateDecoration:
    """What the class body makes of a method further down: ``again = task(run)``, ``task(run)``."""

    decorators: tuple[Decorator, ...]
    """In the order in which they are applied; none for a second name, ``again = run``."""
    mention: cst.Name
    """Where a name of the method stands in it; for this layer only, like the two below."""
    targets: tuple[cst.Name, ...]
    """What it is assigned to."""
    value: cst.BaseExpression
    """The whole of what is assigned, or stands alone."""
    through: LateDecoration | None
    """What gave the method the name that it has here."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(target.value for target in self.targets)

    def is_the_method(self, name: str) -> bool:
        """Whether what comes of it is what the class holds under the name of the method."""
        if self.through is not None and not self.through.is_the_method(name):
            return False
        return name in self.names or all(found.is_attached for found in self.decorators)

    def applied(self, name: str) -> tuple[Decorator, ...]:
        """Those that are applied to what the class holds under the name, in that order."""
        if self.through is not None and not self.through.is_the_method(name):
            return ()
        if name in self.names:
            return self.decorators
        return tuple(takewhile(lambda found: found.is_attached, self.decorators))
