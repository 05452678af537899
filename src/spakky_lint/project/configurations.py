"""Which configuration a file has: that of the nearest folder above it with one.

In a folder ``.spakky-lint.toml`` goes before ``spakky-lint.toml``, and that before a
``pyproject.toml`` with ``[tool.spakky-lint]``; one without that table says nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, message_of
from spakky_lint.program.paths import folder_of
from spakky_lint.project.configuration import Configuration, Problem, inside
from spakky_lint.project.configuration_keys import KEYS, Keys, Table
from spakky_lint.project.configuration_tables import NAMES, PROJECT, TABLE, table_of
from spakky_lint.project.configuration_values import read_extend, read_keys
from spakky_lint.project.discovery import Choice
from spakky_lint.project.environment.by_hand import ByHand
from spakky_lint.project.environment.files import Files, files_on_disk
from spakky_lint.project.environment.projects import Projects
from spakky_lint.project.looks import was_looked_for
from spakky_lint.project.reading import MOST_BYTES, read_file
from spakky_lint.project.toml_text import NoToml, read_toml
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.rules.adjustments import AS_THE_RULES_SAY, Adjustments
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings

_MENTION: Final = b"spakky"
"""What a pyproject.toml holds that says anything to us, or was meant to."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the options of a command say of the configuration."""

    files: Sequence[Path] = ()
    """The files that count in place of all others, each on top of those before it; absolute."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Keys that outweigh every file."""
    python: Path | None = None
    is_isolated: bool = False
    """Whether nothing of the project is to be read."""


def _is_file(path: str) -> bool:
    was_looked_for(path)
    return os.path.isfile(path)  # noqa: PTH113  # never raises


def _as_it_is(configuration: Configuration) -> Configuration:
    return configuration


