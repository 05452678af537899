"""Where ours differs from the framework, on purpose: each difference is seen on both."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.conformance.systems import OURS, REAL, System, outcome_of, raised, returned
from tests.real_framework import requires_framework

pytestmark = [
    pytest.mark.real_framework,
    requires_framework,
    pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning"),
]


def protected_handler(api: Any) -> Any:  # classes that exist once for each system
    @api.TaskHandler()
    class Safe:
        @api.task
        @api.protected
        def open(self, **kwargs: object) -> str:
            return "open"

    return Safe


@pytest.mark.parametrize(
    ("system", "kept"), [(OURS, ["AUTHENTICATED"]), (REAL, [])], ids=["ours", "real"]
)
def test_the_route_of_a_guarded_handler_keeps_its_auth_metadata(
    system: System, kept: list[str]
) -> None:
    """The framework loses it: its post-processor looks for methods on a proxy, which has none."""
    handler = protected_handler(system.api)
    with system.running(handler, auth=True):
        metadata = system.api.TaskRoute.get(handler.open).auth_metadata
    assert [requirement.kind for requirement in metadata.requirements] == kept


def test_a_guarded_task_may_name_its_parameters_as_it_likes() -> None:
    """The framework's proxy has parameters of these names itself."""
    for system, expected in ((OURS, returned("open")), (REAL, raised("TypeError"))):
        handler = protected_handler(system.api)
        with system.running(handler, auth=True) as app:
            app.sign_in()
            for name in ("method", "target", "joinpoint"):
                outcome = app.invoke(handler_type=handler, method_name="open", kwargs={name: 1})
                assert outcome == expected, (system.name, name)
            assert app.run(handler, "open", other=1) == returned("open")


def test_a_context_enforces_before_it_is_started() -> None:
    """The framework weaves its aspects when a context starts; unstarted, it runs everything."""
    for system, expected in ((OURS, raised("AuthContextNotFoundError")), (REAL, returned("open"))):
        api = system.api
        handler = protected_handler(api)
        context = api.ApplicationContext()
        context.add(api.AuthorizationAspect)
        context.add(handler)
        executor = api.DirectTaskExecutor()
        executor.set_application_context(context)
        invocation = api.DirectTaskInvocation(handler_type=handler, method_name="open")
        assert outcome_of(partial(executor.execute, invocation)) == expected, system.name


def test_one_aspect_guards_sync_and_async_methods() -> None:
    """The framework has an aspect for each, and enforces by halves when only one is loaded."""
    for system, expected in ((OURS, raised("AuthContextNotFoundError")), (REAL, returned("later"))):
        api = system.api

        @api.TaskHandler()
        class Late:
            @api.task
            @api.protected
            async def later(self) -> str:
                return "later"

        with system.running(Late, api.AuthorizationAspect) as app:
            assert app.run_async(Late, "later") == expected, system.name
