"""Runs cases on the real framework, in a process of its own, and tells what came of it.

outcome = probe.start(case)
assert outcome.raises("ValueError", "Invalid end range: 25 > 23")

app = probe.application(case)
assert app.registered == ("Payouts.settle",)
assert app.beat_sends("Payouts.settle").journal == ("settle",)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.evidence.cases import Case
from tests.evidence.process import RESULTS, ProbeDiedError, Process


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

    answer_seconds: float = 60.0
    started: int = 0
    _process: Process | None = field(default=None)

    def import_case(self, case: Case) -> Outcome:
        """Import the case as a module of its own; no application."""
        self.started += 1
        return self.ask("load", **asdict(case))

    def start(
        self,
        case: Case,
        *,
        auth: bool | None = None,
        celery: bool = True,
        timezone: str = "UTC",
        results: str | None = RESULTS,
        snapshots: bool = True,
    ) -> Outcome:
        """Import the case and start an application with spakky-task and the plugins asked for.

        Without a word about it, spakky-auth is a plugin where the text of the case has `auth`.
        `results` is where celery keeps the results of tasks, and `snapshots` whether the
        environment asks for them to be sent; by default the framework has neither.
        """
        self.started += 1
        return self.ask("start", **_asked(case, auth, celery, timezone, results, snapshots))

    def application(
        self,
        case: Case,
        *,
        auth: bool | None = None,
        celery: bool = True,
        timezone: str = "UTC",
        results: str | None = RESULTS,
        snapshots: bool = True,
    ) -> Application:
        """As `start`, for a case that is known to start, and may be running already.

        What runs, and has nothing left to do, is not started anew for the next test.
        """
        self.started += 1
        asked = _asked(case, auth, celery, timezone, results, snapshots)
        outcome = self.ask("application", **asked)
        if not outcome.succeeds:
            raise AssertionError(f"{case.rule} {case} does not start: {outcome.error}")
        return Application(self, self.started)

    def ask(self, operation: str, **arguments: object) -> Outcome:
        """Send one request, wait for its outcome.

        Raises:
            ProbeDiedError: the process ended, or did not answer in time and was killed.
        """
        if self._process is None:
            self._process = Process("tests.evidence.framework_process", self.answer_seconds)
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


def _asked(
    case: Case,
    auth: bool | None,
    celery: bool,
    timezone: str,
    results: str | None,
    snapshots: bool,
) -> dict[str, object]:
    return {
        **asdict(case),
        "auth": auth,
        "celery": celery,
        "timezone": timezone,
        "results": results,
        "snapshots": snapshots,
    }


def _rights(user: User | None) -> dict[str, Any] | None:
    return None if user is None else asdict(user)
