"""Lock files: what exactly is installed.

They are long, and only a few of their packages matter: those are found by their names, and nothing
else of the file is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.project.environment.asked import concerns_us
from spakky_lint.project.environment.files import Files
from spakky_lint.project.environment.references import normal

_BLOCK = regex(
    rb"""^\[\[(?:package|packages)\]\][^\n]*\n(?:(?!\[)[^\n]*\n)*?name\s*=\s*["']([^"'\n]+)["']""",
    re.MULTILINE,
)
_HEADER = regex(rb"^\[\[(?:package|packages)\]\]", re.MULTILINE)
_VERSION = regex(rb"""^version\s*=\s*["']([^"'\n]+)["']""", re.MULTILINE)
_OURS = (b"spakky", b"celery")
_NAME = regex(rb"""name\s*=\s*["'](?P<name>(?:spakky|celery)[^"'\n]*)["']""")
_OWN = tuple(b"\nsource = { " + kind for kind in (b"editable", b"virtual", b"directory"))
"""How the packages begin that lie in the repository itself."""
_NEEDED = regex(rb"""\{\s*name\s*=\s*["']([^"'\n]+)["']""")


@dataclass(frozen=True, slots=True)
class _Format:
    name: str
    version: re.Pattern[bytes]
    """What the file says of its own version."""
    known: tuple[str, ...]
    """The versions that are understood, by their first number."""
    has_graph: bool = False
    """Whether its packages are those of several projects, and say what each of them needs."""


_LOCK_VERSION = regex(rb"""^lock[-_]version\s*=\s*["']([^"']+)""", re.MULTILINE)
_FORMATS = (
    _Format("uv.lock", regex(rb"""^version\s*=\s*["']?([^"'\s]+)"""), ("1",), has_graph=True),
    _Format("poetry.lock", _LOCK_VERSION, ("1", "2")),
    _Format("pdm.lock", _LOCK_VERSION, ("4",)),
    _Format("pylock.toml", _LOCK_VERSION, ("1",)),
)


@dataclass(frozen=True, slots=True)
class Locked:
    """The packages of the framework and celery in a lock file, each with its versions."""

    path: Path
    packages: Mapping[str, tuple[tuple[str, Source], ...]] = field(default_factory=dict)


def read_lock(folder: Path, files: Files, project: str | None = None) -> Locked | None:
    """The lock file of the folder that can be understood; None where there is none.

    `project` is the project whose packages are wanted, where the file is of several.
    """
    names = set(files.names(folder))
    for form in _FORMATS:
        if form.name not in names:
            continue
        path = folder / form.name
        data = files.read(path)
        if data is None:
            continue
        data = data.replace(b"\r\n", b"\n") if b"\r" in data else data
        said = form.version.search(_head(data) if form.has_graph else data)
        version = "" if said is None else said[1].decode("utf-8", "replace")
        if version.partition(".")[0] not in form.known:
            message = (
                Message("its format version {version} is not supported", version=str(version))
                if version
                else Message("it does not name the version of its format")
            )
            files.note(path, Message("not read: {reason}", reason=message))
            continue
        return Locked(path, _packages(data, form, path, files, project))
    return None


def _head(data: bytes) -> bytes:
    """Where the file says what it is, without comments."""
    lines = data[:2000].split(b"\n")
    return b"\n".join(line for line in lines if line and not line.startswith(b"#"))


def _packages(
    data: bytes, form: _Format, path: Path, files: Files, project: str | None
) -> dict[str, tuple[tuple[str, Source], ...]]:
    needed = None
    if form.has_graph and project is not None and sum(map(data.count, _OWN)) > 1:
        needed = _needed(data, project)
    packages: dict[str, list[tuple[str, Source]]] = {}
    line, counted = 1, 0
    blocks = _Blocks(data)
    for found in _names(data):
        name = normal(found["name"].decode("utf-8", "replace"))
        block = blocks.around(found.start())
        if block is None or not concerns_us(name) or (needed is not None and name not in needed):
            continue
        versions = packages.setdefault(name, [])
        version = _VERSION.search(data, *block)
        if version is not None:
            line += data.count(b"\n", counted, version.start())
            counted = version.start()
            source = Source(SourceKind.LOCKED, files.shown(path), line)
            versions.append((version[1].decode("utf-8", "replace"), source))
    return {name: tuple(found) for name, found in packages.items()}


def _names(data: bytes) -> Iterator[re.Match[bytes]]:
    """The lines that name a package that may be ours, in their order.

    Its words are rare in such a file, and are found much faster than a pattern is.
    """
    found: dict[int, re.Match[bytes]] = {}
    for word in _OURS:
        at = data.find(word)
        while at >= 0:
            start = data.rfind(b"\n", 0, at) + 1
            line = _NAME.match(data, start)
            if line is not None:
                found[start] = line
            at = data.find(word, at + len(word))
    return (found[start] for start in sorted(found))


class _Blocks:
    """The tables of the file, asked for from its beginning to its end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._start = self._end = self._next_package = 0

    def around(self, at: int) -> tuple[int, int] | None:
        """The block of a package that the line at the offset belongs to; None where it is of
        another table.
        """
        data = self._data
        if at >= self._end:
            self._start = data.rfind(b"\n[", max(self._end - 1, 0), at) + 1
            end = data.find(b"\n[", at)
            self._end = len(data) if end < 0 else end + 1
        if not _HEADER.match(data, self._start):
            return None
        if at >= self._next_package:
            following = _HEADER.search(data, at)
            self._next_package = len(data) if following is None else following.start()
        return self._start, self._next_package


def _needed(data: bytes, project: str) -> set[str] | None:
    """What the project needs, and whatever needs that; None where it is not in the file."""
    starts = list(_BLOCK.finditer(data))
    spans: dict[str, list[tuple[int, int]]] = {}
    for found, following in zip(starts, [*starts[1:], None], strict=True):
        end = len(data) if following is None else following.start()
        name = found[1].decode("utf-8", "replace")
        spans.setdefault(name, []).append((found.start(), end))
    if project not in spans:
        return None
    seen = {project}
    waiting = [project]
    while waiting:
        for span in spans[waiting.pop()]:
            for needs in _NEEDED.finditer(data, *span):
                name = needs[1].decode("utf-8", "replace")
                if name in spans and name not in seen:
                    seen.add(name)
                    waiting.append(name)
    return seen - {project}
