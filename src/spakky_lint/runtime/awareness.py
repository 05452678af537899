"""What a pod is told of the context that it lives in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol, TypeVar

_T = TypeVar("_T")


class Context(Protocol):
    """An ApplicationContext, for those who ask it and do not build it."""

    def get(self, type_: type[_T], name: str | None = None) -> _T:
        """The instance of the one pod that is of this type."""

    def get_context_value(self, key: str) -> object | None:
        """A value of the current context, None where it was not set."""

    def set_context_value(self, key: str, value: object) -> None:
        """Set a value for the current context."""


class IApplicationContextAware(ABC):
    """A pod that is told which context it lives in."""

    @abstractmethod
    def set_application_context(self, application_context: Context) -> None:
        """Called once, after the constructor."""
