"""The files of a project that set environment variables, and what each of them is for.

What the running application gets outweighs what a template shows, and that outweighs what tests and
CI set. Between files for the same purpose nobody can tell which counts, unless one of them is made
to outweigh the other: ``.env.local`` outweighs ``.env``, and of compose ``environment`` outweighs
``env_file``, and that the Dockerfile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Setting
from spakky_lint.facts.framework_settings import SettingLine, is_read
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.project.environment import dockerfile, dotenv, ini_lines, yaml_lines
from spakky_lint.project.environment.files import Files
from spakky_lint.project.environment.setting_lines import Said, lines_of, names_ours


class Purpose(IntEnum):
    """Whom a file is for, those first that outweigh the others."""

    APPLICATION = 0
    TEMPLATE = 1
    TESTS = 2


@dataclass(frozen=True, slots=True)
class SettingFile:
    path: Path
    purpose: Purpose
    chain: str
    """Files of one chain outweigh each other by their weight; others contradict each other."""
    weight: int
    lines: Sequence[SettingLine]
    is_environment: bool = False
    """Whether compose takes from it what its own files leave open."""
    is_unseen: bool = False
    """Whether it may set anything: it is named and not there, encrypted, or cannot be read."""


_TESTS = frozenset({"test", "tests", "testing", "ci", "pytest", "e2e"})
_TEMPLATES = frozenset(
    {"example", "examples", "sample", "template", "tmpl", "tpl", "dist", "default", "defaults"}
)
_SEALED = frozenset({"vault", "enc", "encrypted", "age", "gpg", "sops"})
"""Not to be read as they are."""
_LEFT_OVER = frozenset({"keys", "bak", "swp"})
"""Of no application."""

_COMPOSE = regex(r"(?:docker-)?compose(?P<name>[\w.-]*)\.ya?ml")
_DOCKER = regex(r"(?:Docker|Container)file(?P<name>[\w.-]*)|(?P<front>[\w.-]+)\.[Dd]ockerfile")
_GITLAB = regex(r"\.gitlab-ci\.ya?ml")
_INI = ("pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg")

_FROM_DOCKER, _FROM_ENV_FILE, _FROM_COMPOSE, _FROM_OVERRIDE = range(4)


def setting_files(folder: Path, document: Mapping[str, object], files: Files) -> list[SettingFile]:
    """Those of one folder that name a variable of the framework's; the document is its
    pyproject.toml."""
    found: list[SettingFile] = []
    named_by_compose: set[Path] = set()
    names = files.names(folder)
    for name in names:
        if (compose := _COMPOSE.fullmatch(name)) is not None:
            found.extend(_compose(folder / name, compose["name"], files, named_by_compose))
    for name in names:
        path = folder / name
        if _is_dotenv(name) and path not in named_by_compose:
            found.extend(_dotenv(path, files))
        elif (docker := _DOCKER.fullmatch(name)) is not None:
            purpose = _purpose(docker["name"] or docker["front"] or "")
            found.extend(
                _file(path, files, dockerfile.assignments, purpose, "compose", _FROM_DOCKER)
            )
        elif _GITLAB.fullmatch(name):
            found.extend(_yaml(path, files, ("variables",), Purpose.TESTS, name, 0))
        elif name in _INI:
            found.extend(_file(path, files, ini_lines.assignments, Purpose.TESTS, name, 0))
    found.extend(_pyproject(folder / "pyproject.toml", document, files))
    workflows = folder / ".github" / "workflows"
    for name in files.names(workflows):
        if name.endswith((".yml", ".yaml")):
            found.extend(_yaml(workflows / name, files, ("env",), Purpose.TESTS, name, 0))
    return found


def in_force(found: Sequence[Sequence[SettingFile]], files: Files) -> dict[str, Setting]:
    """The settings that count, of the files of several folders, the nearest first."""
    settings: dict[str, Setting] = {}
    for purpose in Purpose:
        for folder in found:
            told = _told([each for each in folder if each.purpose is purpose], folder, files)
            for key, setting in told.items():
                settings.setdefault(key, setting)
    return settings


def _told(
    equals: Sequence[SettingFile], folder: Sequence[SettingFile], files: Files
) -> dict[str, Setting]:
    """What files of one purpose say together."""
    settings = {}
    keys = dict.fromkeys(line.key for each in equals for line in each.lines if is_read(line.key))
    for key in keys:
        heaviest: dict[str, int] = {}
        said = [(each, line) for each in equals for line in each.lines if line.key == key]
        for each, _ in said:
            heaviest[each.chain] = max(each.weight, heaviest.get(each.chain, 0))
        counting = [
            Setting(key, _value(line, folder), line.source)
            for each, line in said
            if each.weight == heaviest[each.chain]
        ]
        settings[key] = _agreed(counting, files)
    return settings


def _agreed(counting: Sequence[Setting], files: Files) -> Setting:
    # The last assignment of one file is the one that it makes.
    last: dict[str, Setting] = {}
    for each in counting:
        kept = last.get(each.source.path)
        is_yaml = each.source.path.endswith((".yml", ".yaml"))
        if kept is not None and is_yaml and kept.value != each.value:
            return _contradiction(kept, each, files)
        last[each.source.path] = each
    first, *others = last.values()
    for other in others:
        if other.value != first.value:
            return _contradiction(first, other, files)
    return first


def _contradiction(one: Setting, other: Setting, files: Files) -> Setting:
    if one.value is not None and other.value is not None:
        path = files.directory / other.source.path
        files.note(
            path,
            Message(
                "{key} has a different value in {place}: both are ignored",
                key=one.key,
                place=one.source.place,
            ),
            other.source.line,
        )
    return Setting(one.key, None, one.source)


def _value(line: SettingLine, folder: Sequence[SettingFile]) -> str | None:
    """What the line says, also where it takes over what the environment of compose says."""
    if line.value is None or "$" not in line.value:
        return line.value
    taken = yaml_lines.reference(line.value)
    if taken is None or not is_read(taken[0]):
        return None
    key, default = taken
    for each in folder:
        for other in each.lines if each.is_environment else ():
            if other.key == key:
                return other.value
    return default


def _compose(path: Path, name: str, files: Files, named: set[Path]) -> Iterator[SettingFile]:
    weight = _FROM_OVERRIDE if "override" in name else _FROM_COMPOSE
    yield from _yaml(path, files, ("environment",), _purpose(name), "compose", weight)
    data = files.read(path)
    if data is None or b"env_file" not in data:
        return
    for each in yaml_lines.env_files(data.decode("utf-8", "replace")):
        file = path.parent / each.removeprefix("./")
        if file in named or "$" in each:
            continue
        named.add(file)
        if files.read(file) is None:
            yield _unseen(file, _purpose(name))
            continue
        is_environment = file.name == ".env"
        for read in _file(
            file, files, dotenv.assignments, _purpose(name), "compose", _FROM_ENV_FILE
        ):
            yield SettingFile(
                read.path, read.purpose, read.chain, read.weight, read.lines, is_environment
            )


def _is_dotenv(name: str) -> bool:
    return name == ".env" or name.startswith(".env.") or name.endswith(".env")


def _dotenv(path: Path, files: Files) -> Iterator[SettingFile]:
    words = set(re.split(r"[._-]", path.name))
    if words & _LEFT_OVER:
        return
    if words & _SEALED:
        yield _unseen(path, _purpose(path.name))
        return
    is_local = "local" in words
    chain = ".".join(word for word in path.name.split(".") if word != "local")
    if files.text(path) is None:  # a note says that it is no text
        yield _unseen(path, _purpose(path.name))
        return
    for read in _file(
        path, files, dotenv.assignments, _purpose(path.name), chain, 1 if is_local else 0
    ):
        yield SettingFile(
            read.path, read.purpose, chain, read.weight, read.lines, path.name == ".env"
        )


def _unseen(path: Path, purpose: Purpose) -> SettingFile:
    return SettingFile(path, purpose, "", 0, (), is_unseen=True)


def _purpose(name: str) -> Purpose:
    words = set(re.split(r"[._-]", name.lower()))
    if words & _TESTS:
        return Purpose.TESTS
    return Purpose.TEMPLATE if words & _TEMPLATES else Purpose.APPLICATION


def _yaml(
    path: Path, files: Files, holders: Sequence[str], purpose: Purpose, chain: str, weight: int
) -> Iterator[SettingFile]:
    def read(text: str) -> Iterator[Said]:
        return yaml_lines.assignments(text, holders)

    return _file(path, files, read, purpose, chain, weight)


def _pyproject(path: Path, document: Mapping[str, object], files: Files) -> Iterator[SettingFile]:
    def read(text: str) -> Iterator[Said]:
        return ini_lines.assignments_of(document, text)

    return _file(path, files, read, Purpose.TESTS, path.name, 0)


def _file(
    path: Path,
    files: Files,
    read: Callable[[str], Iterator[Said]],
    purpose: Purpose,
    chain: str,
    weight: int,
) -> Iterator[SettingFile]:
    data = files.read(path)
    if data is None or not names_ours(data):
        return
    text = files.text(path)
    if text is None:
        return
    is_example = purpose is Purpose.TEMPLATE
    lines = lines_of(files.shown(path), read(text), is_example=is_example)
    if lines:
        yield SettingFile(path, purpose, chain, weight, lines)
