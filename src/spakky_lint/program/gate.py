"""Which files are worth reading: those whose imports can bring a name that matters.

It may come from the framework itself, or through whatever modules of the program hand it on. Found
by a search of the import statements, which says only which files need not be parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spakky_lint.program.roots import INIT, Package, Roots
from spakky_lint.syntax.framework import MODULES, OF_TASKS_AND_AUTH
from spakky_lint.syntax.gate import silences

_SPACE = rb"(?:[ \t\f]|\\(?:\r\n|\r|\n))"
_FROM = re.compile(
    rb"(?:^|[;:\r])[ \t\f]*from" + _SPACE + rb"*([.\w]+)" + _SPACE + rb"*import" + _SPACE + rb"*"
    rb"(\((?:[^)#]|\#[^\r\n]*)*\)|\*|(?:[^\\\r\n;#(]|\\(?:\r\n|\r|\n))+)",
    re.MULTILINE,
)
_IMPORT = re.compile(
    rb"(?:^|[;:\r])[ \t\f]*import" + _SPACE + rb"+((?:[^\\\r\n;#]|\\(?:\r\n|\r|\n))+)", re.MULTILINE
)
_ALIAS = re.compile(rb"(\w[\w.]*)(?:\s+as\s+(\w+))?")
_COMMENT = re.compile(rb"#[^\r\n]*")
_FRAMEWORK = b"spakky"
_BY_HAND = (b"import_module", b"__import__")
_BEAT = b"beat_schedule"
STAR = "*"
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    name: str | None
    """What is imported from it; None for the module itself."""
    alias: str
    """What it is called here."""


@dataclass(frozen=True)
class Gate:
    roots: Roots
    read: Callable[[Path], bytes | None]
    brought: dict[Path, bool] = field(default_factory=dict)
    listed: dict[Path, tuple[Import, ...]] = field(default_factory=dict)

    def passes(self, path: Path, data: bytes) -> bool:
        """Whether the file, with this content, is to be read; a NUL byte is a finding in any."""
        return b"\0" in data or silences(data) or self._brings(path, data, 0)

    def _brings(self, path: Path, data: bytes, depth: int) -> bool:
        if _FRAMEWORK in data and (_BEAT in data or any(word in data for word in _BY_HAND)):
            return True
        if b"import" not in data or depth > _DEPTH:
            return False
        found = tuple(imports(data))
        self.listed[path] = found
        return any(self._matters(path, each, depth) for each in found)

    def _is_carrier(self, path: Path | None, depth: int) -> bool:
        """Whether the module has anything that matters from somewhere."""
        if path is None:
            return False
        if path not in self.brought:
            self.brought[path] = False  # while it is read: a circle brings nothing by itself
            data = self.read(path)
            self.brought[path] = data is not None and self._brings(path, data, depth)
        return self.brought[path]

    def _matters(self, path: Path, each: Import, depth: int) -> bool:
        first = each.module.partition(".")[0]
        if first == "spakky":
            return is_of_framework(each)
        package = self._located(each.module, path)
        if package is None:
            return False
        if each.name is None:
            return self._is_carrier(package.file, depth + 1)
        inner = self._inside(package, each.name)
        submodule = None if inner is None else inner.file
        if submodule not in (None, path) and self._is_carrier(submodule, depth + 1):
            return True
        return package.file is not None and self._hands_on(package.file, each.name, depth + 1)

    def _hands_on(self, path: Path, name: str, depth: int) -> bool:
        """Whether what a module calls so may matter: it imports it from one that has it, or makes
        it of what matters.
        """
        if depth > _DEPTH or not self._is_carrier(path, depth):
            return False
        if name == STAR:
            return True
        named = [each for each in self.listed.get(path, ()) if each.alias == name]
        stars = [each for each in self.listed.get(path, ()) if each.name == STAR]
        if not named:
            return bool(stars) or path.name != INIT or not self._only_imports(path)
        return any(self._matters(path, each, depth + 1) for each in named)

    def _only_imports(self, path: Path) -> bool:
        data = self.read(path) or b""
        return b"class " not in data and b"def " not in data and b"=" not in data

    def _located(self, dotted: str, path: Path) -> Package | None:
        inner = dotted.lstrip(".")
        if inner == dotted:
            first, *rest = dotted.split(".")
            package = self.roots.locate(first, path)
        else:
            package = self.roots.relative(len(dotted) - len(inner), path)
            rest = inner.split(".") if inner else []
        for part in rest:
            package = None if package is None else self._inside(package, part)
        return package

    def _inside(self, package: Package, name: str) -> Package | None:
        return self.roots.within(package, name)


def imports(data: bytes) -> Iterator[Import]:
    """What the import statements bring; a comment or a text may look like one."""
    for module, names in _FROM.findall(data):
        dotted = module.decode()
        if names == b"*":
            yield Import(dotted, STAR, STAR)
            continue
        for name, alias in _ALIAS.findall(_COMMENT.sub(b"", names)):
            yield Import(dotted, name.decode(), (alias or name).decode())
    for names in _IMPORT.findall(data):
        for name, alias in _ALIAS.findall(names):
            yield Import(name.decode(), None, (alias or name.partition(b".")[0]).decode())


def is_of_framework(each: Import) -> bool:
    """Whether it may bring a name of the framework that a rule is about."""
    inner = each.module.split(".")[1:2]
    if inner and inner[0] in ("task", "auth"):
        return True
    if each.name is None:
        return not inner
    if each.name == STAR:
        return not OF_TASKS_AND_AUTH.isdisjoint(MODULES.get(each.module, ()))
    return each.name in OF_TASKS_AND_AUTH or (not inner and each.name in ("task", "auth"))
