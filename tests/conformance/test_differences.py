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
    """As the framework documents it; but it loses it, since its post-processor looks for methods
    on a proxy, which has none.
    """
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
    """The framework weaves its aspects when a context starts; unstarted, it runs everything.

    A context of the framework's has no aspects unless they are added, ours has them unless it is
    told not to.
    """
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


def test_wrong_settings_of_propagation_are_value_errors() -> None:
    """The framework's is a pydantic ValidationError, which is one too; a field that is unknown is
    a TypeError here, as of any dataclass.
    """
    for system, unknown in ((OURS, "TypeError"), (REAL, "ValidationError")):
        config = system.api.AuthSnapshotPropagationConfig
        with pytest.raises(ValueError, match="maybe"):
            config(enabled="maybe")
        assert outcome_of(partial(config, on=True)) == raised(unknown), system.name


def test_a_configuration_of_propagation_cannot_be_changed() -> None:
    """The framework says so with a ValidationError."""
    for system, error in ((OURS, "FrozenInstanceError"), (REAL, "ValidationError")):
        made = system.api.AuthSnapshotPropagationConfig(enabled=True)
        assert outcome_of(partial(setattr, made, "enabled", False)) == raised(error), system.name
        assert made.enabled


def test_a_second_start_and_a_second_stop_do_nothing() -> None:
    """The framework refuses both, and forgets its pods when it stops."""
    for system, again, known in (
        (OURS, returned(None), True),
        (REAL, raised("ApplicationContextAlreadyStartedError"), False),
    ):
        context = system.api.ApplicationContext()
        context.add(system.api.DirectTaskExecutor)
        context.start()
        assert outcome_of(context.start) == again, system.name
        context.stop()
        assert context.contains(system.api.DirectTaskExecutor) is known, system.name
        stopped = outcome_of(context.stop)
        assert (stopped == returned(None)) is known, system.name


def test_the_error_of_a_failed_validation_says_what_is_missing() -> None:
    """The framework's says so in its diagnostics only."""
    texts = {}
    for system in (OURS, REAL):
        handler = protected_handler(system.api)
        context = system.api.ApplicationContext()
        context.add(handler)
        with pytest.raises(system.api.AuthStartupCapabilityValidationError) as caught:
            system.api.AuthCapabilityStartupValidator(context).validate()
        texts[system.name] = str(caught.value)
    assert "AUTHENTICATION" not in texts["real"]
    assert texts["ours"] == (
        "a required auth capability needs exactly one provider: AUTHENTICATION is given by nobody "
        f"and required by {__name__}.protected_handler.<locals>.Safe.open"
    )
