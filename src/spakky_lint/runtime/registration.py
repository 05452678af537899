"""Which tasks the handlers of a context have: what those who send and run them are told."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, ismethod

from spakky_lint.runtime.lifecycle import IPostProcessor
from spakky_lint.runtime.pod import Pod
from spakky_lint.runtime.tasks import TaskHandler, TaskRoute, collect_task_auth_metadata


@Pod()
class TaskRegistrationPostProcessor(IPostProcessor):
    """Collects the `@task` methods of every handler, and keeps each one's auth on its route.

    Of a handler that auth guards it finds no task, as in the framework: what a guarded handler
    gives for a method is none. Two handlers that inherit one task have two routes, and nothing is
    raised; the name under which a broker knows a task is not looked at here.
    """

    def __init__(self) -> None:
        self._routes: dict[Callable[..., object], TaskRoute] = {}

    def post_process(self, pod: object) -> object:
        """Look at one pod, and give it back as it is.

        Raises MultipleAnnotationFoundError for a method that is a task twice.
        """
        owner = type(pod)
        if TaskHandler.exists(owner):
            for _, method in getmembers(pod, ismethod):
                route = TaskRoute.get_or_none(method)
                if route is not None:
                    route.auth_metadata = collect_task_auth_metadata(method, owner_type=owner)
                    self._routes[method] = route
        return pod

    def get_task_routes(self) -> dict[Callable[..., object], TaskRoute]:
        """The routes by bound method, in a dictionary of the caller's own."""
        return dict(self._routes)
