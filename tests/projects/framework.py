"""A process that has imported the framework, and forks a child for each section of a transcript.

A request names the `folder` of a copy, the `paths` on `sys.path` and the `commands`; the answer has
a text for each of these. `fixtures/projects/README.md` lists the commands, which are the methods of
`Commands`. What a child changes is gone with it, and what was imported here costs it nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import inspect
import io
import json
import logging
import os
import re
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NoReturn

import spakky.auth.main
import spakky.plugins.celery.main
import spakky.task.main
from celery import Celery, _state, beat, schedules
from spakky.auth import AuthContext, store_auth_context
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext
from spakky.plugins.celery.common.task_result import CeleryTaskResult
from spakky.task import DirectTaskExecutor, DirectTaskInvocation

from tests.evidence import providers
from tests.evidence.event_loop import rounds_during
from tests.evidence.own_pods import look_once
from tests.evidence.registered import tasks_of_handlers
from tests.evidence.worker import described, handling_of, prepare_for_worker, worker_of

# Requests and answers are JSON, and celery is untyped.
Json = Any

SECTION_SECONDS = 50
QUEUE = "evidence"
ROUNDS_OF_A_LOOP = 3
MESSAGE_LENGTH = 160

# celery hands every task to all later applications of the process; a real process has one.
_TASKS_OF_CELERY = frozenset(_state._on_app_finalizers)

_DOTTED = re.compile(r"[A-Za-z_][\w.]*")
_PLAIN = (str, int, float, bool, list, tuple, dict, type(None))


class Commands:
    """One copy of a project: what is imported, and the application when one is started."""

    def __init__(self, folder: Path, printed: io.StringIO) -> None:
        self._folder = folder
        self._printed = printed
        self._application: SpakkyApplication | None = None
        self._celery: Json = None
        self._worker: contextlib.ExitStack | None = None

    # The copy

    def edit(self, file: str, old: str, new: str) -> str:
        path = self._folder / file
        text = path.read_text("utf-8")
        if old not in text:
            raise ValueError(f"{file} has no {old!r}")
        path.write_text(text.replace(old, new), "utf-8")
        return "edited"

    def write(self, file: str, text: str) -> str:
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        importlib.invalidate_caches()
        return "written"

    # Python and the application

    def load(self, module: str) -> str:
        return self._told(lambda: _imported(module))

    def start(self, *modules: str, celery: bool = True, add: Sequence[str] = ()) -> str:
        try:
            return self._told(lambda: self._start(modules, celery, add))
        finally:
            _state._on_app_finalizers.intersection_update(_TASKS_OF_CELERY)

    def tasks(self) -> list[str]:
        return sorted(name for name in self._celery.tasks if not name.startswith("celery."))

    def beat(self) -> dict[str, str]:
        entries = self._celery.conf.beat_schedule.values()
        return dict(sorted((entry["task"], _trigger(entry["schedule"])) for entry in entries))

    def fires(self, task: str, after: str) -> str:
        schedule = self._celery.conf.beat_schedule[task]["schedule"]
        moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
        schedule.nowfun = lambda: moment
        return f"{moment + schedule.remaining_estimate(moment):%A %Y-%m-%d %H:%M}"

    def handlers(self) -> list[Json]:
        assert self._application is not None
        return tasks_of_handlers(self._application)

    # Calls and messages

    def here(self, expression: str, user: AuthContext | None = None) -> str:
        return self._told(lambda: f"returned {_shown(self._evaluate(expression, user))}")

    def see(self, expression: str) -> str:
        return self._told(lambda: _shown(self._evaluate(expression, None)))

    def send(self, expression: str, user: AuthContext | None = None) -> str:
        return self._told(lambda: self._send(expression, user))

    def tick(self, task: str) -> str:
        self._start_worker()
        scheduler = beat.Scheduler(self._celery)
        sent = scheduler.apply_async(scheduler.schedule[task], advance=False)
        return self._told(lambda: _handling(sent.id, task))

    def message(self, task: str) -> str:
        self._start_worker()
        return self._told(lambda: _handling(self._celery.send_task(task).id, task))

    def loop(self, expression: str) -> str:
        self._start_worker()
        return self._told(lambda: asyncio.run(self._loop(expression)))

    def user(self, *rights: str) -> AuthContext:
        names = list(rights)
        return providers.user(names, names, [f"permission:{name}" for name in names])

    # How it is done

    def _told(self, act: Callable[[], str]) -> str:
        """What it gives or raises, and what was printed meanwhile."""
        try:
            text = act()
        except Exception as error:  # noqa: BLE001  # a project may raise anything
            text = _error(described(error))
        lines = self._printed.getvalue().splitlines()
        self._printed.seek(0)
        self._printed.truncate()
        return f"{text}, printed {', '.join(map(repr, lines))}" if lines else text

    def _start(self, modules: Sequence[str], celery: bool, add: Sequence[str]) -> str:
        application = _with_plugins(celery)
        for module in modules:
            application.scan(importlib.import_module(module))
        for pod in add:
            application.add(self._value(pod))
        application.start()
        self._application, self._celery, self._worker = application, None, None
        if celery:
            self._celery = application.container.get(Celery)
            prepare_for_worker(self._celery, QUEUE)
            self._celery.finalize()
        return "started"

    def _evaluate(self, expression: str, user: AuthContext | None) -> object:
        if self._application is not None:
            context = self._application.application_context
            context.clear_context()
            if user is not None:
                store_auth_context(context, user)
        value = self._value(expression)
        return asyncio.run(_awaited(value)) if inspect.isawaitable(value) else value

    def _value(self, expression: str) -> Json:
        """The expression's; modules of the project that it names are imported for it."""
        scope: dict[str, object] = {"DirectTaskInvocation": DirectTaskInvocation}
        own = self._modules()
        for dotted in _DOTTED.findall(expression):
            top, _, _ = dotted.partition(".")
            if top in own:
                scope[top] = _reached(dotted)
        if self._application is not None:
            context = self._application.application_context
            executor = context.get(DirectTaskExecutor)
            scope |= {"application": self._application, "get": context.get, "executor": executor}
        return eval(expression, scope)

    def _modules(self) -> frozenset[str]:
        folders = [path for path in map(Path, sys.path) if path.is_relative_to(self._folder)]
        return frozenset(entry.stem for folder in folders for entry in folder.iterdir())

    def _send(self, expression: str, user: AuthContext | None) -> str:
        self._start_worker()
        result = self._evaluate(expression, user)
        if not isinstance(result, CeleryTaskResult):
            return f"nothing was sent: returned {_shown(result)}"
        return _handling(result.task_id)

    async def _loop(self, expression: str) -> str:
        # The expression calls the task, so it must not be evaluated before the loop runs.
        async def called() -> object:
            return await self._value(expression)

        rounds, _ = await rounds_during(called())
        stood_still = isinstance(rounds, int) and rounds < ROUNDS_OF_A_LOOP
        return "the loop stood still" if stood_still else "the loop went round"

    def _start_worker(self) -> None:
        if self._worker is None:
            self._worker = contextlib.ExitStack()  # never closed: it ends with the process
            self._worker.enter_context(worker_of(self._celery))


