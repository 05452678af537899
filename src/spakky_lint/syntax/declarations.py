"""What a source file says about handlers, tasks, schedules and auth, each with its place.

A rule takes one of these kinds; the visitor makes them, `rules` judges them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.expressions import Argument, Call, Expression
from spakky_lint.syntax.framework import AUTH, REQUIREMENTS
from spakky_lint.syntax.names import Target
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.ranges import Position

ANY_NAME = "*"


class Enclosure(Enum):
    """What a declaration stands directly in."""

    MODULE = auto()
    CLASS = auto()
    FUNCTION = auto()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read at all, with the reason and the place."""

    message: str
    position: Position


@dataclass(frozen=True, slots=True, eq=False)
class Decorator:
    place: Place
    """From the ``@`` to the end of the expression."""
    expression: Expression
    target: Target
    """What is applied, or called to get what is applied."""
    call: Call | None
    """The call that makes the decorator, in place or where the name was assigned."""
    is_inline: bool
    """Whether that call is written at the ``@``."""
    name: str | None = field(init=False)
    """The framework's name for it."""

    def __post_init__(self) -> None:
        # Worked out once: every rule asks every decorator for it.
        object.__setattr__(self, "name", self.target.framework)

    @property
    def is_requirement(self) -> bool:
        return self.name in REQUIREMENTS

    @property
    def is_auth(self) -> bool:
        return self.name in AUTH


class ParameterKind(Enum):
    POSITIONAL_ONLY = auto()
    POSITIONAL = auto()
    VARIADIC = auto()
    KEYWORD_ONLY = auto()
    KEYWORDS = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    name: str
    kind: ParameterKind
    annotation: Expression | None
    default: Expression | None
    place: Place
    """The name, without stars, annotation and default."""

    @property
    def has_default(self) -> bool:
        return self.default is not None

    @property
    def is_required(self) -> bool:
        variadic = (ParameterKind.VARIADIC, ParameterKind.KEYWORDS)
        return not self.has_default and self.kind not in variadic


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    name: str
    decorators: tuple[Decorator, ...]
    parameters: tuple[Parameter, ...]
    is_async: bool
    enclosure: Enclosure
    place: Place
    """The name in ``def name``."""
    key: object
    """Equal to ``Target.declared`` of whatever refers to it."""
    returns: Expression | None
    body: Body

    @property
    def is_generator(self) -> bool:
        return self.body.is_generator

    def decorated(self, name: str) -> tuple[Decorator, ...]:
        """The decorators of that framework name, from the top."""
        return tuple([decorator for decorator in self.decorators if decorator.name == name])

    @property
    def requirements(self) -> tuple[Decorator, ...]:
        return tuple(decorator for decorator in self.decorators if decorator.is_requirement)


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """``name = expression`` in a class body."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True, eq=False)
class FieldDeclaration:
    """``name: annotation`` or ``name: annotation = value`` in a class body."""

    name: str
    annotation: Expression
    value: Expression | None
    place: Place
    """The name."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassDeclaration:
    name: str
    bases: tuple[Target, ...]
    metaclass: Target | None
    decorators: tuple[Decorator, ...]
    functions: tuple[Function, ...]
    assignments: tuple[Assignment, ...]
    fields: tuple[FieldDeclaration, ...]
    names: frozenset[str]
    """Everything the class body binds."""
    enclosure: Enclosure
    place: Place
    """The name in ``class Name``."""
    header: Place
    """The ``class`` statement, without its decorators."""
    key: object
    unclear_bases: frozenset[str] = frozenset()
    """The names in bases that are not understood: any class called so may be inherited.

    ANY_NAME stands for every class of the file."""

    def decorated(self, name: str) -> tuple[Decorator, ...]:
        return tuple([decorator for decorator in self.decorators if decorator.name == name])

    @property
    def requirements(self) -> tuple[Decorator, ...]:
        return tuple(decorator for decorator in self.decorators if decorator.is_requirement)


@dataclass(frozen=True, slots=True, eq=False)
class FunctionDeclaration:
    """A function together with the class whose body it stands in, if any."""

    function: Function
    owner: ClassDeclaration | None


@dataclass(frozen=True, slots=True, eq=False)
class DecoratorDeclaration:
    """One of the framework's decorators on a function, or on a class (``function`` is None)."""

    decorator: Decorator
    function: Function | None
    owner: ClassDeclaration | None


@dataclass(frozen=True, slots=True, eq=False)
class ScheduleDeclaration:
    """A ``@schedule`` on a function, or on a class (``function`` is None)."""

    decorator: Decorator
    function: Function | None
    owner: ClassDeclaration | None

    def trigger(self, name: str) -> Argument | None:
        """The argument ``interval``, ``at`` or ``crontab``."""
        return None if self.decorator.call is None else self.decorator.call.keyword(name)


@dataclass(frozen=True, slots=True, eq=False)
class CrontabField:
    name: str
    expression: Expression


@dataclass(frozen=True, slots=True, eq=False)
class CrontabDeclaration:
    """The ``Crontab(...)`` of a schedule, where it is written."""

    call: Call
    fields: tuple[CrontabField, ...]
    """The fields that are given, in the order they are written; unpacked ones are not seen."""
    schedule: ScheduleDeclaration

    @property
    def is_complete(self) -> bool:
        """Whether every field that is given is seen."""
        return not self.call.is_open

    def field(self, name: str) -> CrontabField | None:
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True, eq=False)
class DirectInvocation:
    """``DirectTaskInvocation(...)`` anywhere in the file."""

    call: Call


@dataclass(frozen=True, slots=True, eq=False)
class FromImport:
    """A top-level ``from module import ..., last``."""

    module: str
    last: Place


@dataclass(frozen=True, slots=True, eq=False)
class ImportSite:
    """Where one more import can go."""

    statements: tuple[Place, ...]
    """The top-level import statements, whole lines."""
    froms: tuple[FromImport, ...]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Module:
    """All declarations of one file; a class inside a class comes before the one around it."""

    text: str
    classes: tuple[ClassDeclaration, ...]
    functions: tuple[FunctionDeclaration, ...]
    invocations: tuple[DirectInvocation, ...]
    made_handlers: frozenset[object]
    """Keys of the classes that are made handlers by a call: ``TaskHandler()(Orders)``."""
    imports: ImportSite
    body: Body | None
    """The statements of the module itself; None for a file that could not be read."""
    entry: Place | None = None
    """The test of ``if __name__ == "__main__":`` at the top level."""
    maybe_handlers: frozenset[object] = frozenset()
    """Keys of the classes that a call replaces: ``Orders = registered(Orders)``."""
    makes_unseen_handlers: bool = False
    """Whether ``TaskHandler()`` is applied to something that is not seen: a parameter, a loop's."""
