"""Who may run a task, as a project's own tests ask for it: of handlers of both systems."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

from typing import Any

import pytest

from spakky_lint import runtime
from spakky_lint.testing import decide, decide_message, effective_auth
from tests.conformance.checkers import another_role_checker, checkers
from tests.conformance.checkers import decide as answer
from tests.conformance.systems import System, both

pytestmark = both


def desk(api: Any) -> Any:  # a class that exists once for each system
    @api.TaskHandler()
    @api.require_scope("desk")
    class Desk:
        @api.task
        @api.require_role("clerk", tenant="acme")
        @api.require_policy("drawer", "open")
        def open(self) -> str:
            return "open"

        @api.task
        def close(self) -> str:
            return "closed"

        @api.task
        @api.public_access
        def torn(self) -> str:
            return "torn"

        @classmethod
        @api.protected
        def of_the_class(cls) -> str:
            return "class"

    return Desk


def context(api: Any, **granted: object) -> Any:  # as above
    return api.AuthContext(subject=api.AuthSubject(id="ann"), issuer="tests", **granted)


def roles(api: Any) -> Any:  # as above
    class Roles(api.IRoleChecker):
        def check_role(self, request: Any) -> object:
            assert isinstance(request, api.RoleCheckRequest)
            assert isinstance(request.auth_context, api.AuthContext)
            if request.role in request.auth_context.roles:
                return api.AuthorizationDecision.allow()
            return api.AuthorizationDecision.deny(
                api.AuthorizationReasonCode.INSUFFICIENT_ROLE, f"no {request.role}"
            )

    return Roles()


def test_class_and_method_are_read_together(system: System) -> None:
    handler = desk(system.api)
    made = runtime.AuthRequirement
    kinds = runtime.AuthRequirementKind
    scope = made(kind=kinds.SCOPE, ref="desk")
    policy = made(kind=kinds.POLICY, ref="drawer", resource="drawer", action="open")
    role = made(kind=kinds.ROLE, ref="clerk", tenant="acme")
    for method in ("open", handler.open, handler().open):
        assert effective_auth(handler, method) == runtime.EffectiveAuthMetadata(
            public_access=False, requirements=(scope, policy, role)
        )
    assert effective_auth(handler, "close").requirements == (scope,)
    assert effective_auth(handler, "of_the_class").requirements == (
        scope,
        made(kind=kinds.AUTHENTICATED, ref="authenticated"),
    )


def test_public_and_undeclared_methods_are_told_apart(system: System) -> None:
    api = system.api

    class Plain:
        @api.public_access
        def open(self) -> None: ...

        def undeclared(self) -> None: ...

    assert effective_auth(Plain, "open").public_access
    assert not effective_auth(Plain, "undeclared").public_access
    assert not effective_auth(Plain, "undeclared").protected


def test_what_cannot_be_read_is_an_error(system: System) -> None:
    handler = desk(system.api)
    with pytest.raises(runtime.ConflictingAuthMetadataError):
        effective_auth(handler, "torn")
    with pytest.raises(
        ValueError, match=r"Desk has no method 'opne'; it has open, close, torn, of_the_class$"
    ):
        effective_auth(handler, "opne")
    with pytest.raises(TypeError, match=r"^handler is <.*Desk.*>: a class is allowed$"):
        effective_auth(handler(), "open")


def test_the_first_answer_that_does_not_allow_is_the_decision(system: System) -> None:
    api = system.api
    wanted = [
        runtime.AuthRequirement(kind=runtime.AuthRequirementKind.ROLE, ref=role)
        for role in ("clerk", "auditor", "admin")
    ]
    asked = [roles(api)]
    assert decide(wanted, context(api, roles=("clerk", "auditor", "admin")), asked) == (
        runtime.AuthorizationDecision.allow()
    )
    assert decide(wanted, context(api, roles=("clerk",)), asked) == (
        runtime.AuthorizationDecision.deny(
            runtime.AuthorizationReasonCode.INSUFFICIENT_ROLE, "no auditor"
        )
    )


def test_nobody_is_challenged_and_no_checker_is_an_error(system: System) -> None:
    api = system.api
    auth = effective_auth(desk(api), "open")
    anonymous = decide(auth, None, checkers_without_names(api))
    assert (anonymous.state, anonymous.reason_code) == ("CHALLENGE", "MISSING_CREDENTIAL")
    nobody = decide(auth, context(api), [roles(api)])
    assert (nobody.state, nobody.reason_code) == ("ERROR", "INTERNAL_ERROR")
    assert nobody.reason == "no checker answers for SCOPE 'desk'"
    everybody = decide(auth, context(api), checkers_without_names(api))
    assert everybody == runtime.AuthorizationDecision.allow()


def checkers_without_names(api: Any) -> list[Any]:
    """Checkers of every kind that allow."""
    return [checker() for checker in checkers(api, lambda _: answer(api, "ALLOW"))]


def test_what_the_framework_gives_is_taken_as_it_is(system: System) -> None:
    api = system.api
    handler = desk(api)
    theirs = api.get_effective_auth_metadata(handler.open, owner_type=handler)
    for asked in (theirs, theirs.requirements):
        found = decide(asked, context(api), checkers_without_names(api))
        assert found == runtime.AuthorizationDecision.allow()


def test_an_own_context_is_shown_to_a_checker_as_one_of_its_own(system: System) -> None:
    """As the framework's class, where the checker is of the framework."""
    carrier = runtime.CredentialCarrier(
        kind=runtime.CredentialCarrierKind.API_KEY,
        location=runtime.CredentialCarrierLocation.HEADER,
        material="key",
    )
    ann = runtime.AuthContext(
        subject=runtime.AuthSubject(id="ann"),
        issuer="tests",
        roles=("clerk",),
        claims=(runtime.AuthClaim(name="floor", value=3),),
        credential_carrier=carrier,
    )
    wanted = runtime.AuthRequirement(kind=runtime.AuthRequirementKind.ROLE, ref="clerk")
    assert decide([wanted], ann, [roles(system.api)]).state == "ALLOW"


