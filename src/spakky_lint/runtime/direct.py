"""Running a task in the current process and the current context."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from inspect import iscoroutinefunction

from spakky_lint.runtime.awareness import Context, IApplicationContextAware
from spakky_lint.runtime.errors import (
    TaskApplicationContextNotFoundError,
    TaskAsyncInvocationRequiredError,
    TaskNotFoundError,
)
from spakky_lint.runtime.pod import Pod
from spakky_lint.runtime.weaving import callable_members


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectTaskInvocation:
    """Which method of which handler to call, and with what."""

    handler_type: type[object]
    method_name: str
    args: tuple[object, ...] = ()
    kwargs: Mapping[str, object] = field(default_factory=dict)


@Pod()
class DirectTaskExecutor(IApplicationContextAware):
    """Calls tasks on the handler that the ApplicationContext holds.

    The context values stay as they are, so an AuthContext that was stored before is the one that
    the call is judged by; it is neither copied nor passed on. Any callable attribute of the pod can
    be named, a task or not, as in the framework.
    """

    def __init__(self) -> None:
        self._application_context: Context | None = None

    def set_application_context(self, application_context: Context) -> None:
        """Say where handlers are to be found."""
        self._application_context = application_context

    def execute(self, invocation: DirectTaskInvocation) -> object:
        """Call a sync task and return its result.

        Raises TaskApplicationContextNotFoundError, NoSuchPodError, TaskNotFoundError,
        TaskAsyncInvocationRequiredError for an `async def`, whatever enforcement refuses with, and
        whatever the task raises.
        """
        method = self._method(invocation)
        if iscoroutinefunction(method):
            raise TaskAsyncInvocationRequiredError()
        return method(*invocation.args, **dict(invocation.kwargs))

    async def execute_async(self, invocation: DirectTaskInvocation) -> object:
        """Call a task, sync or async, and return its result; raises what `execute` does."""
        result = self._method(invocation)(*invocation.args, **dict(invocation.kwargs))
        return await result if isinstance(result, Awaitable) else result

    def _method(self, invocation: DirectTaskInvocation) -> Callable[..., object]:
        if self._application_context is None:
            raise TaskApplicationContextNotFoundError()
        handler = self._application_context.get(invocation.handler_type)
        for name, method in callable_members(handler):
            if name == invocation.method_name:
                return method
        raise TaskNotFoundError()
