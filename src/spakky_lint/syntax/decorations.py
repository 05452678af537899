"""What a decorator does to what is below it, and what stands in the place of that."""

from __future__ import annotations

from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.places import Place


class Effect(Enum):
    """What stands in the place of the decorated function or class, and what it shows."""

    PASSES = auto()
    """The very object, with all that was attached to it."""
    WRAPS = auto()
    """Another function, to which the metadata was carried on."""
    MANAGES = auto()
    """As WRAPS, and a call gives a context manager that nobody has entered."""
    HIDES = auto()
    """Something that shows nothing of the metadata."""
    DESCRIPTOR = auto()
    """What the class hands out as something else; `descriptor_kind` says which."""
    CACHES = auto()
    """A callable that is no function, to which the metadata was carried on."""
    REPLACES = auto()
    """Something that was never meant to stand there."""
    SIGNATURE = auto()
    """Nothing that is run: it is for the type checker."""
    UNKNOWN = auto()
    """The text does not tell."""


@dataclass(frozen=True, slots=True, eq=False)
class Wrapper:
    """The inner function that a decorator returns in place of what it decorates."""

    name: str
    is_async: bool
    is_generator: bool
    place: Place
    """The name in its ``def``."""
    statement: Place
    """From its ``def``, or the ``async`` in front of it: below its decorators."""
    wrapped: str
    """The parameter that holds the decorated function."""
    is_plain: bool
    """Whether nothing but `functools.wraps` is done to it before it is returned."""
    is_copied: bool
    """Whether something is copied to it, be it not what counts."""
    expression: Expression
    """Its name, with what names mean inside the decorator."""
    body: Body


@dataclass(frozen=True, slots=True, eq=False)
class Decoration:
    """The effect of one decorator, and what takes the place of what it stands on."""

    effect: Effect
    wrapper: Wrapper | None = None
    """Of WRAPS and HIDES the inner function, if it is one and the only one."""
    is_plain: bool = True
    """Whether it certainly does nothing else to what comes of it."""
    may_add: bool = False
    """Whether it may attach metadata of its own that is not seen."""
    is_function: bool = True
    """False where what comes of a function is certainly none."""
    is_lambda: bool = False
    """Whether it may be one without a name."""


NOT_TOLD = Decoration(Effect.UNKNOWN, is_plain=False, may_add=True)
