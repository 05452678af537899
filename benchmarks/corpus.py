"""Write a realistic application, the same one for the same seed, for measuring.

Of its files 40 % mention `spakky` and 5 % declare a task handler. The handlers know the framework
by three ways: imported, through its package, and through the application's own re-exports. Their
constants, roles and requirements are in other modules, and some have tasks from a base in another
file. All the rest is ordinary code. The program is correct: nothing is to be found in it.

    python -m benchmarks.corpus FOLDER [FILES] [SEED]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from benchmarks.business_text import BLOCKS, METHODS, Piece
from benchmarks.module_text import module as module_text
from benchmarks.module_text import package as package_text
from benchmarks.task_text import (
    GUARDED_TASKS,
    GUARDS,
    HANDLER,
    JOBS,
    JOBS_API,
    MAIN,
    MIXIN,
    OPEN_TASKS,
    ROLES,
    SCHEDULES,
    SECURITY,
    TIMES,
)
from benchmarks.words import MODULES, NOUNS

FILES = 1000
SEED = 20261123
MENTIONING = 0.40
HANDLING = 0.05
CALLING = 0.01
HANDLERS_PER_MIXIN = 8
FILES_PER_DOMAIN = 12
SMALLEST, LARGEST = 1024, 8192
# A piece has less than 1 KB: what ends above this could end above the largest.
ENOUGH = 7000

_FRAMEWORK_TASKS = ("Crontab", "Month", "TaskHandler", "schedule", "task")
_FRAMEWORK_AUTH = ("protected", "require_permission", "require_role", "require_scope")

_PODS = (
    ("Pod", "from spakky.core.pod.annotations.pod import Pod"),
    ("UseCase", "from spakky.core.stereotype.usecase import UseCase"),
    ("Controller", "from spakky.core.stereotype.controller import Controller"),
)

_POD = '''\
@$stereotype()
class $Class:
    """The $stem of every $noun."""

    def __init__($parameters) -> None:
$stored\
        self._known: dict[str, Decimal] = {}

$methods'''

_ERROR = '''\
class ${Class}Error(AbstractSpakkyFrameworkError):
    """What goes wrong with the $stem of a $noun."""

    message = "the $stem of a $noun went wrong"


class ${Class}Missing(${Class}Error):
    """There is none."""

    message = "no $noun has a $stem"
'''

_CALLER = '''\
    def tell_$n(self, key: str) -> None:
        """Have it noted, later and elsewhere."""
        self._tasks.$called(key, $small)
'''


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of one application, by their path in it."""

    files: Mapping[str, str]
    reached: frozenset[str]
    """Where a name of the framework's tasks or auth arrives, or a value that such a name takes."""

    @property
    def mentioning(self) -> list[str]:
        return [path for path, text in self.files.items() if "spakky" in text]

    def plant(self, folder: Path) -> None:
        for path, text in self.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Domain:
    name: str
    modules: tuple[str, ...]

    @property
    def title(self) -> str:
        return "".join(word.capitalize() for word in self.name.split("_"))


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A class that another module may import."""

    name: str
    module: str
    package: str


@dataclass(frozen=True, slots=True)
class _Handler:
    symbol: _Symbol
    note: str
    """A task that anybody may call; empty where there is none."""


def generate(files: int = FILES, seed: int = SEED) -> Corpus:
    """The application of so many files."""
    return _Generator(random.Random(seed), files).corpus()


class _Generator:
    def __init__(self, chance: random.Random, files: int) -> None:
        self._chance = chance
        self._wanted = files
        self._files: dict[str, str] = {}
        self._reached: set[str] = set()
        self._pods: dict[str, list[_Symbol]] = {}
        self._handlers: dict[str, _Handler] = {}
        self._numbers = 0

    def corpus(self) -> Corpus:
        handlers = round(self._wanted * HANDLING)
        mixins = max(1, handlers // HANDLERS_PER_MIXIN)
        self._platform()
        domains = self._domains(self._wanted - len(self._files) - mixins - 1)
        with_tasks = self._chance.sample(domains, handlers)
        self._mixins([domain.name for domain in with_tasks[:mixins]])
        for place, domain in enumerate(with_tasks):
            self._handler(domain, inherits=place < mixins)
        self._rest(domains)
        if len(self._files) != self._wanted:
            raise AssertionError(f"{len(self._files)} files, not {self._wanted}")
        return Corpus(dict(sorted(self._files.items())), frozenset(self._reached))

    # What everybody shares

    def _platform(self) -> None:
        self._add("acme/__init__.py", '"""The whole application."""\n')
        self._add("acme/main.py", MAIN)
        self._add("acme/platform/__init__.py", '"""What every part needs."""\n')
        self._add("acme/platform/security.py", SECURITY)
        for name, text in {
            "jobs/__init__": JOBS,
            "jobs/api": JOBS_API,
            "times": TIMES,
            "roles": ROLES,
            "guards": GUARDS,
        }.items():
            self._add(f"acme/platform/{name}.py", text, reached=True)

    def _mixins(self, nouns: Iterable[str]) -> None:
        names = {noun: f"{_title(noun)}Trail" for noun in nouns}
        for noun in names:
            values, imports = self._spelled(self._chance.randrange(3))
            values |= self._values(noun)
            imports += [
                "import logging",
                "from acme.platform.roles import Scope",
                "from acme.platform.times import NIGHT_HOUR, WORKDAYS",
            ]
            body = Template(MIXIN).substitute(values)
            text = module_text(f"The trail of every {noun}.", imports, [body])
            self._add(f"acme/platform/mixins/{noun}_trail.py", text, reached=True)
        text = package_text(
            "Bases of handlers: each for one of them.",
            {name: f"acme.platform.mixins.{noun}_trail" for noun, name in names.items()},
        )
        # It names them all, so that it grows with the application.
        self._add("acme/platform/mixins/__init__.py", text, reached=True, largest=len(text))

    # The domains

    def _domains(self, files: int) -> list[_Domain]:
        count = -(-files // FILES_PER_DOMAIN)
        names = [*NOUNS, *(f"{first}_{second}" for first in NOUNS[:40] for second in NOUNS[40:])]
        sizes = [files // count + (place < files % count) for place in range(count)]
        return [
            _Domain(name, tuple(sorted(self._chance.sample(MODULES, size - 1))))
            for name, size in zip(names, sizes, strict=False)
        ]

    def _handler(self, domain: _Domain, inherits: bool) -> None:
        """Write the domain's `tasks.py`, in the place of its last module."""
        guarded = not inherits and self._chance.random() < 0.3
        values, imports = self._spelled(self._chance.randrange(3))
        # What runs by the clock carries no requirement: beat would run it without, or never.
        kinds = [OPEN_TASKS] * 3 if guarded else [SCHEDULES, GUARDED_TASKS, OPEN_TASKS]
        requirement = bases = note = ""
        if guarded:
            requirement = f"@{values['require_role']}(Role.OPERATOR)\n"
            imports.append("from acme.platform.roles import Role")
        if inherits:
            trail = f"{domain.title}Trail"
            bases = f"({trail})"
            imports.append(f"from acme.platform.mixins import {trail}")
        methods = []
        for pieces in kinds * self._chance.randint(1, 3):
            piece = self._chance.choice(pieces)
            numbers = self._values(domain.name)
            methods.append(Template(piece.text).substitute(values | numbers))
            imports += piece.imports
            if piece is OPEN_TASKS[0] and not guarded:
                note = f"note_{numbers['n']}"
        body = Template(HANDLER).substitute(
            values
            | self._values(domain.name)
            | {"requirement": requirement, "bases": bases, "methods": "\n".join(methods)}
        )
        text = self._filled(f"The jobs of every {domain.name}.", imports, [body], domain.name)
        self._add(f"acme/{domain.name}/tasks.py", text, reached=True)
        symbol = _Symbol(f"{domain.title}Tasks", f"acme.{domain.name}.tasks", f"acme.{domain.name}")
        self._handlers[domain.name] = _Handler(symbol, note)

    def _rest(self, domains: list[_Domain]) -> None:
        """Pods where `spakky` still has to be mentioned, ordinary modules elsewhere."""
        places = [(domain, module) for domain in domains for module in self._modules(domain)]
        mentioned = sum("spakky" in text for text in self._files.values())
        pods = set(
            self._chance.sample(range(len(places)), round(self._wanted * MENTIONING) - mentioned)
        )
        callers = round(self._wanted * CALLING)
        for place, (domain, module) in enumerate(places):
            if place not in pods:
                self._ordinary(domain, module)
            elif self._chance.random() < 0.1:
                self._errors(domain, module)
            else:
                calls = callers > 0 and bool(self._called(domain))
                callers -= calls
                self._pod(domain, module, calls)
        for domain in domains:
            self._package_of(domain)

    def _modules(self, domain: _Domain) -> tuple[str, ...]:
        return domain.modules[:-1] if domain.name in self._handlers else domain.modules

    def _called(self, domain: _Domain) -> str:
        handler = self._handlers.get(domain.name)
        return handler.note if handler is not None else ""

    def _ordinary(self, domain: _Domain, module: str) -> None:
        text = self._filled(f"{module.capitalize()} of every {domain.name}.", [], [], domain.name)
        self._add(f"acme/{domain.name}/{module}.py", text)

    def _errors(self, domain: _Domain, module: str) -> None:
        values = self._values(domain.name) | {
            "Class": domain.title + module.capitalize(),
            "stem": module,
        }
        body = Template(_ERROR).substitute(values)
        imports = ["from spakky.core.common.error import AbstractSpakkyFrameworkError"]
        text = self._filled(f"Errors of the {module}.", imports, [body], domain.name)
        self._add(f"acme/{domain.name}/{module}.py", text)

    def _pod(self, domain: _Domain, module: str, calls: bool) -> None:
        stereotype, line = self._chance.choice(_PODS)
        name = domain.title + module.capitalize()
        needed = self._needed(domain)
        imports = [line, "import logging", "from decimal import Decimal"]
        methods = []
        if calls:
            handler = self._handlers[domain.name]
            needed["tasks"] = handler.symbol
            called = self._values(domain.name) | {"called": handler.note}
            methods.append(Template(_CALLER).substitute(called))
        for piece in self._chance.sample(METHODS, self._chance.randint(1, 4)):
            methods.append(Template(piece.text).substitute(self._values(domain.name)))
            imports += piece.imports
        for symbol in needed.values():
            inside = symbol.package == f"acme.{domain.name}"
            imports.append(
                f"from {symbol.module if inside else symbol.package} import {symbol.name}"
            )
        body = Template(_POD).substitute(
            stereotype=stereotype,
            Class=name,
            stem=module,
            noun=domain.name,
            parameters=_parameters(needed),
            stored="".join(f"        self._{key} = {key}\n" for key in needed),
            methods="\n".join(methods),
        )
        text = self._filled(f"The {module} of every {domain.name}.", imports, [body], domain.name)
        self._add(f"acme/{domain.name}/{module}.py", text)
        symbol = _Symbol(name, f"acme.{domain.name}.{module}", f"acme.{domain.name}")
        self._pods.setdefault(domain.name, []).append(symbol)

    def _needed(self, domain: _Domain) -> dict[str, _Symbol]:
        """Pods of the same domain, and of one before: what is imported never leads back."""
        own = self._pods.get(domain.name, [])
        known = self._chance.sample(own, min(len(own), self._chance.randint(0, 2)))
        before = [name for name in self._pods if name != domain.name]
        if before and self._chance.random() < 0.3:
            known.append(self._chance.choice(self._pods[self._chance.choice(before)]))
        return {symbol.name.lower(): symbol for symbol in known}

    def _package_of(self, domain: _Domain) -> None:
        names = {symbol.name: symbol.module for symbol in self._pods.get(domain.name, [])}
        if domain.name in self._handlers:
            handler = self._handlers[domain.name].symbol
            names[handler.name] = handler.module
        text = package_text(f"Everything about a {domain.name} that others may use.", names)
        self._add(f"acme/{domain.name}/__init__.py", text)

    # Texts

    def _values(self, noun: str) -> dict[str, str]:
        self._numbers += 1
        return {
            "n": str(self._numbers),
            "noun": noun,
            "Noun": _title(noun),
            "NOUN": noun.upper(),
            "small": str(self._chance.randint(3, 40)),
            "hundreds": str(self._chance.randint(100, 900)),
            "digit": str(self._chance.randint(2, 6)),
            "minute": str(self._chance.randint(1, 59)),
            "day": str(self._chance.randint(1, 28)),
            "role": self._chance.choice(("CLERK", "ACCOUNTANT", "OPERATOR")),
        }

    def _spelled(self, way: int) -> tuple[dict[str, str], list[str]]:
        """How a module calls the framework's names, and what it imports for that."""
        if way == 0:
            named = {name: f"st.{name}" for name in _FRAMEWORK_TASKS}
            named |= {name: f"auth.{name}" for name in _FRAMEWORK_AUTH}
            return named, ["import spakky.task as st", "from spakky import auth"]
        plain = {name: name for name in (*_FRAMEWORK_TASKS, *_FRAMEWORK_AUTH)}
        tasks, guards = ("spakky.task", "spakky.auth")
        if way == 1:
            tasks, guards = ("acme.platform.jobs", "acme.platform.guards")
            if self._chance.random() < 0.5:
                plain["task"] = "background"
        return plain, [
            f"from {tasks} import {', '.join(plain[name] for name in _FRAMEWORK_TASKS)}",
            f"from {guards} import {', '.join(_FRAMEWORK_AUTH)}",
        ]

    def _filled(self, title: str, imports: list[str], bodies: list[str], noun: str) -> str:
        """The module, with ordinary pieces up to a size between the smallest and the largest."""
        size = int(self._chance.triangular(SMALLEST, ENOUGH, 2600))
        bodies, imports = list(bodies), list(imports)
        while len(text := module_text(title, imports, bodies)) < size:
            piece: Piece = self._chance.choice(BLOCKS)
            bodies.append(Template(piece.text).substitute(self._values(noun)))
            imports += piece.imports
        return text

    def _add(self, path: str, text: str, *, reached: bool = False, largest: int = LARGEST) -> None:
        path = f"src/{path}"
        if path in self._files or len(text.encode()) > largest:
            raise AssertionError(f"{path}: there is one already, or it is too large")
        self._files[path] = text
        if reached:
            self._reached.add(path)


def _title(noun: str) -> str:
    return "".join(word.capitalize() for word in noun.split("_"))


def _parameters(needed: Mapping[str, _Symbol]) -> str:
    if not needed:
        return "self"
    rest = "".join(f"        {key}: {symbol.name},\n" for key, symbol in needed.items())
    return f"\n        self,\n{rest}    "


def main() -> int:
    folder, *rest = sys.argv[1:]
    numbers = [int(word) for word in rest]
    corpus = generate(*numbers)
    corpus.plant(Path(folder))
    size = sum(len(text.encode()) for text in corpus.files.values())
    sys.stdout.write(
        f"{len(corpus.files)} files, {size / 1e6:.2f} MB: {len(corpus.mentioning)} mention spakky, "
        f"{len(corpus.reached)} are reached by a name of tasks or auth\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
