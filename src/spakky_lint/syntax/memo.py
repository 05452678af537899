"""What rules ask of a module again and again, worked out once."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar

from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.dependencies import remembering

K = TypeVar("K", bound=Hashable)
P = ParamSpec("P")
T = TypeVar("T")


def once_a_module(function: Callable[[Module], T]) -> Callable[[Module], T]:
    """Remember what ``function`` says of a module for as long as the module lives."""
    # In the module itself: what is remembered leads back to it, and would keep it in a mapping.
    key = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(module: Module) -> T:
        return remembering(module.__dict__, key, function, module)

    return remembered


def once_a_class(
    function: Callable[[ClassDeclaration, Module], T],
) -> Callable[[ClassDeclaration, Module], T]:
    """Remember what ``function`` says of a class for as long as that lives.

    Only for what is the same whichever module of the program asks.
    """
    key = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(declaration: ClassDeclaration, module: Module) -> T:
        return remembering(declaration.__dict__, key, function, declaration, module)

    return remembered


def is_known(
    function: Callable[[ClassDeclaration, Module], object], declaration: ClassDeclaration
) -> bool:
    """Whether a function that is `once_a_class` has been asked of the class before."""
    return f"{function.__module__}.{function.__qualname__}" in declaration.__dict__


def once_each(function: Callable[[K, Module], T]) -> Callable[[K, Module], T]:
    """Remember what ``function`` says of each thing as a module sees it, while the module lives."""
    key = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(about: K, module: Module) -> T:
        known: dict[K, T] | None = module.__dict__.get(key)
        if known is None:
            known = module.__dict__[key] = {}
        return remembering(known, about, function, about, module)

    return remembered


def once_by(
    key: object,
    owner: object,
    function: Callable[P, T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """What ``function`` says, which the owner, a module or a program, remembers by the key: for
    what is the same of all arguments that have it.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    return remembering(vars(owner).setdefault(name, {}), key, function, *args, **kwargs)


@once_each
def text_mentions(words: tuple[str, ...], module: Module) -> bool:
    """Whether one of the words stands anywhere in the text; many times faster than a pattern."""
    return any(word in module.text for word in words)


@once_each
def text_matches(pattern: re.Pattern[str], module: Module) -> bool:
    """Whether the text has a match; each pattern is looked for once a module."""
    return pattern.search(module.text) is not None
