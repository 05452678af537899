"""From a table of a file to its keys: which values they take, and what is wrong with others."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from math import inf
from pathlib import Path
from typing import TypeVar

from spakky_lint import __version__
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, Template, labelled, message_of
from spakky_lint.project.configuration import Pattern, PerFileIgnore, Problem
from spakky_lint.project.configuration_keys import KEYS, OUTPUT_FORMATS, Keys, Table
from spakky_lint.project.environment.by_hand import ByHand
from spakky_lint.project.globs import BadGlob, Glob, glob
from spakky_lint.project.looks import was_looked_for
from spakky_lint.project.reading import MEGABYTE
from spakky_lint.project.suggestions import allowed, closest
from spakky_lint.project.toml_text import wrong_kind
from spakky_lint.rules.finding import Severity
from spakky_lint.runtime.backend import Backend

TYPE_CHECKING = False  # as type checkers know it
if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_Value = TypeVar("_Value")

_CODES = Message('a list of codes or their prefixes is allowed, such as ["SPK301", "SPK4"]')
_GLOBS = Message('a list of globs is allowed, such as ["migrations", "src/**/generated_*.py"]')
_IGNORES = Message('a table of globs and codes is allowed, such as {{"tests" = ["SPK2"]}}')
_FOLDERS = Message('a list of folders of the project is allowed, such as ["src", "."]')
_BACKENDS = Message('"spec" or "celery" is allowed')
_ZONES = Message('the name of an IANA zone is allowed, such as "Asia/Seoul"')
_SIZES = Message("a number of megabytes above 0 is allowed, such as 8")
_BASELINES = Message('the name of a file is allowed, such as "spakky-lint-baseline.jsonl"')
_CACHES = Message('the path of a folder is allowed, such as ".cache/spakky-lint"')
_PYTHONS = Message('a Python or its virtual environment is allowed, such as ".venv"')
_FLAGS = Message("true or false is allowed")
_VERSIONS = Message('a version or a range is allowed, such as "0.1.0" or ">=0.1"')
_FILES = Message('the path of a configuration file is allowed, such as "../pyproject.toml"')
_FORMATS = Message("{names} are allowed", names=tuple(f'"{each}"' for each in OUTPUT_FORMATS))
_SEVERITIES = Message('a table of codes and severities is allowed, such as {{SPK406 = "error"}}')
_LEVELS = Message('"error", "warning" or "convention" is allowed')


def read_keys(table: Table, problems: list[Problem], only: Sequence[str] = KEYS) -> Keys:
    """What the table says; what is wrong with it is added to the problems.

    Keys that are not among `only` are passed over, be they right or wrong.
    """
    reading = _Reading(table, [])
    if only == KEYS:
        reading.unknown_keys()
    read = reading.read
    keys = Keys(
        required_version=read("required-version", reading.version, only),
        select=read("select", reading.codes, only),
        extend_select=read("extend-select", reading.codes, only) or (),
        ignore=read("ignore", reading.codes, only) or (),
        fixable=read("fixable", reading.codes, only),
        unfixable=read("unfixable", reading.codes, only),
        extend_safe_fixes=read("extend-safe-fixes", reading.codes, only) or (),
        extend_unsafe_fixes=read("extend-unsafe-fixes", reading.codes, only) or (),
        severity=read("severity", reading.severities, only) or (),
        include=read("include", reading.globs, only),
        exclude=read("exclude", reading.globs, only),
        extend_exclude=read("extend-exclude", reading.globs, only) or (),
        force_exclude=read("force-exclude", reading.flag, only),
        respect_gitignore=read("respect-gitignore", reading.flag, only),
        per_file_ignores=read("per-file-ignores", reading.per_file_ignores, only),
        extend_per_file_ignores=read("extend-per-file-ignores", reading.per_file_ignores, only)
        or (),
        src=read("src", reading.folders, only),
        output_format=read("output-format", reading.output_format, only),
        backend=read("backend", reading.backend, only),
        timezone=read("timezone", reading.timezone, only),
        python=read("python", reading.python, only),
        environment=read("environment", reading.environment, only),
        max_file_size=read("max-file-size", reading.size, only),
        baseline=read("baseline", reading.baseline, only),
        cache_dir=read("cache-dir", reading.cache_dir, only),
        asked={key: (table.file,) for key in table.values if key in only},
    )
    problems.extend(Problem(table.file, message) for message in reading.problems)
    return keys


def read_extend(table: Table, problems: list[Problem]) -> Path | None:
    """The file that the table says it extends."""
    value = table.values.get("extend")
    if isinstance(value, str):
        return _from(table, os.path.expanduser(value))  # noqa: PTH111  # never raises
    if value is not None:
        problems.append(Problem(table.file, wrong_kind("extend", value, _FILES)))
    return None


def _from(table: Table, name: str) -> Path:
    """A path that the table names: one from the folder of its file."""
    folder = table.root if table.file is None else table.file.parent
    return Path(os.path.normpath(folder / name))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One table on its way to its keys; problems gather until the end."""

    table: Table
    problems: list[str]

    def unknown_keys(self) -> None:
        for key in self.table.values:
            if key in KEYS:
                continue
            name = key.replace("_", "-")
            ends = (known for known in KEYS if known.endswith(f"-{name}"))
            meant = closest(name, KEYS, cutoff=0.7) or next(ends, None)
            if meant is None and isinstance(self.table.values[key], dict):
                self.problems.append(self.no_table.filled(key=key))
            else:
                self.problems.append(
                    Message("{key}: no such key; {hint}", key=key, hint=allowed(meant, KEYS))
                )

    @property
    def no_table(self) -> Template:
        """That keys do not stand in a table of this name, and where they do."""
        if "[tool." in self.table.text:
            return Template("{key}: no such table; keys belong in [tool.spakky-lint] itself")
        return Template("{key}: no such table; keys belong at the top of the file")

    def read(
        self, key: str, reader: Callable[[str, object], _Value | None], only: Sequence[str]
    ) -> _Value | None:
        if key not in only or key not in self.table.values:
            return None
        return reader(key, self.table.values[key])

    def texts(self, key: str, value: object, allowed: str) -> list[tuple[str, str]]:
        """The texts of a list, each with the key it is to be named by."""
        if not isinstance(value, list):
            self.problems.append(wrong_kind(key, value, allowed))
            return []
        texts = []
        for index, item in enumerate(value):
            if isinstance(item, str):
                texts.append((f"{key}[{index}]", item))
            else:
                self.problems.append(wrong_kind(f"{key}[{index}]", item, allowed))
        return texts

    def text(self, key: str, value: object, allowed: str) -> str | None:
        if isinstance(value, str):
            return value
        self.problems.append(wrong_kind(key, value, allowed))
        return None

    def flag(self, key: str, value: object) -> bool | None:
        if isinstance(value, bool):
            return value
        self.problems.append(wrong_kind(key, value, _FLAGS))
        return None

    def codes(self, key: str, value: object) -> tuple[str, ...]:
        codes = self.texts(key, value, _CODES)
        for place, code in codes:
            self.code(place, code)
        return tuple(code for _, code in codes)

    def code(self, place: str, code: str) -> None:
        from spakky_lint.project.selectors import selector_problem

        if problem := selector_problem(code):
            self.problems.append(labelled(place, problem))

    def severities(self, key: str, value: object) -> tuple[tuple[str, Severity], ...]:
        if not isinstance(value, dict):
            self.problems.append(wrong_kind(key, value, _SEVERITIES))
            return ()
        found = []
        for code, level in value.items():
            self.code(key, code)
            name = self.text(f"{key}.{code}", level, _LEVELS)
            if name is None:
                continue
            if name in list(Severity):
                found.append((code, Severity(name)))
            else:
                self.problems.append(
                    Message(
                        '{key}.{code}: "{name}" is not a severity; {allowed}',
                        key=key,
                        code=code,
                        name=name,
                        allowed=_LEVELS,
                    )
                )
        return tuple(found)

    def globs(self, key: str, value: object) -> tuple[Pattern, ...]:
        globs = []
        for place, pattern in self.texts(key, value, _GLOBS):
            if (read := self.glob(place, pattern)) is not None:
                globs.append(Pattern(self.table.root, read))
        return tuple(globs)

    def glob(self, place: str, pattern: str, *, may_be_negated: bool = False) -> Glob | None:
        try:
            return glob(pattern, may_be_negated=may_be_negated)
        except BadGlob as error:
            self.problems.append(
                Message(
                    '{place}: "{pattern}" matches nothing; {allowed}',
                    place=place,
                    pattern=pattern,
                    allowed=message_of(error),
                )
            )
            return None

    def folders(self, key: str, value: object) -> tuple[Path, ...]:
        folders, root = [], self.table.root
        for place, name in self.texts(key, value, _FOLDERS):
            folder = Path(os.path.normpath(root / name))
            was_looked_for(folder)
            if not folder.is_relative_to(root) or not os.path.isdir(folder):  # noqa: PTH112  # never raises
                self.problems.append(
                    Message(
                        '{place}: "{name}" is not a folder of the project; {allowed}',
                        place=place,
                        name=name,
                        allowed=_FOLDERS,
                    )
                )
            else:
                folders.append(folder)
        return tuple(folders)

    def per_file_ignores(self, key: str, value: object) -> tuple[PerFileIgnore, ...]:
        if not isinstance(value, dict):
            self.problems.append(wrong_kind(key, value, _IGNORES))
            return ()
        ignores = []
        for pattern, codes in value.items():
            read = self.glob(key, pattern, may_be_negated=True)
            known = self.codes(f'{key}."{pattern}"', codes)
            if read is not None:
                ignores.append(PerFileIgnore(Pattern(self.table.root, read), known))
        return tuple(ignores)

    def output_format(self, key: str, value: object) -> str | None:
        name = self.text(key, value, _FORMATS)
        if name is not None and name not in OUTPUT_FORMATS:
            self.problems.append(
                Message(
                    '{key}: "{name}" is not a format; {allowed}',
                    key=key,
                    name=name,
                    allowed=_FORMATS,
                )
            )
        return name

    def version(self, key: str, value: object) -> str | None:
        wanted = self.text(key, value, _VERSIONS)
        if wanted is None:
            return None
        from packaging.specifiers import InvalidSpecifier, SpecifierSet

        try:
            exact = f"=={wanted}" if wanted.strip()[:1].isdigit() else wanted
            is_met = SpecifierSet(exact).contains(__version__, prereleases=True)
        except InvalidSpecifier:
            self.problems.append(
                Message(
                    '{key}: "{wanted}" is not a version; {allowed}',
                    key=key,
                    wanted=wanted,
                    allowed=_VERSIONS,
                )
            )
            return None
        if not is_met:
            self.problems.append(
                Message(
                    '{key}: "{wanted}" is required, but this is {version}',
                    key=key,
                    wanted=wanted,
                    version=__version__,
                )
            )
        return wanted

    def backend(self, key: str, value: object) -> Backend | None:
        name = self.text(key, value, _BACKENDS)
        if name is None:
            return None
        if name not in list(Backend):
            self.problems.append(
                Message(
                    '{key}: "{name}" is not a backend; {allowed}',
                    key=key,
                    name=name,
                    allowed=_BACKENDS,
                )
            )
            return None
        return Backend(name)

    def timezone(self, key: str, value: object) -> ZoneInfo | None:
        name = self.text(key, value, _ZONES)
        if name is None:
            return None
        from zoneinfo import available_timezones

        from spakky_lint.runtime.zones import zone_named

        zone = zone_named(name)
        if zone is None:
            is_installed = bool(available_timezones())
            known = _ZONES if is_installed else Message("no zones are installed: install tzdata")
            self.problems.append(
                Message(
                    '{key}: "{name}" is not a time zone; {allowed}',
                    key=key,
                    name=name,
                    allowed=known,
                )
            )
        return zone

    def python(self, key: str, value: object) -> Path | None:
        name = self.text(key, value, _PYTHONS)
        if name is None:
            return None
        from spakky_lint.project.environment.installed import is_environment

        python = self.table.root / name
        if not is_environment(python):
            self.problems.append(
                Message(
                    '{key}: no packages are installed at "{name}"; {allowed}',
                    key=key,
                    name=name,
                    allowed=_PYTHONS,
                )
            )
            return None
        return python

    def size(self, key: str, value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problems.append(wrong_kind(key, value, _SIZES))
        elif not 0 < value < inf:
            self.problems.append(
                Message(
                    "{key}: {value} is not a size; {allowed}",
                    key=key,
                    value=str(value),
                    allowed=_SIZES,
                )
            )
        else:
            return int(value * MEGABYTE)
        return None

    def cache_dir(self, key: str, value: object) -> Path | None:
        return self.path(
            key, value, Template('{key}: "{name}" names no folder; {allowed}'), _CACHES
        )

    def baseline(self, key: str, value: object) -> Path | None:
        return self.path(
            key, value, Template('{key}: "{name}" names no file; {allowed}'), _BASELINES
        )

    def path(self, key: str, value: object, wrong: Template, allowed: str) -> Path | None:
        """One from the folder of the file; it need not exist."""
        name = self.text(key, value, allowed)
        if name is None:
            return None
        if not name or "\0" in name:
            self.problems.append(wrong.filled(key=key, name=name, allowed=allowed))
            return None
        return _from(self.table, name)

    def environment(self, key: str, value: object) -> ByHand:
        from spakky_lint.project.environment.by_hand_keys import read_by_hand

        return read_by_hand(value, self.table.shown, self.table.text, self.problems)
