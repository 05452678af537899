"""``[tool.spakky-lint]`` of pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path

from spakky_lint.project.environment.by_hand import NOTHING, ByHand
from spakky_lint.project.environment.files import Files, files_on_disk
from spakky_lint.project.environment.projects import Projects
from spakky_lint.project.globs import BadGlob, Glob, glob
from spakky_lint.project.reading import MEGABYTE, MOST_BYTES, read_file
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
    *("src", "backend", "timezone", "python", "environment", "max-file-size", "baseline"),
)
TABLE = "tool.spakky-lint"
PROJECT = "pyproject.toml"

_CODES = 'a list of codes or their prefixes is allowed, such as ["SPK301", "SPK4"]'
_GLOBS = 'a list of globs is allowed, such as ["migrations", "src/**/generated_*.py"]'
_IGNORES = 'a table of globs and codes is allowed, such as {"tests" = ["SPK2"]}'
_FOLDERS = 'a list of folders of the project is allowed, such as ["src", "."]'
_BACKENDS = '"spec" or "celery" is allowed'
_ZONES = 'the name of an IANA zone is allowed, such as "Asia/Seoul"'
_SIZES = "a number of megabytes above 0 is allowed, such as 8"
_BASELINES = 'the name of a file is allowed, such as "spakky-lint-baseline.jsonl"'
_PYTHONS = 'a Python or its virtual environment is allowed, such as ".venv"'


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
    projects: Projects | None = field(default=None, compare=False)
    """What the applications run on; None where nothing is to be read for it."""
    asked: frozenset[str] = field(default=frozenset(), compare=False)
    """The keys that the configuration file has."""
    file: Path | None = field(default=None, compare=False)
    """The configuration file; None without one."""
    most_bytes: int = MOST_BYTES
    """The largest file that is read."""
    baseline: Path | None = field(default=None, compare=False)
    """The findings that the project lives with for now, absolute; None without such a file."""

    def excludes(self, path: Path) -> bool:
        """Whether `path`, absolute, is left out of the check."""
        return _matches(self.exclude, self.root, path)

    def settings_for(self, path: Path) -> Settings:
        """The settings of the project that the file, absolute, belongs to."""
        project = None if self.projects is None else self.projects.of(path)
        if self.projects is None or project is None or project is self.projects.main:
            return self.settings
        return self.settings.in_environment(project.environment)

    def of_project(self, paths: Iterable[Path]) -> Configuration:
        """The same with the settings of the one project that the paths, absolute, all belong to."""
        if self.projects is None:
            return self
        inside = [path / "_" if os.path.isdir(path) else path for path in paths]  # noqa: PTH112  # never raises
        if len({self.projects.of(path) for path in inside}) != 1:
            return self
        return replace(self, settings=self.settings_for(inside[0]))

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
        file = folder / PROJECT
        if os.path.isfile(file):  # noqa: PTH113  # Path.is_file raises where it may not look
            return file
    return None


def read_configuration(
    file: Path,
    *,
    root: Path | None = None,
    required: bool = False,
    directory: Path | None = None,
    python: Path | None = None,
) -> Configuration:
    """The configuration in `file`, its globs relative to `root` (default: the file's folder).

    Raises ConfigurationError with all that is wrong; `required` makes a file without the table
    wrong. Paths are shown relative to `directory`, by default the root. `python` goes before the
    one that the file names.
    """
    root = file.parent if root is None else root
    files = files_on_disk(root if directory is None else directory)
    return _read(file, files, required=required).configuration(root, python)


def without_configuration(directory: Path, python: Path | None = None) -> Configuration:
    """Where there is no pyproject.toml: what else lies in the directory may still tell."""
    projects = Projects(directory, files_on_disk(directory), ByHand(python=python))
    return Configuration(
        directory, settings=Settings(environment=projects.main.environment), projects=projects
    )


def read_settings(file: Path) -> Settings:
    """Only what `file` says about where the application runs; the other keys may be wrong.

    Raises ConfigurationError with all that is wrong with that, or with the file itself.
    """
    return _read(file, files_on_disk(file.parent)).settings()


def read_settings_of(data: bytes, file: Path, files: Files) -> Settings:
    """As `read_settings`, of what the file held at another time, with the files of then."""
    return _parse(data, file, files).settings()


def _read(file: Path, files: Files, *, required: bool = False) -> _Reading:
    try:
        data = read_file(file)
    except OSError as error:
        raise ConfigurationError(file, (reason(error),)) from None
    return _parse(data, file, files, required=required)


def _parse(data: bytes, file: Path, files: Files, *, required: bool = False) -> _Reading:
    try:
        document = read_toml(data)
    except NoToml as error:
        raise ConfigurationError(file, (str(error),)) from None
    files.hold(file, data, document)
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
    return _Reading(file, files, table or {}, [])


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
    files: Files
    table: Mapping[str, object]
    problems: list[str]

    def configuration(self, root: Path, python: Path | None) -> Configuration:
        """Raises ConfigurationError."""
        for key in self.table:
            if key not in KEYS:
                self.problems.append(f"{key}: no such key; {_listed(KEYS)} are allowed")
        projects = self.projects(root, python)
        result = Configuration(
            root,
            Selection(
                self.codes("select", self.table["select"]) if "select" in self.table else None,
                self.codes("extend-select", self.table.get("extend-select", [])),
                self.codes("ignore", self.table.get("ignore", [])),
            ),
            self.globs("exclude", self.table.get("exclude", [])),
            self.per_file_ignores("per-file-ignores", self.table.get("per-file-ignores", {})),
            self.read_settings(projects),
            self.folders("src", self.table["src"], root) if "src" in self.table else None,
            projects,
            frozenset(self.table),
            self.file,
            self.size("max-file-size", self.table.get("max-file-size")),
            self.baseline("baseline", self.table["baseline"]) if "baseline" in self.table else None,
        )
        self.complain()
        return result

    def settings(self) -> Settings:
        """Raises ConfigurationError."""
        result = self.read_settings(self.projects(self.file.parent, None))
        self.complain()
        return result

    def complain(self) -> None:
        if self.problems:
            raise ConfigurationError(self.file, self.problems)

    def read_settings(self, projects: Projects) -> Settings:
        return Settings(
            self.backend("backend", self.table["backend"]) if "backend" in self.table else None,
            self.timezone("timezone", self.table["timezone"]) if "timezone" in self.table else None,
            environment=projects.main.environment,
        )

    def projects(self, root: Path, python: Path | None) -> Projects:
        by_hand = NOTHING
        if "environment" in self.table:
            from spakky_lint.project.environment.by_hand_keys import read_by_hand

            shown, text = self.files.shown(self.file), self.files.text(self.file) or ""
            by_hand = read_by_hand(self.table["environment"], shown, text, self.problems)
        if python is None and "python" in self.table:
            python = self.python("python", self.table["python"])
        if python is not None:
            by_hand = replace(by_hand, python=python)
        return Projects(self.project_folder(root), self.files, by_hand)

    def project_folder(self, root: Path) -> Path:
        if self.file.name == PROJECT:
            return self.file.parent
        nearest = find_configuration(root)
        return root if nearest is None else nearest.parent

    def python(self, key: str, value: object) -> Path | None:
        if not isinstance(value, str):
            self.problems.append(f"{key} is {kind_of(value)}: {_PYTHONS}")
            return None
        from spakky_lint.project.environment.installed import is_environment

        python = self.file.parent / value
        if not is_environment(python):
            self.problems.append(f'{key}: no packages are installed at "{value}"; {_PYTHONS}')
            return None
        return python

    def size(self, key: str, value: object) -> int:
        if value is None:
            return MOST_BYTES
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problems.append(f"{key} is {kind_of(value)}: {_SIZES}")
        elif not 0 < value < inf:
            self.problems.append(f"{key}: {value} is no size; {_SIZES}")
        else:
            return int(value * MEGABYTE)
        return MOST_BYTES

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

    def baseline(self, key: str, value: object) -> Path | None:
        if not isinstance(value, str):
            self.problems.append(f"{key} is {kind_of(value)}: {_BASELINES}")
        elif not value or "\0" in value:
            self.problems.append(f'{key}: "{value}" names no file; {_BASELINES}')
        else:
            return Path(os.path.normpath(self.file.parent / value))
        return None

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
