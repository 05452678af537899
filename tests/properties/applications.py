"""Applications of several files, drawn at random: a package, and who needs what of whom.

A file knows nothing of another but by an import, and there are many ways to write one: absolute and
relative, of the module and of the name, by another name, through the package, by a star.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.properties.families import Drawn, Family
from tests.properties.packages import COMMON, FRAMEWORK, PRELUDE

PACKAGE = "shop"

_NAME = re.compile(r"(?<![\w.{])(?<!class )[A-Za-z_]\w*\b(?! = )")
"""What may be a name of the application, unless a template defines it there."""


@dataclass(frozen=True)
class Application:
    """A package, by the paths of its files relative to the folder of the project."""

    files: Mapping[str, str]
    root: str
    """The folder that Python finds the package in."""

    @property
    def modules(self) -> tuple[str, ...]:
        """Their dotted names."""
        names = (path.removeprefix("src/").removesuffix(".py") for path in self.files)
        return tuple(name.replace("/", ".").removesuffix(".__init__") for name in names)

    def __str__(self) -> str:
        return "\n".join(
            f"# --- {path}\n{text}" for path, text in self.files.items() if text.strip()
        )


@dataclass
class _File:
    module: str
    is_package: bool = False
    imports: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    """How a name is written here, by the name that it has where it is defined."""

    @property
    def package(self) -> str:
        return self.module if self.is_package else self.module.rpartition(".")[0]

    def add(self, line: str) -> None:
        if line not in self.imports:
            self.imports.append(line)

    @property
    def text(self) -> str:
        return "".join([*(f"{line}\n" for line in self.imports), *self.body])


@dataclass(frozen=True)
class _Offer:
    """A name that a module has."""

    module: str
    name: str
    by_star: bool = True


@dataclass
class _Writer:
    random: Random
    files: dict[str, _File] = field(default_factory=dict)
    offers: dict[str, list[_Offer]] = field(default_factory=dict)

    def one_of(self, *choices: str) -> str:
        return self.random.choice(choices)

    def once_in(self, times: int) -> bool:
        return self.random.randrange(times) == 0

    def file(self, module: str, is_package: bool = False) -> _File:
        if module not in self.files:
            package = module.rpartition(".")[0]
            if package:
                self.file(package, is_package=True)
            self.files[module] = _File(module, is_package)
        return self.files[module]

    def define(self, here: _File, text: str, *names: str) -> None:
        """Add a template to the file, which from then on offers the names."""
        here.body.append(self.filled(here, text))
        for name in names:
            self.offers[name] = [_Offer(here.module, name)]
            here.known[name] = name

    def filled(self, here: _File, template: str) -> str:
        """The template with all names written as they are known in the file."""
        written = _NAME.sub(
            lambda found: "{" + found[0] + "}" if found[0] in self.offers else found[0], template
        )
        return written.format_map(_Names(self, here))

    def refer(self, here: _File, name: str) -> str:
        """How the name is written in the file; what it takes is imported."""
        if name in here.known and not self.once_in(12):
            return here.known[name]
        offers = self.offers.get(name) or [
            _Offer(FRAMEWORK[name], name, by_star=False),
        ]
        offer = self.random.choice(offers)
        if offer.module == here.module:
            return offer.name
        here.known[name] = self.imported(here, offer)
        return here.known[name]

    def imported(self, here: _File, offer: _Offer) -> str:
        module, name = offer.module, offer.name
        near = _relative(here, module)
        ways = ["from", "from", "from", "as", "module as"]
        # While a package is imported, nobody reaches it by its dotted name.
        if here.package == PACKAGE or not module.startswith(here.package):
            ways.append("module")
        if near is not None:
            ways += ["relative", "relative", "relative", "relative as"]
        if "." in module:
            ways.append("from module")
        if offer.by_star and not name.startswith("_"):
            ways.append("star")
        way = self.random.choice(ways)
        parent, _, leaf = module.rpartition(".")
        if way == "from":
            here.add(f"from {module} import {name}")
        elif way == "relative":
            here.add(f"from {near} import {name}")
        elif way == "star":
            # First of all, lest what else it brings takes the place of another name.
            line = f"from {near or module} import *"
            if line not in here.imports:
                here.imports.insert(0, line)
        elif way == "module":
            here.add(f"import {module}")
            return f"{module}.{name}"
        elif way == "module as":
            here.add(f"import {module} as {leaf or module}_file")
            return f"{leaf or module}_file.{name}"
        elif way == "from module":
            # Not by its own name, which the file may use for another thing.
            alias = f"{leaf}_module"
            near_parent = _relative(here, parent) if near is not None else None
            here.add(f"from {near_parent or parent} import {leaf} as {alias}")
            return f"{alias}.{name}"
        else:
            source = near if way == "relative as" else module
            here.add(f"from {source} import {name} as {name}_")
            return f"{name}_"
        return name


class _Names(Mapping[str, str]):
    def __init__(self, writer: _Writer, here: _File) -> None:
        self._writer = writer
        self._here = here

    def __getitem__(self, name: str) -> str:
        return self._writer.refer(self._here, name)

    def __iter__(self) -> Iterator[str]:
        return iter(FRAMEWORK)

    def __len__(self) -> int:
        return len(FRAMEWORK)


def _relative(here: _File, module: str) -> str | None:
    """`..common.values`, where both are in one package."""
    base = here.package
    dots = "."
    while base:
        if module == base:
            return dots
        if module.startswith(f"{base}."):
            return f"{dots}{module.removeprefix(f'{base}.')}"
        base = base.rpartition(".")[0]
        dots += "."
    return None


def application(seed: int, layout: int | None = None) -> Application:
    """The same classes for the same seed; the layout says in which files, and how they import."""
    writer = _Writer(Random(seed if layout is None else layout))
    writer.file(PACKAGE, is_package=True)
    _facade(writer)
    apart = writer.once_in(2)
    for name, part in COMMON.items():
        here = writer.file(f"{PACKAGE}.common.{name if apart else 'shared'}")
        if not here.body:
            here.body.append(PRELUDE)
        for text, names in part:
            writer.define(here, text, *names)
    _hand_on(writer, f"{PACKAGE}.common")
    _classes(writer, Family(Random(seed)).draw())
    if writer.once_in(2):
        _start(writer)
    root = writer.one_of("", "", "src/")
    return Application(
        {_path(file, root): file.text for file in writer.files.values()}, root.rstrip("/") or "."
    )


def _path(file: _File, root: str) -> str:
    path = file.module.replace(".", "/")
    return f"{root}{path}/__init__.py" if file.is_package else f"{root}{path}.py"


def _facade(writer: _Writer) -> None:
    """A module of the application that hands on the names of the framework."""
    if not writer.once_in(3):
        return
    module = f"{PACKAGE}.kit"
    here = writer.file(module)
    how = writer.one_of("plain", "all", "redundant")
    names = [name for name, home in FRAMEWORK.items() if home in ("spakky.task", "spakky.auth")]
    for name in names:
        alias = f" as {name}" if how == "redundant" else ""
        here.add(f"from {FRAMEWORK[name]} import {name}{alias}")
        writer.offers[name] = [_Offer(FRAMEWORK[name], name, by_star=False), _Offer(module, name)]
    if how == "all":
        here.body.append(f"\n__all__ = {names}\n")


def _hand_on(writer: _Writer, package: str) -> None:
    """The package offers some names of its modules as well."""
    here = writer.file(package, is_package=True)
    names = [
        name for name, offers in writer.offers.items() if offers[0].module.startswith(f"{package}.")
    ]
    shown: dict[str, str] = {}
    for name in names:
        if not writer.once_in(2):
            continue
        module = writer.offers[name][0].module
        source = writer.one_of(module, f".{module.rpartition('.')[2]}")
        if writer.once_in(8):
            here.add(f"from {source} import *")
            shown[name] = name
        else:
            shown[name] = f"{name}_too" if writer.once_in(6) else name
            alias = f" as {shown[name]}" if shown[name] != name else ""
            here.add(f"from {source} import {name}{alias}")
    listed: Sequence[str] | None = None
    if shown and writer.once_in(3):
        listed = [offered for offered in shown.values() if not writer.once_in(5)]
        here.body.append(f"\n__all__ = {listed}\n")
    for name, offered in shown.items():
        by_star = listed is None or offered in listed
        writer.offers[name].append(_Offer(package, offered, by_star))


def _start(writer: _Writer) -> None:
    here = writer.file(f"{PACKAGE}.main")
    here.add("from spakky.core.application.application import SpakkyApplication")
    here.add("from spakky.core.application.application_context import ApplicationContext")
    here.add(f"import {PACKAGE}")
    here.body.append(
        "\n\ndef main() -> None:\n"
        f"    SpakkyApplication(ApplicationContext()).load_plugins().scan({PACKAGE}).start()\n"
    )


def _classes(writer: _Writer, drawn: Sequence[Drawn]) -> None:
    handlers = 0
    for each in drawn:
        if each.is_handler and not handlers:
            _hand_on(writer, f"{PACKAGE}.mixins")
        handlers += each.is_handler
        here = _home(writer, _HANDLERS if each.is_handler else _MIXINS)
        writer.define(here, each.template, each.name)


_MIXINS = ("mixins.base", "mixins.guarded", "mixins.timed")
_HANDLERS = ("handlers.orders", "handlers.mail", "handlers.stock")


def _home(writer: _Writer, modules: Sequence[str]) -> _File:
    """The file of the last class, or one more; all that a class rests on stands before it."""
    names = [f"{PACKAGE}.{module}" for module in modules]
    last = [name for name in names if name in writer.files]
    here = writer.file(last[-1] if last and writer.once_in(2) else names[len(last)])
    if not here.body:
        here.body.append(PRELUDE)
    return here
