"""Lock files: what exactly is installed.

They are long, and only a few of their packages matter: those are found by their names, and nothing
else of the file is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.project.environment.asked import concerns_us, normal
from spakky_lint.project.environment.files import Files

_BLOCK = re.compile(
    rb"""^\[\[(?:package|packages)\]\][^\n]*\n(?:(?!\[)[^\n]*\n)*?name\s*=\s*["']([^"'\n]+)["']""",
    re.MULTILINE,
)
_HEADER = re.compile(rb"^\[\[(?:package|packages)\]\]", re.MULTILINE)
_VERSION = re.compile(rb"""^version\s*=\s*["']([^"'\n]+)["']""", re.MULTILINE)
_NEEDED = re.compile(rb"""\{\s*name\s*=\s*["']([^"'\n]+)["']""")


@dataclass(frozen=True, slots=True)
class _Format:
    name: str
    version: re.Pattern[bytes]
    """What the file says of its own version."""
    known: tuple[str, ...]
    """The versions that are understood, by their first number."""
    has_graph: bool = False
    """Whether its packages are those of several projects, and say what each of them needs."""


_LOCK_VERSION = re.compile(rb"""^lock[-_]version\s*=\s*["']([^"']+)""", re.MULTILINE)
_FORMATS = (
    _Format("uv.lock", re.compile(rb"""^version\s*=\s*["']?([^"'\s]+)"""), ("1",), has_graph=True),
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
        data = data.replace(b"\r\n", b"\n") if b"\r\n" in data else data
        said = form.version.search(_without_comments(data) if form.has_graph else data)
        version = "" if said is None else said[1].decode("utf-8", "replace")
        if version.partition(".")[0] not in form.known:
            kind = f"version {version} of the format" if version else "a file that says no version"
            files.note(path, f"not read: {kind} is not known")
            continue
        return Locked(path, _packages(data, form, path, files, project))
    return None


def _without_comments(data: bytes) -> bytes:
    lines = data[:2000].split(b"\n")
    return b"\n".join(line for line in lines if line and not line.startswith(b"#"))


def _packages(
    data: bytes, form: _Format, path: Path, files: Files, project: str | None
) -> dict[str, tuple[tuple[str, Source], ...]]:
    places: dict[str, list[int]] = {}
    for found in _BLOCK.finditer(data):
        name = normal(found[1].decode("utf-8", "replace"))
        places.setdefault(name, []).append(found.start())
    wanted: Iterable[str] = places
    if form.has_graph and project is not None and project in places:
        wanted = _needed(data, places, project)
    packages = {}
    for name in wanted:
        if concerns_us(name):
            packages[name] = tuple(
                (version, Source(SourceKind.LOCKED, files.shown(path), line))
                for version, line in (_version(data, start) for start in places[name])
                if version is not None
            )
    return packages


def _needed(data: bytes, places: Mapping[str, list[int]], project: str) -> set[str]:
    """What the project needs, and whatever needs that."""
    seen = {project}
    waiting = [project]
    while waiting:
        for start in places[waiting.pop()]:
            for found in _NEEDED.finditer(data, *_span(data, start)):
                name = normal(found[1].decode("utf-8", "replace"))
                if name in places and name not in seen:
                    seen.add(name)
                    waiting.append(name)
    return seen - {project}


def _version(data: bytes, start: int) -> tuple[str | None, int]:
    """What the block says, and the line on which it does."""
    found = _VERSION.search(data, *_span(data, start))
    if found is None:
        return None, data.count(b"\n", 0, start) + 1
    return found[1].decode("utf-8", "replace"), data.count(b"\n", 0, found.start()) + 1


def _span(data: bytes, start: int) -> tuple[int, int]:
    following = _HEADER.search(data, start + 1)
    return start, len(data) if following is None else following.start()
