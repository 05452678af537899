"""The process in which the user's code is imported, and in which it may do what it likes.

It answers with JSON in the file that its first argument names, and ends without asking anybody.
Nothing of Spakky is imported here: the metadata that the framework has left on classes and
functions is read by its names.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import tzinfo
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from spakky_lint.project.importing_access import CALLED, access_of, written_function
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import FIELDS
from spakky_lint.runtime.foreign import annotations_of, our_trigger
from spakky_lint.runtime.schedules import ScheduleRoute
from spakky_lint.runtime.triggers import effective_route

_INTERRUPTED = 130
_TRIGGERS = ("interval", "at", "crontab")


def main() -> None:
    """Import the modules that the other arguments name, and answer."""
    # Whatever the user's code prints goes to standard error.
    os.dup2(2, 1)
    file, *names = sys.argv[1:]
    sys.argv[1:] = []
    directory = Path.cwd()
    # As `python -m` and pytest find modules.
    sys.path[:0] = [
        str(directory),
        *([str(directory / "src")] if (directory / "src").is_dir() else []),
    ]
    try:
        answer = json.dumps(_answer(names), default=str)
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # it may be closed, or anything by now
            stream.flush()
    Path(file).write_text(answer, encoding="ascii")
    # Threads and functions that wait for the end of the process are not what was asked for.
    os._exit(0)


def _answer(names: Sequence[str]) -> Mapping[str, object]:
    failures: list[Mapping[str, str]] = []
    modules: dict[str, ModuleType] = {}
    for name in names:
        for module in _imported(name, failures):
            modules[str(_own(module, "__name__") or name)] = module
    # A handler may be in the namespaces of several modules, and a method in several handlers.
    # Methods in one wrapper may have one name.
    tasks: dict[tuple[object, ...], dict[str, object]] = {}
    for name, module in modules.items():
        try:
            for handler in _handlers(module):
                for task in _tasks(handler):
                    tasks[id(handler), task["name"], task["file"], task["line"]] = task
        except Exception as error:  # noqa: BLE001  # classes can answer with anything
            failures.append({"module": name, "words": _words(error)})
    files = {
        name: file
        for name in dict.fromkeys([*modules, *(str(task["module"]) for task in tasks.values())])
        if isinstance(file := _own(sys.modules.get(name), "__file__"), str)
    }
    return {
        "failures": failures,
        "files": files,
        "modules": list(modules),
        "tasks": list(tasks.values()),
    }


# Modules


def _imported(name: str, failures: list[Mapping[str, str]]) -> Iterator[ModuleType]:
    """The module and all below it, as the framework scans a package; but no program is started."""
    try:
        module = importlib.import_module(name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  # SystemExit, too: it is the user's code
        failures.append({"module": name, "words": _words(error)})
        return
    yield module
    try:
        found = [*pkgutil.iter_modules(_own(module, "__path__") or (), f"{name}.")]
    except Exception as error:  # noqa: BLE001  # a module may say that it is anything
        failures.append({"module": name, "words": _words(error)})
        return
    for _, below, _ in found:
        if not below.endswith(".__main__"):
            yield from _imported(below, failures)


def _own(module: object, name: str) -> Any:
    """What the module itself holds: its ``__getattr__`` may answer or raise anything."""
    try:
        return vars(module).get(name)
    except Exception:  # noqa: BLE001  # anything may stand for a module
        return None


def _words(error: BaseException) -> str:
    """The exception as Python names it, and the place in the user's code where it was raised."""
    try:
        message = str(error)
    except Exception:  # noqa: BLE001  # it is the user's exception
        message = ""
    words = " ".join(f"{type(error).__name__}: {message}".split()).removesuffix(":")
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith("<")
        and frame.filename not in (__file__, importlib.__file__)
    ]
    if not frames:
        return words
    place = Path(frames[-1].filename)
    if place.is_relative_to(Path.cwd()):
        place = place.relative_to(Path.cwd())
    return f"{words} ({place.as_posix()}:{frames[-1].lineno})"