@dataclass(eq=False)
class Configurations:
    """Each folder is looked into once, and each file is read once."""

    directory: Path
    """The folder, absolute, that is worked in."""
    options: Options = field(default_factory=Options)
    files: Files | None = None
    """Where files are read; the disk, where nothing is given."""
    is_file: Callable[[str], bool] = _is_file
    content: Callable[[Path], bytes | None] | None = None
    """Where configuration files are read, if that is elsewhere than all other files."""
    only: Sequence[str] = KEYS
    """The keys that are read."""
    adapted: Callable[[Configuration], Configuration] = _as_it_is
    """What other options make of each configuration."""
    looked: Callable[[Path], None] | None = None
    """Told of every folder that was looked into, and of every file that was read."""
    _by_folder: dict[str, Configuration | None] = field(default_factory=dict)
    _left_out: dict[Path, bool] = field(default_factory=dict)
    _read: dict[Path, Keys | None] = field(default_factory=dict)
    _wrong: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    """By file, what is wrong with it and with what it extends."""
    _projects: list[Projects] = field(default_factory=list)
    _problems: dict[Problem, None] = field(default_factory=dict)

    # What is asked file by file

    def of(self, path: Path) -> Configuration:
        """The configuration of a file, absolute."""
        if self._is_one:
            return self.main
        return self._of(folder_of(path))

    def selection_for(self, path: Path) -> Selection:
        return self.of(path).selection_for(path)

    def settings_for(self, path: Path) -> Settings:
        return self.of(path).settings_for(path)

    def excludes(self, path: Path, below: Path | None = None) -> bool:
        """Whether the file or folder is left out, or a folder above it with a configuration."""
        configuration = self.of(path)
        return configuration.excludes(path, below) or self._is_left_out(configuration, below)

    def includes(self, path: Path) -> bool:
        return self.of(path).includes(path)

    def problems_for(self, path: Path) -> Sequence[Problem]:
        """What is wrong with the files that the configuration of a file comes from."""
        file = self.of(path).file
        return () if file is None else self._wrong.get(file, ())

    @property
    def choice(self) -> Choice:
        """Which files are checked."""
        return Choice(
            self.excludes,
            self.includes,
            lambda path: self.of(path).force_exclude,
            lambda path: self.of(path).respect_gitignore,
        )

    @property
    def sources(self) -> Sequence[Path] | None:
        return self.main.sources

    @property
    def most_bytes(self) -> int:
        return self.main.most_bytes

    def sources_in(self, folder: Path) -> Sequence[Path] | None:
        """What a configuration file in the folder says of the folders that modules are in."""
        found = self._of(str(folder))
        return None if found.file is None or found.file.parent != folder else found.sources

    # What is asked of the whole run

    @cached_property
    def main(self) -> Configuration:
        """The configuration of the folder that is worked in."""
        keys = self._given_keys()
        if keys is not None:
            file = self.options.files[-1] if self.options.files else None
            return self._made(keys, self.directory, file)
        found = self._found(str(self.directory))
        return found or self._made(self._option_keys, self._project_folder, None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with all that was read."""
        return tuple(self._problems)

    @property
    def notes(self) -> tuple[Trouble, ...]:
        """What of the files that tell where the applications run could not be read."""
        return tuple(dict.fromkeys(note for each in self._projects for note in each.notes))

    def settings_of_all(self, paths: Iterable[Path]) -> Settings:
        """Those that all the paths, absolute, have; those of the whole run, where they differ."""
        places = list(map(inside, paths))
        found = {self.of(path).settings_for(path): path for path in places}
        return next(iter(found)) if len(found) == 1 else self.main.settings

    # From a folder to its configuration

    @cached_property
    def _is_one(self) -> bool:
        """Whether all files have the same, wherever they are."""
        return self.options.is_isolated or bool(self.options.files)

    def _of(self, folder: str) -> Configuration:
        main = self.main
        return main if self._is_one else self._found(folder) or main

    def _found(self, folder: str) -> Configuration | None:
        """None where neither the folder nor any above it has a configuration."""
        if folder in self._by_folder:  # as for most files
            return self._by_folder[folder]
        passed = []
        while folder not in self._by_folder:
            passed.append(folder)
            found = self._in(folder)
            above = os.path.dirname(folder)  # noqa: PTH120  # many times faster
            if found is not None or above == folder:
                self._by_folder[folder] = found
                break
            folder = above
        found = self._by_folder[folder]
        self._by_folder.update(dict.fromkeys(passed, found))
        return found

    def _in(self, folder: str) -> Configuration | None:
        if self.looked is not None:
            self.looked(Path(folder))
        for name in NAMES:
            text = os.path.join(folder, name)  # noqa: PTH118  # many times faster
            if not self.is_file(text):
                continue
            file = Path(text)
            keys = self._keys(file)
            if keys is not None:
                return self._made(keys.under(self._option_keys), file.parent, file)
        return None

    def _is_left_out(self, configuration: Configuration, below: Path | None) -> bool:
        """Whether the folder of the configuration is excluded by the one above it."""
        file = configuration.file
        if file is None or configuration is self.main:
            return False
        if below is not None and below.is_relative_to(file.parent):
            return False
        folder = file.parent
        if folder not in self._left_out:
            self._left_out[folder] = False
            outer = self.of(folder)
            self._left_out[folder] = outer is not configuration and self.excludes(folder)
        return self._left_out[folder]

    # From files to what they say

    def _given_keys(self) -> Keys | None:
        """What the options say, where they name files or none is to be read."""
        if self.options.is_isolated:
            return self._option_keys
        if not self.options.files:
            return None
        keys = Keys()
        for file in self.options.files:
            said = self._keys(file)
            if said is None:
                self._problems[
                    Problem(file, Message("there is no [{table}] table in it", table=TABLE))
                ] = None
            keys = keys.under(said or Keys())
        return keys.under(self._option_keys)

    @cached_property
    def _option_keys(self) -> Keys:
        problems: list[Problem] = []
        values = dict(self.options.values)
        if values.pop("extend", None) is not None:
            extends = Message("extend: no option sets it; --config FILE names a file for the run")
            problems.append(Problem(None, extends))
        table = Table(None, self.directory, values, shown="--config")
        keys = read_keys(table, problems, self.only)
        self._problems.update(dict.fromkeys(problems))
        return keys if self.options.python is None else replace(keys, python=self.options.python)

    def _keys(self, file: Path, extending: tuple[Path, ...] = ()) -> Keys | None:
        """What the file and all that it extends say; None where it says nothing to us.

        `extending` are the files on the way here.
        """
        if file not in self._read:
            problems: list[Problem] = []
            table = self._table(file, problems)
            keys = None if table is None else self._extended(table, (*extending, file), problems)
            self._read[file] = Keys() if keys is None and problems else keys
            self._wrong[file] = tuple(problems)
            self._problems.update(dict.fromkeys(problems))
        return self._read[file]

    def _extended(self, table: Table, files: tuple[Path, ...], problems: list[Problem]) -> Keys:
        base = read_extend(table, problems)
        keys = read_keys(table, problems, self.only)
        if base is None:
            return keys
        if base in files:
            circle = " > ".join(map(self._files.shown, (*files[files.index(base) :], base)))
            problems.append(
                Problem(table.file, Message("extend is circular: {circle}", circle=circle))
            )
            return keys
        written = str(table.values["extend"])
        if not self.is_file(str(base)):
            if os.path.isdir(base):  # noqa: PTH112  # never raises
                told = Message('extend: "{written}": is a directory', written=written)
            else:
                told = Message('extend: "{written}": no such file', written=written)
            problems.append(Problem(table.file, told))
            return keys
        extended = self._keys(base, files)
        problems.extend(self._wrong[base])
        if extended is None:
            message = Message(
                'extend: there is no [{table}] table in "{written}"', table=TABLE, written=written
            )
            problems.append(Problem(table.file, message))
            return keys
        return extended.under(keys)

    def _table(self, file: Path, problems: list[Problem]) -> Table | None:
        """Ours of a file, where it has one."""
        if self.looked is not None:
            self.looked(file)
        try:
            data = self._content(file)
        except OSError as error:
            problems.append(Problem(file, reason(error)))
            return None
        if data is None:
            is_folder = os.path.isdir(file)  # noqa: PTH112  # never raises
            words = Message("is a directory") if is_folder else Message("no such file or directory")
            problems.append(Problem(file, words))
            return None
        if file.name == PROJECT and _MENTION not in data.lower():
            return None
        try:
            document = read_toml(data)
        except NoToml as error:
            problems.append(Problem(file, message_of(error)))
            return None
        if self.content is None:
            self._files.hold(file, data, document)
        values, complaints = table_of(document, file.name)
        problems.extend(Problem(file, complaint) for complaint in complaints)
        if values is None:
            return None
        root = self.directory if file in self.options.files else file.parent
        text = data.decode("utf-8-sig")
        return Table(file, root, values, text, self._files.shown(file))

    def _content(self, file: Path) -> bytes | None:
        if self.content is not None:
            return self.content(file)
        return read_file(file) if self.files is None else self.files.content(file)

    @cached_property
    def _files(self) -> Files:
        return files_on_disk(self.directory) if self.files is None else self.files

    # From what they say to a configuration

    def _made(self, keys: Keys, root: Path, file: Path | None) -> Configuration:
        projects = None if self.options.is_isolated else self._projects_of(keys.by_hand, root, file)
        settings = Settings(keys.backend, keys.timezone)
        if projects is not None:
            settings = settings.in_environment(projects.main.environment)
        adjustments = Adjustments(
            keys.fixable,
            keys.unfixable or (),
            keys.extend_safe_fixes,
            keys.extend_unsafe_fixes,
            tuple(dict(keys.severity).items()),
        )
        return self.adapted(
            Configuration(
                root,
                Selection(
                    keys.select,
                    keys.extend_select,
                    keys.ignore,
                    AS_THE_RULES_SAY if adjustments == AS_THE_RULES_SAY else adjustments,
                ),
                (*(keys.exclude or ()), *keys.extend_exclude),
                keys.include,
                bool(keys.force_exclude),
                keys.respect_gitignore is not False,
                (*(keys.per_file_ignores or ()), *keys.extend_per_file_ignores),
                settings,
                keys.src,
                keys.output_format,
                keys.required_version,
                MOST_BYTES if keys.max_file_size is None else keys.max_file_size,
                keys.baseline,
                keys.cache_dir,
                projects,
                keys.asked,
                file,
            )
        )

    def _projects_of(self, by_hand: ByHand, root: Path, file: Path | None) -> Projects:
        """All projects of the run, with what the configuration says of them by hand."""
        for known in self._projects:
            if known.by_hand == by_hand:
                return known
        if self._projects:
            top = self._projects[0].root
        elif file is None or self.options.files:
            top = self._project_folder
        else:
            top = self._folder_with_project(root) or root
        made = Projects(top, self._files, by_hand, self.is_file)
        self._projects.append(made)
        return made

    @property
    def _project_folder(self) -> Path:
        return self._folder_with_project(self.directory) or self.directory

    def _folder_with_project(self, folder: Path) -> Path | None:
        return next(
            (each for each in (folder, *folder.parents) if self.is_file(str(each / PROJECT))), None
        )
