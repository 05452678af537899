"""``--diff REV``: a project as it is, and as it was in a git revision."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spakky_lint.cli.progress import with_progress
from spakky_lint.cli.sources import Sources
from spakky_lint.program.sources import Sources as Program
from spakky_lint.project.configuration_keys import SETTINGS
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import NO_PYTHON, absolute, discover, shown_path
from spakky_lint.project.environment.files import files_on_disk
from spakky_lint.project.inventories import LocatedTask
from spakky_lint.project.modules import module_name
from spakky_lint.project.programs import sources_of
from spakky_lint.project.revisions import Revision, files_of, sources_in
from spakky_lint.project.states import Content, State
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class TwoStates:
    then: State
    now: State
    troubles: list[Trouble] = field(default_factory=list)
    """Those of then come first."""
    notes: list[Trouble] = field(default_factory=list)

    @property
    def tasks_now(self) -> Sequence[LocatedTask]:
        return [task for _, tasks in self.now.tasks.values() for task in tasks]

    @property
    def comparable(self) -> tuple[Sequence[LocatedTask], Sequence[LocatedTask]]:
        """The tasks that can be compared: of then, and of now."""
        return self.then.comparable(self.now), self.now.comparable(self.then)


def read_states(
    sources: Sources,
    revision: Revision,
    settings_then: Callable[[Path], Settings],
    settings_now: Callable[[Path], Settings],
    *,
    with_auth_codes: bool,
) -> TwoStates:
    """The settings are those of each file, absolute. Raises RevisionError."""
    program = sources_of(sources.directory, sources.configurations)
    both = TwoStates(
        State(settings_then, sources_then(sources, revision), with_auth_codes),
        State(settings_now, program, with_auth_codes),
    )
    _read_then(sources, revision, both)
    _read_now(sources, revision, both)
    return both


@dataclass(frozen=True, slots=True)
class SettingsThen:
    """What the files of the project said then.

    What is installed, and what git does not keep, is told of now only: no revision holds it. A
    configuration that was not there then is as it is now, and so is all where one was wrong:
    somebody has mended it since.
    """

    then: Configurations
    now: Configurations

    def of(self, path: Path) -> Settings:
        found = self.then.settings_for(path)
        return self.now.settings_for(path) if self.then.problems else found

    @property
    def of_the_run(self) -> Settings:
        found = self.then.main.settings
        return self.now.main.settings if self.then.problems else found


def settings_then(sources: Sources, revision: Revision) -> SettingsThen:
    now = sources.configurations
    files, disk = files_of(revision, sources.directory), files_on_disk(sources.directory)

    def was_there(path: Path) -> bool:
        return revision.inside(path) is not None and revision.is_file(path)

    then = Configurations(
        now.directory,
        now.options,
        files,
        is_file=lambda text: was_there(Path(text)) or os.path.isfile(text),  # noqa: PTH113
        content=lambda path: (files if was_there(path) else disk).content(path),
        only=SETTINGS,
    )
    return SettingsThen(then, now)


def sources_then(sources: Sources, revision: Revision) -> Program:
    return sources_in(revision, sources.directory, sources.configurations)


def _read_then(sources: Sources, revision: Revision, both: TwoStates) -> None:
    root = sources.configurations.main.root
    files = revision.discover(sources.paths, sources.directory, sources.configurations.choice)
    contents = revision.read([file.path for file in files])
    for file in with_progress(files, sys.stderr, doing="Reading", what="files of then"):
        module = module_name(file.path, root, revision.is_file)
        content = Content(file.path, file.shown, module, contents[file.path])
        both.troubles.extend(both.then.read([content], trouble_at=f"{revision.name}:"))


def _read_now(sources: Sources, revision: Revision, both: TwoStates) -> None:
    root = sources.configurations.main.root
    found = discover(sources.paths, sources.directory, sources.configurations.choice)
    both.troubles.extend(
        Trouble(shown_path(each.file, sources.directory), each.message)
        for each in sources.configurations.problems
        if each.file is not None
    )
    gone = _gone(sources, revision)
    both.notes.extend(found.notes)
    both.troubles.extend(each for each in found.troubles if (each.path, each.message) not in gone)
    for file in with_progress(found.files, sys.stderr, doing="Reading"):
        module = module_name(file.path, root)
        try:
            content = Content(file.path, file.shown, module, file.path.read_bytes())
        except OSError as error:
            both.troubles.append(Trouble(file.shown, reason(error)))
            both.now.unread[file.path] = module
        else:
            both.troubles.extend(both.now.read([content]))


def _gone(sources: Sources, revision: Revision) -> set[tuple[str, str]]:
    """The troubles that are none: what is no longer there has been removed since."""
    missing = reason(FileNotFoundError(2, "No such file or directory"))
    return {
        (shown_path(path, sources.directory), words)
        for argument in filter(None, sources.paths)
        if revision.contains(path := absolute(argument, sources.directory))
        for words in (missing, NO_PYTHON)
    }
