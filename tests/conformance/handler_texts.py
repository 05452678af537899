"""Handlers drawn at random as source text, for the real framework and for the runtime core alike.

The auth of classes and methods comes in every kind and spelling: aliased imports, module-qualified
names, names bound to a requirement, constants, members of enumerations, keywords; on the class, on
its bases, on methods of its own and inherited ones, twice, and public as well as protected.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import ModuleType

from spakky_lint.facts.task import Auth, Task
from spakky_lint.project.inventories import tasks_of_text
from tests.environments import SENDING

_AUTH = (
    "protected",
    "public_access",
    "require_permission",
    "require_policy",
    "require_relation",
    "require_role",
    "require_scope",
)
_TASK = ("TaskHandler", "schedule", "task")

_Spellings = dict[str, tuple[str, ...]]

# What is required, and how it may be written besides as a text.
_ROLES: _Spellings = {"admin": ("ADMIN", "Role.ADMIN"), "clerk": ("Role.CLERK",), "auditor": ()}
_RESOURCES: _Spellings = {"order": ("Thing.ORDER",), "bill": ("BILL",)}
_TENANTS: _Spellings = {"acme": ("ACME",), "globex": ()}
_SCOPES: _Spellings = {"orders": (), "bills": ()}
_NAMES: _Spellings = {"read": (), "write": ("Verb.WRITE",)}

_HEAD = """\
from datetime import timedelta
from enum import Enum, IntEnum, StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    CLERK = "clerk"


class Thing(str, Enum):
    ORDER = "order"


class Verb(StrEnum):
    WRITE = "write"


class Level(IntEnum):
    HIGH = 7


ADMIN = "admin"
BILL = "bill"
ACME = "acme"

