"""What the auth decorators of a task ask for, and which of them the framework refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.facts.decorators import seen_auth
from spakky_lint.runtime.references import Fate, fate
from spakky_lint.runtime.requirements import (
    AuthRequirement,
    CallProblem,
    call_problem,
    parameters,
    positional_parameters,
    requirement_of,
)
from spakky_lint.syntax.constants import known_value
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.framework import REPLACING_UNLESS_CALLED
from spakky_lint.syntax.memo import once_each
from spakky_lint.syntax.shared_auth import shared_auth
from spakky_lint.syntax.unknown import UNKNOWN

MARKERS = ("protected", "public_access")
"""The auth decorators that take what they decorate, and nothing else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement, as far as the text tells."""

    requirement: AuthRequirement | None
    """None where the text does not tell what is required, or where it is no text."""
    fate: Fate | None = None
    """What the framework does with it, where it names something that is no text."""


class MistakeKind(Enum):
    """What is wrong with how an auth decorator is applied."""

    NOT_CALLED = auto()
    """It lacks the arguments that it has to be given: TypeError on import."""
    MARKER_CALLED = auto()
    """A marker is called with nothing: TypeError on import."""
    REFUSED = auto()
    """It is given arguments that it does not take: TypeError on import."""
    MARKS_VALUE = auto()
    """A marker is given a value that cannot be marked: AttributeError on import."""
    MARKS_ANOTHER = auto()
    """A marker marks its argument, and what stands below it is left as it is."""


@dataclass(frozen=True, slots=True)
class CallMistake:
    kind: MistakeKind
    problem: CallProblem | None = None
    """What Python says to arguments that do not fit."""

    @property
    def fails_on_import(self) -> bool:
        return self.kind is not MistakeKind.MARKS_ANOTHER


def call_mistake(decorator: Decorator) -> CallMistake | None:
    """What is wrong with the call of an auth decorator, or with the lack of one."""
    name, call = decorator.name, decorator.call
    if name is None or not decorator.is_auth:
        return None
    if call is None:
        problem = call_problem(name, 1, ())
        return None if problem is None else CallMistake(MistakeKind.NOT_CALLED, problem)
    if name in MARKERS and not call.arguments:
        return CallMistake(MistakeKind.MARKER_CALLED)
    if call.is_open:
        return None  # what is unpacked is not seen
    problem = _problem(name, call)
    if problem is not None:
        return CallMistake(MistakeKind.REFUSED, problem)
    if name not in MARKERS or not decorator.is_inline:
        return None
    value = call.arguments[0].expression.value
    can_be_marked = value is UNKNOWN or isinstance(value, type)
    return CallMistake(MistakeKind.MARKS_ANOTHER if can_be_marked else MistakeKind.MARKS_VALUE)


def is_refused(decorator: Decorator) -> bool:
    """Whether the decorator is called with arguments that it does not take."""
    call, name = decorator.call, decorator.name
    if call is None or name is None or call.is_open:
        return False
    return _problem(name, call) is not None


def _problem(name: str, call: Call) -> CallProblem | None:
    keywords = [found.keyword for found in call.arguments if found.keyword is not None]
    return call_problem(name, len(call.arguments) - len(keywords), keywords)


def is_bare(decorator: Decorator) -> bool:
    """Whether it takes what it stands on for the name of a requirement, and asks for nothing.

    What it stands on is then gone: the decorator's own function is in its place.
    """
    return decorator.name in REPLACING_UNLESS_CALLED and decorator.call is None


def asks_nothing(decorator: Decorator) -> bool:
    """Whether an auth decorator says nothing about what it stands on.

    A marker that is called marks its argument, or fails.
    """
    return is_bare(decorator) or (decorator.name in MARKERS and decorator.call is not None)


def references(decorator: Decorator) -> Iterator[tuple[str, Expression]]:
    """The values that a requirement names, by parameter, as far as they are seen."""
    call, name = decorator.call, decorator.name
    if not decorator.is_requirement or call is None or name is None or name == "protected":
        return  # what is given to @protected is another mistake
    if is_refused(decorator):
        return  # wrong arguments are another mistake
    places = iter(positional_parameters(name))
    is_open = False
    for argument in call.arguments:
        is_open |= bool(argument.star)
        if argument.keyword is not None:
            if argument.keyword in parameters(name):
                yield argument.keyword, argument.expression
        elif not is_open:
            parameter = next(places, None)
            if parameter is not None:
                yield parameter, argument.expression


@once_each
def read_requirement(decorator: Decorator, module: Module) -> Asked:
    """What a requirement asks for."""
    name, call = decorator.name, decorator.call
    assert name is not None
    if asks_nothing(decorator) or is_refused(decorator):
        return Asked(None)
    if call is None:
        return Asked(requirement_of(name))
    values = {parameter: known_value(expression) for parameter, expression in references(decorator)}
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


def is_asked_by(requirement: Decorator, others: Sequence[Decorator], module: Module) -> bool:
    """Whether one of the other requirements asks for the same."""
    if requirement.name == "protected":
        return bool(others)  # whatever is asked of somebody, it takes somebody
    return _demand(requirement, module) in [_demand(other, module) for other in others]


def _demand(requirement: Decorator, module: Module) -> object:
    """What it asks for; where the text does not tell, how it is written."""
    asked = read_requirement(requirement, module).requirement
    return requirement.expression.place.code if asked is None else asked


def asked_of(
    function: Function, handler: ClassDeclaration, module: Module
) -> tuple[Decorator, ...]:
    """The requirements of a method of a handler that the framework sees, its own first."""
    if any(is_bare(decorator) for decorator in function.decorators):
        return ()  # it is no method
    of_class = [found for _, found in reversed(shared_auth(handler, module))]
    auth = (*seen_auth(function, module), *of_class)
    return tuple(found for found in auth if found.is_requirement and not asks_nothing(found))
