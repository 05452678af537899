"""Decorators as people write them, each named `deco`, by what they do to what is below them."""

from __future__ import annotations

from dataclasses import dataclass

from spakky_lint.syntax.decorations import Effect

HEAD = """\
import functools
import functools as ft
import warnings
from contextlib import contextmanager
from functools import partial, update_wrapper, wraps
from functools import wraps as keep
from functools import WRAPPER_ASSIGNMENTS, WRAPPER_UPDATES

registry = []
DEBUG = bool(registry)
def registered(f):
    registry.append(f)
    return f
def another(): ...
"""


@dataclass(frozen=True, slots=True)
class Text:
    effect: Effect
    source: str
    use: str = "@deco"


def _function(body: str, *, parameters: str = "f") -> str:
    return f"def deco({parameters}):\n" + "\n".join(f"    {line}" for line in body.splitlines())


def _wraps(body: str, **options: str) -> Text:
    return Text(Effect.WRAPS, _function(body, **options))


def _hides(body: str, **options: str) -> Text:
    return Text(Effect.HIDES, _function(body, **options))


def _unknown(body: str, **options: str) -> Text:
    return Text(Effect.UNKNOWN, _function(body, **options))


_INNER = "def w(*a, **k): return f(*a, **k)"
_FACTORY = """\
def deco(times=3):
    def made(f):
        {}
        def w(*a, **k): return f(*a, **k)
        return w
    return made
"""
_CLASS = (
    "class deco:\n    def __init__(self, f): {}\n    def __call__(self, *a): return self.f(*a)\n"
)
_MAKER = """\
class deco:
    def __init__(self, times): self.times = times
    def __call__(self, f):
        {}
        def w(*a, **k): return f(*a, **k)
        return w
"""

