"""The kinds of what the text does not tell. Light, for reports of earlier results have them."""

from __future__ import annotations

from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.syntax.ranges import Range


class UnknownKind(StrEnum):
    # About a task, so that nobody can say for certain who may run it
    HANDLER = "handler"
    """Whether the class is a handler, or only others of it are."""
    BASE = "base"
    """What a base does that the program does not have."""
    CLASS_DECORATOR = "class-decorator"
    METACLASS = "metaclass"
    SUBCLASS_HOOK = "subclass-hook"
    """What `__init_subclass__` does to a class."""
    REBOUND_CLASS = "rebound-class"
    """What the name of the class stands for: it is bound again, or a call replaces it."""
    PASSED_CLASS = "passed-class"
    """What a call does to the class that it is given."""
    BORROWED_METHOD = "borrowed-method"
    """What becomes of the method that is taken off its class."""
    REBOUND_METHOD = "rebound-method"
    """What the class holds under the name of the method."""
    SHARED_METADATA = "shared-metadata"
    """What another file writes to the metadata that the class shares with its base."""
    DECORATOR = "decorator"
    """What a decorator of the method does to what is below it."""
    OTHER_GUARDS = "other-guards"
    """For which handler the method is registered: they guard it differently."""
    # About what is written
    REGISTRATION = "registration"
    """Whether anything registers the tasks of a class."""
    TASK = "task"
    """Whether the method below a decorator is a task: the program's own, which names `task`."""
    VALUE = "value"
    """What a schedule is given."""
    REFERENCE = "reference"
    """What a requirement names."""


@dataclass(frozen=True, slots=True)
class ReportedUnknown:
    """An unknown as reports show it."""

    kind: UnknownKind
    name: str
    """Of the class, the method or the base; of a decorator, as it is written."""
    range: Range

    @property
    def identity(self) -> tuple[object, ...]:
        """What several tasks have in common that lack the same."""
        start, end = self.range.start, self.range.end
        # Plain values, for many files may rest on the same things of each other.
        return self.kind.value, self.name, start.line, start.column, end.line, end.column
