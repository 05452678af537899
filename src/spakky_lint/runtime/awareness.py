"""What a pod is told of the context that it lives in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from spakky_lint.runtime.pod import Pod

_T = TypeVar("_T")


class Context(Protocol):
    """An ApplicationContext, for those who ask it and do not build it."""

    def get(self, type_: type[_T], name: str | None = None) -> _T:
        """The instance of the one pod that is of this type."""

    def get_context_value(self, key: str) -> object | None:
        """A value of the current context, None where it was not set."""

    def set_context_value(self, key: str, value: object) -> None:
        """Set a value for the current context."""


class Container(Protocol):
    """An ApplicationContext, for those who look at its pods."""

    @property
    def pods(self) -> Mapping[str, Pod]:
        """The pods by name."""

    def find(self, selector: Callable[[Pod], bool]) -> set[object]:
        """The instances of the pods that are selected; equal ones are one."""


class IContainerAware(ABC):
    """A pod that looks at the others of its context."""

    @abstractmethod
    def set_container(self, container: Container) -> None:
        """Called once, after the constructor."""


class IApplicationContextAware(ABC):
    """A pod that is told which context it lives in."""

    @abstractmethod
    def set_application_context(self, application_context: Context) -> None:
        """Called once, after the constructor."""
