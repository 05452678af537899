"""What the aspects of the framework find in its own pods: it is the same in every application.

A start has each aspect look at each member of each pod. A dozen pods are the framework's own or the
evidence's, celery's application and the settings among them, and to look at these took two thirds
of a start. Whatever a case brings, a pod or an aspect, is looked at each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property, wraps
from inspect import getmembers_static
from typing import Any

from spakky.core.aop.aspect import Aspect, AsyncAspect

from tests.evidence.providers import PROVIDERS

_PACKAGES = frozenset({"spakky", "celery"})

Matches = Callable[[Any, Any], bool]  # an Aspect or an AsyncAspect, and any pod


def look_once() -> None:
    """From here on, ask once in this process and in those that it forks."""
    for kind in (Aspect, AsyncAspect):
        kind.matches = _remembered(kind.matches)  # type: ignore[assignment,method-assign]  # for this process


def _remembered(matches: Matches) -> Matches:
    known: dict[tuple[type, type], tuple[bool, tuple[str, ...]]] = {}

    @wraps(matches)
    def remembered(aspect: Any, pod: object) -> bool:
        asked = (aspect.target, type(pod))
        if not all(map(_is_own, asked)):
            return matches(aspect, pod)
        if asked not in known:
            known[asked] = matches(aspect, pod), tuple(_lazy_members(type(pod)))
        found, lazy = known[asked]
        for name in lazy:  # celery makes tasks of what was decorated until it is looked at
            with suppress(Exception):
                getattr(pod, name)
        return found

    return remembered


def _is_own(found: type) -> bool:
    return found in PROVIDERS or found.__module__.partition(".")[0] in _PACKAGES


def _lazy_members(kind: type) -> Iterator[str]:
    for name, member in getmembers_static(kind):
        if isinstance(member, cached_property):
            yield name


def compared(context: Any) -> list[tuple[str, bool, bool]]:
    """For each aspect and pod of a started application what is told, and what a look finds."""
    pods = {name: context.get(pod.type_, name) for name, pod in context.pods.items()}
    return [
        (f"{aspect.target.__name__}, {name}", aspect.matches(pod), looking(aspect, pod))
        for kind in (Aspect, AsyncAspect)
        for looking in (vars(kind)["matches"].__wrapped__,)
        for each in context.pods.values()
        if (aspect := kind.get_or_none(each.target)) is not None
        for name, pod in pods.items()
    ]
