"""Programs drawn at random: handlers with decorators in every order, spelling and argument."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.members import ASSIGNMENTS, AUTH, constructors, fields, methods
from tests.properties.spelling import spellings
from tests.properties.values import choice, now_and_then

_PRELUDE = """\
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import InitVar, dataclass, field
from enum import Enum, StrEnum
from functools import cache, cached_property, lru_cache, partialmethod, wraps
from typing import (
    Annotated, Any, ClassVar, Generic, Literal, Optional, Protocol, TypeVar, final, overload,
)
from typing_extensions import deprecated, override
from spakky.auth import AuthContext
from spakky.core.pod.interfaces.application_context import IApplicationContext
from spakky.core.pod.interfaces.container import IContainer
"""
_CONSTANTS = """
T = TypeVar("T")
EVERY = {timedelta}(minutes=5)
OPENING = {time}(7, 30)
NIGHTLY = {Crontab}(hour=3)
WRONG = {Crontab}(hour=24)
LATE = 25
PAYDAY: int = 25
DAYS = ({Weekday}.MONDAY, {Weekday}.FRIDAY)
SPRING = ({Month}.MARCH, {Month}.APRIL)
CRON = "0 9 * * *"
nightly = {schedule}(crontab=NIGHTLY)
admins = {require_role}("admin")


class Hours:
    OPEN = 9


class Role(StrEnum):
    ADMIN = "admin"


class Plain(Enum):
    ADMIN = "admin"


PLAIN = Plain.ADMIN


@{Pod}()
class Mailer: ...


class Clock: ...


@{Pod}()
class Printer:
    def __init__(self, mailer: Mailer) -> None: ...


def logged(function):
    @wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


def logged_all(level="info"):
    def decorate(function):
        @wraps(function)
        def inner(*args, **kwargs):
            return function(*args, **kwargs)

        return inner

    return decorate


def unwrapped(function):
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


"""

_HANDLERS = now_and_then(
    st.sampled_from(
        ["@{TaskHandler}()"] * 6
        + ["@{TaskHandler}(name='named')", "@{TaskHandler}(scope={Pod}.Scope.PROTOTYPE)"]
        + ["@{TaskHandler}(name='')", "@{TaskHandler}(scope={Pod}.Scope.SINGLETON)"]
    ),
    choice(
        "@{TaskHandler}; @{TaskHandler}('x'); @{TaskHandler}(queue='slow'); "
        "@{TaskHandler}(scope='singleton'); @{TaskHandler}(name='mailer'); "
        "@{TaskHandler}(scope={Pod}.Scope.CONTEXT)"
    ),
    15,
)
_BESIDES = now_and_then(
    st.one_of(AUTH, st.sampled_from(["@final", "@{Order}(1)", "@{Primary}()"])),
    choice(
        "@{Pod}(); @{Pod}; @{Lazy}(); @{Lazy}; @{UseCase}(); @{Controller}(); "
        "@{TaskHandler}(); @{Pod}(name='other')"
    ),
    4,
)
_DATACLASSES = choice(
    "@dataclass; @dataclass(); @dataclass(slots=True); @dataclass(frozen=True); "
    "@dataclass(kw_only=True); @dataclass(init=False); @dataclass(eq=False)"
)
_BASES = st.sampled_from(
    [""] * 8 + ["(Base)", "(Base, ABC)", "(ABC)", "(Generic[T])", "(Protocol)", "(object)"]
)


@st.composite
def _base(draw: st.DrawFn, with_constructor: bool) -> str:
    decorators = draw(
        now_and_then(
            st.just(""), st.sampled_from(["@{protected}\n", "@{Pod}()\n", "@{TaskHandler}()\n"]), 6
        )
    )
    constructor = draw(now_and_then(st.just(""), constructors(), 4)) if with_constructor else ""
    return f"{decorators}class Base:\n{constructor}{draw(methods(5))}\n\n"


@st.composite
def _handler(draw: st.DrawFn, name: str, bases: st.SearchStrategy[str]) -> str:
    decorators = [draw(_HANDLERS)]
    if draw(st.sampled_from([False, False, True])):
        decorators.insert(draw(st.integers(0, 1)), draw(_BESIDES))
    constructor = draw(st.sampled_from(["", "", "constructor", "dataclass"]))
    parts = []
    if constructor == "dataclass":
        # Under the handler, where it belongs, more often than not.
        place = draw(st.sampled_from([len(decorators), len(decorators), 0]))
        decorators.insert(place, draw(_DATACLASSES))
        parts.append(draw(fields()))
    elif constructor:
        parts.append(draw(constructors()))
    parts += [draw(methods(number)) for number in range(draw(st.sampled_from([1, 1, 2, 3])))]
    written = "".join(parts)
    # Python gives a cached property one name only.
    has_method = "def method_0" in written and "@cached_property" not in written
    if has_method and draw(st.sampled_from([False] * 7 + [True])):
        parts.append(draw(ASSIGNMENTS))
    body = "\n".join(part for part in parts if part)
    return "\n".join(decorators) + f"\nclass {name}{draw(bases)}:\n{body}\n\n"


@st.composite
def programs(draw: st.DrawFn) -> str:
    spelling = draw(spellings())
    handler = draw(_handler("Handler", _BASES))
    # The constructor that a dataclass above the handler replaces is a matter of its own.
    base = draw(_base("@dataclass" not in handler)) if "(Base" in handler else ""
    template = _CONSTANTS + base + handler
    if draw(st.sampled_from([False] * 4 + [True])):
        second = st.sampled_from(["", "", "", "(Base)" if "(Base" in handler else "", "(Handler)"])
        template += draw(_handler("Other", second))
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return (_PRELUDE + spelling.imports + spelling.write(template)).replace("\n", newline)
