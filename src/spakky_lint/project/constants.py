"""The constants that the modules of a project import from each other, read and never run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spakky_lint.syntax.constants import (
    Constants,
    bindings,
    changes,
    constant,
    exports,
    is_opaque,
    stars,
)
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.scopes import Imported
from spakky_lint.syntax.source import UnreadableSource, decode
from spakky_lint.syntax.unknown import UNKNOWN, Unknown

_MAX_HOPS = 10
"""How many modules hand a name on to each other."""


def read_file(path: Path) -> bytes | None:
    """What the file holds; None where there is none. Raises OSError where it cannot be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except ValueError:  # a NUL in the name
        return None


@dataclass(frozen=True, slots=True)
class _Located:
    """A module of the project, as others import it."""

    file: Path
    name: str
    module: Module | Unknown
    """UNKNOWN where it is there and cannot be read."""

    @property
    def is_package(self) -> bool:
        return self.file.stem == "__init__"

    def absolute(self, qualified: str) -> str | None:
        return _absolute(qualified, self.file, self.name)


@dataclass(frozen=True, slots=True)
class ProjectModules:
    """The modules that were asked for a constant, each read once.

    `read` gives what a file holds, here or in a revision; None where there is none.
    """

    read: Callable[[Path], bytes | None] = read_file
    known: dict[Path, Module | Unknown | None] = field(default_factory=dict)
    values: dict[tuple[Path, str, int], object] = field(default_factory=dict)
    """By file, name in it, and how many modules have handed it on."""
    imports: dict[tuple[str, str, int, str], object] = field(default_factory=dict)
    """The same by who imports it: his folder, his package, and the name that he has for it."""

    def constants(self, file: Path, name: str) -> Constants:
        """What the module `name`, which is the `file`, may import."""
        return self._constants(file, name, 0)

    def _constants(self, file: Path, name: str, hops: int) -> Constants:
        folder, package = str(file.parent), name.rpartition(".")[0]

        def imported(qualified: str) -> object:
            found = _absolute(qualified, file, name)
            if found is None or hops == _MAX_HOPS:
                return UNKNOWN
            key = (folder, package, hops, found)
            if key not in self.imports:
                self.imports[key] = self._imported(found, file, name, hops)
            return self.imports[key]

        return imported

    def _imported(self, qualified: str, file: Path, name: str, hops: int) -> object:
        chain = self._chain(qualified, file, name)
        if not chain:
            return UNKNOWN
        module = chain[-1]
        dotted = qualified.removeprefix(f"{module.name}.")
        if any(not self._leaves_alone(each, qualified, file) for each in chain):
            return UNKNOWN
        key = (module.file, dotted, hops)
        if key not in self.values:
            self.values[key] = UNKNOWN  # for modules that import from each other in a circle
            self.values[key] = self._constant(dotted, module, hops)
        return self.values[key]

    def _constant(self, dotted: str, located: _Located, hops: int) -> object:
        module = located.module
        assert isinstance(module, Module)
        others = self._constants(located.file, located.name, hops + 1)
        head, dot, rest = dotted.partition(".")
        if not stars(head, module):
            return constant(dotted, module, others)
        origin = self._origin(head, located, hops)
        return UNKNOWN if origin is None else others(f"{origin}{dot}{rest}")

    # Which module it is

    def _chain(self, qualified: str, file: Path, name: str) -> Sequence[_Located]:
        """The packages on the way to a constant, and the module it is in, as far as there are any.

        None at all where it may be in another one.
        """
        parts = qualified.split(".")
        is_own = parts[0] == name.partition(".")[0] and len(name) > len(parts[0])
        if parts[0] in sys.stdlib_module_names and not is_own:
            return ()
        found = [
            chain
            for folder in self._folders(file, name)
            if (chain := tuple(self._modules(folder, parts[:-1])))
        ]
        return found[0] if len(found) == 1 else ()

    def _folders(self, file: Path, name: str) -> Sequence[Path]:
        """Where the packages may stand that the module imports."""
        top = _top(file, name)
        folders = [top, top / "src"]
        # Without a package, it may as well be a script beside its modules.
        if self._module(file.parent / "__init__.py") is None:
            folders.append(file.parent)
        return tuple(dict.fromkeys(folders))

    def _modules(self, folder: Path, parts: Sequence[str]) -> Iterator[_Located]:
        for index, part in enumerate(parts):
            name = ".".join(parts[: index + 1])
            package, file = folder / part / "__init__.py", folder / f"{part}.py"
            if (module := self._module(package)) is not None:
                yield _Located(package, name, module)
            elif (module := self._module(file)) is not None:
                yield _Located(file, name, module)
                return
            folder = folder / part

    def _module(self, path: Path) -> Module | Unknown | None:
        if path not in self.known:
            self.known[path] = self._read(path)
        return self.known[path]

    def _read(self, path: Path) -> Module | Unknown | None:
        try:
            data = self.read(path)
            return None if data is None else read_declarations(decode(data).text)
        except (OSError, UnreadableSource):
            return UNKNOWN

    # What a package does to its modules

    def _leaves_alone(self, located: _Located, qualified: str, importer: Path) -> bool:
        """Whether what comes behind the module in the name is what it says."""
        module = located.module
        parts = qualified.removeprefix(f"{located.name}.").split(".")
        if not isinstance(module, Module) or changes(parts, module):
            return False
        if not located.is_package:
            return True
        if any(bindings(each, module) for each in ("__getattr__", "__path__")):
            return False
        if not self._has_module(located, parts[0]):
            return True
        if len(parts) == 1:
            return self._is_from_its_module(parts[0], located, module)
        return self._is_its_module(parts[0], located, module, qualified, importer)

    def _has_module(self, package: _Located, name: str) -> bool:
        folder = package.file.parent
        files = (folder / name / "__init__.py", folder / f"{name}.py")
        return any(self._module(file) is not None for file in files)

    def _is_from_its_module(self, name: str, package: _Located, module: Module) -> bool:
        """Whether a package imports a name from the module of that name, which is then there."""
        inner = f"{package.name}.{name}."
        own = bindings(name, module)
        return bool(own) and all(
            isinstance(binding, Imported)
            and not binding.is_expected
            and (package.absolute(binding.qualified) or "").startswith(inner)
            for binding in own
        )

    def _is_its_module(
        self, name: str, package: _Located, module: Module, qualified: str, importer: Path
    ) -> bool:
        """Whether a package has nothing but its module under the name."""
        allowed = {f"{package.name}.{name}"}
        if importer == package.file:
            allowed.add(qualified)  # `from .clerk import clerk`, which is just being followed
        return (
            all(
                isinstance(binding, Imported) and package.absolute(binding.qualified) in allowed
                for binding in bindings(name, module)
            )
            and all(self._exports(name, each, package, 1) is False for each in stars(name, module))
            and (bool(stars(name, module)) or not is_opaque(name, module))
        )

    # What is imported by a star

    def _origin(self, name: str, located: _Located, hops: int) -> str | None:
        """Where a module has a name from that an ``import *`` may have bound."""
        module = located.module
        assert isinstance(module, Module)
        for star in stars(name, module):
            found = self._exports(name, star, located, hops)
            if found is not False:
                return f"{star}{'' if str(star).endswith('.') else '.'}{name}" if found else None
        own = bindings(name, module)
        if len(own) == 1 and isinstance(own[0], Imported) and not own[0].is_expected:
            return own[0].qualified
        return None

    def _exports(self, name: str, star: str | None, located: _Located, hops: int) -> bool | None:
        """Whether ``from star import *`` in the module binds the name; None where nobody knows."""
        found = (
            None
            if star is None
            else located.absolute(f"{star}{'' if star.endswith('.') else '.'}{name}")
        )
        if found is None or hops >= _MAX_HOPS:
            return None
        chain = self._chain(found, located.file, located.name)
        if not chain or f"{chain[-1].name}.{name}" != found:
            return None
        source = chain[-1]
        module = source.module
        if not isinstance(module, Module) or changes([name], module):
            return None
        if source.is_package and self._has_module(source, name):
            return None
        if "__all__" in module.text or name.startswith("_") or not stars(name, module):
            return exports(name, module)
        for each in stars(name, module):
            inner = self._exports(name, each, source, hops + 1)
            if inner is not False:
                return inner
        return bool(bindings(name, module))


def _absolute(qualified: str, file: Path, name: str) -> str | None:
    """``shop.shared.Role`` for ``.shared.Role`` in ``shop.accounts``; None beyond the top."""
    inner = qualified.lstrip(".")
    dots = len(qualified) - len(inner)
    if dots == 0:
        return qualified
    package = name.split(".")
    above = dots - (file.stem == "__init__")
    if above >= len(package):
        return None
    return ".".join([*package[: len(package) - above], inner])


def _top(file: Path, name: str) -> Path:
    """The folder in which the first package of the module stands."""
    depth = name.count(".") + (file.stem == "__init__")
    return file.parents[min(depth, len(file.parents) - 1)]
