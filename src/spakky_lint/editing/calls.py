"""Who calls the tasks of a text, anywhere in its program.

It is asked on the worker, as what `analysis` has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.editing.analysis import configuration_of, home_of, shown_in
from spakky_lint.editing.names import Found
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.source import UnreadableSource


@dataclass(frozen=True, slots=True)
class CalledTask:
    name: Range
    """In its ``def``."""
    calls: tuple[Found, ...]
    title: str
    """Who calls it, in a few words."""


@dataclass(frozen=True, slots=True)
class Calls:
    text: str
    tasks: tuple[CalledTask, ...] = ()
    """Those that are run on demand."""
    schedules: tuple[Range, ...] = ()
    """The names of the methods with a schedule."""


def calls_in(
    text: str,
    path: Path | None,
    folder: Path | None,
    buffers: Mapping[Path, str],
    locale: str | None,
    *,
    with_calls: bool = True,
    step: Callable[[], None] = lambda: None,
) -> Calls:
    """Nothing of a text that cannot be read; `locale` and `step` are as `insight` takes them.

    The calls themselves are searched for in all files, which takes a while.
    """
    step()
    home = home_of(text, path, folder, buffers)
    configuration, _ = configuration_of(path, folder)
    if configuration is None or not home.passes(text):
        return Calls(text)
    from spakky_lint.facts.dispatches import dispatches_of
    from spakky_lint.facts.tasks import found_tasks
    from spakky_lint.messages.language import language_of_editor
    from spakky_lint.report.hover import calls_in_words
    from spakky_lint.syntax.parse import read_declarations

    try:
        module = read_declarations(text) if home.file is None else home.file.module(text)
    except UnreadableSource:
        return Calls(text)
    step()
    language = language_of_editor(locale)
    # Several handlers may inherit one.
    found = {each.function.key: each for each in found_tasks(module)}
    dispatches = dispatches_of(found.values()) if with_calls else {}
    tasks = []
    for key, each in found.items():
        if not each.function.decorated("task"):
            continue
        known = dispatches.get(key, ())
        calls = tuple(Found(_file(call.range.path, path, folder), call.range) for call in known)
        title = calls_in_words([call.within for call in known], language)
        tasks.append(CalledTask(each.function.place.range, calls, title))
    schedules = tuple(
        each.function.place.range for each in found.values() if each.function.decorated("schedule")
    )
    return Calls(text, tuple(tasks), schedules)


def _file(shown: str | None, path: Path | None, folder: Path | None) -> Path | None:
    if path is None:
        return None
    file = shown_in(shown, path, folder)
    return None if file == path else file
