"""What the real framework makes of an application of several files."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.evidence.process import Process
from tests.properties.applications import PACKAGE, Application

_ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class RealTask:
    """A method that the framework registers, of one handler."""

    name: str
    """After the class that defines it and the name that it has there."""
    handler: str
    celery: str
    """What celery calls it: a wrapper may have another name."""
    on_demand: bool
    scheduled: bool
    public: bool
    asked: frozenset[tuple[str | None, ...]]
    asked_in_the_worker: frozenset[tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class Started:
    error: str = ""
    """Empty when it started."""
    tasks: frozenset[str] = frozenset()
    """As celery has registered them."""
    beat: Mapping[str, str] | None = None
    known: tuple[RealTask, ...] = ()
    broken: tuple[str, ...] = ()
    """What came of the modules that cannot be imported; a scan passes over some of them."""


def framework() -> Process:
    return Process("tests.projects.framework", _ANSWER_SECONDS)


def start(application: Application, folder: Path, process: Process) -> Started:
    """Start the application, whose files are in the folder."""
    modules = [f"load({module!r})" for module in application.modules]
    commands = [f"start({PACKAGE!r})", "tasks()", "beat()", "handlers()", *modules]
    reply = process.ask(
        {
            "folder": str(folder),
            "paths": [str(folder / application.root)],
            "commands": commands,
        }
    )
    started, tasks, beat, handlers, *loaded = reply["answers"]
    broken = tuple(each for each in loaded if each != "imported")
    if started != "started":
        return Started(error=started, broken=broken)
    registered = frozenset(ast.literal_eval(tasks))
    known = (_task(each) for each in ast.literal_eval(handlers))
    return Started(
        tasks=registered,
        beat=ast.literal_eval(beat),
        known=tuple(task for task in known if task.celery in registered),
        broken=broken,
    )


def _task(told: dict[str, Any]) -> RealTask:
    asked = {key: frozenset(map(tuple, told[key])) for key in ("asked", "asked_in_the_worker")}
    return RealTask(**told | asked)
