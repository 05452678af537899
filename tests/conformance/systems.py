"""The two systems that a scenario runs on, behind one face: ours and the real framework.

A scenario gets a `System`: its `api` has the framework's names, and `running` gives an application
with the pods in it, started, with auth enforced or not.
"""

from __future__ import annotations

import asyncio
import atexit
import importlib
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

import spakky_lint.runtime
from tests.real_framework import requires_framework

_REAL_MODULES = (
    "spakky.task",
    "spakky.task.interfaces.task_result",
    "spakky.task.stereotype.task_handler",
    "spakky.auth",
    "spakky.auth.startup",
    "spakky.core.common.annotation",
    "spakky.core.common.error",
    "spakky.core.pod.annotations.pod",
    "spakky.core.pod.error",
    "spakky.core.pod.interfaces.container",
    "spakky.core.pod.interfaces.aware.application_context_aware",
    "spakky.core.pod.interfaces.aware.container_aware",
    "spakky.core.pod.interfaces.post_processor",
    "spakky.core.service.interfaces.service",
    "spakky.core.application.application_context",
    "spakky.core.application.plugin",
    "spakky.core.application.startup_diagnostics",
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
            lambda: awaited(
                self.executor.execute_async(self.api.DirectTaskInvocation(**invocation))
            )
        )


def awaited(coroutine: Coroutine[Any, Any, object]) -> object:
    return _runner().run(coroutine, context=copy_context())


@cache
def _runner() -> asyncio.Runner:
    """One event loop for all calls, for to make one and to close it takes longer than a call."""
    runner = asyncio.Runner()
    atexit.register(runner.close)
    return runner


@dataclass(frozen=True)
class System:
    """One of the two systems."""

    name: str
    load: Callable[[], Any]  # see Application.api
    start: Callable[[Sequence[object]], Any]  # see Application.api
    auth_pods: Callable[[], Sequence[object]]
    """What loading spakky-auth adds to an application."""

    @property
    def api(self) -> Any:  # see Application.api
        return self.load()

    @contextmanager
    def running(
        self, *pods: object, auth: bool = False, provided: bool = True
    ) -> Iterator[Application]:
        """An application with these pods. What starting it raises is raised here.

        With auth it has a provider that claims every capability, unless the pods are to provide.
        """
        provider = [provider_pod(self.api, "tests", self.api.AuthCapability)] if provided else []
        added = [*(self.auth_pods() if auth else ()), *(provider if auth else ())]
        with self.start([*added, *pods]) as context:
            yield Application(self.api, context, context.get(self.api.DirectTaskExecutor))

    def started(self, *pods: object, auth: bool = False, provided: bool = True) -> Outcome:
        """How starting an application with these pods ends; a result of True means it started."""

        def act() -> bool:
            with self.running(*pods, auth=auth, provided=provided):
                return True

        return outcome_of(act)


@contextmanager
def _start_ours(pods: Sequence[object]) -> Iterator[object]:
    ours = spakky_lint.runtime
    context = ours.ApplicationContext(auth=False)
    for pod in (ours.DirectTaskExecutor, ours.TaskRegistrationPostProcessor, *pods):
        context.add(pod)
    context.start()
    try:
        yield context
    finally:
        context.stop()


@contextmanager
def _start_real(pods: Sequence[object]) -> Iterator[object]:
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.task.main import initialize as load_task

    application: Any = SpakkyApplication(ApplicationContext())  # takes any pod, typed as it may be
    load_task(application)
    for pod in pods:
        application.add(pod)
    application.start()
    try:
        yield application.application_context
    finally:
        application.stop()


def _our_auth_pods() -> Sequence[object]:
    ours = spakky_lint.runtime
    return [
        ours.auth_snapshot_propagation_config,
        ours.AuthCapabilityStartupValidationService,
        ours.AuthorizationAspect,
        ours.AsyncAuthorizationAspect,
    ]


def _real_auth_pods() -> Sequence[object]:
    from spakky.auth.main import initialize

    added: list[object] = []
    initialize(SimpleNamespace(add=added.append))  # type: ignore[arg-type]  # it only adds
    return added


def factory_pod(api: Any, name: str, type_: type, make: Callable[[], object]) -> object:
    """A factory that makes a pod of this type; a pod wants the class itself for a return type."""

    def factory() -> object:
        return make()

    factory.__annotations__["return"] = type_
    return api.Pod(name=name)(factory)


def provider_pod(api: Any, name: str, capabilities: Iterable[object]) -> object:
    """A pod that claims these auth capabilities: without one, nothing protected starts."""
    contribution = api.AuthProviderContribution(
        provider_id=name, capabilities=frozenset(capabilities)
    )
    return factory_pod(api, f"{name}_provider", type(contribution), lambda: contribution)


@cache
def _load_real() -> SimpleNamespace:
    from tests.evidence.own_pods import look_once

    look_once()
    modules = [importlib.import_module(name) for name in _REAL_MODULES]
    names: dict[str, object] = {}
    for name in dir(spakky_lint.runtime):
        for module in modules:
            if not name.startswith("_") and hasattr(module, name):
                names.setdefault(name, getattr(module, name))
    return SimpleNamespace(**names)


OURS = System("ours", lambda: spakky_lint.runtime, _start_ours, _our_auth_pods)
REAL = System("real", _load_real, _start_real, _real_auth_pods)

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
