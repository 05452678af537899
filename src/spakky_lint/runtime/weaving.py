"""Guarding a pod: a stand-in whose methods ask for admission before they run.

Only a method that is called on the stand-in asks. A method that the pod calls on itself, a static
method, a property, and what Python calls through the class (`len(pod)`, `pod()`, `with pod`) do
not: these are the framework's gaps, and who asks what is enforced has to be shown them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from inspect import getmembers_static, iscoroutinefunction
from types import MethodType, new_class


class Guard(ABC):
    """Admits calls or refuses them. As a pod of a context, it guards that context's pods."""

    @classmethod
    @abstractmethod
    def covers(cls, method: Callable[..., object]) -> bool:
        """Whether this bound method is to be admitted before it is called."""

    @abstractmethod
    def admit(self, method: Callable[..., object]) -> None:
        """Return to let a bound method be called, raise to refuse it."""


def has_covered(pod: object, guard: type[Guard]) -> bool:
    """Whether the guard covers anything that the pod can be called for.

    Then the pod is handed out as a stand-in, also for those who call its other methods.
    """
    if callable(pod) and guard.covers(pod):
        return True
    return any(guard.covers(method) for _, method in callable_members(pod))


def callable_members(pod: object) -> Iterator[tuple[str, Callable[..., object]]]:
    """What of a pod can be called, by name; properties are not asked."""
    for name, member in getmembers_static(pod):
        if isinstance(member, property):
            continue
        try:
            value = getattr(pod, name)
        except Exception:  # noqa: BLE001  # a descriptor may fail with anything
            continue
        if callable(value):
            yield name, value


def guarded(pod: object, guards: Sequence[Guard]) -> object:
    """A stand-in for `pod`: an instance of a subclass of its class that shares its attributes."""

    def get(_: object, name: str) -> object:
        value: object = object.__getattribute__(pod, name)
        return _asking(value, guards) if isinstance(value, MethodType) else value

    def assign(_: object, name: str, value: object) -> None:
        setattr(pod, name, value)

    def delete(_: object, name: str) -> None:
        delattr(pod, name)

    def names(_: object) -> Iterable[str]:
        return dir(pod)

    def fill(namespace: dict[str, object]) -> None:
        namespace["__getattribute__"] = get
        namespace["__setattr__"] = assign
        namespace["__delattr__"] = delete
        namespace["__dir__"] = names

    class_ = type(pod)
    stand_in = new_class(f"{class_.__name__}@Guarded", (class_,), exec_body=fill)
    # Without a call: the constructor has run already, on the pod itself.
    return class_.__new__(stand_in)


def _asking(method: MethodType, guards: Sequence[Guard]) -> Callable[..., object]:
    guards = [guard for guard in guards if guard.covers(method)]
    if iscoroutinefunction(method):

        @wraps(method)
        async def ask_and_await(*args: object, **kwargs: object) -> object:
            _ask(method, guards)
            return await method(*args, **kwargs)

        return ask_and_await

    @wraps(method)
    def ask_and_call(*args: object, **kwargs: object) -> object:
        _ask(method, guards)
        return method(*args, **kwargs)

    return ask_and_call


def _ask(method: MethodType, guards: Sequence[Guard]) -> None:
    for guard in guards:
        guard.admit(method)