def _with_plugins(celery: bool) -> SpakkyApplication:
    application = SpakkyApplication(ApplicationContext())
    spakky.task.main.initialize(application)
    spakky.auth.main.initialize(application)
    if celery:
        spakky.plugins.celery.main.initialize(application)
    for provider in providers.PROVIDERS:
        application.add(provider)
    return application


async def _awaited(value: Json) -> object:
    return await value


def _imported(module: str) -> str:
    importlib.import_module(module)
    return "imported"


def _reached(dotted: str) -> object:
    """The first module of a dotted name, after importing as much of the name as are modules."""
    parts = dotted.split(".")
    for end in range(1, len(parts) + 1):
        with contextlib.suppress(ImportError):
            importlib.import_module(".".join(parts[:end]))
    return sys.modules.get(parts[0])


def _trigger(schedule: Json) -> str:
    if isinstance(schedule, schedules.crontab):
        return repr(schedule).removeprefix("<crontab: ").removesuffix(" (m/h/dM/MY/d)>")
    return str(schedule.run_every)


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, _PLAIN) else type(value).__name__


def _error(error: dict[str, Json]) -> str:
    lines: list[str] = error["message"].strip().splitlines()
    text = f"{error['name']}: {lines[0][:MESSAGE_LENGTH]}" if lines else error["name"]
    return f"{text} [{error['decision']}]" if error["decision"] else text


def _handling(task_id: str, task: str = "") -> str:
    how = handling_of(task_id)
    if "value" in how:
        return f"worker: {how['state']} {how['value']!r}"
    if how["error"]["name"] == "NotRegistered":
        return f"worker: NotRegistered {task}"
    return f"worker: {how['state']} {_error(how['error'])}"


# The processes


def run_section(
    pipe: IO[str], folder: str, paths: Sequence[str], commands: Sequence[str]
) -> NoReturn:
    """Write what comes of each command, and end this process with all that runs in it."""
    signal.alarm(SECTION_SECONDS)  # ends it where a project hangs
    _forget_the_tests()
    os.chdir(folder)
    sys.path[:0] = paths
    printed = sys.stdout = io.StringIO()
    known = Commands(Path(folder), printed)
    scope = {name: getattr(known, name) for name in dir(known) if not name.startswith("_")}
    for command in commands:
        try:
            value = eval(command, dict(scope))
        except BaseException as error:  # noqa: BLE001  # a project may raise anything
            value = f"! {_error(described(error))}"
        print(json.dumps(value if isinstance(value, str) else repr(value)), file=pipe, flush=True)
    os._exit(0)


def start_once() -> None:
    """So that each child has in memory what a start leaves there."""
    application = _with_plugins(celery=True)
    application.start()
    application.application_context.stop()
    _state._on_app_finalizers.intersection_update(_TASKS_OF_CELERY)
    _state._set_current_app(None)


def _forget_the_tests() -> None:
    """A project may have a package of this name, too."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]


def answers_of_child(request: Json) -> list[str]:
    """Run a section in a child."""
    mine, its = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            run_section(os.fdopen(its, "w", encoding="utf-8"), **request)
        finally:
            os._exit(1)
    os.close(its)
    with os.fdopen(mine, encoding="utf-8") as pipe:
        answers = [json.loads(line) for line in pipe]
    os.waitpid(child, 0)
    missing = len(request["commands"]) - len(answers)
    return [*answers, *["! the process ended"] * missing]


def main() -> None:
    """Answer requests until standard input ends."""
    # Whatever a project or celery prints must not look like an answer.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    look_once()
    start_once()
    gc.collect()
    gc.freeze()  # the children then leave these pages shared
    gc.set_threshold(100_000, 10, 10)
    for line in sys.stdin:
        answers = answers_of_child(json.loads(line))
        print(json.dumps({"answers": answers}), file=replies, flush=True)


if __name__ == "__main__":
    main()
