"""``--diff REV``: a project as it is, and as it was in a git revision."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import field, replace
from pathlib import Path

from spakky_lint.cli.progress import READING, with_progress
from spakky_lint.cli.read_files import possible_task
from spakky_lint.cli.sources import Sources
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, Template
from spakky_lint.program.sources import Sources as Program
from spakky_lint.project.discovery import NO_PYTHON, absolute, discover, shown_path
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.modules import module_name
from spakky_lint.project.programs import disk_of, sources_on
from spakky_lint.project.programs_then import sources_in
from spakky_lint.project.reading import TooLarge
from spakky_lint.project.revisions import Revision
from spakky_lint.project.states import Content, State
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.rules.settings import Settings

IS_A_SUBMODULE = Message(
    "a submodule has a history of its own, so it is left out of the comparison"
)


@dataclass(frozen=True, slots=True)
class TwoStates:
    then: State
    now: State
    troubles: list[Trouble] = field(default_factory=list)
    """Those of then come first."""
    notes: list[Trouble] = field(default_factory=list)

    @property
    def possible(self) -> Sequence[Trouble]:
        """The methods that may be tasks in one of them, and are not listed."""
        return [possible_task(*each) for state in (self.then, self.now) for each in state.possible]

    @property
    def are_empty(self) -> bool:
        """Whether there is no file in either."""
        return not any(state.tasks or state.unread for state in (self.then, self.now))

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
    both = TwoStates(
        State(settings_then, sources_then(sources, revision), with_auth_codes),
        State(settings_now, _sources_now(sources, revision), with_auth_codes),
    )
    _read_then(sources, revision, both)
    _read_now(sources, revision, both)
    return both


def sources_then(sources: Sources, revision: Revision) -> Program:
    return sources_in(revision, sources.directory, sources.configurations)


def _sources_now(sources: Sources, revision: Revision) -> Program:
    disk = disk_of(sources.directory, sources.configurations)

    def excluded(path: Path) -> bool:
        return disk.excluded(path) or revision.submodule_of(path) is not None

    return sources_on(replace(disk, excluded=excluded), sources.directory)


def _read_then(sources: Sources, revision: Revision, both: TwoStates) -> None:
    root = sources.configurations.main.root
    files = revision.discover(sources.paths, sources.directory, sources.configurations.choice)
    contents = revision.read([file.path for file in files])
    for file in with_progress(
        files, sys.stderr, doing=Template("Reading {number} of {total} files of the revision")
    ):
        module = module_name(file.path, root, revision.is_file)
        if file.path not in contents:
            shown = f"{revision.name}:{file.shown}"
            both.troubles.append(Trouble(shown, TooLarge(revision.most_bytes).message))
            both.then.unread[file.path] = module
            continue
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
    files = [file for file in found.files if revision.submodule_of(file.path) is None]
    left_out = (revision.submodule_of(file.path) for file in found.files)
    both.notes.extend(
        Trouble(shown_path(folder, sources.directory), IS_A_SUBMODULE)
        for folder in dict.fromkeys(left_out)
        if folder is not None
    )
    for file in with_progress(files, sys.stderr, doing=READING):
        module = module_name(file.path, root)
        try:
            content = Content(file.path, file.shown, module, both.now.program.named(file.path))
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
