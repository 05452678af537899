"""What the framework knows of the tasks of a started application."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from inspect import getmembers, isfunction
from typing import Any

from spakky.auth import get_effective_auth_metadata
from spakky.core.application.application import SpakkyApplication
from spakky.core.pod.annotations.lazy import Lazy
from spakky.core.utils.inspection import get_fully_qualified_name
from spakky.task import TaskHandler, collect_task_auth_metadata
from spakky.task.stereotype.schedule import ScheduleRoute
from spakky.task.stereotype.task_handler import TaskRoute

# What is told is JSON.
Json = Any

_FIELDS = ("ref", "resource", "action", "tenant")


def tasks_of_handlers(application: SpakkyApplication) -> list[Json]:
    """Each task and schedule of each handler, as celery's post-processor goes through them."""
    return [
        task
        for pod in application.application_context.pods.values()
        if TaskHandler.exists(pod.type_) and not Lazy.exists(pod.type_)  # which nobody makes
        for task in _tasks(pod.type_)
    ]


def _tasks(handler: type) -> Iterator[Json]:
    handler = TaskHandler.get(handler).type_
    for name, method in getmembers(handler, isfunction):
        on_demand, scheduled = TaskRoute.exists(method), ScheduleRoute.exists(method)
        if not on_demand and not scheduled:
            continue
        owner = next(class_ for class_ in handler.__mro__ if name in vars(class_))
        effective = get_effective_auth_metadata(method, owner_type=handler)
        in_the_worker = collect_task_auth_metadata(method, owner_type=handler)
        yield {
            "name": f"{owner.__module__}.{owner.__qualname__}.{name}",
            "handler": f"{handler.__module__}.{handler.__qualname__}",
            "celery": get_fully_qualified_name(method),
            "on_demand": on_demand,
            "scheduled": scheduled,
            "public": effective.public_access,
            "asked": [_plain(each) for each in effective.requirements],
            "asked_in_the_worker": [_plain(each) for each in in_the_worker.requirements],
        }


def _plain(requirement: Json) -> list[str | None]:
    values = [getattr(requirement, name) for name in _FIELDS]
    texts = [value.value if isinstance(value, Enum) else value for value in values]
    return [str(requirement.kind), *(text if text is None else str(text) for text in texts)]
