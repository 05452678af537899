"""The keys of a configuration, read and validated: one table of one file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, fields, replace
from math import inf
from pathlib import Path
from typing import Any, Final, TypeVar

from spakky_lint import __version__
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, Template, labelled, message_of
from spakky_lint.project.configuration import Pattern, PerFileIgnore, Problem
from spakky_lint.project.environment.by_hand import NOTHING, ByHand
from spakky_lint.project.globs import BadGlob, Glob, glob
from spakky_lint.project.looks import was_looked_for
from spakky_lint.project.reading import MEGABYTE
from spakky_lint.project.suggestions import allowed, closest
from spakky_lint.project.toml_text import wrong_kind
from spakky_lint.rules.finding import Severity
from spakky_lint.runtime.validity import Backend

TYPE_CHECKING = False  # as type checkers know it
if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_Value = TypeVar("_Value")

OUTPUT_FORMATS: Final = (
    *("text", "concise", "grouped", "json", "json-lines", "sarif", "github", "gitlab", "azure"),
    *("junit", "rdjson", "pylint"),
)
"""Of the findings; the command line offers the same."""

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


@dataclass(frozen=True, slots=True)
class Table:
    """``[tool.spakky-lint]`` of a file, or what options say in its place."""

    file: Path | None
    """None for the options."""
    root: Path
    """The folder, absolute, that its paths and globs are relative to."""
    values: Mapping[str, object]
    text: str = ""
    """Of the file, in which the keys have their lines."""
    shown: str = ""
    """The file as reports call it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What one table says, or several do that extend each other; None for what none says."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fixable: tuple[str, ...] | None = None
    unfixable: tuple[str, ...] | None = None
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    include: tuple[Pattern, ...] | None = None
    exclude: tuple[Pattern, ...] | None = None
    extend_exclude: tuple[Pattern, ...] = ()
    force_exclude: bool | None = None
    respect_gitignore: bool | None = None
    per_file_ignores: tuple[PerFileIgnore, ...] | None = None
    extend_per_file_ignores: tuple[PerFileIgnore, ...] = ()
    src: tuple[Path, ...] | None = None
    output_format: str | None = None
    required_version: str | None = None
    backend: Backend | None = None
    timezone: ZoneInfo | None = None
    python: Path | None = None
    environment: ByHand | None = None
    max_file_size: int | None = None
    """In bytes."""
    baseline: Path | None = None
    cache_dir: Path | None = None
    asked: Mapping[str, tuple[Path | None, ...]] = field(default_factory=dict)
    """By key, the files that set what it comes to; None among them is an option."""

    @property
    def by_hand(self) -> ByHand:
        return replace(self.environment or NOTHING, python=self.python)

    def under(self, over: Keys) -> Keys:
        """These with those of a table on top that extends them.

        What is there replaces what is here, and what only adds is added. A `select` begins anew:
        what was selected or ignored before it does not count.
        """
        base = self
        if over.select is not None:
            base = base.without("select", "extend-select", "ignore")
        if over.exclude is not None:
            base = base.without("extend-exclude")
        if over.per_file_ignores is not None:
            base = base.without("extend-per-file-ignores")
        merged: dict[str, Any] = {  # each of the type of its field
            each.name: _merged(getattr(base, each.name), getattr(over, each.name), each.name)
            for each in fields(self)
            if each.name != "asked"
        }
        asked = {
            key: (*base.asked.get(key, ()), *over.asked.get(key, ())) if key in ADDING else files
            for key, files in {**base.asked, **over.asked}.items()
        }
        return Keys(**merged, asked=asked)

    def without(self, *keys: str) -> Keys:
        """The same, but for these."""
        asked = {key: files for key, files in self.asked.items() if key not in keys}
        empty: dict[str, Any] = {_name(key): getattr(_EMPTY, _name(key)) for key in keys}
        return replace(self, **empty, asked=asked)


def _name(key: str) -> str:
    return key.replace("-", "_")


_EMPTY = Keys()

ADDING: Final = (
    *("extend-select", "ignore", "extend-exclude", "extend-per-file-ignores"),
    *("extend-safe-fixes", "extend-unsafe-fixes", "severity"),
)
"""The keys of which a file that extends another only adds to what that says."""

KEYS: Final = ("extend", *(each.name.replace("_", "-") for each in fields(Keys)[:-1]))

SETTINGS: Final = ("extend", "src", "backend", "timezone", "python", "environment")
"""The keys that do not tell what is wanted but where the application runs."""


def _merged(base: object, over: object, name: str) -> object:
    if isinstance(base, tuple) and isinstance(over, tuple) and name.replace("_", "-") in ADDING:
        return (*base, *over)
    return base if over is None else over


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
        folder = table.root if table.file is None else table.file.parent
        return Path(os.path.normpath(folder / os.path.expanduser(value)))  # noqa: PTH111  # never raises
    if value is not None:
        problems.append(
            Problem(
                table.file,
                wrong_kind("extend", value, _FILES),
            )
        )
    return None


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

    def glob(self, place: str, pattern: str) -> Glob | None:
        try:
            return glob(pattern)
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
            read = self.glob(key, pattern)
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
        name = self.text(key, value, _CACHES)
        if name is None:
            return None
        if not name or "\0" in name:
            self.problems.append(
                Message(
                    '{key}: "{name}" names no folder; {allowed}',
                    key=key,
                    name=name,
                    allowed=_CACHES,
                )
            )
            return None
        folder = self.table.root if self.table.file is None else self.table.file.parent
        return Path(os.path.normpath(folder / name))

    def baseline(self, key: str, value: object) -> Path | None:
        name = self.text(key, value, _BASELINES)
        if name is None:
            return None
        if not name or "\0" in name:
            self.problems.append(
                Message(
                    '{key}: "{name}" names no file; {allowed}',
                    key=key,
                    name=name,
                    allowed=_BASELINES,
                )
            )
            return None
        folder = self.table.root if self.table.file is None else self.table.file.parent
        return Path(os.path.normpath(folder / name))

    def environment(self, key: str, value: object) -> ByHand:
        from spakky_lint.project.environment.by_hand_keys import read_by_hand

        return read_by_hand(value, self.table.shown, self.table.text, self.problems)
