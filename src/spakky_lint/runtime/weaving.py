"""Guarding a pod: a stand-in whose methods ask for admission before they run.

Only a method that is called on the stand-in asks. A method that the pod calls on itself, a static
method, a property, and what Python calls through the class (`len(pod)`, `pod()`, `with pod`) do
not: these are the framework's gaps, and who asks what is enforced has to be shown them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from inspect import iscoroutinefunction
from types import MethodType, new_class


class Guard(ABC):
    """Admits calls or refuses them. As a pod of a context, it guards that context's pods."""

    @classmethod
    @abstractmethod
    def guards(cls, pod: object) -> bool:
        """Whether some method of this instance needs admission.

        Raises where that cannot be told; the pod is then not handed out.
        """

    @abstractmethod
    def admit(self, method: Callable[..., object]) -> None:
        """Return to let a bound method be called, raise to refuse it."""


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
