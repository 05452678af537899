"""What a pod can have to do with the life of its context: run with it, or look at other pods."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading


class IService(ABC):
    """A pod that is started with its context, and stopped with it."""

    @abstractmethod
    def set_stop_event(self, stop_event: threading.Event) -> None:
        """Called once, after the constructor, with the event that tells threads to end."""

    @abstractmethod
    def start(self) -> None:
        """Called when every pod has been created; what it raises stops the start."""

    @abstractmethod
    def stop(self) -> None:
        """Called when the context stops."""


class IPostProcessor(ABC):
    """A pod that gets to see every other pod when it has been created."""

    @abstractmethod
    def post_process(self, pod: object) -> object:
        """The pod, or what is to be handed out in its place."""
