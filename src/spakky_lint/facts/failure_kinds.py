"""What keeps an application from running at all, by what is wrong."""

from __future__ import annotations

from enum import Enum, auto


class Stage(Enum):
    """When it fails."""

    IMPORT = auto()
    START = auto()


class FailureKind(Enum):
    # A class
    HANDLER_NOT_CALLED = auto()
    """`@TaskHandler` without parentheses."""
    HANDLER_ARGUMENTS = auto()
    POD_NAME = auto()
    """Another pod of the application has the name."""
    LATE_DATACLASS = auto()
    """`@dataclass` writes a constructor that nothing is injected into."""
    ABSTRACT_HANDLER = auto()
    SUBCLASSED_HANDLER = auto()
    """Two pods, one below the other, or a subclass is injected that is no pod."""
    STEREOTYPES = auto()
    """A handler that is another pod, too."""
    LAZY_NOT_CALLED = auto()
    MODEL = auto()
    """The container cannot read the constructor of a model."""
    SHARED_METADATA = auto()
    """Two pods below one decorated base, or public access that reaches what is protected."""
    PARAMETER_UNANNOTATED = auto()
    PARAMETER_REFUSED = auto()
    PARAMETER_UNPROVIDED = auto()
    # A class that a scan passes over
    OUTSIDE_PACKAGES = auto()
    FAILING_MODULE = auto()
    # A method
    HANDLER_ON_FUNCTION = auto()
    TASK_CALLED = auto()
    REPEATED_TASK = auto()
    REPEATED_SCHEDULE = auto()
    # What `@schedule` is given
    SCHEDULE_ARGUMENTS = auto()
    TRIGGER_COUNT = auto()
    INTERVAL = auto()
    AT = auto()
    CRONTAB = auto()
    """Something else than a Crontab."""
    CRONTAB_ARGUMENTS = auto()
    FIELD_RANGE = auto()
    FIELD_TYPE = auto()
    FIELD_ENUM = auto()
    NO_DATE = auto()
    """No year has the date."""
    FIELDS_MISPLACED = auto()
    # An auth decorator
    AUTH_MARKER_CALLED = auto()
    AUTH_ARGUMENTS = auto()


OF_VALUES = frozenset(
    {
        FailureKind.SCHEDULE_ARGUMENTS,
        FailureKind.TRIGGER_COUNT,
        FailureKind.INTERVAL,
        FailureKind.AT,
        FailureKind.CRONTAB,
        FailureKind.CRONTAB_ARGUMENTS,
        FailureKind.FIELD_RANGE,
        FailureKind.FIELD_TYPE,
        FailureKind.FIELD_ENUM,
        FailureKind.NO_DATE,
        FailureKind.FIELDS_MISPLACED,
    }
)
"""What is wrong with the value of a schedule."""
