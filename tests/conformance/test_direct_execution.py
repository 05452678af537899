"""Direct execution of tasks, on both systems: what comes back, and what refuses."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.systems import Outcome, System, both, outcome_of, raised, returned

pytestmark = both


def mail_handler(api: Any) -> Any:  # classes that exist once for each system
    @api.TaskHandler()
    class MailHandler:
        motto = "post"
        shout = staticmethod(str.upper)

        def __init__(self) -> None:
            self.sent: list[str] = []
            self.on_sent = lambda: "hook"

        @api.task
        def send(self, to: str, *, copies: int = 1) -> str:
            self.sent.extend([to] * copies)
            return f"{to} x{copies}"

        @api.task
        async def send_later(self, to: str) -> str:
            return f"later {to}"

        @api.task
        def count(self) -> int:
            return len(self.sent)

        @api.task
        def pages(self) -> Any:
            yield "never asked for"

        @api.task
        def awaitable(self) -> Any:
            return self.send_later("both")

        @api.task
        def bounce(self) -> None:
            raise LookupError("nobody lives here")

        @api.task
        @classmethod
        def office(cls) -> str:
            return cls.motto

        @api.schedule(interval=3600)
        def sweep(self) -> str:
            return "swept"

        def plain(self) -> str:
            return "no task"

        def _private(self) -> str:
            return "private"

        @property
        def busy(self) -> Any:
            return lambda: "property"

    return MailHandler


def test_a_sync_task_returns_its_result(system: System) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        assert app.run(handler, "send", "ann") == returned("ann x1")
        assert app.run(handler, "send", "bob", copies=2) == returned("bob x2")


def test_a_sync_task_runs_through_execute_async_as_well(system: System) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        assert app.run_async(handler, "send", "ann") == returned("ann x1")


def test_an_async_task_runs_through_execute_async_only(system: System) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        assert app.run_async(handler, "send_later", "ann") == returned("later ann")
        assert app.run(handler, "send_later", "ann") == raised("TaskAsyncInvocationRequiredError")


def test_a_sync_task_that_returns_a_coroutine_is_awaited(system: System) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        assert app.run_async(handler, "awaitable") == returned("later both")


def test_a_generator_task_is_returned_unrun(system: System) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        outcome = app.run(handler, "pages")
    assert type(outcome.result).__name__ == "generator"


def test_the_error_of_a_task_is_the_callers(system: System) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        assert app.run(handler, "bounce") == raised("LookupError")
        assert app.run_async(handler, "bounce") == raised("LookupError")


@pytest.mark.parametrize("method", ["sned", "", "busy", "sent", "motto"])
def test_a_name_that_nothing_callable_has_is_not_found(system: System, method: str) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        assert app.run(handler, method) == raised("TaskNotFoundError")
        assert app.run_async(handler, method) == raised("TaskNotFoundError")


@pytest.mark.parametrize(
    ("method", "result"),
    [
        ("plain", "no task"),
        ("_private", "private"),
        ("sweep", "swept"),
        ("office", "post"),
        ("on_sent", "hook"),
        ("__init__", None),
    ],
)
def test_whatever_is_callable_runs_task_or_not(system: System, method: str, result: object) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        assert app.run(handler, method) == returned(result)


def test_a_pod_that_is_no_handler_runs_too(system: System) -> None:
    @system.api.Pod()
    class Archive:
        def purge(self) -> str:
            return "purged"

    with system.running(Archive) as app:
        assert app.run(Archive, "purge") == returned("purged")


def test_a_handler_that_was_not_added_is_no_pod(system: System) -> None:
    handler, other = mail_handler(system.api), mail_handler(system.api)
    with system.running(handler) as app:
        for wrong in (other, None, handler(), int):
            assert app.run(wrong, "send", "ann") == raised("NoSuchPodError")
            assert app.run_async(wrong, "send", "ann") == raised("NoSuchPodError")


def test_a_base_class_finds_the_one_handler_that_inherits_it(system: System) -> None:
    class Base:
        @system.api.task
        def whose(self) -> str:
            return type(self).__name__

    @system.api.TaskHandler()
    class First(Base): ...

    @system.api.TaskHandler()
    class Second(Base): ...

    with system.running(First) as app:
        assert app.run(Base, "whose") == returned("First")
    with system.running(First, Second) as app:
        assert app.run(Base, "whose") == raised("NoUniquePodError")
        assert app.run(Second, "whose") == returned("Second")


def test_an_executor_without_a_context_runs_nothing(system: System) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        lonely = type(app)(app.api, app.context, app.api.DirectTaskExecutor())
        assert lonely.run(handler, "count") == raised("TaskApplicationContextNotFoundError")
        assert lonely.run_async(handler, "count") == raised("TaskApplicationContextNotFoundError")
        lonely.executor.set_application_context(app.context)
        assert lonely.run(handler, "count") == returned(0)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"args": ("ann",)}, returned("ann x1")),
        ({"args": ["ann"]}, returned("ann x1")),
        ({"args": ("xy")}, raised("TypeError")),
        ({"args": ("x")}, returned("x x1")),
        ({"args": 5}, raised("TypeError")),
        ({"args": ()}, raised("TypeError")),
        ({"args": ("ann", 2)}, raised("TypeError")),
        ({"args": ("ann",), "kwargs": {"copies": 3}}, returned("ann x3")),
        ({"args": ("ann",), "kwargs": [("copies", 3)]}, returned("ann x3")),
        ({"args": ("ann",), "kwargs": {"copy": 3}}, raised("TypeError")),
        ({"args": ("ann",), "kwargs": None}, raised("TypeError")),
        ({"kwargs": {"to": "ann"}}, returned("ann x1")),
    ],
)
def test_arguments_are_spread_as_they_come(
    system: System, arguments: dict[str, object], expected: Outcome
) -> None:
    handler = mail_handler(system.api)
    with system.running(handler) as app:
        invocation = {"handler_type": handler, "method_name": "send", **arguments}
        assert app.invoke(**invocation) == expected
        assert app.invoke_async(**invocation) == expected


def test_an_invocation_takes_keywords_only_and_cannot_be_changed(system: System) -> None:
    invocation = system.api.DirectTaskInvocation(handler_type=int, method_name="bit_length")
    assert (invocation.args, dict(invocation.kwargs)) == ((), {})
    assert outcome_of(lambda: system.api.DirectTaskInvocation(int, "x")) == raised("TypeError")
    assert outcome_of(lambda: setattr(invocation, "method_name", "x")) == raised(
        "FrozenInstanceError"
    )


@pytest.mark.parametrize(
    ("scope", "after_a_call", "after_clearing"),
    [("SINGLETON", 1, 1), ("CONTEXT", 1, 0), ("PROTOTYPE", 0, 0)],
)
def test_a_scope_says_how_long_a_handler_keeps_its_state(
    system: System, scope: str, after_a_call: int, after_clearing: int
) -> None:
    api = system.api

    @api.TaskHandler(scope=getattr(api.Pod.Scope, scope))
    class Counter:
        def __init__(self) -> None:
            self.seen = 0

        @api.task
        def see(self) -> None:
            self.seen += 1

        @api.task
        def count(self) -> int:
            return self.seen

    with system.running(Counter) as app:
        app.context.clear_context()
        app.run(Counter, "see")
        assert app.run(Counter, "count") == returned(after_a_call)
        app.context.clear_context()
        assert app.run(Counter, "count") == returned(after_clearing)


def test_a_scope_that_is_no_scope_behaves_as_prototype(system: System) -> None:
    @system.api.TaskHandler(scope="singleton")
    class Misled: ...

    with system.running(Misled) as app:
        assert app.context.get(Misled) is not app.context.get(Misled)


@pytest.mark.parametrize("auth", [False, True])
def test_execution_leaves_the_context_as_it_is(system: System, auth: bool) -> None:
    api = system.api
    received: list[object] = []

    @api.TaskHandler()
    class Reader:
        @api.task
        @api.protected
        def read(self, *args: object, **kwargs: object) -> None:
            received.append((args, kwargs))

        @api.task
        @api.protected
        async def read_later(self, *args: object, **kwargs: object) -> None:
            received.append((args, kwargs))

    with system.running(Reader, auth=auth) as app:
        app.context.clear_context()
        auth_context = app.sign_in()
        app.context.set_context_value("tests.key", "kept")
        assert app.run(Reader, "read", 1, b=2) == returned(None)
        assert app.run_async(Reader, "read_later", 1, b=2) == returned(None)
        assert app.context.get_context_value(api.AUTH_CONTEXT_CONTEXT_KEY) is auth_context
        assert app.context.get_context_value("tests.key") == "kept"
    assert received == [((1,), {"b": 2})] * 2, "no AuthContext among the arguments"


def test_context_values_last_until_the_context_is_cleared(system: System) -> None:
    with system.running() as app:
        app.context.clear_context()
        assert app.context.get_context_value("tests.key") is None
        app.context.set_context_value("tests.key", 1)
        app.context.set_context_value("tests.key", 2)
        assert app.context.get_context_value("tests.key") == 2
        app.context.clear_context()
        assert app.context.get_context_value("tests.key") is None


def test_contexts_do_not_share_their_values(system: System) -> None:
    with system.running() as one, system.running() as other:
        one.context.set_context_value("tests.key", 1)
        assert other.context.get_context_value("tests.key") is None


def test_pods_are_found_by_type_base_and_name(system: System) -> None:
    class Mailer: ...

    @system.api.TaskHandler(name="fast")
    class Fast(Mailer): ...

    @system.api.TaskHandler()
    class SlowMAILer(Mailer): ...

    with system.running(Fast, SlowMAILer) as app:
        context = app.context
        assert context.contains(Fast)
        assert context.contains(Mailer)
        assert not context.contains(int)
        assert context.contains(Mailer, "fast")
        assert context.contains(Mailer, "slow_m_a_i_ler")
        assert not context.contains(Mailer, "slow")
        assert isinstance(context.get(Mailer, "fast"), Fast)
        assert outcome_of(lambda: context.get(Mailer, "quick")) == raised("NoSuchPodError")
        assert outcome_of(lambda: context.get(Mailer)) == raised("NoUniquePodError")
