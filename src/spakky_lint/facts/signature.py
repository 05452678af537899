"""What a task is called with, and where.

Light, for reports of earlier runs have it.
"""

from __future__ import annotations

from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.ranges import Range


class Kind(StrEnum):
    """What the worker is handed for a value."""

    ANY = "any"
    """Nothing is annotated, or anything is allowed."""
    TEXT = "str"
    INTEGER = "int"
    FLOAT = "float"
    TRUTH = "bool"
    NONE = "None"
    BYTES = "bytes"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    UUID = "UUID"
    DECIMAL = "Decimal"
    LIST = "list"
    """A tuple, too."""
    SEQUENCE = "sequence"
    """A list, or what else has elements."""
    DICT = "dict"
    """Its keys are texts, whatever they were."""
    REFUSED = "refused"
    """No message holds it."""
    OTHER = "other"
    """A type of which the text does not tell."""


@dataclass(frozen=True, slots=True)
class MessageType:
    kind: Kind
    parts: tuple[MessageTypes, ...] = ()
    """Of the elements, or of the values of a dict; one for all, or one for each of a tuple."""
    is_fixed: bool = False
    """Whether there is one for each."""
    name: str = ""
    """Of another type, with what says what it is."""


MessageTypes = frozenset[MessageType]
"""The alternatives."""


@dataclass(frozen=True, slots=True)
class TaskParameter:
    name: str
    kind: ParameterKind
    annotation: str | None
    """As it is written, on one line."""
    default: str | None
    """As it is written, on one line."""
    types: MessageTypes
    """What messages hold for it."""

    @property
    def stars(self) -> str:
        return self.kind.stars

    @property
    def written(self) -> str:
        """As in a `def`."""
        annotation = "" if self.annotation is None else f": {self.annotation}"
        equals = " = " if annotation else "="
        default = "" if self.default is None else f"{equals}{self.default}"
        return f"{self.stars}{self.name}{annotation}{default}"

    @property
    def is_positional(self) -> bool:
        return self.kind.is_by_place

    @property
    def is_variadic(self) -> bool:
        return bool(self.stars)

    @property
    def is_required(self) -> bool:
        return self.default is None and not self.is_variadic


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[TaskParameter, ...]
    """Those of the function that is written, without its `self`."""
    hidden_by: str | None
    """The decorator that may take other ones, as it is written."""
    hidden_how: str
    """What such decorators of the program do, as it is written."""
    named_by: str | None
    """The decorator whose wrapper may give the task a name of its own, as it is written."""


class Dispatching(StrEnum):
    """What comes of it where the project has a queue."""

    SENT = "sent"
    EXECUTED = "executed"
    """It is named in a `DirectTaskInvocation`: the executor sends it where there is a queue."""
    IN_PLACE = "in-place"
    """It runs where it is called: through `self`, on an instance that is built there, in the body
    of another task, or because it is only scheduled."""
    NEVER_SENT = "never-sent"
    """It is async, and nobody awaits the call."""
    HANDED_ON = "handed-on"
    """It is not called here, but given to somebody."""
    UNKNOWN = "unknown"
    """The text does not tell whether a worker runs the code around."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    kind: Dispatching
    range: Range
    """The name of the method, or the invocation."""
    within: str | None
    """The function around, `Shop.close`; None at the top level."""
