"""The tasks on really imported classes: a process imports the user's code and tells what it found.

This is the one place where the code that is looked at runs, and only because the user asks for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import time, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import spakky_lint
from spakky_lint.data import dataclass
from spakky_lint.facts.task import Schedule, Task, Trigger
from spakky_lint.messages.message import Message
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.imported_access import access_from, with_rivals
from spakky_lint.project.located import LocatedTask
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.crontab import Crontab
from spakky_lint.runtime.schedules import ScheduleRoute

# What the process answers is JSON, and made by ourselves.
_Json = Any

_CODE = "import sys; sys.path.append({root!r}); from {module} import main; main()"
PATIENCE = 120.0
"""No import of an application takes so many seconds, and an endless one is not waited for."""
_MODULE = "spakky_lint.project.importing"


class ImportFailed(Exception):
    """Something cannot be imported; the arguments are sentences, one for each module."""


@dataclass(frozen=True, slots=True)
class Imported:
    tasks: Mapping[Backend, Sequence[LocatedTask]]
    """The tasks of the handlers, as each backend takes their schedules."""
    files: Mapping[str, Path]
    """The modules that were asked for, all below them, and those whose methods they inherit."""
    modules: frozenset[str]
    """Those that were asked for, and all below them."""


def import_modules(names: Sequence[str], directory: Path, patience: float = PATIENCE) -> Imported:
    """Import these modules, and all below them, in a process of their own.

    What they print goes to standard error. Raises ImportFailed, also where it takes longer than
    so many seconds.
    """
    problems = [problem for name in names if (problem := _problem(name))]
    if problems:
        raise ImportFailed(*problems)
    answer = _answer(names, directory, patience)
    if answer["failures"]:
        raise ImportFailed(
            *(f"{failure['module']}: {failure['words']}" for failure in answer["failures"])
        )
    return Imported(
        {
            backend: with_rivals([_task(said, backend, directory) for said in answer["tasks"]])
            for backend in Backend
        },
        {name: Path(file) for name, file in answer["files"].items()},
        frozenset(answer["modules"]),
    )


def _problem(name: str) -> str | None:
    if all(part.isidentifier() for part in name.split(".")):
        return None
    parts = Path(name.removesuffix(".py")).parts
    parts = parts[1:] if parts[:1] == ("src",) else parts
    if parts and all(part.isidentifier() for part in parts):
        return Message(
            '"{name}" is not a module; its name is {module}', name=name, module=".".join(parts)
        )
    return Message('"{name}" is not a module; a name such as app.tasks is allowed', name=name)


def _answer(names: Sequence[str], directory: Path, patience: float) -> _Json:
    root = str(Path(spakky_lint.__file__).parents[1])
    code = _CODE.format(root=root, module=_MODULE)
    with tempfile.TemporaryDirectory(prefix="spakky-lint-") as folder:
        # A file that nobody knows of: all that is open is the user's code's, to write to and close.
        answer = Path(folder, "answer")
        with subprocess.Popen(
            [sys.executable, "-B", "-P", "-c", code, str(answer), *names],
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        ) as process:
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                process.kill()
                words = Message(
                    "{modules}: not imported within {seconds} seconds",
                    modules=tuple(names),
                    seconds=f"{patience:g}",
                )
                raise ImportFailed(words) from None
            except BaseException:
                process.kill()
                raise
        try:
            return json.loads(answer.read_bytes())
        except (OSError, ValueError):
            ended = process.returncode
            how = Message("signal {number}", number=-ended) if ended < 0 else str(ended)
            raise ImportFailed(
                Message(
                    "{modules}: the process ended ({how}) before the import was done",
                    modules=tuple(names),
                    how=how,
                )
            ) from None


def _task(said: _Json, backend: Backend, directory: Path) -> LocatedTask:
    file = said["file"]
    shown = shown_path(Path(file), directory) if os.path.isabs(file) else file  # noqa: PTH117  # it is text
    on_demand, schedule = said["on_demand"], said["schedule"]
    task = Task(
        name=said["method"],
        handler=said["handler"],
        line=said["line"],
        on_demand=on_demand,
        schedule=None if schedule is None else _schedule(schedule, backend),
        is_async=said["is_async"],
        access=access_from(said["access"], on_demand=on_demand, scheduled=schedule is not None),
        handler_module=said["handler_module"],
    )
    return LocatedTask(said["name"], shown, task)


def _schedule(said: _Json, backend: Backend) -> Schedule:
    route = said["routes"].get(backend.value)
    return Schedule(Trigger(said["trigger"]), None if route is None else _route(route))


def _route(said: _Json) -> ScheduleRoute:
    if "interval" in said:
        days, seconds, microseconds = said["interval"]
        return ScheduleRoute(interval=timedelta(days, seconds, microseconds))
    if "at" in said:
        return ScheduleRoute(at=time(*said["at"]).replace(tzinfo=_zone(said["zone"])))
    fields: dict[str, Any] = {
        field: tuple(value) if isinstance(value, list) else value
        for field, value in said["crontab"].items()
    }
    return ScheduleRoute(crontab=Crontab(**fields))


def _zone(said: str | float | None) -> tzinfo | None:
    if said is None:
        return None
    return ZoneInfo(said) if isinstance(said, str) else timezone(timedelta(seconds=said))