journal: list[str] = []
"""


@dataclass(frozen=True)
class Odds:
    """How often something is drawn, from 0 to 1."""

    public: float = 0.2
    """That a family of classes is public as a whole."""
    mixed: float = 0.0
    """That public and protected meet in a family."""
    no_text: float = 0.0
    """That a role or scope is a number, which the worker drops."""
    no_action: float = 0.0
    """That a policy or relation names no action or resource, which no checker is asked about."""


@dataclass
class _Writer:
    """One module in the making."""

    draw: random.Random
    odds: Odds
    names: dict[str, str] = field(default_factory=dict)
    imports: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)

    def import_all(self, package: str, members: tuple[str, ...]) -> None:
        match self.draw.randrange(4):
            case 0:
                self.imports.append(f"import {package}")
                self.names |= {member: f"{package}.{member}" for member in members}
            case 1:
                alias = self.draw.choice(["sp", "framework"]) + package.rpartition(".")[2]
                self.imports.append(f"import {package} as {alias}")
                self.names |= {member: f"{alias}.{member}" for member in members}
            case 2:
                self.imports.append(f"from {package} import {', '.join(members)}")
                self.names |= {member: member for member in members}
            case _:
                for member in members:
                    renamed = f"{member}_" if self.draw.random() < 0.5 else member
                    self.imports.append(f"from {package} import {member} as {renamed}")
                    self.names[member] = renamed

    def auth(self, public: float) -> list[str]:
        """The auth decorators of one class or method, without the `@`."""
        drawn = [self.decorator(public) for _ in range(self.draw.choice([0, 0, 1, 1, 2, 3]))]
        if drawn and self.draw.random() < 0.3:
            drawn.insert(self.draw.randrange(len(drawn) + 1), self.draw.choice(drawn))
        return drawn

    def decorator(self, public: float) -> str:
        if self.draw.random() < public:
            return self.names["public_access"]
        required: list[tuple[str, str]]
        narrowed: tuple[str, ...] = ("tenant",)
        match self.draw.randrange(6):
            case 0:
                return self.names["protected"]
            case 1:
                required = [("permission", self.one_of(_NAMES))]
                narrowed = ("resource", "tenant")
            case 2:
                action = self.one_of({"open": (), "close": ()}, self.odds.no_action)
                required = [("resource", self.one_of(_RESOURCES)), ("action", action)]
            case 3:
                required = [("relation", self.one_of({"owner": ()}))]
            case 4:
                required = [("role", self.one_of(_ROLES, self.odds.no_text, ("7", "Level.HIGH")))]
            case _:
                required = [("scope", self.one_of(_SCOPES, self.odds.no_text, ("7",)))]
                narrowed = ()
        return self.call(required, narrowed)

    def call(self, required: list[tuple[str, str]], narrowed: tuple[str, ...]) -> str:
        name = "require_" + {"resource": "policy"}.get(required[0][0], required[0][0])
        first_keyword = self.draw.choice([0, 1, 2])
        arguments = [
            value if position < first_keyword else f"{parameter}={value}"
            for position, (parameter, value) in enumerate(required)
        ]
        keywords = []
        if name == "require_relation":
            keywords.append(f"resource={self.one_of(_RESOURCES, self.odds.no_action)}")
        if "resource" in narrowed and self.draw.random() < 0.4:
            keywords.append(f"resource={self.one_of(_RESOURCES)}")
        if "tenant" in narrowed and self.draw.random() < 0.3:
            keywords.append(f"tenant={self.one_of(_TENANTS, 0.2)}")
        self.draw.shuffle(keywords)
        written = f"{self.names[name]}({', '.join([*arguments, *keywords])})"
        if self.draw.random() < 0.2:
            self.named.append(f"required_{len(self.named)} = {written}")
            return f"required_{len(self.named) - 1}"
        return written

    def one_of(
        self,
        values: _Spellings,
        odd: float = 0.0,
        instead: tuple[str, ...] = ("None",),
    ) -> str:
        """A value as it is written, now and then something else instead."""
        if self.draw.random() < odd:
            return self.draw.choice(instead)
        value = self.draw.choice(list(values))
        return self.draw.choice([f'"{value}"', *values[value]])

    def class_(self, name: str, bases: list[str], methods: list[str], public: float) -> None:
        decorators = self.auth(public)
        if name.startswith("Handler"):
            place = self.draw.randrange(len(decorators) + 1)
            decorators.insert(place, f"{self.names['TaskHandler']}()")
        self.body += ["", "", *(f"@{decorator}" for decorator in decorators)]
        self.body.append(f"class {name}({', '.join(bases)}):" if bases else f"class {name}:")
        for method in methods:
            self.method(name, method, public)
        if not methods:
            self.body.append("    pass")

    def method(self, owner: str, name: str, public: float) -> None:
        marks = self.draw.choice([["task"], ["task"], ["schedule"], ["task", "schedule"], []])
        decorators = self.auth(public)
        for mark in marks:
            written = self.names[mark]
            if mark == "schedule":
                written += "(interval=timedelta(hours=1))"
            decorators.insert(self.draw.randrange(len(decorators) + 1), written)
        self.body += [f"    @{decorator}" for decorator in decorators]
        prefix = "async " if self.draw.random() < 0.3 else ""
        self.body.append(f"    {prefix}def {name}(self) -> str:")
        self.body.append(f'        journal.append("{owner} {name}")')
        self.body.append('        return "ran"')
        self.body.append("")


def draw_module(draw: random.Random, handlers: int, odds: Odds) -> str:
    """A module with so many handlers, each with a family of its own."""
    writer = _Writer(draw, odds)
    writer.import_all("spakky.auth", _AUTH)
    writer.import_all("spakky.task", _TASK)
    for number in range(handlers):
        _draw_family(writer, number)
    return "\n".join([_HEAD, *writer.imports, "", *writer.named, *writer.body, ""])


def _draw_family(writer: _Writer, number: int) -> None:
    draw = writer.draw
    roll = draw.random()
    mixed, whole = writer.odds.mixed, writer.odds.mixed + writer.odds.public
    public = 0.3 if roll < mixed else 1.0 if roll < whole else 0.0

    def methods() -> list[str]:
        return draw.sample(["close", "pay", "send"], draw.choice([0, 1, 2]))

    handler = f"Handler{number}"
    first, second, root = (f"{name}{number}" for name in ("First", "Second", "Root"))
    shapes: dict[str, dict[str, list[str]]] = {
        "alone": {},
        "base": {first: []},
        "chain": {root: [], first: [root]},
        "two bases": {first: [], second: []},
        "diamond": {root: [], first: [root], second: [root]},
        "aside": {root: [], first: [root], second: []},
    }
    bases = shapes[draw.choice(["alone", *shapes])]
    for name, above in bases.items():
        writer.class_(name, above, methods(), public)
    subclass_of = [name for name in bases if name != root]
    writer.class_(handler, subclass_of, methods() or ["close"], public)


def for_the_runtime_core(text: str) -> str:
    """The same module, of the runtime core's own decorators."""
    for package in ("spakky.auth", "spakky.task"):
        text = text.replace(package, "spakky_lint.runtime")
    return text


def imported(text: str, name: str) -> ModuleType:
    """The text, executed as a module."""
    module = ModuleType(name)
    exec(compile(text, f"<{name}>", "exec", dont_inherit=True), vars(module))
    return module


def handlers_of(module: ModuleType) -> list[type[object]]:
    """The handler classes of a module that was drawn."""
    return [
        found
        for name, found in vars(module).items()
        if isinstance(found, type) and name.startswith("Handler")
    ]


def routes_of(handler: type[object], exists: Callable[[object], bool]) -> list[str]:
    """The names of the methods of a handler, inherited ones too, that carry such a route."""
    return [name for name in dir(handler) if name[0] != "_" and exists(getattr(handler, name))]


@cache
@lru_cache(maxsize=64)  # a test asks more than once, and the next one draws the same texts again
@cache
def told(text: str) -> tuple[tuple[Task, Auth], ...]:
    """The tasks that the inventory finds, with who may run them where snapshots are sent."""
    return tuple(
        (task, task.access)
        for task in tasks_of_text(text, SENDING, with_auth_codes=True)
        if task.access is not None
    )
