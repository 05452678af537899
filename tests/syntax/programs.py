"""Generated programs that bind and re-bind a few names in every way, and what they do when run.

Every decorator stands on a function of its own name. The programs import from modules that do not
exist: a run gets stand-ins, and each decorator says where it came from.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import CodeType

NAMES = ("task", "schedule", "staticmethod", "mine")
_MODULES = ("spakky.task", "celery", ".compat", "spakky")
_CONDITION = "choose()"


class Boom(Exception):
    """Raised by ``boom()`` in a generated program."""


def program(seed: int, *, plain: bool = False) -> str:
    """A module; in a ``plain`` one only the module binds names, and never one to another."""
    return "".join(_Writer(random.Random(seed), plain).module())


class _Writer:
    def __init__(self, chance: random.Random, plain: bool) -> None:
        self._chance = chance
        self._plain = plain
        self._probes = 0
        self._loops = 0

    def module(self) -> Iterator[str]:
        yield "from typing import TYPE_CHECKING\n"
        yield "from spakky.task import mine, schedule, task\n"
        yield from self._suite(0, "module", self._chance.randint(6, 14))
        yield from self._probe("")

    def _suite(self, depth: int, scope: str, length: int, boom: bool = False) -> Iterator[str]:
        indent = "    " * depth
        for _ in range(length):
            if boom and self._chance.random() < 0.4:
                yield f"{indent}boom()\n"
            yield from self._statement(depth, scope, boom)
        yield f"{indent}pass\n"

    def _statement(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        indent = "    " * depth
        simple = [self._probe, self._probe, self._assign, self._local]
        # Of an import that fails in a try, the table knows on purpose what was meant.
        simple += [] if boom else [self._import, self._import]
        compound = [
            self._if, self._try, self._for, self._while, self._with, self._match,
            self._function, self._typing,
        ]  # fmt: skip
        if not self._plain:
            simple.append(self._alias)
            compound.append(self._class)
        if depth < 4 and self._chance.random() < 0.4:
            yield from self._chance.choice(compound)(depth, scope, boom)
        elif scope == "module" and not boom and self._chance.random() < 0.04:
            yield f"{indent}from shop.compat import *\n"
        elif self._chance.random() < 0.02:
            yield f"{indent}del {self._name()}\n"
        elif self._chance.random() < 0.01:
            yield f"{indent}({self._name()} := opaque())\n"
        else:
            yield from self._chance.choice(simple)(indent)

    def _name(self) -> str:
        return self._chance.choice(NAMES)

    def _probe(self, indent: str) -> Iterator[str]:
        self._probes += 1
        yield f"{indent}@{self._name()}\n{indent}def probe_{self._probes}(): pass\n"

    def _import(self, indent: str) -> Iterator[str]:
        module, name = self._chance.choice(_MODULES), self._name()
        form = self._chance.randint(0, 3)
        if form == 0 and not module.startswith("."):
            yield f"{indent}import {module}.{self._name()} as {name}\n"
        elif form == 1:
            yield f"{indent}from {module} import {self._name()} as {name}\n"
        else:
            yield f"{indent}from {module} import {name}\n"

    def _assign(self, indent: str) -> Iterator[str]:
        form = self._chance.choice(["{} = opaque()", "{}, _ = opaque(), 1", "{}: int = opaque()"])
        yield f"{indent}{form.format(self._name())}\n"

    def _alias(self, indent: str) -> Iterator[str]:
        first, second = self._name(), self._name()
        form = self._chance.choice(["{0} = {1}", "{0}, {1} = {1}, {0}", "{0} = {1} = {1}"])
        yield f"{indent}{form.format(first, second)}\n"

    def _local(self, indent: str) -> Iterator[str]:
        self._probes += 1
        kind = self._chance.choice(["def {0}(f): return local(f, {1})", "class {0}: mark = {1}"])
        yield f"{indent}{kind.format(self._name(), self._probes)}\n"

    def _if(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        indent = "    " * depth
        yield f"{indent}if {_CONDITION}:\n"
        yield from self._suite(depth + 1, scope, 2, boom)
        if self._chance.random() < 0.4:
            yield f"{indent}elif {_CONDITION}:\n"
            yield from self._suite(depth + 1, scope, 2, boom)
        if self._chance.random() < 0.5:
            yield f"{indent}else:\n"
            yield from self._suite(depth + 1, scope, 2, boom)

    def _typing(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        indent = "    " * depth
        yield f"{indent}if not TYPE_CHECKING:\n"
        yield from self._suite(depth + 1, scope, 2, boom)
        yield f"{indent}else:\n{indent}    {self._name()} = opaque()\n"

    def _try(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        indent = "    " * depth
        yield f"{indent}try:\n"
        yield from self._suite(depth + 1, scope, 2, True)
        name = self._chance.choice(["", f" as {self._name()}"])
        yield f"{indent}except Boom{name}:\n"
        yield from self._suite(depth + 1, scope, 2, boom)
        if self._chance.random() < 0.3:
            yield f"{indent}else:\n"
            yield from self._suite(depth + 1, scope, 1, True)

    def _for(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        indent = "    " * depth
        self._loops += 1
        target = self._chance.choice([self._name(), f"loop_{self._loops}"])
        yield f"{indent}for {target} in some():\n"
        yield from self._suite(depth + 1, scope, 2, boom)
        if self._chance.random() < 0.4:
            yield f"{indent}    if {_CONDITION}: break\n"
        if self._chance.random() < 0.3:
            yield f"{indent}else:\n"
            yield from self._suite(depth + 1, scope, 1, boom)

    def _while(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        yield f"{'    ' * depth}while {_CONDITION}:\n"
        yield from self._suite(depth + 1, scope, 2, boom)

    def _with(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        name = self._chance.choice(["", f" as {self._name()}"])
        yield f"{'    ' * depth}with suppressed(){name}:\n"
        yield from self._suite(depth + 1, scope, 2, True)

    def _match(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        indent = "    " * depth
        yield f"{indent}match opaque():\n{indent}    case {self._name()} if {_CONDITION}:\n"
        yield from self._suite(depth + 2, scope, 2, boom)
        yield f"{indent}    case _:\n"
        yield from self._suite(depth + 2, scope, 1, boom)

    def _class(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        self._probes += 1
        yield f"{'    ' * depth}class Class{self._probes}:\n"
        yield from self._suite(depth + 1, "class", 3, boom)

    def _function(self, depth: int, scope: str, boom: bool) -> Iterator[str]:
        self._probes += 1
        indent = "    " * depth
        parameter = self._chance.choice(["", "", f"{self._name()}=None"])
        yield f"{indent}@later\n{indent}def function_{self._probes}({parameter}):\n"
        if self._plain:
            for _ in range(2):
                yield from self._probe(f"{indent}    ")
        else:
            yield from self._suite(depth + 1, "function", 3)


class Source:
    """What an import gives: everything has every attribute, and says where it came from."""

    def __init__(self, name: str, run: Run) -> None:
        self._name = name
        self._run = run

    def __getattr__(self, attribute: str) -> object:
        if attribute == "__all__":
            return [name for name in NAMES if self._run.chance.random() < 0.5]
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return Source(f"{self._name.rstrip('.')}.{attribute}" if self._name.strip(".")
                      else f"{self._name}{attribute}", self._run)  # fmt: skip

    def __call__(self, function: Callable[..., object]) -> Callable[..., object]:
        return self._run.record(function, self._name)


class Run:
    """One run of a program, with every choice at random."""

    def __init__(self, code: CodeType, seed: int) -> None:
        self.chance = random.Random(seed)
        self.seen: list[tuple[str, str]] = []
        """The name of each decorated function and what decorated it, in the order of the run."""
        self._waiting: list[Callable[[], object]] = []
        self._steps = 0
        names: dict[str, object] = {
            "__import__": self._import,
            "__build_class__": __build_class__,
            "__name__": "program",
            "Boom": Boom,
            "boom": self._boom,
            "choose": lambda: self.chance.random() < 0.5,
            "later": self._later,
            "local": lambda function, mark: self.record(function, f"def {mark}"),
            "opaque": lambda: Source("?", self),
            "some": lambda: [Source("?", self)] * self.chance.randint(0, 2),
            "staticmethod": Source("builtins.staticmethod", self),
            "suppressed": self._suppressed,
        }
        try:
            exec(code, {"__builtins__": names, "__name__": "program"})
            # A function is read as it runs when everything around it has run.
            while self._waiting:
                self._waiting.pop(0)()
        except (Boom, NameError, TypeError):
            pass  # the program ends there; what it did before counts

    def record(self, function: Callable[..., object], name: str) -> Callable[..., object]:
        self.seen.append((function.__name__, name))
        return function

    def _import(self, name: str, _g: object, _l: object, fromlist: object, level: int) -> object:
        if name == "typing":
            import typing

            return typing
        full = "." * level + name
        return Source(full if fromlist or level else name.partition(".")[0], self)

    def _boom(self) -> None:
        if self.chance.random() < 0.5:
            raise Boom

    def _later(self, function: Callable[[], object]) -> Callable[[], object]:
        self._waiting.append(function)
        return function

    @contextmanager
    def _suppressed(self) -> Iterator[object]:
        with suppress(Boom):
            yield Source("?", self)
