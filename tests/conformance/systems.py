"""The two systems that a scenario runs on, behind one face: ours and the real framework.

A scenario gets a `System`: its `api` has the framework's names, and `running` gives an application
with the pods in it, started, with auth enforced or not.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

import spakky_lint.runtime
from tests.real_framework import requires_framework

_REAL_MODULES = (
    "spakky.task",
    "spakky.auth",
    "spakky.auth.constants",
    "spakky.core.common.annotation",
    "spakky.core.common.error",
    "spakky.core.pod.annotations.pod",
    "spakky.core.pod.error",
    "spakky.core.pod.interfaces.container",
    "spakky.core.pod.interfaces.aware.application_context_aware",
    "spakky.core.application.application_context",
)


@dataclass(frozen=True)
class Outcome:
    """How a scenario ended: a result, or an exception with the decision that it carries.

    `exception` is a class name, `decision` a state and a reason code.
    """

    result: object = None
    exception: str | None = None
    decision: tuple[str, str] | None = None


def returned(result: object) -> Outcome:
    return Outcome(result=result)


def raised(exception: str, decision: tuple[str, str] | None = None) -> Outcome:
    return Outcome(exception=exception, decision=decision)


def outcome_of(act: Callable[[], object]) -> Outcome:
    """Run `act` and say how it ended."""
    try:
        return Outcome(result=act())
    except Exception as error:  # noqa: BLE001  # whichever it is, it is the outcome
        decision = getattr(error, "decision", None)
        return Outcome(
            exception=type(error).__name__,
            decision=decision and (str(decision.state), str(decision.reason_code)),
        )


@dataclass(frozen=True)
class Application:
    """A started application of one of the systems."""

    api: Any  # two families of classes that share names, but no type
    context: Any
    executor: Any

    def sign_in(self, subject: str = "ann", **granted: object) -> object:
        """Store an AuthContext, and return it."""
        auth_context = self.api.AuthContext(
            subject=self.api.AuthSubject(id=subject), issuer="tests", **granted
        )
        self.api.store_auth_context(self.context, auth_context)
        return auth_context

    def run(self, handler: object, method: str, *args: object, **kwargs: object) -> Outcome:
        """Run a task through `execute`."""
        return self.invoke(handler_type=handler, method_name=method, args=args, kwargs=kwargs)

    def run_async(self, handler: object, method: str, *args: object, **kwargs: object) -> Outcome:
        """Run a task through `execute_async`."""
        return self.invoke_async(handler_type=handler, method_name=method, args=args, kwargs=kwargs)

    def invoke(self, **invocation: object) -> Outcome:
        return outcome_of(
            lambda: self.executor.execute(self.api.DirectTaskInvocation(**invocation))
        )

    def invoke_async(self, **invocation: object) -> Outcome:
        return outcome_of(
            lambda: asyncio.run(
                self.executor.execute_async(self.api.DirectTaskInvocation(**invocation))
            )
        )


@dataclass(frozen=True)
class System:
    """One of the two systems."""

    name: str
    load: Callable[[], Any]  # see Application.api
    start: Callable[[Sequence[object], bool], Any]  # see Application.api

    @property
    def api(self) -> Any:  # see Application.api
        return self.load()

    @contextmanager
    def running(self, *pods: object, auth: bool = False) -> Iterator[Application]:
        """An application with these pods. What starting it raises is raised here."""
        with self.start(pods, auth) as context:
            yield Application(self.api, context, context.get(self.api.DirectTaskExecutor))

    def started(self, *pods: object, auth: bool = False) -> Outcome:
        """How starting an application with these pods ends; a result of True means it started."""

        def act() -> bool:
            with self.running(*pods, auth=auth):
                return True

        return outcome_of(act)


@contextmanager
def _start_ours(pods: Sequence[object], auth: bool) -> Iterator[object]:
    ours = spakky_lint.runtime
    context = ours.ApplicationContext(auth=auth)
    context.add(ours.DirectTaskExecutor)
    for pod in pods:
        context.add(pod)
    context.start()
    yield context


@contextmanager
def _start_real(pods: Sequence[object], auth: bool) -> Iterator[object]:
    from spakky.auth.main import initialize as load_auth
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.task.main import initialize as load_task

    application: Any = SpakkyApplication(ApplicationContext())  # takes any pod, typed as it may be
    load_task(application)
    if auth:
        load_auth(application)
        application.add(_provider())
    for pod in pods:
        application.add(pod)
    application.start()
    try:
        yield application.application_context
    finally:
        application.stop()


@cache
def _provider() -> object:
    """A pod that claims every auth capability: without one, nothing protected starts."""
    from spakky.auth import AuthCapability, AuthProviderContribution
    from spakky.core.pod.annotations.pod import Pod

    def contribution():  # type: ignore[no-untyped-def]  # set below: a pod wants the class, no text
        return AuthProviderContribution(provider_id="tests", capabilities=frozenset(AuthCapability))

    contribution.__annotations__["return"] = AuthProviderContribution
    return Pod(name="tests_auth_provider")(contribution)


@cache
def _load_real() -> SimpleNamespace:
    modules = [importlib.import_module(name) for name in _REAL_MODULES]
    names = {}
    for name in dir(spakky_lint.runtime):
        for module in modules:
            if not name.startswith("_") and hasattr(module, name):
                names[name] = getattr(module, name)
    return SimpleNamespace(**names)


OURS = System("ours", lambda: spakky_lint.runtime, _start_ours)
REAL = System("real", _load_real, _start_real)

both = pytest.mark.parametrize(
    "system",
    [
        pytest.param(OURS, id="ours"),
        pytest.param(
            REAL,
            id="real",
            marks=[
                pytest.mark.real_framework,
                requires_framework,
                # The framework looks at every attribute of its own settings, old ones too.
                pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning"),
            ],
        ),
    ],
)
"""Runs a test once on each system; the real one where it is installed."""