def test_what_is_no_checker_is_an_error_in_one_sentence(system: System) -> None:
    api = system.api
    wanted = [runtime.AuthRequirement(kind=runtime.AuthRequirementKind.ROLE, ref="clerk")]
    ann = context(api)
    with pytest.raises(TypeError, match=r"^Roles is a class: an instance of it is allowed$"):
        decide(wanted, ann, [type(roles(api))])
    with pytest.raises(TypeError, match=r"^int is not a checker: IAuthorizationPolicyEvaluator, "):
        decide(wanted, ann, [3])
    with pytest.raises(ValueError, match=r"^Roles and OtherRoles are both IRoleChecker, "):
        decide(wanted, ann, [roles(api), another_role_checker(api)()])
    for wrong in (None, True, api.AuthorizationDecision(state="ALLOW", reason_code="AUTHORIZED")):
        (checker,) = checkers(api, lambda _, wrong=wrong: wrong, ("ROLE",))  # type: ignore[misc]  # a bound default
        with pytest.raises(TypeError, match=r"^Roles\.check_role answered .*: an Authorization"):
            decide(wanted, ann, [checker()])
    with pytest.raises(TypeError, match=r"^auth is 3: what effective_auth gives"):
        decide(3, ann)  # type: ignore[arg-type]  # that is the mistake


def verifier(api: Any, outcome: object) -> Any:  # as above
    class Verifier(api.IAuthContextSnapshotVerifier):
        def verify_snapshot(self, snapshot_envelope: str, invocation: Any) -> object:
            assert isinstance(invocation, api.AuthInvocation)
            assert (invocation.boundary, invocation.operation) == ("task", "app.Desk.open")
            (attribute,) = invocation.attributes
            assert isinstance(attribute, api.AuthInvocationAttribute)
            assert attribute.value == snapshot_envelope == "envelope"
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

    return Verifier()


@pytest.mark.parametrize(
    ("error", "state", "reason_code"),
    [
        ("MissingAuthContextSnapshotError", "CHALLENGE", "SNAPSHOT_MISSING"),
        ("InvalidAuthContextSnapshotError", "CHALLENGE", "SNAPSHOT_INVALID"),
        ("ExpiredAuthContextSnapshotError", "CHALLENGE", "SNAPSHOT_EXPIRED"),
        (
            "AuthVerificationProviderUnavailableError",
            "ERROR",
            "VERIFICATION_PROVIDER_UNAVAILABLE",
        ),
    ],
)
def test_a_snapshot_that_is_refused_is_a_decision(
    system: System, error: str, state: str, reason_code: str
) -> None:
    api = system.api
    refusing = verifier(api, getattr(api, error)())
    auth = effective_auth(desk(api), "open")
    found = decide_message(auth, "envelope", [refusing], operation="app.Desk.open")
    assert (found.state, found.reason_code) == (state, reason_code)


def test_a_message_is_decided_by_who_is_in_its_snapshot(system: System) -> None:
    api = system.api
    wanted = [runtime.AuthRequirement(kind=runtime.AuthRequirementKind.ROLE, ref="clerk")]
    for granted, state in ((("clerk",), "ALLOW"), ((), "DENY")):
        pods = [roles(api), verifier(api, context(api, roles=granted))]
        found = decide_message(wanted, "envelope", pods, operation="app.Desk.open")
        assert found.state == state


def test_a_message_without_a_snapshot_or_a_verifier_is_refused_unless_nothing_is_required(
    system: System,
) -> None:
    api = system.api
    auth = effective_auth(desk(api), "open")
    for envelope in (None, ""):
        missing = decide_message(auth, envelope, [verifier(api, context(api))])
        assert (missing.state, missing.reason_code) == ("CHALLENGE", "SNAPSHOT_MISSING")
    unverified = decide_message(auth, "envelope", [])
    assert unverified.reason_code == "VERIFICATION_PROVIDER_UNAVAILABLE"
    assert decide_message([], None).state == "ALLOW"


def test_a_verifier_that_fails_otherwise_fails_the_question(system: System) -> None:
    auth = effective_auth(desk(system.api), "open")
    failing = verifier(system.api, ConnectionError("the vault is down"))
    with pytest.raises(ConnectionError, match="the vault is down"):
        decide_message(auth, "envelope", [failing], operation="app.Desk.open")
