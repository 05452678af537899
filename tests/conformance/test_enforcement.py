"""Enforcement of auth, on both systems: ALLOW alone calls the task."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from tests.conformance.checkers import DECISIONS, KINDS, another_role_checker, checkers, decide
from tests.conformance.systems import Outcome, System, both, outcome_of, raised, returned

pytestmark = both

NO_CONTEXT = raised("AuthContextNotFoundError")
NO_PROVIDER = raised("AuthRequirementProviderUnavailableError")
RAN = returned("ran")


def decorator(api: Any, kind: str) -> Any:
    """A full requirement of each kind."""
    match kind:
        case "PERMISSION":
            return api.require_permission("orders:read", resource="order:1", tenant="acme")
        case "POLICY":
            return api.require_policy("order:1", "close", tenant="acme")
        case "RELATION":
            return api.require_relation("owner", resource="order:1", tenant="acme")
        case "ROLE":
            return api.require_role("admin", tenant="acme")
        case "SCOPE":
            return api.require_scope("orders")
        case _:
            return api.protected


def handler_with(api: Any, *decorators: Callable[[Any], Any], on_class: bool = False) -> Any:
    """A handler whose tasks `now` and `later` carry the decorators, or whose class does."""

    def decorated(obj: Any) -> Any:
        for decorate in reversed(decorators):
            obj = decorate(obj)
        return obj

    on_method = (lambda method: method) if on_class else decorated

    class Handler:
        @api.task
        @on_method
        def now(self) -> str:
            return "ran"

        @api.task
        @on_method
        async def later(self) -> str:
            return "ran"

    return api.TaskHandler()(decorated(Handler) if on_class else Handler)


def run_both_ways(app: Any, handler: object) -> Outcome:
    """Sync and async must end alike."""
    outcome = app.run(handler, "now")
    assert app.run_async(handler, "later") == outcome
    assert app.run_async(handler, "now") == outcome
    return outcome  # type: ignore[no-any-return]  # app is one of two families of classes


@pytest.mark.parametrize("kind", ["AUTHENTICATED", *KINDS])
@pytest.mark.parametrize("on_class", [False, True])
def test_without_enforcement_everything_runs(system: System, kind: str, on_class: bool) -> None:
    api = system.api
    handler = handler_with(api, decorator(api, kind), on_class=on_class)
    with system.running(handler, auth=False) as app:
        assert run_both_ways(app, handler) == RAN


@pytest.mark.parametrize("kind", ["AUTHENTICATED", *KINDS])
@pytest.mark.parametrize("on_class", [False, True])
def test_without_an_auth_context_nothing_protected_runs(
    system: System, kind: str, on_class: bool
) -> None:
    api = system.api
    handler = handler_with(api, decorator(api, kind), on_class=on_class)
    allow = checkers(api, lambda _: decide(api, "ALLOW"))
    with system.running(handler, *allow, auth=True) as app:
        assert run_both_ways(app, handler) == NO_CONTEXT
        app.sign_in()
        assert run_both_ways(app, handler) == RAN
        app.context.clear_context()
        assert run_both_ways(app, handler) == NO_CONTEXT


@pytest.mark.parametrize("value", ["ann", 0, False, object()])
def test_a_wrong_context_value_is_refused(system: System, value: object) -> None:
    api = system.api
    handler = handler_with(api, api.protected)
    with system.running(handler, auth=True) as app:
        app.context.set_context_value(api.AUTH_CONTEXT_CONTEXT_KEY, value)
        assert run_both_ways(app, handler) == raised("InvalidAuthContextValueError")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", DECISIONS)
def test_allow_alone_calls_the_task(system: System, kind: str, state: str) -> None:
    api = system.api
    handler = handler_with(api, decorator(api, kind))
    with system.running(handler, *checkers(api, lambda _: decide(api, state)), auth=True) as app:
        app.sign_in()
        outcome = run_both_ways(app, handler)
    if state == "ALLOW":
        assert outcome == RAN
    else:
        assert outcome == raised("AuthRequirementDeniedError", (state, DECISIONS[state][1]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_checker_refuses(system: System, kind: str) -> None:
    api = system.api
    handler = handler_with(api, decorator(api, kind))
    others = checkers(
        api, lambda _: decide(api, "ALLOW"), tuple(other for other in KINDS if other != kind)
    )
    with system.running(handler, *others, auth=True) as app:
        app.sign_in()
        assert run_both_ways(app, handler) == NO_PROVIDER


def test_a_relation_without_a_resource_and_a_policy_without_an_action_refuse(
    system: System,
) -> None:
    api = system.api
    for wrong in (
        api.require_relation("owner", resource=None),
        api.require_policy("order:1", None),
        api.require_policy(None, "close"),
    ):
        handler = handler_with(api, wrong)
        allow = checkers(api, lambda _: decide(api, "ALLOW"))
        with system.running(handler, *allow, auth=True) as app:
            app.sign_in()
            assert run_both_ways(app, handler) == NO_PROVIDER


@pytest.mark.parametrize("kind", KINDS)
def test_a_checker_is_asked_with_all_that_was_declared(system: System, kind: str) -> None:
    api = system.api
    asked: list[dict[str, object]] = []

    def answer(request: Any) -> object:
        asked.append({"request": type(request).__name__, **asdict(request)})
        return decide(api, "ALLOW")

    handler = handler_with(api, decorator(api, kind))
    with system.running(handler, *checkers(api, answer), auth=True) as app:
        app.sign_in(tenant="acme", roles=("clerk",), claims=(api.AuthClaim(name="a", value=1),))
        assert app.run(handler, "now") == RAN
    (request,) = asked
    context = request.pop("auth_context")
    assert isinstance(context, dict)
    assert context["subject"] == {"id": "ann", "display_name": None}
    assert (context["issuer"], context["tenant"]) == ("tests", "acme")
    assert (context["roles"], context["claims"]) == (("clerk",), ({"name": "a", "value": 1},))
    assert (
        request
        == {
            "PERMISSION": {
                "request": "PermissionCheckRequest",
                "permission": "orders:read",
                "resource": "order:1",
                "tenant": "acme",
            },
            "POLICY": {
                "request": "AuthorizationRequest",
                "resource": "order:1",
                "action": "close",
                "tenant": "acme",
            },
            "RELATION": {
                "request": "RelationCheckRequest",
                "relation": "owner",
                "resource": "order:1",
                "tenant": "acme",
            },
            "ROLE": {"request": "RoleCheckRequest", "role": "admin", "tenant": "acme"},
            "SCOPE": {"request": "ScopeCheckRequest", "scope": "orders"},
        }[kind]
    )


def test_class_and_method_add_up_in_order_until_one_refuses(system: System) -> None:
    api = system.api
    asked: list[str] = []

    def answer(request: Any) -> object:
        asked.append(request.role)
        return decide(api, "DENY" if request.role == "wizard" else "ALLOW")

    @api.TaskHandler()
    @api.require_role("staff")
    @api.require_role("clerk")
    class Desk:
        @api.task
        @api.require_role("night")
        @api.require_role("clerk")
        def open(self) -> str:
            return "ran"

        @api.task
        @api.require_role("never asked")
        @api.require_role("wizard")
        def conjure(self) -> str:
            return "ran"

    with system.running(Desk, *checkers(api, answer), auth=True) as app:
        app.sign_in()
        assert app.run(Desk, "open") == RAN
        assert asked == ["clerk", "staff", "night"], "class first, innermost first, each once"
        asked.clear()
        assert app.run(Desk, "conjure") == raised(
            "AuthRequirementDeniedError", ("DENY", "POLICY_DENIED")
        )
        assert asked == ["clerk", "staff", "wizard"]


def test_a_protected_class_guards_its_helpers_too(system: System) -> None:
    api = system.api

    @api.TaskHandler()
    @api.protected
    class Vault:
        def helper(self) -> str:
            return "ran"

        @api.schedule(interval=60)
        def tick(self) -> str:
            return "ran"

    with system.running(Vault, auth=True) as app:
        assert app.run(Vault, "helper") == NO_CONTEXT
        assert app.run(Vault, "tick") == NO_CONTEXT
        app.sign_in()
        assert app.run(Vault, "helper") == RAN


def test_a_public_task_beside_a_protected_one_needs_no_context(system: System) -> None:
    api = system.api

    @api.TaskHandler()
    class Mixed:
        @api.task
        @api.public_access
        def open(self) -> str:
            return "ran"

        @api.task
        def undeclared(self) -> str:
            return "ran"

        @api.task
        @api.protected
        def closed(self) -> str:
            return "ran"

    with system.running(Mixed, auth=True) as app:
        assert app.run(Mixed, "open") == RAN
        assert app.run(Mixed, "undeclared") == RAN
        assert app.run(Mixed, "closed") == NO_CONTEXT


@pytest.mark.parametrize("public_on", ["class", "method"])
@pytest.mark.parametrize("protected_on", ["class", "method"])
def test_public_and_protected_together_do_not_start(
    system: System, public_on: str, protected_on: str
) -> None:
    api = system.api
    nothing = _unchanged
    on = {
        (marker, place): (getattr(api, marker) if place == where else nothing)
        for marker, where in (("public_access", public_on), ("protected", protected_on))
        for place in ("class", "method")
    }

    def build() -> Any:
        class Torn:
            @api.task
            @on["public_access", "method"]
            @on["protected", "method"]
            def now(self) -> str:
                return "ran"

        return api.TaskHandler()(
            on["public_access", "class"](on["protected", "class"](Torn)),
        )

    assert system.started(build(), auth=True) == raised("ConflictingAuthMetadataError")
    handler = build()
    with system.running(handler, auth=False) as app:
        assert app.run(handler, "now") == RAN, "nothing enforces, nothing conflicts"


def test_a_conflict_that_nobody_validates_shows_when_the_task_is_called(system: System) -> None:
    api = system.api

    @api.TaskHandler()
    @api.protected
    class Torn:
        @api.task
        @api.public_access
        def now(self) -> str:
            return "ran"

        @api.task
        def later(self) -> str:
            return "ran"

    with system.running(Torn, api.AuthorizationAspect) as app:
        assert app.run(Torn, "now") == raised("ConflictingAuthMetadataError")
        assert app.run(Torn, "later") == NO_CONTEXT


def _unchanged(obj: Any) -> Any:
    return obj


def test_an_unhashable_reference_does_not_start(system: System) -> None:
    handler = handler_with(system.api, system.api.require_role(["admin"]))
    assert system.started(handler, auth=True) == raised("TypeError")
    assert system.started(handler, auth=False) == returned(True)


def test_an_answer_that_is_no_decision_refuses(system: System) -> None:
    api = system.api
    handler = handler_with(api, api.require_role("admin"))
    with system.running(handler, *checkers(api, lambda _: None), auth=True) as app:
        app.sign_in()
        assert run_both_ways(app, handler) == raised("AttributeError")


def test_the_word_allow_is_not_the_answer_allow(system: System) -> None:
    api = system.api
    handler = handler_with(api, api.require_role("admin"))
    words = api.AuthorizationDecision(state="ALLOW", reason_code="AUTHORIZED")
    with system.running(handler, *checkers(api, lambda _: words), auth=True) as app:
        app.sign_in()
        assert run_both_ways(app, handler) == raised(
            "AuthRequirementDeniedError", ("ALLOW", "AUTHORIZED")
        )


def test_a_checker_that_fails_refuses_with_its_own_error(system: System) -> None:
    api = system.api

    def answer(request: Any) -> object:
        raise ConnectionError("the directory is down")

    handler = handler_with(api, api.require_role("admin"))
    with system.running(handler, *checkers(api, answer), auth=True) as app:
        app.sign_in()
        assert run_both_ways(app, handler) == raised("ConnectionError")


def test_two_checkers_of_one_kind_do_not_start(system: System) -> None:
    api = system.api

    pods = [another_role_checker(api), *checkers(api, lambda _: decide(api, "ALLOW"), ("ROLE",))]
    handler = handler_with(api, api.require_role("admin"))
    assert system.started(handler, *pods, auth=True) == raised("NoUniquePodError")


def test_where_enforcement_has_gaps(system: System) -> None:
    """The body runs with nobody signed in: these are what the security rules warn of."""
    api = system.api

    def unwrapped(function: Any) -> Any:
        def inner(*args: object) -> object:
            return function(*args)

        return inner

    @api.TaskHandler()
    class Leaky:
        @staticmethod
        @api.protected
        def static_over(*_: object) -> str:
            return "ran"

        @api.protected
        @staticmethod
        def static_under(*_: object) -> str:
            return "ran"

        @api.protected
        @classmethod
        def class_under(cls) -> str:
            return "ran"

        @classmethod
        @api.protected
        def class_over(cls) -> str:
            return "ran"

        @api.task
        @unwrapped
        @api.protected
        def hidden(self) -> str:
            return "ran"

        @api.task
        @api.protected
        def closed(self) -> str:
            return "ran"

        @api.task
        def around_the_back(self) -> str:
            return str(self.closed())

        @api.protected
        def _private(self) -> str:
            return "ran"

        @api.protected
        def __len__(self) -> int:
            return 3

    with system.running(Leaky, auth=True) as app:
        for gap in ("static_over", "static_under", "class_under", "hidden", "around_the_back"):
            assert app.run(Leaky, gap) == RAN, gap
        for guarded in ("class_over", "closed", "_private", "__len__"):
            assert app.run(Leaky, guarded) == NO_CONTEXT, guarded
        assert len(app.context.get(Leaky)) == 3, "what Python calls through the class is not asked"


def test_a_guarded_handler_keeps_its_class_and_its_state(system: System) -> None:
    api = system.api

    @api.TaskHandler()
    class Till:
        def __init__(self) -> None:
            self.coins = 1
            self.on_paid = lambda: "hook"

        @api.task
        @api.protected
        def pay(self, coins: int) -> int:
            """Take the coins."""
            self.coins += coins
            return self.coins

    with system.running(Till, auth=True) as app:
        app.sign_in()
        assert app.run(Till, "pay", 2) == returned(3)
        till = app.context.get(Till)
        assert isinstance(till, Till)
        till.coins += 10
        assert app.run(Till, "pay", 0) == returned(13)
        assert till.pay.__doc__ == "Take the coins."
        assert {"coins", "pay"} <= set(dir(till))
        del till.coins
        assert not hasattr(till, "coins")
        assert app.run(Till, "on_paid") == raised("TaskNotFoundError"), "not seen when guarded"


def test_a_denied_task_never_runs_its_body(system: System) -> None:
    api = system.api
    ran: list[str] = []

    @api.TaskHandler()
    class Silo:
        @api.task
        @api.require_role("launcher")
        def launch(self) -> None:
            ran.append("sync")

        @api.task
        @api.require_role("launcher")
        async def launch_later(self) -> None:
            ran.append("async")

    for state in ("CHALLENGE", "DENY", "ERROR"):
        pods = checkers(api, lambda _, state=state: decide(api, state))  # type: ignore[misc]  # a bound default
        with system.running(Silo, *pods, auth=True) as app:
            app.sign_in()
            app.run(Silo, "launch")
            app.run_async(Silo, "launch_later")
    assert ran == []


@pytest.mark.parametrize(
    ("aspect", "now", "later"),
    [
        ("AuthorizationAspect", NO_CONTEXT, RAN),
        ("AsyncAuthorizationAspect", RAN, NO_CONTEXT),
    ],
)
@pytest.mark.parametrize("on_class", [False, True])
def test_each_aspect_guards_its_half(
    system: System, aspect: str, now: Outcome, later: Outcome, on_class: bool
) -> None:
    api = system.api
    handler = handler_with(api, api.protected, on_class=on_class)
    with system.running(handler, getattr(api, aspect)) as app:
        assert app.run(handler, "now") == now
        assert app.run_async(handler, "now") == now
        assert app.run_async(handler, "later") == later


@pytest.mark.parametrize("signed_in", [False, True])
def test_an_aspect_by_hand_lets_a_call_through_or_refuses_it(
    system: System, signed_in: bool
) -> None:
    api = system.api
    handler = handler_with(api, api.require_role("admin"))()
    deny, allow = (
        checkers(api, lambda _, state=state: decide(api, state), ("ROLE",))[0]()  # type: ignore[misc]  # a bound default
        for state in ("DENY", "ALLOW")
    )
    with system.running() as app:
        if signed_in:
            app.sign_in()

        def around(**given: object) -> tuple[Outcome, Outcome]:
            return (
                outcome_of(lambda: api.AuthorizationAspect(**given).around(handler.now)),
                outcome_of(
                    lambda: asyncio.run(
                        api.AsyncAuthorizationAspect(**given).around_async(handler.later)
                    )
                ),
            )

        denied = raised("AuthRequirementDeniedError", ("DENY", "POLICY_DENIED"))
        context = {"application_context": app.context}
        assert around() == (NO_CONTEXT, NO_CONTEXT)
        expected = [NO_PROVIDER, denied, RAN] if signed_in else [NO_CONTEXT] * 3
        for given, outcome in zip(
            ({}, {"role_checker": deny}, {"role_checker": allow}), expected, strict=True
        ):
            assert around(**context, **given) == (outcome, outcome)
