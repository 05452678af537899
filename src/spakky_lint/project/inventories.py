"""The tasks of many files, each with the file that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts import silence
from spakky_lint.facts import tasks as facts
from spakky_lint.facts.started import Started, started
from spakky_lint.facts.task import Auth, FoundTask, Schedule, Task, Unknown
from spakky_lint.facts.tasks import found_tasks
from spakky_lint.program.sources import File, Sources
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.modules import module_name
from spakky_lint.project.problems import Problems, problems_of
from spakky_lint.project.trouble import Trouble, defect, reason
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.syntax.collector import collector_paused
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.gate import passes
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.source import UnreadableSource, decode


@dataclass(frozen=True, slots=True)
class FileTasks:
    """What one file was read to."""

    tasks: tuple[LocatedTask, ...] = ()
    possible: tuple[Unknown, ...] = ()
    """What may make tasks of methods that are not among them."""
    is_read: bool = False
    """Whether it had to be read at all."""


def tasks_of_file(
    file: SourceFile,
    root: Path,
    settings: Settings,
    sources: Sources,
    *,
    with_auth_codes: bool = False,
) -> FileTasks | Trouble:
    """The tasks of one file of the program; Trouble when it cannot be read."""
    try:
        data = sources.named(file.path)
    except OSError as error:
        return Trouble(file.shown, reason(error))
    name = module_name(file.path, root)
    return tasks_of_bytes(
        data,
        file.shown,
        name,
        settings,
        with_auth_codes=with_auth_codes,
        file=sources.file(file.path),
    )


def tasks_of_bytes(
    data: bytes,
    shown: str,
    name: str,
    settings: Settings,
    *,
    with_auth_codes: bool = False,
    file: File | None = None,
) -> FileTasks | Trouble:
    """`name` is that of its module; Trouble when it is no Python."""
    if not (passes(data) if file is None else file.passes(data)):
        return FileTasks()
    try:
        with collector_paused():
            module = _read(decode(data).text, file)
            tasks = tasks_of_module(module, settings, with_auth_codes=with_auth_codes)
            possible = tuple(silence.possible_tasks(module))
    except UnreadableSource as error:
        return Trouble(shown, error.message)
    except Exception as error:  # noqa: BLE001  # whatever is wrong with us, one file is enough
        return Trouble(shown, defect(error))
    located = (LocatedTask(f"{name}.{task.name}", shown, task) for task in tasks)
    return FileTasks(tuple(located), possible, is_read=True)


def tasks_of_text(
    text: str,
    settings: Settings = PLAIN,
    *,
    with_auth_codes: bool = False,
    file: File | None = None,
) -> tuple[Task, ...]:
    """The tasks of a text, in the order of their lines, with the codes of what is wrong with them:
    in their schedules, and `with_auth_codes` in their auth, which costs as much as all the rest.

    `file` is the file of a program that it is; without one, the text stands alone.

    Raises:
        UnreadableSource: it is not Python, or is nested too deeply.
    """
    with collector_paused():
        return tasks_of_module(_read(text, file), settings, with_auth_codes=with_auth_codes)


def _read(text: str, file: File | None) -> Module:
    return read_declarations(text) if file is None else file.module(text)


def tasks_of_module(
    module: Module, settings: Settings = PLAIN, *, with_auth_codes: bool = False
) -> tuple[Task, ...]:
    """As `tasks_of_text`, of a text that has been read."""
    with collector_paused():
        found = found_tasks(module)
        if not found:
            return ()
        tasks = facts.tasks_of(found, module, settings.backend, settings.environment)
        problems = problems_of(found, module, settings, with_auth_codes=with_auth_codes)
        accesses = _with_problems(_started(tasks, found, module, settings), problems)
        schedules = _schedules(tasks, problems)
        return tuple(
            task.judged(schedule, access)
            for task, schedule, access in zip(tasks, schedules, accesses, strict=True)
        )


# Many tasks have one and the same access: what is made of it is the same, too, so that what is said
# of it later has to be said once.


def _started(
    tasks: Sequence[Task], found: Sequence[FoundTask], module: Module, settings: Settings
) -> Iterator[Auth | None]:
    """What the starts make of the access of each."""
    environment, dispatches = settings.environment, settings.dispatches
    starts: dict[ClassDeclaration, Started] = {}
    alike: dict[Started, Started] = {}
    known: dict[tuple[int, int], Auth] = {}
    for task, each in zip(tasks, found, strict=True):
        auth, handler = task.access, each.handler
        if auth is None or auth.paths.are_absent:
            yield auth
            continue
        if handler not in starts:
            fresh = started(handler, module, environment, dispatches=dispatches)
            starts[handler] = alike.setdefault(fresh, fresh)
        key = id(auth), id(starts[handler])
        if key not in known:
            known[key] = starts[handler].of(auth)
        yield known[key]


def _with_problems(
    accesses: Iterable[Auth | None], problems: Sequence[Problems]
) -> Iterator[Auth | None]:
    known: dict[tuple[int, tuple[str, ...]], tuple[Auth, Auth]] = {}
    for auth, codes in zip(accesses, problems, strict=True):
        if auth is None or not codes.auth:
            yield auth
            continue
        key = id(auth), codes.auth
        if key not in known:
            known[key] = auth, replace(auth, problems=codes.auth)
        yield known[key][1]


def _schedules(tasks: Sequence[Task], problems: Sequence[Problems]) -> Iterator[Schedule | None]:
    for task, codes in zip(tasks, problems, strict=True):
        schedule = task.schedule
        if schedule is None or not codes.schedule:
            yield schedule
        else:
            yield replace(schedule, problems=codes.schedule)
