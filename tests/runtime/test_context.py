"""The ApplicationContext: pods, their guards, and values of the current context."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import cast

import pytest

from spakky_lint.runtime import (
    ApplicationContext,
    AsyncAuthorizationAspect,
    AuthContext,
    AuthContextNotFoundError,
    AuthorizationAspect,
    AuthorizationDecision,
    AuthorizationReasonCode,
    AuthRequirementDeniedError,
    AuthRequirementProviderUnavailableError,
    AuthSubject,
    DirectTaskExecutor,
    DirectTaskInvocation,
    IPostProcessor,
    IRoleChecker,
    IService,
    NoSuchPodError,
    NoUniquePodError,
    Pod,
    PodNameAlreadyExistsError,
    RoleCheckRequest,
    TaskHandler,
    require_role,
    store_auth_context,
    task,
)

ANN = AuthContext(subject=AuthSubject(id="ann"), issuer="tests", roles=("clerk",))


def context_of(*pods: object, auth: bool = True) -> ApplicationContext:
    context = ApplicationContext(auth=auth)
    for pod in pods:
        context.add(pod)
    return context


def desk() -> type:
    """A handler of its own for each test: annotations stay on classes."""

    @TaskHandler()
    class Desk:
        @task
        @require_role("clerk")
        def stamp(self) -> str:
            return "stamped"

        @task
        @require_role("clerk")
        async def stamp_later(self) -> str:
            return "stamped later"

    return Desk


@Pod()
class Roles(IRoleChecker):
    """Looks into the AuthContext."""

    def check_role(self, request: RoleCheckRequest) -> AuthorizationDecision:
        if request.role in request.auth_context.roles:
            return AuthorizationDecision.allow()
        return AuthorizationDecision.deny(AuthorizationReasonCode.INSUFFICIENT_ROLE)


def test_auth_is_enforced_unless_the_context_is_one_without_auth() -> None:
    open_desk, closed_desk = desk(), desk()
    assert context_of(open_desk, Roles, auth=False).get(open_desk).stamp() == "stamped"
    context = context_of(closed_desk, Roles)
    with pytest.raises(AuthContextNotFoundError):
        context.get(closed_desk).stamp()
    store_auth_context(context, ANN)
    assert context.get(closed_desk).stamp() == "stamped"


def test_a_context_guards_async_tasks_too() -> None:
    handler = desk()
    context = context_of(handler, Roles)
    with pytest.raises(AuthContextNotFoundError):
        asyncio.run(context.get(handler).stamp_later())
    store_auth_context(context, ANN)
    assert asyncio.run(context.get(handler).stamp_later()) == "stamped later"


def test_the_order_in_which_pods_are_added_changes_nothing() -> None:
    handler = desk()
    context = context_of(AuthorizationAspect, AsyncAuthorizationAspect, handler, Roles, auth=False)
    store_auth_context(context, ANN)
    assert context.get(handler).stamp() == "stamped"
    context = context_of(Roles, handler, AuthorizationAspect, auth=False)
    store_auth_context(context, ANN)
    assert context.get(handler).stamp() == "stamped"


def test_a_denial_carries_the_decision() -> None:
    handler = desk()
    context = context_of(handler, Roles)
    store_auth_context(context, AuthContext(subject=AuthSubject(id="bob"), issuer="tests"))
    with pytest.raises(AuthRequirementDeniedError) as caught:
        context.get(handler).stamp()
    assert caught.value.decision == AuthorizationDecision.deny(
        AuthorizationReasonCode.INSUFFICIENT_ROLE
    )
    assert str(caught.value) == "an auth requirement was not met"


def test_an_aspect_by_hand_needs_a_context_and_a_checker() -> None:
    method = desk()().stamp
    with pytest.raises(AuthContextNotFoundError):
        AuthorizationAspect().admit(method)
    context = ApplicationContext()
    store_auth_context(context, ANN)
    with pytest.raises(AuthRequirementProviderUnavailableError):
        AuthorizationAspect(context).admit(method)
    AuthorizationAspect(context, role_checker=Roles()).admit(method)


def test_an_executor_from_the_context_knows_it() -> None:
    handler = desk()
    context = context_of(handler, DirectTaskExecutor, auth=False)
    executor = context.get(DirectTaskExecutor)
    invocation = DirectTaskInvocation(handler_type=handler, method_name="stamp")
    assert executor.execute(invocation) == "stamped"


def test_a_start_creates_every_pod_once() -> None:
    created: list[str] = []

    @Pod()
    class Eager:
        def __init__(self) -> None:
            created.append("eager")

    context = context_of(Eager)
    assert created == []
    context.start()
    context.start()
    context.get(Eager)
    assert created == ["eager"]


def test_a_singleton_is_created_once_by_many_threads() -> None:
    created: list[object] = []
    gate = threading.Barrier(8)

    @Pod()
    class Slow:
        def __init__(self) -> None:
            threading.Event().wait(0.01)
            created.append(self)

    context = context_of(Slow)
    found: list[object] = []

    def get() -> None:
        gate.wait()
        found.append(context.get(Slow))

    threads = [threading.Thread(target=get) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(created) == 1
    assert found == created * 8


def in_a_thread(act: Callable[[], object]) -> object:
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(act()))
    thread.start()
    thread.join()
    return results[0]


def test_another_thread_is_not_signed_in() -> None:
    context = ApplicationContext()
    context.set_context_value("key", 1)
    assert in_a_thread(lambda: context.get_context_value("key")) is None


def test_asyncio_tasks_that_begin_without_values_do_not_see_each_others() -> None:
    context = ApplicationContext()

    async def sign(value: int) -> object:
        context.set_context_value("key", value)
        await asyncio.sleep(0)
        return context.get_context_value("key")

    async def main() -> list[object]:
        return list(await asyncio.gather(*(sign(number) for number in range(5))))

    assert asyncio.run(main()) == [0, 1, 2, 3, 4]
    assert context.get_context_value("key") is None


def test_a_pod_is_not_found_where_nothing_was_added() -> None:
    context = ApplicationContext()
    with pytest.raises(NoSuchPodError) as caught:
        context.get(int)
    assert str(caught.value) == "no such pod in the context: (<class 'int'>, None)"
    assert not context.contains(int)
    assert not context.contains(int, "int")


def test_errors_name_the_pods_that_are_in_each_others_way() -> None:
    first = Pod(name="one")(type("First", (), {}))
    second = Pod(name="two")(type("Second", (), {}))
    with pytest.raises(NoUniquePodError, match="'one', 'two'"):
        context_of(first, second).get(object)
    with pytest.raises(PodNameAlreadyExistsError, match="another pod has this name: one"):
        context_of(first, Pod(name="one")(type("Third", (), {})))


class Counter(IService):
    """A service that writes down what happens to it."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def set_stop_event(self, stop_event: threading.Event) -> None:
        self.seen.append("told")

    def start(self) -> None:
        self.seen.append("started")

    def stop(self) -> None:
        self.seen.append("stopped")


