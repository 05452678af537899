"""A process that runs cases on the real framework; `tests.evidence.probe` speaks to it.

One JSON object a line comes in, one goes out for each. A request names an `operation` and its
arguments. The answer is an outcome: `value`, `error`, and `journal`, which is what the bodies of
the case have appended to the module-level list `journal` in the meantime.

One case is in force at a time: `load` and `start` replace the one before.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import itertools
import json
import logging
import os
import select
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import spakky.auth.main
import spakky.data.main
import spakky.plugins.celery.main
import spakky.task.main
from celery import Celery, _state, beat, schedules, signals
from spakky.auth import store_auth_context
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext
from spakky.plugins.celery.common.task_result import CeleryTaskResult
from spakky.task import DirectTaskExecutor

from tests.evidence.own_pods import look_once
from tests.evidence.process import RESULTS
from tests.evidence.providers import PROVIDERS, user
from tests.evidence.worker import (
    described,
    forget_messages,
    handling_of,
    has_handled_all,
    prepare_for_worker,
    worker_of,
)

# Requests and answers are JSON, and celery is untyped.
Json = Any

# celery hands every task to all later applications of the process; a real process has one.
_TASKS_OF_CELERY = frozenset(_state._on_app_finalizers)

REST_SECONDS = 1.0
"""Without a request for so long, the worker stops."""

RESULT_BACKEND = "SPAKKY_CELERY__RESULT_BACKEND"
SNAPSHOTS = "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"

_serial = itertools.count(1)
_sent: Counter[str] = Counter()


def _set(variable: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(variable, None)
    else:
        os.environ[variable] = value


class Session:
    """The case in force: its module, and its application when one is started."""

    def __init__(self) -> None:
        self.module = ModuleType("nothing")
        self._application: SpakkyApplication | None = None
        self._celery: Any = None
        self._worker: ExitStack | None = None
        self._asked: dict[str, Json] = {}  # what it was started with, while it runs

    # What a request may ask for. The values are JSON, or are made JSON on the way out.

    def load(self, rule: str, name: str, source: str) -> None:
        """Execute the case as a new module; nothing asks for snapshots by default."""
        self.close()
        os.environ.pop(SNAPSHOTS, None)
        self.module = ModuleType(f"{rule.lower()}_{name}_{next(_serial)}")
        sys.modules[self.module.__name__] = self.module
        code = compile(source, f"<{rule} {name}>", "exec", dont_inherit=True)
        exec(code, vars(self.module))

    def start(self, **asked: Json) -> None:
        """Start the case with these plugins, see `_start`."""
        self._start(**asked)
        self._asked = asked

    def application(self, **asked: Json) -> None:
        """As `start`, unless just that runs and has nothing left to do."""
        if asked == self._asked and has_handled_all():
            self.rest()
        else:
            self.start(**asked)

    def registered(self) -> list[str]:
        """The names of all celery tasks that are not celery's own."""
        names = [name for name in self._celery.tasks if not name.startswith("celery.")]
        return sorted(self._local(name) for name in names)

    def beat_entries(self) -> dict[str, Json]:
        """What beat was told, by task: the seconds of an interval, or a crontab as one line."""
        entries = self._celery.conf.beat_schedule.values()
        return {self._local(entry["task"]): _trigger(entry["schedule"]) for entry in entries}

    def run(self, expression: str, as_user: Json) -> object:
        """Evaluate an expression in the module, with `get` and `executor` in scope."""
        return self._evaluate(expression, as_user)

    def dispatch(self, expression: str, as_user: Json) -> Json:
        """As `run`, but the expression sends a message: what the worker made of it."""
        self._start_worker()
        result = self._evaluate(expression, as_user)
        if not isinstance(result, CeleryTaskResult):
            raise TypeError(f"nothing was sent: the call returned {result!r}")
        return handling_of(result.task_id)

    def beat_sends(self, task: str) -> Json:
        """Have beat send its entry of the task now: what the worker made of it."""
        self._start_worker()
        scheduler = beat.Scheduler(self._celery)
        entry = scheduler.schedule[f"{self.module.__name__}.{task}"]
        return handling_of(scheduler.apply_async(entry, advance=False).id)

    def beat(self, ticks: int) -> dict[str, int]:
        """Boot beat and let it tick without sleeping: how often it has sent each task."""

        class Scheduler(beat.PersistentScheduler):
            ticks_left = ticks

            def tick(self, *args: object, **kwargs: object) -> float:
                super().tick(*args, **kwargs)
                self.ticks_left -= 1
                if self.ticks_left == 0:
                    service.stop()
                return 0.0

        _sent.clear()
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "beat")
            service = beat.Service(self._celery, scheduler_cls=Scheduler, schedule_filename=file)
            service.start()
        return {self._local(name): count for name, count in _sent.items()}

    def fires(self, task: str, after: str, count: int) -> list[str]:
        """The next times at which celery finds the task due, in UTC."""
        schedule = self._celery.conf.beat_schedule[f"{self.module.__name__}.{task}"]["schedule"]
        now_of_celery = schedule.nowfun
        moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
        times = []
        for _ in range(count):
            # As beat has it: celery 5.6 reads a time in the zone that it is given in.
            local = moment.astimezone(schedule.tz)
            schedule.nowfun = lambda now=local: now
            moment += schedule.remaining_estimate(local)
            times.append(f"{moment:%Y-%m-%d %H:%M}")
        schedule.nowfun = now_of_celery
        return times

    # How it is done.

    def _start(
        self,
        rule: str,
        name: str,
        source: str,
        auth: bool | None,
        celery: bool,
        timezone: str,
        snapshots: bool,
        results: str | None = RESULTS,
    ) -> None:
        """Execute the case, scan its module and start an application with these plugins.

        Unless it is told, spakky-auth is among them where the case has its name: its aspects look
        at every member of every pod, and take more than half of a start.
        """
        os.environ["SPAKKY_CELERY__TIMEZONE"] = timezone
        _set(RESULT_BACKEND, results)
        self.load(rule, name, source)
        if snapshots:
            os.environ[SNAPSHOTS] = "true"
        application = SpakkyApplication(ApplicationContext())
        spakky.task.main.initialize(application)
        if auth or (auth is None and "auth" in source):
            spakky.auth.main.initialize(application)
        if celery:
            spakky.plugins.celery.main.initialize(application)
        if "AbstractAsyncTransaction" in source:  # the aspects of spakky-data demand one
            spakky.data.main.initialize(application)
        for provider in getattr(self.module, "PROVIDERS", PROVIDERS):  # a case may bring its own
            application.add(provider)
        application.scan(self.module)
        application.start()
        self._application = application
        if celery:
            self._celery = application.container.get(Celery)
            prepare_for_worker(self._celery, self.module.__name__)

    def rest(self) -> None:
        """Stop the worker until a message is sent: it looks for one hundreds of times a second."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def close(self) -> None:
        """Stop what runs and forget the case."""
        self.rest()
        if self._application is not None:
            self._application.application_context.stop()
        self._application = self._celery = None
        self._asked = {}
        forget_messages()
        sys.modules.pop(self.module.__name__, None)
        _state._on_app_finalizers.intersection_update(_TASKS_OF_CELERY)

    def take_journal(self) -> list[str]:
        """What the bodies have appended since the last time."""
        journal: list[str] = getattr(self.module, "journal", [])
        taken = list(journal)
        journal.clear()
        return taken

    def _local(self, name: str) -> str:
        return name.removeprefix(f"{self.module.__name__}.")

    def _evaluate(self, expression: str, as_user: Json) -> object:
        # A case may write `__dict__` among its names, where the interpreter's own short cut to an
        # attribute of a module finds it once this line has run a few times.
        scope = dict(vars(self.module))
        if self._application is not None:
            context = self._application.application_context
            context.clear_context()
            if as_user is not None:
                store_auth_context(context, user(**as_user))
            scope |= {"get": context.get, "executor": context.get(DirectTaskExecutor)}
        value = eval(expression, scope)
        if not inspect.isawaitable(value):
            return value

        async def awaited() -> object:
            return await value

        return asyncio.run(awaited())

    def _start_worker(self) -> None:
        if self._worker is None:
            self._worker = ExitStack()
            self._worker.enter_context(worker_of(self._celery))


@signals.before_task_publish.connect
def _published(sender: str = "", **_: object) -> None:
    _sent[sender] += 1


def _trigger(schedule: Any) -> Json:
    if isinstance(schedule, schedules.crontab):
        return repr(schedule).removeprefix("<crontab: ").removesuffix(" (m/h/dM/MY/d)>")
    every = schedule.run_every
    return every.total_seconds() if isinstance(every, timedelta) else _plain(every)


def _plain(value: object) -> Json:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case _:
            return f"<{type(value).__name__}>"


def answer(session: Session, request: dict[str, Json]) -> dict[str, Json]:
    """Carry out one request; whatever the case raises is an answer too."""
    operation = request.pop("operation")
    how: dict[str, Json]
    try:
        value = getattr(session, operation)(**request)
    except BaseException as error:  # noqa: BLE001  # a case may raise anything
        how = {"error": described(error)}
    else:
        handled = operation in {"dispatch", "beat_sends"}
        how = value if handled else {"value": value}
    return {**how, "value": _plain(how.get("value")), "journal": session.take_journal()}


def requests_to(session: Session) -> Iterator[str]:
    """The lines of standard input; who asks waits for the answer, so that one comes at a time."""
    while True:
        is_asked, _, _ = select.select([sys.stdin], [], [], REST_SECONDS)
        if not is_asked:
            session.rest()
        if not (line := sys.stdin.readline()):
            return
        yield line


def main() -> None:
    """Answer requests until standard input ends."""
    # Whatever a case or celery prints must not look like an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    look_once()
    # What was imported stays, and is not looked through for garbage with every case.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)
    session = Session()
    for line in requests_to(session):
        print(json.dumps(answer(session, json.loads(line))), file=answers, flush=True)
    session.close()


if __name__ == "__main__":
    main()
