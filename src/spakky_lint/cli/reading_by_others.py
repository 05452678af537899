"""The files of a report read by several processes, which are forks of this one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from spakky_lint.cli.account import Account
from spakky_lint.cli.output import say_note
from spakky_lint.cli.progress import READING, with_progress
from spakky_lint.cli.read_files import read_to
from spakky_lint.cli.surveying import Surveying
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, message_of
from spakky_lint.program.sources import Sources as Program
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventories import tasks_of_file
from spakky_lint.project.seeing import Effort, let_go, watched
from spakky_lint.project.surveys import ReadFile
from spakky_lint.project.trouble import Trouble
from spakky_lint.project.typed_data import NoData, data_of, value_of
from spakky_lint.project.workers import NoWorkers
from spakky_lint.rules.settings import Settings
from spakky_lint.syntax.dependencies import Node, following


@dataclass(frozen=True, slots=True)
class Reading:
    """What another process has read a file to."""

    read: object = None
    """A `ReadFile` as plain data, without its places in the tree; None where there is nothing to
    tell.
    """
    trouble: Trouble | None = None
    effort: Effort = Effort()
    node: Node | None = None
    is_told: bool = True
    """False where it holds a value that no type of ours foresees."""

    @property
    def file(self) -> ReadFile | None:
        return None if self.read is None else value_of(self.read, ReadFile)


def processes_of(jobs: int | None, files: Sequence[SourceFile], program: Program) -> int:
    """By how many they are read: others have to be forks of this one."""
    if jobs == 1 or not files:
        return 1
    from spakky_lint.project.workers.dividing import processes_for
    from spakky_lint.project.workers.forking import can_fork

    return processes_for(jobs, files, program) if can_fork() else 1


def read_by(
    jobs: int,
    files: Sequence[SourceFile],
    root: Path,
    settings_for: Callable[[Path], Settings],
    program: Program,
    way: Surveying,
    account: Account,
) -> Mapping[Path, Reading]:
    """What so many other processes have read the files to, as far as they could tell."""
    from spakky_lint.project.workers.ahead import prepare
    from spakky_lint.project.workers.local import LocalWorkers
    from spakky_lint.project.workers.running import Run
    from spakky_lint.project.workers.telling import Held, Opened, held

    key, is_noted = "what is read", way.run is not None
    look = partial(_read_here, root, settings_for, program, is_noted)
    run = Run(files, Held(key), LocalWorkers(jobs, are_forks=True), _unread)
    start = account.clock()
    with held(key, Opened(program, look, is_noted), files), closing(run.seen()) as found:
        prepare(key, program, jobs, len(files))
        program.parsing.divide(jobs)
        readings = with_progress(found, sys.stderr, total=len(files), doing=READING)
        try:
            told = {file.path: each for file, each in zip(files, readings, strict=True)}
        except NoWorkers as error:
            reason = message_of(error)
            say_note(Message("{reason}, so this process does the work alone", reason=reason))
            return {}
    account.worked(jobs, account.clock() - start)
    if way.run is not None:
        way.run.parts.extend(run.noted)
    return {path: each for path, each in told.items() if each.is_told}


def _read_here(
    root: Path,
    settings_for: Callable[[Path], Settings],
    program: Program,
    is_noted: bool,  # it is given once, with the others
    file: SourceFile,
) -> Reading:
    """In another process."""
    effort, node = watched(file, program), Node() if is_noted else None
    with following(node):
        found = tasks_of_file(file, root, settings_for(file.path), program)
        if isinstance(found, Trouble):
            return Reading(trouble=found)
        told = read_to(file, found) if found.tasks or found.possible else None
    taken = effort()
    try:
        data = None if told is None else data_of(told, ReadFile)
    except NoData:
        return Reading(is_told=False)
    let_go(taken, program)
    return Reading(data, None, taken, node if found.is_read else None)


def _unread(file: SourceFile, words: str) -> Reading:
    return Reading(trouble=Trouble(file.shown, words))
