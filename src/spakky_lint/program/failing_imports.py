"""Which modules certainly cannot be imported, because a name that they import is not there.

Python tells nobody where an ``except ImportError`` is around, as in a scan of the framework.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence, Set
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.program.questions import Search, Within, name_of
from spakky_lint.program.roots import STAR
from spakky_lint.program.statements import (
    Import,
    binds_plainly,
    imports,
    names_bound,
    without_texts,
)
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.dependencies import Node, ask, begin, end, is_followed, rest_on
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.run_imports import RunImport, run_imports
from spakky_lint.syntax.scopes import joined

if TYPE_CHECKING:
    from spakky_lint.program.program import Program

_IS_BUILT = regex(r"_pb2(?:_grpc)?$|version|generated|_gen$")
"""What modules are called that a build writes, so that a repository does not have them."""


@dataclass(frozen=True, slots=True)
class FailingImport:
    place: Place
    """What is imported, where it is written."""
    module: str
    """As it is written."""
    name: str | None
    """What it lacks; None where the module itself is not there."""


@dataclass(frozen=True)
class FailingImports:
    program: Program
    known: dict[Path, FailingImport | None] = field(default_factory=dict)
    nodes: dict[Path, Node] = field(default_factory=dict)
    """What is known of each rests on that."""
    run_by: dict[Path, Sequence[Path]] = field(default_factory=dict)
    lacking: dict[tuple[Path, str], bool] = field(default_factory=dict)

    def of(self, path: Path) -> FailingImport | None:
        """What makes the import of a module fail: its own statement, or one of what it imports."""
        if path not in self.known:
            self._note(self._reached([path], self.known))
        rest_on(self.nodes.get(path))
        return self.known[path]

    def _note(self, files: Collection[Path]) -> None:
        """Work them out together: all of them rest on the same."""
        if not is_followed():
            self._work_out(files)
            return
        node = Node()
        outer = begin(node)
        try:
            for file in files:  # they were reached before
                ask(Within(name_of(imports), b"", file))
            self._work_out(files)
        finally:
            end(outer, node)
        self.nodes.update(dict.fromkeys(files, node))

    def runs(self, *paths: Path) -> Collection[Path]:
        """The modules that importing these may run, themselves included."""
        return self._reached(paths, ())

    def _reached(self, paths: Iterable[Path], left_out: Container[Path]) -> Collection[Path]:
        found = dict.fromkeys(paths)
        waiting = list(found)
        while waiting:
            for other in self._direct(waiting.pop()):
                if other not in found and other not in left_out:
                    found[other] = None
                    waiting.append(other)
        return found

    def _work_out(self, files: Collection[Path]) -> None:
        """What is to be known of files that import, beside each other, only what is known."""
        importers: dict[Path, list[Path]] = {}
        failing: dict[Path, FailingImport] = {}
        for file in files:
            own = self._own(file)
            if own is not None:
                failing[file] = own
            for other in self._direct(file):
                importers.setdefault(other, []).append(file)
                known = self.known.get(other)
                rest_on(self.nodes.get(other))
                if known is not None:
                    failing[other] = known
        waiting = list(failing)
        while waiting:
            failed = waiting.pop()
            for file in importers.get(failed, ()):
                if file not in failing and self._certainly_runs(file, failed):
                    failing[file] = failing[failed]
                    waiting.append(file)
        for file in files:
            self.known[file] = failing.get(file)

    def _own(self, path: Path) -> FailingImport | None:
        """What its own statements import that is not there."""
        scanned = self.program.sources.scan(imports, path)
        if not any(self._may_lack(each, path) for each in scanned):
            return None
        found = (self._failing(each, path) for each in self._run(path))
        return next((each for each in found if each is not None), None)

    def _certainly_runs(self, path: Path, other: Path) -> bool:
        return any(
            other in self._files(Import(each.module, each.name, ""), path)
            for each in self._run(path)
        )

    def _run(self, path: Path) -> Iterator[RunImport]:
        """The imports that an import of the module certainly runs."""
        module = self.program.module(path)
        return run_imports(module) if isinstance(module, Module) else iter(())

    # By the bytes alone, as most modules have everything

    def _direct(self, path: Path) -> Sequence[Path]:
        ask(Within(name_of(imports), b"", path))
        if path not in self.run_by:
            scanned = self.program.sources.scanned(imports, path)
            found = (file for each in scanned for file in self._files(each, path))
            self.run_by[path] = tuple(dict.fromkeys(found))
        return self.run_by[path]

    def _files(self, each: Import, path: Path) -> Iterator[Path]:
        """The modules that an import runs: what it names, and the packages around."""
        roots = self.program.roots
        for found in roots.led_to(each.module, each.name, path):
            if found is not None and found.file is not None and found.file != path:
                yield from roots.around(found.file)

    def _may_lack(self, each: Import, path: Path) -> bool:
        """Whether it has to be looked at: the module is not there, or does not seem to bind it."""
        roots = self.program.roots
        package, inner = roots.led_to(each.module, each.name, path)
        if package is None:
            first = each.module.partition(".")[0]
            return not first or roots.locate(first, path) is not None
        if each.name in (None, STAR) or package.file is None or inner is not None:
            return False
        key = (package.file, str(each.name))
        ask(Within(Search.LACKING, str(each.name).encode(), package.file))
        if key not in self.lacking:
            self.lacking[key] = self._seems_to_lack(*key)
        return self.lacking[key]

    def _seems_to_lack(self, file: Path, name: str) -> bool:
        sources = self.program.sources
        return seems_to_lack(
            name,
            sources.looked_at(file),
            lambda: sources.scanned(imports, file),
            lambda: sources.scanned(names_bound, file),
        )

    # In the tree

    def _failing(self, each: RunImport, path: Path) -> FailingImport | None:
        view = self.program.view(path)
        if any(_IS_BUILT.search(part) for part in (*each.module.split("."), each.name or "")):
            return None
        if view.lacks(each.module):
            return FailingImport(each.place, each.module, None)
        if each.name is None or view.locate(each.module) is None:
            return None
        is_lacking = view.lacks(joined(each.module, each.name))
        return FailingImport(each.place, each.module, each.name) if is_lacking else None


def seems_to_lack(
    name: str,
    data: bytes,
    imported: Callable[[], Iterable[Import]],
    bound: Callable[[], Set[str]],
) -> bool:
    """Whether nothing in the bytes of a module seems to bind the name, but what a text may hold.

    What tells it fastest goes first.
    """
    if binds_plainly(name.encode(), data):
        return False
    if not _is_among(name, imported()) and name not in bound():
        return True
    code = without_texts(data)
    return code != data and not _is_among(name, imports(code)) and name not in names_bound(code)


def _is_among(name: str, imported: Iterable[Import]) -> bool:
    return any(each.alias in (name, STAR) for each in imported)
