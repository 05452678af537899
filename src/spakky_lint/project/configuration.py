"""``[tool.spakky-lint]`` of pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spakky_lint.project.backend import backend_of, depends_on_celery
from spakky_lint.project.globs import BadGlob, Glob, glob
from spakky_lint.project.toml_text import NoToml, kind_of, read_toml
from spakky_lint.project.trouble import reason
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.runtime.validity import Backend

TYPE_CHECKING = False  # as type checkers know it
if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

KEYS = (
    *("select", "extend-select", "ignore", "exclude", "per-file-ignores"),
    *("src", "backend", "timezone"),
)
TABLE = "tool.spakky-lint"

_CODES = 'a list of codes or their prefixes is allowed, such as ["SPK301", "SPK4"]'
_GLOBS = 'a list of globs is allowed, such as ["migrations", "src/**/generated_*.py"]'
_IGNORES = 'a table of globs and codes is allowed, such as {"tests" = ["SPK2"]}'
_FOLDERS = 'a list of folders of the project is allowed, such as ["src", "."]'
_BACKENDS = '"spec" or "celery" is allowed'
_ZONES = 'the name of an IANA zone is allowed, such as "Asia/Seoul"'


class ConfigurationError(Exception):
    """Everything that is wrong with a configuration file, a sentence each."""

    def __init__(self, file: Path, problems: Sequence[str]) -> None:
        super().__init__(file, tuple(problems))
        self.file = file
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class PerFileIgnore:
    glob: Glob
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a project asks for. Globs are relative to `root`, an absolute path."""

    root: Path
    selection: Selection = DEFAULT
    exclude: tuple[Glob, ...] = ()
    per_file_ignores: tuple[PerFileIgnore, ...] = ()
    settings: Settings = PLAIN
    sources: tuple[Path, ...] | None = None
    """The folders that modules are imported from, absolute; None where the layout tells."""

    def excludes(self, path: Path) -> bool:
        """Whether `path`, absolute, is left out of the check."""
        return _matches(self.exclude, self.root, path)

    def selection_for(self, path: Path) -> Selection:
        """The selection for one file, which may ignore more than the project's does."""
        codes = [
            code
            for ignore in self.per_file_ignores
            if _matches((ignore.glob,), self.root, path)
            for code in ignore.codes
        ]
        if not codes:
            return self.selection
        # Full codes, so that no longer prefix of `select` outweighs what this file ignores.
        from spakky_lint.rules.registry import RULES

        ignored = tuple(code for code in RULES if code.startswith(tuple(codes)))
        return replace(self.selection, ignore=self.selection.ignore + ignored)


def find_configuration(directory: Path) -> Path | None:
    """The nearest pyproject.toml, from `directory` upward: it marks the project in any case."""
    for folder in (directory, *directory.parents):
        file = folder / "pyproject.toml"
        if os.path.isfile(file):  # noqa: PTH113  # Path.is_file raises where it may not look
            return file
    return None


def read_configuration(
    file: Path, *, root: Path | None = None, required: bool = False
) -> Configuration:
    """The configuration in `file`, its globs relative to `root` (default: the file's folder).

    Raises ConfigurationError with all that is wrong; `required` makes a file without the table
    wrong.
    """
    root = file.parent if root is None else root
    return _read(file, required=required).configuration(root)


def read_settings(file: Path) -> Settings:
    """Only what `file` says about the backend and the zone; the other keys may be wrong.

    Raises ConfigurationError with all that is wrong with those two, or with the file itself.
    """
    return _read(file).settings()


def read_settings_of(data: bytes, file: Path) -> Settings:
    """As `read_settings`, of what `file` held at another time."""
    return _parse(data, file).settings()


def _read(file: Path, *, required: bool = False) -> _Reading:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(file, (reason(error),)) from None
    return _parse(data, file, required=required)


def _parse(data: bytes, file: Path, *, required: bool = False) -> _Reading:
    try:
        document = read_toml(data)
    except NoToml as error:
        raise ConfigurationError(file, (str(error),)) from None
    tool = document.get("tool")
    table = tool.get("spakky-lint") if isinstance(tool, dict) else None
    misspelt = _misspelt(document)
    if misspelt:
        raise ConfigurationError(
            file, tuple(f"[{name}] is not read: the table is [{TABLE}]" for name in misspelt)
        )
    if table is None and required:
        raise ConfigurationError(file, (f"there is no [{TABLE}] table in it",))
    if not isinstance(table, dict | None):
        raise ConfigurationError(file, (f"{TABLE} is {kind_of(table)}: a table is allowed",))
    return _Reading(file, document, table or {}, [])


def _misspelt(document: Mapping[str, object]) -> list[str]:
    """The tables that were meant to be ours, and that nothing would read."""
    tool = document.get("tool")
    names = [*document, *(f"tool.{name}" for name in (tool if isinstance(tool, dict) else ()))]
    return [
        name
        for name in names
        if name != TABLE and _plain(name.removeprefix("tool.")) == _plain("spakky-lint")
    ]


