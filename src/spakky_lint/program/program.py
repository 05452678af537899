"""All modules of a project, linked: names are followed through imports, re-exports and stars.

A module is read when somebody asks for it, and once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.program.imports import Imports
from spakky_lint.program.places import is_test
from spakky_lint.program.questions import Content
from spakky_lint.program.roots import INIT, Roots
from spakky_lint.program.stars import Stars
from spakky_lint.program.view import View
from spakky_lint.syntax.declarations import ClassDeclaration, FunctionDeclaration, Module
from spakky_lint.syntax.dependencies import remembering, rest_on
from spakky_lint.syntax.parse import Parsed, parse, read_parsed
from spakky_lint.syntax.source import UnreadableSource, decode
from spakky_lint.syntax.unknown import UNKNOWN, Unknown

if TYPE_CHECKING:
    from spakky_lint.program.failing_imports import FailingImports
    from spakky_lint.program.patches import Patches
    from spakky_lint.program.sources import Sources
    from spakky_lint.program.subclasses import Subclasses


@dataclass(frozen=True, eq=False)
class Program:
    sources: Sources
    modules: dict[Path, Module | Unknown | None] = field(default_factory=dict)
    views: dict[Path, View] = field(default_factory=dict)
    classes: dict[object, ClassDeclaration] = field(default_factory=dict)
    functions: dict[object, FunctionDeclaration] = field(default_factory=dict)
    homes: dict[object, Path] = field(default_factory=dict)
    """By the key of a class or function, the file that it stands in."""
    holders: dict[bytes, Sequence[Path]] = field(default_factory=dict)
    asked: set[tuple[Path, str]] = field(default_factory=set)
    """The lists that are being put together right now."""
    brought: dict[Path, Sequence[ClassDeclaration]] = field(default_factory=dict)
    """By file, the classes that it has, those included that it imports."""
    held: dict[Path, Sequence[ClassDeclaration]] = field(default_factory=dict)
    """By file, those that it defines or imports by their names."""

    @property
    def roots(self) -> Roots:
        return self.sources.roots

    @property
    def top(self) -> Path:
        return self.sources.top

    @property
    def files(self) -> Sequence[Path]:
        return self.sources.files

    @property
    def application_files(self) -> Sequence[Path]:
        return self.sources.application_files

    # Each is imported where somebody asks: many programs need none of them.

    @cached_property
    def patches(self) -> Patches:
        from spakky_lint.program.patches import Patches

        return Patches(self)

    @cached_property
    def failing_imports(self) -> FailingImports:
        from spakky_lint.program.failing_imports import FailingImports

        return FailingImports(self)

    @cached_property
    def stars(self) -> Stars:
        return Stars(self)

    @property
    def imports(self) -> Imports:
        return self.sources.imports

    @cached_property
    def subclasses(self) -> Subclasses:
        from spakky_lint.program.subclasses import Subclasses

        return Subclasses(self)

    def files_with(self, word: bytes) -> Sequence[Path]:
        """The files, tests left out, whose bytes hold the word, or something longer."""
        return remembering(self.holders, word, self._files_with, word)

    def _files_with(self, word: bytes) -> Sequence[Path]:
        return self._no_tests(self.sources.files_with(word))

    def files_with_word(self, *words: bytes) -> Sequence[Path]:
        """The files, tests left out, in which one of the words stands by itself."""
        return self._no_tests(self.sources.files_with_word(*words))

    def _no_tests(self, files: Iterable[Path]) -> Sequence[Path]:
        return [path for path in files if not is_test(path, self.top)]

    def module(self, path: Path) -> Module | Unknown | None:
        """The module; UNKNOWN where it is there and cannot be read, None where there is none."""
        rest_on(self.view(path).node)
        if path not in self.modules:
            self.modules[path] = UNKNOWN  # while it is read
            self.modules[path] = self._read(path)
        return self.modules[path]

    def _read(self, path: Path) -> Module | Unknown | None:
        data = self.sources.read(path)
        if data is None:
            return None
        try:
            return self.read_text(path, decode(data).text)
        except UnreadableSource:
            return UNKNOWN

    def modules_of(self, paths: Iterable[Path]) -> Iterator[Module]:
        """Those of the files that can be read."""
        for path in paths:
            module = self.module(path)
            if isinstance(module, Module):
                yield module

    def module_of(self, path: Path, text: str) -> Module:
        """The module that the file is with this text. Raises UnreadableSource."""
        rest_on(self.view(path).node)
        known = self.modules.get(path)
        if isinstance(known, Module) and known.text == text:
            return known
        module = self.read_text(path, text)
        self.modules.setdefault(path, module)
        return module

    def read_text(self, path: Path, text: str) -> Module:
        parsed = self._parsed(path, text)
        module = read_parsed(parsed, self.sources.shown(path), self.view(path))
        self.classes.update((found.key, found) for found in module.classes)
        self.functions.update((found.function.key, found) for found in module.functions)
        self.homes.update((found.key, path) for found in module.classes)
        self.homes.update((found.function.key, path) for found in module.functions)
        return module

    def _parsed(self, path: Path, text: str) -> Parsed:
        known = self.sources.trees.get(path)
        if known is None or known.text != text:
            known = self.sources.trees[path] = parse(text)
        return known

    def view(self, path: Path) -> View:
        if path not in self.views:
            view = self.views[path] = View(self, path, 1 << len(self.views))
            view.node.questions.add(Content(path))
        return self.views[path]

    def name_of(self, path: Path) -> str:
        """The dotted name under which others import the file, as far as packages tell."""
        parts = [] if path.name == INIT else [path.stem]
        home = self.roots.home(path)
        folder = path.parent
        while folder != home:
            parts.append(folder.name)
            folder = folder.parent
        return ".".join(reversed(parts)) or path.stem
