"""Where the framework's names live, so that one name stands for every path that leads to it.

The modules are those of spakky, spakky-task, spakky-auth, spakky-data, spakky-event, spakky-saga,
spakky-agent, spakky-fastapi, spakky-grpc and spakky-typer 8.5.0; a test compares this table with
the installed packages.
"""

from __future__ import annotations

from functools import lru_cache

GETTERS = frozenset({"get", "get_or_none"})
"""How a container is asked for the pod of a class."""
_TASK = frozenset({"TaskHandler", "TaskRoute", "task"})
_SCHEDULE = frozenset({"ScheduleRoute", "schedule"})
_CRONTAB = frozenset({"Crontab", "Month", "Weekday"})
_DIRECT = frozenset({"DirectTaskExecutor", "DirectTaskInvocation"})
_AUTH = frozenset(
    {
        *("protected", "public_access", "require_permission", "require_policy"),
        *("require_relation", "require_role", "require_scope"),
    }
)

MODULES: dict[str, frozenset[str]] = {
    "spakky.auth": _AUTH,
    "spakky.auth.metadata": _AUTH,
    "spakky.agent": frozenset({"Agent"}),
    "spakky.agent.execution": frozenset({"Agent", "Pod"}),
    "spakky.core.aop.aspect": frozenset({"Aspect", "AsyncAspect", "Pod"}),
    "spakky.core.pod.annotations.lazy": frozenset({"Lazy"}),
    "spakky.core.pod.annotations.order": frozenset({"Order"}),
    "spakky.core.pod.annotations.pod": frozenset({"Pod", "Primary", "Qualifier"}),
    "spakky.core.pod.annotations.primary": frozenset({"Primary"}),
    "spakky.core.pod.annotations.qualifier": frozenset({"Qualifier"}),
    "spakky.core.pod.annotations.tag": frozenset({"Tag"}),
    "spakky.core.stereotype.configuration": frozenset({"Configuration", "Pod"}),
    "spakky.core.stereotype.controller": frozenset({"Controller", "Pod"}),
    "spakky.core.stereotype.usecase": frozenset({"UseCase", "Pod"}),
    "spakky.data.aspects.transactional": frozenset({"Transactional", "transactional"}),
    "spakky.data.stereotype.repository": frozenset({"Pod", "Repository"}),
    "spakky.event.stereotype.event_handler": frozenset({"EventHandler", "Pod"}),
    "spakky.plugins.fastapi.stereotypes.api_controller": frozenset({"ApiController", "Controller"}),
    "spakky.plugins.grpc.stereotypes.grpc_controller": frozenset({"Controller", "GrpcController"}),
    "spakky.plugins.typer.stereotypes.cli_controller": frozenset({"CliController", "Pod"}),
    "spakky.saga": frozenset({"Saga"}),
    "spakky.saga.stereotype": frozenset({"Pod", "Saga"}),
    "spakky.task": _TASK | _SCHEDULE | _CRONTAB | _DIRECT,
    "spakky.task.direct": _DIRECT | {"Pod"},
    "spakky.task.stereotype.crontab": _CRONTAB,
    "spakky.task.stereotype.schedule": _SCHEDULE | {"Crontab"},
    "spakky.task.stereotype.task_handler": _TASK | {"Pod"},
}
"""Module to the names of ours that can be imported from it."""

STAR_EXPORTS: frozenset[str] = frozenset(
    {"spakky.agent", "spakky.auth", "spakky.saga", "spakky.task"}
)
"""The modules that say in ``__all__`` what ``import *`` brings in.

The others bring in all that they import themselves.
"""

OF_TASKS_AND_AUTH: frozenset[str] = _TASK | _SCHEDULE | _CRONTAB | _DIRECT | _AUTH
"""The names that rules are about; a file that has none of them has nothing to find."""

STEREOTYPES_WITH_VALUES: frozenset[str] = frozenset(
    {"Agent", "ApiController", "CliController", "GrpcController"}
)
"""Those that take a class without parentheses for their first value, and stand in its place."""
STEREOTYPES: frozenset[str] = STEREOTYPES_WITH_VALUES | {
    *("Aspect", "AsyncAspect", "Configuration", "Controller", "EventHandler"),
    *("Pod", "Repository", "Saga", "TaskHandler", "UseCase"),
}
POD_MARKERS: frozenset[str] = frozenset({"Lazy", "Order", "Primary", "Tag"})
REQUIREMENTS: frozenset[str] = _AUTH - {"public_access"}
AUTH: frozenset[str] = _AUTH

ATTACHING: frozenset[str] = (
    STEREOTYPES | POD_MARKERS | AUTH | {"Transactional", "schedule", "task", "transactional"}
)
"""The decorators that write metadata on what they stand on, and return it."""
REPLACING_UNLESS_CALLED: frozenset[str] = REQUIREMENTS - {"protected"}
"""Those that take what they stand on for the name of a requirement: a closure is in its place."""


@lru_cache(maxsize=4096)
def framework_name(qualified: str) -> str | None:
    """``spakky.task.stereotype.task_handler.task`` and ``spakky.task.task`` are both ``task``."""
    module, _, name = qualified.rpartition(".")
    return name if name in MODULES.get(module, ()) else None
