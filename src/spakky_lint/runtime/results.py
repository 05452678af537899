"""What the call of a task gives where it is dispatched: an `ITaskResult`, which has three members.

Where it is not dispatched, without a plugin or inside a worker, the call gives the value itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

_T_co = TypeVar("_T_co", covariant=True)


class ITaskResult(ABC, Generic[_T_co]):
    """The result of a task that was dispatched, which may not be there yet."""

    @property
    @abstractmethod
    def task_id(self) -> object:
        """What the broker knows the run by."""

    @abstractmethod
    def get(self) -> _T_co:
        """Wait for the task to end, and give what it returned; blocks the thread."""

    @abstractmethod
    async def get_async(self) -> _T_co:
        """The same without blocking the event loop."""


MEMBERS = ITaskResult.__abstractmethods__
"""All that a result has."""

WAITING = frozenset({"join", "result", "wait"})
"""What `get` is called elsewhere."""

HABITS = WAITING | {
    *("id", "status", "state", "ready", "successful", "failed", "traceback", "date_done"),
    *("revoke", "forget", "then", "collect", "children", "parent", "retries", "worker"),
    *("done", "cancel", "cancelled", "exception", "add_done_callback"),
}
"""What celery's results have, and futures, and people therefore look for."""

OPTIONS_OF_GET = frozenset(
    {
        *("timeout", "propagate", "interval", "no_ack", "follow_parents", "callback"),
        *("on_message", "on_interval", "disable_sync_subtasks"),
    }
)
"""What celery's own `get` can be told."""

CONVERSIONS = frozenset(
    {
        *("abs", "all", "any", "dict", "enumerate", "float", "frozenset", "int", "iter", "len"),
        *("list", "max", "min", "reversed", "round", "set", "sorted", "sum", "tuple"),
    }
)
"""Builtin functions that raise TypeError for a result as their first argument."""