# Handlers


def _handlers(module: ModuleType) -> Iterator[type]:
    """The handler classes in the module's namespace, each as the framework registers it."""
    for value in list(vars(module).values()):
        if not isinstance(value, type):
            continue
        handlers = annotations_of(value, "TaskHandler", "spakky.task")
        # `@Lazy` classes are never registered.
        if handlers and not annotations_of(value, "Lazy", "spakky.core"):
            target = getattr(handlers[0], "type_", value)
            yield target if len(handlers) == 1 and isinstance(target, type) else value


def _tasks(handler: type) -> Iterator[dict[str, object]]:
    for name, value in inspect.getmembers(handler, callable):
        # What is registered are functions; whatever else is a task can only be called.
        is_registered = inspect.isfunction(value) and _is_task(value)
        held = inspect.getattr_static(handler, name, None)
        if not is_registered and not (
            isinstance(held, CALLED) and (_is_task(value) or _is_task(held))
        ):
            continue
        method = value.__func__ if inspect.ismethod(value) else value
        written = written_function(handler, name, method)
        if written is None:
            continue
        schedules = _schedules(method) if is_registered else []
        file, line = _place(written)
        shown = method if is_registered else written
        yield {
            "name": f"{shown.__module__}.{shown.__qualname__}",
            "module": written.__module__,
            "method": shown.__qualname__,
            "handler": handler.__qualname__,
            "handler_module": "" if shown.__module__ == handler.__module__ else handler.__module__,
            "file": file,
            "line": line,
            "on_demand": any(
                annotations_of(each, "TaskRoute", "spakky.task")
                for each in ([method] if is_registered else [method, held])
            ),
            "is_async": inspect.iscoroutinefunction(method),
            "schedule": _schedule(schedules) if schedules else None,
            "access": {**access_of(handler, name, method), "registered": is_registered},
        }


def _is_task(value: object) -> bool:
    return bool(_schedules(value) or annotations_of(value, "TaskRoute", "spakky.task"))


def _schedules(value: object) -> list[object]:
    return annotations_of(value, "ScheduleRoute", "spakky.task")


def _place(method: FunctionType) -> tuple[str, int]:
    try:
        code = inspect.unwrap(method).__code__
    except (ValueError, AttributeError):
        code = method.__code__
    return code.co_filename, code.co_firstlineno


# Schedules


def _schedule(routes: Sequence[object]) -> Mapping[str, object]:
    """The trigger, and what each backend makes of it; of several nobody knows which one counts."""
    given = {
        name: value for name in _TRIGGERS if (value := getattr(routes[0], name, None)) is not None
    }
    if len(routes) != 1 or len(given) != 1:
        return {"trigger": "unknown", "routes": {}}
    ((name, value),) = given.items()
    return {
        "trigger": name,
        "routes": {
            backend.value: _route(effective_route(backend, **{name: our_trigger(value)}))
            for backend in Backend
        },
    }


def _route(route: ScheduleRoute | None) -> object:
    """JSON of a sound route: three numbers, a time, or lists of numbers."""
    if route is None:
        return None
    if route.interval is not None:
        every = route.interval
        return {"interval": [every.days, every.seconds, every.microseconds]}
    if route.at is not None:
        at = route.at
        zone = None if at.tzinfo is None else _zone(at.tzinfo)
        if zone is None and at.tzinfo is not None:
            return None
        return {"at": [at.hour, at.minute, at.second, at.microsecond], "zone": zone}
    fields = {}
    for field in FIELDS:
        value = getattr(route.crontab, field)
        fields[field] = [int(each) for each in value] if isinstance(value, tuple) else value
    return {"crontab": fields}


def _zone(zone: tzinfo) -> str | float | None:
    """The name of an IANA zone, or the seconds of a fixed offset; some zones are neither."""
    if isinstance(zone, ZoneInfo):
        return zone.key
    offset = zone.utcoffset(None)
    return None if offset is None else offset.total_seconds()