TEXTS: dict[str, Text] = {
    # The metadata is carried on.
    "wraps": _wraps(f"@functools.wraps(f)\n{_INNER}\nreturn w"),
    "wraps by its module's other name": _wraps(f"@ft.wraps(f)\n{_INNER}\nreturn w"),
    "wraps by another name": _wraps(f"@keep(f)\n{_INNER}\nreturn w"),
    "wraps on an async wrapper": _wraps("@wraps(f)\nasync def w(*a): return f(*a)\nreturn w"),
    "wraps by keyword": _wraps(f"@wraps(wrapped=f)\n{_INNER}\nreturn w"),
    "wraps without names": _wraps(f"@wraps(f, assigned=())\n{_INNER}\nreturn w"),
    "wraps with what it does anyway": _wraps(
        f"@wraps(f, WRAPPER_ASSIGNMENTS, WRAPPER_UPDATES)\n{_INNER}\nreturn w"
    ),
    "wraps with the attributes named": _wraps(
        f"@wraps(f, updated=('__dict__',))\n{_INNER}\nreturn w"
    ),
    "wraps of the function by another name": _wraps(f"g = f\n@wraps(g)\n{_INNER}\nreturn w"),
    "wraps in each branch": _wraps(
        "if DEBUG:\n    @wraps(f)\n    def one(*a): return f(*a)\n    return one\n"
        "@wraps(f)\ndef other(*a): return f(*a)\nreturn other"
    ),
    "update_wrapper as a statement": _wraps(f"{_INNER}\nfunctools.update_wrapper(w, f)\nreturn w"),
    "update_wrapper as the result": _wraps(f"{_INNER}\nreturn update_wrapper(w, f)"),
    "update_wrapper by keyword": _wraps(f"{_INNER}\nreturn update_wrapper(wrapper=w, wrapped=f)"),
    "update_wrapper of a lambda": _wraps("return update_wrapper(lambda *a: f(*a), f)"),
    "update_wrapper by another name": _wraps(f"{_INNER}\nmade = update_wrapper(w, f)\nreturn made"),
    "update_wrapper whose result is dropped": _wraps(
        f"{_INNER}\nmade = update_wrapper(w, f)\nreturn w"
    ),
    "wraps called by hand": _wraps(f"{_INNER}\nreturn wraps(f)(w)"),
    "wraps and its own attributes": _wraps(f"@wraps(f)\n{_INNER}\nw.calls = 0\nreturn w"),
    "wraps and handed on": _wraps(f"@wraps(f)\n{_INNER}\nregistry.append(w)\nreturn w"),
    "a factory with wraps": Text(Effect.WRAPS, _FACTORY.format("@wraps(f)"), "@deco(times=5)"),
    "a class that makes wrappers": Text(Effect.WRAPS, _MAKER.format("@wraps(f)"), "@deco(3)"),
    # The function itself.
    "the function itself": Text(Effect.PASSES, _function("return f")),
    "the function, handed on": Text(Effect.PASSES, _function("registry.append(f)\nreturn f")),
    "the function, held within": Text(
        Effect.PASSES, _function("def later(): f.hours = 3\nregistry.append(later)\nreturn f")
    ),
    "the function, described": Text(Effect.PASSES, _function("f.retries = 3\nreturn f")),
    "the function, one way or the other": Text(
        Effect.PASSES, _function("if DEBUG: return f\nreturn f")
    ),
    # A wrapper without the metadata.
    "no wraps": _hides(f"{_INNER}\nreturn w"),
    "no wraps on an async wrapper": _hides("async def w(*a): return f(*a)\nreturn w"),
    "a docstring and a default": _hides(f"'Says.'\n{_INNER}\nreturn w", parameters="f, label='x'"),
    "another inner function wraps": _hides(
        f"@functools.wraps(f)\ndef helper(*a): return f(*a)\n{_INNER}\nreturn w"
    ),
    "another is updated": _hides(
        f"def helper(): ...\nupdate_wrapper(helper, f)\n{_INNER}\nreturn w"
    ),
    "attributes not updated": _hides(f"@wraps(f, updated=())\n{_INNER}\nreturn w"),
    "attributes not updated, by position": _hides(
        f"@wraps(f, WRAPPER_ASSIGNMENTS, ())\n{_INNER}\nreturn w"
    ),
    "update_wrapper without attributes": _hides(
        f"{_INNER}\nreturn update_wrapper(w, f, updated=())"
    ),
    "wraps of another function": _hides(f"@wraps(another)\n{_INNER}\nreturn w"),
    "wraps of another parameter": _hides(
        f"@wraps(g)\n{_INNER}\nreturn w", parameters="f, g=another"
    ),
    "a lambda": _hides("return lambda *a, **k: f(*a, **k)"),
    "a lambda by name": _hides("made = lambda *a, **k: f(*a, **k)\nreturn made"),
    "a lambda or a function": _hides(f"{_INNER}\nreturn w if DEBUG else lambda *a: f(*a)"),
    "a lambda around a wrapper": _hides(f"@wraps(f)\n{_INNER}\nreturn lambda *a: w(*a)"),
    "a partial of a wrapper": _hides(f"@wraps(f)\n{_INNER}\nreturn partial(w)"),
    "a partial of the function": _hides("return functools.partial(f)"),
    "described by hand": _hides(f"{_INNER}\nw.__name__ = f.__name__\nw.__wrapped__ = f\nreturn w"),
    "a factory without wraps": Text(Effect.HIDES, _FACTORY.format("pass"), "@deco(times=5)"),
    "a factory, called before": Text(
        Effect.HIDES, _FACTORY.format("pass") + "retried = deco(5)", "@retried"
    ),
    "a factory used bare": Text(Effect.HIDES, _FACTORY.format("pass").replace("times=3", "t")),
    "a class": Text(Effect.HIDES, _CLASS.format("self.f = f")),
    "a class that names its function": Text(
        Effect.HIDES, _CLASS.format("self.f, self.__name__ = f, f.__name__")
    ),
    "a class that makes bare wrappers": Text(Effect.HIDES, _MAKER.format("pass"), "@deco(3)"),
    # What the text does not tell.
    "an async branch with wraps, a sync one without": _unknown(
        "if DEBUG:\n    @wraps(f)\n    async def later(*a): return f(*a)\n    return later\n"
        f"{_INNER}\nreturn w"
    ),
    "updated in a branch": _unknown(f"{_INNER}\nif DEBUG: update_wrapper(w, f)\nreturn w"),
    "updated after a return": _unknown(
        f"{_INNER}\nif DEBUG: return w\nupdate_wrapper(w, f)\nreturn w"
    ),
    "updates that are not known": _unknown(f"@wraps(f, updated=registry)\n{_INNER}\nreturn w"),
    "arguments that are not known": _unknown(f"@wraps(f, **{{}})\n{_INNER}\nreturn w"),
    "wraps of what is inside": _unknown(f"@wraps(f.__func__)\n{_INNER}\nreturn w"),
    "attributes copied by hand": _unknown(f"{_INNER}\nw.__dict__.update(f.__dict__)\nreturn w"),
    "attributes copied by a call": _unknown(f"{_INNER}\nvars(w).update(vars(f))\nreturn w"),
    "handed on for the result": _unknown(f"{_INNER}\nreturn registered(w)"),
    "decorated inside": _unknown(f"@registered\n{_INNER}\nreturn w"),
    "decorated inside, above wraps": _unknown(f"@registered\n@wraps(f)\n{_INNER}\nreturn w"),
    "the function or a wrapper": _unknown(f"if DEBUG: return f\n{_INNER}\nreturn w"),
    "two definitions": _unknown(f"{_INNER}\nif DEBUG:\n    def w(*a): ...\nreturn w"),
    "a partial that is updated": _unknown("return update_wrapper(partial(f), f)"),
    "the function replaced": _unknown("f = registered(f)\nreturn f"),
    "no result": _unknown("registry.append(f)"),
    "two functions": _unknown(f"{_INNER}\nreturn w", parameters="f, g"),
    "decorated itself": Text(Effect.UNKNOWN, "@registered\n" + _function(f"{_INNER}\nreturn w")),
    "a decorator that is called": Text(
        Effect.UNKNOWN, _function(f"{_INNER}\nreturn w"), "@deco(another)"
    ),
    "a class that updates itself": Text(Effect.UNKNOWN, _CLASS.format("update_wrapper(self, f)")),
    "a class that takes over attributes": Text(
        Effect.UNKNOWN, _CLASS.format("self.__dict__.update(f.__dict__); self.f = f")
    ),
    "a class that hands attributes through": Text(
        Effect.UNKNOWN,
        _CLASS.format("self.f = f")
        + "    def __getattr__(self, name): return getattr(self.f, name)\n",
    ),
    "a class that is a descriptor": Text(
        Effect.UNKNOWN,
        _CLASS.format("self.f = f") + "    def __get__(self, one, owner=None): return self.f\n",
    ),
    "a class with a base": Text(
        Effect.UNKNOWN, _CLASS.format("self.f = f").replace("deco:", "deco(partial):")
    ),
    # What libraries are known for.
    "override": Text(Effect.PASSES, "from typing import override as deco"),
    "final": Text(Effect.PASSES, "from typing import final as deco"),
    "no_type_check": Text(Effect.PASSES, "from typing import no_type_check as deco"),
    "abstractmethod": Text(Effect.PASSES, "from abc import abstractmethod as deco"),
    "contextmanager": Text(Effect.MANAGES, "from contextlib import contextmanager as deco"),
    "asynccontextmanager": Text(
        Effect.MANAGES, "from contextlib import asynccontextmanager as deco"
    ),
    "singledispatch": Text(Effect.WRAPS, "from functools import singledispatch as deco"),
    "overload": Text(Effect.SIGNATURE, "from typing import overload as deco"),
    "cache": Text(Effect.CACHES, "from functools import cache as deco"),
    "lru_cache": Text(Effect.CACHES, "from functools import lru_cache as deco"),
    "lru_cache with a size": Text(
        Effect.CACHES, "from functools import lru_cache as deco", "@deco(maxsize=3)"
    ),
    "property": Text(Effect.DESCRIPTOR, "deco = property"),
    "classmethod": Text(Effect.DESCRIPTOR, "deco = classmethod"),
    "staticmethod": Text(Effect.DESCRIPTOR, "deco = staticmethod"),
    "cached_property": Text(Effect.DESCRIPTOR, "from functools import cached_property as deco"),
    "singledispatchmethod": Text(
        Effect.DESCRIPTOR, "from functools import singledispatchmethod as deco"
    ),
    "something imported": Text(Effect.UNKNOWN, "from functools import reduce as deco"),
}
