"""Which tasks the post-processor of the handlers finds, on both systems."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tests.conformance.systems import Application, System, both, raised, returned

pytestmark = both


def mail_handler(api: Any) -> Any:  # classes that exist once for each system
    @api.TaskHandler()
    class Mail:
        @api.task
        @api.require_role("clerk", tenant="acme")
        @api.protected
        def send(self) -> str:
            return "sent"

        @api.task
        async def later(self) -> str:
            return "later"

        @api.schedule(interval=60)
        def sweep(self) -> str:
            return "swept"

        @api.task
        @staticmethod
        def static() -> str:
            return "static"

        @classmethod
        @api.task
        def of_the_class(cls) -> str:
            return "class"

        def helper(self) -> str:
            return "helped"

    return Mail


def routes(app: Application) -> Mapping[str, Mapping[str, object]]:
    """The auth of every route that was found, by the name of its method."""
    found = app.context.get(app.api.TaskRegistrationPostProcessor).get_task_routes()
    return {method.__name__: asdict(route.auth_metadata) for method, route in found.items()}


NOTHING = {"public_access": False, "requirements": ()}


def test_the_tasks_of_handlers_are_found_with_their_auth(system: System) -> None:
    with system.running(mail_handler(system.api)) as app:
        found = routes(app)
    plain = {"resource": None, "action": None, "tenant": None}
    assert found == {
        "later": NOTHING,
        "of_the_class": NOTHING,
        "send": {
            "public_access": False,
            "requirements": (
                {"kind": "AUTHENTICATED", "ref": "authenticated", **plain},
                {"kind": "ROLE", "ref": "clerk", **plain, "tenant": "acme"},
            ),
        },
    }


def test_the_class_comes_first_and_public_access_is_kept(system: System) -> None:
    api = system.api

    @api.TaskHandler()
    @api.require_scope("mail")
    class Desk:
        @api.task
        @api.public_access
        @api.require_role("clerk")
        def open(self) -> str:
            return "open"

    with system.running(Desk) as app:
        (auth,) = routes(app).values()
    assert auth["public_access"] is True
    assert [each["kind"] for each in auth["requirements"]] == ["SCOPE", "ROLE"]  # type: ignore[attr-defined]  # of asdict


def test_of_a_guarded_handler_nothing_is_found(system: System) -> None:
    handler = mail_handler(system.api)
    with system.running(handler, auth=True) as app:
        assert routes(app) == {}


def test_a_pod_that_is_no_handler_has_no_tasks(system: System) -> None:
    api = system.api

    @api.Pod()
    class Archive:
        @api.task
        def purge(self) -> str:
            return "purged"

    with system.running(Archive) as app:
        assert routes(app) == {}


def test_a_method_that_is_a_task_twice_does_not_start(system: System) -> None:
    api = system.api

    @api.TaskHandler()
    class Twice:
        @api.task
        @api.task
        def run(self) -> str:
            return "ran"

    assert system.started(Twice) == raised("MultipleAnnotationFoundError")


def test_two_handlers_that_inherit_one_task_have_two_routes_and_start(system: System) -> None:
    api = system.api

    class Shared:
        @api.task
        def run(self) -> str:
            return type(self).__name__

    first = api.TaskHandler()(type("First", (Shared,), {}))
    second = api.TaskHandler()(type("Second", (Shared,), {}))
    with system.running(first, second) as app:
        found = app.context.get(api.TaskRegistrationPostProcessor).get_task_routes()
        assert sorted(method() for method in found) == ["First", "Second"]
        assert len({id(route) for route in found.values()}) == 1
        assert app.run(first, "run") == returned("First")


def test_the_dictionary_of_routes_is_the_callers_own(system: System) -> None:
    with system.running(mail_handler(system.api)) as app:
        processor = app.context.get(system.api.TaskRegistrationPostProcessor)
        processor.get_task_routes().clear()
        assert len(processor.get_task_routes()) == 3


def test_a_pod_comes_back_as_it_is(system: System) -> None:
    processor = system.api.TaskRegistrationPostProcessor()
    pods = [mail_handler(system.api)(), object(), 3, None]
    assert all(processor.post_process(pod) is pod for pod in pods)
    assert len(processor.get_task_routes()) == 3


def test_a_property_of_a_handler_is_asked_for(system: System) -> None:
    api = system.api

    @api.TaskHandler()
    class Costly:
        @property
        def cost(self) -> int:
            raise ConnectionError("the till is closed")

    assert system.started(Costly) == raised("ConnectionError")
