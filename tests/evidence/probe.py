"""Runs cases on the real framework, in a process of its own, and tells what came of it.

outcome = probe.start(case)
assert outcome.raises("ValueError", "Invalid end range: 25 > 23")

app = probe.application(case)
assert app.registered == ("Payouts.settle",)
assert app.beat_sends("Payouts.settle").journal == ("settle",)
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.evidence.cases import Case

ROOT = Path(__file__).parents[2]

START_SECONDS = 60.0

ENVIRONMENT = {
    "SPAKKY_CELERY__BROKER_URL": "memory://",
    "SPAKKY_CELERY__RESULT_BACKEND": "cache+memory://",
    "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED": "true",
}


class ProbeDiedError(Exception):
    """The process ended or fell silent; the next request gets a new one."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception: class, text, and the decision it carries, such as `DENY POLICY_DENIED`."""

    name: str
    message: str
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one step.

    `state` is celery's word for what the worker did, empty where no worker was asked; `journal`
    is what the bodies of the case wrote down during the step.
    """

    value: Any = None  # any JSON value; anything else is its class's name in angle brackets
    error: Raised | None = None
    state: str = ""
    journal: tuple[str, ...] = ()

    @property
    def succeeds(self) -> bool:
        """Nothing was raised."""
        return self.error is None

    def raises(self, name: str, message: str = "") -> bool:
        """An exception of that class was raised, and its text contains `message`."""
        return self.error is not None and self.error.name == name and message in self.error.message

    def is_refused(self, decision: str) -> bool:
        """Authorization said no with this decision, in the caller or in the worker."""
        return self.raises("AuthRequirementDeniedError") and (
            self.error is not None and self.error.decision == decision
        )


@dataclass(frozen=True, slots=True)
class User:
    """Who calls. `grants` are texts such as `permission:invoice:send` (see `providers`)."""

    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """A started application of one case. It is gone when the probe takes up the next case."""

    _probe: Probe
    _number: int

    @property
    def registered(self) -> tuple[str, ...]:
        """The celery tasks of the application, sorted, without the module's name."""
        return tuple(self._value("registered"))

    @property
    def beat_entries(self) -> Mapping[str, Any]:
        """Beat's entries by task: the seconds of an interval, or celery's crontab as one line."""
        entries: Mapping[str, Any] = self._value("beat_entries")
        return entries

    def run(self, expression: str, as_user: User | None = None) -> Outcome:
        """Evaluate an expression in the module of the case, await it if need be.

        `get` gives the pod of a class, `executor` is the DirectTaskExecutor.
        """
        return self._ask("run", expression=expression, as_user=_rights(as_user))

    def dispatch(self, expression: str, as_user: User | None = None) -> Outcome:
        """Call a task through its pod, and wait until a real worker has handled the message."""
        return self._ask("dispatch", expression=expression, as_user=_rights(as_user))

    def beat_sends(self, task: str) -> Outcome:
        """Beat sends the task as it does when it is due, and a real worker handles it."""
        return self._ask("beat_sends", task=task)

    def beat(self, ticks: int) -> Outcome:
        """Boot a real beat for some ticks; `value` counts what it has sent, by task."""
        return self._ask("beat", ticks=ticks)

    def fires(self, task: str, after: str, count: int) -> tuple[str, ...]:
        """When celery finds the task due, in UTC: `2026-01-01 09:00`."""
        return tuple(self._value("fires", task=task, after=after, count=count))

    def _ask(self, operation: str, **arguments: object) -> Outcome:
        if self._number != self._probe.started:
            raise RuntimeError("the probe has gone on to another case")
        return self._probe.ask(operation, **arguments)

    def _value(self, operation: str, **arguments: object) -> Any:
        outcome = self._ask(operation, **arguments)
        if not outcome.succeeds:
            raise AssertionError(f"{operation}: {outcome}")
        return outcome.value


@dataclass(slots=True)
class Probe:
    """One process with the framework loaded, started when it is first needed.

    A step that takes longer than `answer_seconds` costs the process its life.
    """

    answer_seconds: float = 20.0
    started: int = 0
    _process: _Process | None = field(default=None)

    def import_case(self, case: Case) -> Outcome:
        """Import the case as a module of its own; no application."""
        self.started += 1
        return self.ask("load", **asdict(case))

    def start(
        self, case: Case, *, auth: bool = True, celery: bool = True, timezone: str = "UTC"
    ) -> Outcome:
        """Import the case and start an application with spakky-task and the plugins asked for."""
        self.started += 1
        return self.ask("start", **asdict(case), auth=auth, celery=celery, timezone=timezone)

    def application(
        self, case: Case, *, auth: bool = True, celery: bool = True, timezone: str = "UTC"
    ) -> Application:
        """As `start`, for a case that is known to start."""
        outcome = self.start(case, auth=auth, celery=celery, timezone=timezone)
        if not outcome.succeeds:
            raise AssertionError(f"{case.rule} {case} does not start: {outcome.error}")
        return Application(self, self.started)

    def ask(self, operation: str, **arguments: object) -> Outcome:
        """Send one request, wait for its outcome.

        Raises:
            ProbeDiedError: the process ended, or did not answer in time and was killed.
        """
        if self._process is None:
            self._process = _Process(self.answer_seconds)
        try:
            reply = self._process.ask({"operation": operation, **arguments})
        except ProbeDiedError:
            self.close()
            raise
        error = reply.get("error")
        return Outcome(
            value=reply["value"],
            error=Raised(**error) if error else None,
            state=reply.get("state", ""),
            journal=tuple(reply["journal"]),
        )

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.close()
            self._process = None


def _rights(user: User | None) -> dict[str, Any] | None:
    return None if user is None else asdict(user)


class _Process:
    """The pipes to `tests.evidence.framework_process`, with a limit to every wait."""

    def __init__(self, answer_seconds: float) -> None:
        self._answer_seconds = answer_seconds
        self._errors = tempfile.TemporaryFile(  # noqa: SIM115  # closed with the process
            "w+", encoding="utf-8", errors="replace"
        )
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "tests.evidence.framework_process"],
            cwd=ROOT,
            env=os.environ | ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._limit = START_SECONDS
        self._reader = threading.Thread(
            target=self._read, args=(_open(self._popen.stdout),), daemon=True
        )
        self._reader.start()

    def ask(self, request: dict[str, object]) -> dict[str, Any]:
        requests = _open(self._popen.stdin)
        try:
            print(json.dumps(request), file=requests, flush=True)
            line = self._answers.get(timeout=self._limit)
        except queue.Empty:
            raise ProbeDiedError(f"no answer to {request} in {self._limit} s") from None
        except OSError:
            line = ""
        if not line:
            raise ProbeDiedError(f"the process ended at {request}: {self._last_words()}")
        self._limit = self._answer_seconds
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self._popen.kill()
        self._popen.wait()
        self._reader.join()
        _open(self._popen.stdout).close()
        with contextlib.suppress(OSError):  # it may hold text for a process that is gone
            _open(self._popen.stdin).close()
        self._errors.close()

    def _read(self, answers: IO[str]) -> None:
        for line in answers:
            self._answers.put(line)
        self._answers.put("")

    def _last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2000:].strip()


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None, "every stream was asked for as a pipe"
    return pipe