def test_services_live_with_their_context() -> None:
    service = Pod()(type("Service", (Counter,), {}))
    context = context_of(service)
    context.start()
    context.start()
    context.stop()
    context.stop()
    assert context.get(service).seen == ["told", "started", "stopped"]


def test_a_service_that_fails_stops_those_that_were_started() -> None:
    class Failing(Counter):
        def start(self) -> None:
            raise ConnectionError

    first, second = Pod()(type("First", (Counter,), {})), Pod()(Failing)
    context = context_of(first, second)
    with pytest.raises(ConnectionError):
        context.start()
    assert context.get(first).seen == ["told", "started", "stopped"]
    assert context.get(second).seen == ["told"]


def test_a_post_processor_sees_every_other_pod_and_may_replace_it() -> None:
    @Pod()
    class Plain:
        pass

    @Pod()
    class Boxing(IPostProcessor):
        def __init__(self, plain: Plain) -> None:
            self.needed = plain

        def post_process(self, pod: object) -> object:
            return [pod]

    other = Pod()(type("Other", (), {}))
    context = context_of(Boxing, Plain, other, auth=False)
    context.start()
    (boxed,) = cast("list[object]", context.get(other))
    assert type(boxed) is other
    assert type(context.get(Boxing)) is Boxing
    assert type(context.get(Boxing).needed) is Plain