def _plain(name: str) -> str:
    return name.lower().translate({ord(sign): None for sign in "-_. "})


@dataclass(frozen=True, slots=True)
class _Reading:
    """One table on its way to a configuration; problems gather until the end."""

    file: Path
    document: Mapping[str, object]
    table: Mapping[str, object]
    problems: list[str]

    def configuration(self, root: Path) -> Configuration:
        """Raises ConfigurationError."""
        for key in self.table:
            if key not in KEYS:
                self.problems.append(f"{key}: no such key; {_listed(KEYS)} are allowed")
        result = Configuration(
            root,
            Selection(
                self.codes("select", self.table["select"]) if "select" in self.table else None,
                self.codes("extend-select", self.table.get("extend-select", [])),
                self.codes("ignore", self.table.get("ignore", [])),
            ),
            self.globs("exclude", self.table.get("exclude", [])),
            self.per_file_ignores("per-file-ignores", self.table.get("per-file-ignores", {})),
            self.read_settings(),
            self.folders("src", self.table["src"], root) if "src" in self.table else None,
        )
        self.complain()
        return result

    def settings(self) -> Settings:
        """Raises ConfigurationError."""
        result = self.read_settings()
        self.complain()
        return result

    def complain(self) -> None:
        if self.problems:
            raise ConfigurationError(self.file, self.problems)

    def read_settings(self) -> Settings:
        return Settings(
            self.backend("backend", self.table["backend"])
            if "backend" in self.table
            else backend_of(self.document),
            self.timezone("timezone", self.table["timezone"]) if "timezone" in self.table else None,
            depends_on_celery(self.document),
        )

    def texts(self, key: str, value: object, allowed: str) -> list[tuple[str, str]]:
        """The texts of a list, each with the key it is to be named by."""
        if not isinstance(value, list):
            self.problems.append(f"{key} is {kind_of(value)}: {allowed}")
            return []
        texts = []
        for index, item in enumerate(value):
            if isinstance(item, str):
                texts.append((f"{key}[{index}]", item))
            else:
                self.problems.append(f"{key}[{index}] is {kind_of(item)}: {allowed}")
        return texts

    def codes(self, key: str, value: object) -> tuple[str, ...]:
        from spakky_lint.project.selectors import selector_problem

        codes = self.texts(key, value, _CODES)
        for place, code in codes:
            if problem := selector_problem(code):
                self.problems.append(f"{place}: {problem}")
        return tuple(code for _, code in codes)

    def globs(self, key: str, value: object) -> tuple[Glob, ...]:
        globs = []
        for place, pattern in self.texts(key, value, _GLOBS):
            if (read := self.glob(place, pattern)) is not None:
                globs.append(read)
        return tuple(globs)

    def glob(self, place: str, pattern: str) -> Glob | None:
        try:
            return glob(pattern)
        except BadGlob as error:
            self.problems.append(f'{place}: "{pattern}" matches nothing; {error}')
            return None

    def folders(self, key: str, value: object, root: Path) -> tuple[Path, ...]:
        folders = []
        for place, name in self.texts(key, value, _FOLDERS):
            folder = Path(os.path.normpath(root / name))
            if not folder.is_relative_to(root) or not os.path.isdir(folder):  # noqa: PTH112  # never raises
                self.problems.append(f'{place}: "{name}" is no folder of the project; {_FOLDERS}')
            else:
                folders.append(folder)
        return tuple(folders)

    def per_file_ignores(self, key: str, value: object) -> tuple[PerFileIgnore, ...]:
        if not isinstance(value, dict):
            self.problems.append(f"{key} is {kind_of(value)}: {_IGNORES}")
            return ()
        ignores = []
        for pattern, codes in value.items():
            read = self.glob(key, pattern)
            known = self.codes(f'{key}."{pattern}"', codes)
            if read is not None:
                ignores.append(PerFileIgnore(read, known))
        return tuple(ignores)

    def backend(self, key: str, value: object) -> Backend:
        if not isinstance(value, str):
            self.problems.append(f"{key} is {kind_of(value)}: {_BACKENDS}")
        elif value not in list(Backend):
            self.problems.append(f'{key}: "{value}" is no backend; {_BACKENDS}')
        else:
            return Backend(value)
        return Backend.SPEC

    def timezone(self, key: str, value: object) -> ZoneInfo | None:
        if not isinstance(value, str):
            self.problems.append(f"{key} is {kind_of(value)}: {_ZONES}")
            return None
        from zoneinfo import ZoneInfo, available_timezones

        try:
            return ZoneInfo(value)
        except (OSError, ValueError, LookupError):  # a folder of zones, an odd path, no such zone
            known = _ZONES if available_timezones() else "no zones are installed: install tzdata"
            self.problems.append(f'{key}: "{value}" is no time zone; {known}')
            return None


def _matches(globs: Sequence[Glob], root: Path, path: Path) -> bool:
    if not globs or not path.is_relative_to(root):
        return False
    relative = path.relative_to(root).as_posix()
    return any(one.matches(relative) for one in globs)


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
