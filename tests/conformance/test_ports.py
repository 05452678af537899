"""What an application implements and what it hands over, on both systems."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.conformance.systems import System, both, outcome_of, provider_pod, raised, returned

pytestmark = both

PORTS = [
    *("IAuthenticationProvider", "IAuthInvocationResolver", "IPasswordHasher", "IPasswordVerifier"),
    *("IAuthContextSnapshotSigner", "IAuthContextSnapshotVerifier", "ITaskResult"),
    *("IPermissionChecker", "IRoleChecker", "IScopeChecker", "IRelationChecker"),
    *("IAuthorizationPolicyEvaluator", "IService", "IPostProcessor", "IContainerAware"),
]


@pytest.mark.parametrize("port", PORTS)
def test_a_port_wants_all_of_its_methods(system: System, port: str) -> None:
    asked = getattr(system.api, port)
    names = sorted(asked.__abstractmethods__)
    whole = type("Whole", (asked,), dict.fromkeys(names, lambda self: None))
    assert outcome_of(lambda: isinstance(whole(), asked)) == returned(True)
    for missing in names:
        part = type("Part", (asked,), {name: None for name in names if name != missing})
        assert outcome_of(part) == raised("TypeError")


def counted(api: Any) -> Any:  # classes that exist once for each system
    class Counted(api.ITaskResult[int]):
        @property
        def task_id(self) -> object:
            return "counted"

        def get(self) -> int:
            return 3

        async def get_async(self) -> int:
            return self.get()

    return Counted()


def test_a_result_is_of_the_type_of_what_the_task_returned(system: System) -> None:
    result = counted(system.api)
    assert (result.task_id, result.get(), asyncio.run(result.get_async())) == ("counted", 3, 3)


def test_a_provider_supports_what_it_lists(system: System) -> None:
    api = system.api
    given = api.AuthProviderContribution(
        provider_id="roles", capabilities=frozenset({api.AuthCapability.ROLE_CHECK})
    )
    assert given.supports(api.AuthCapability.ROLE_CHECK)
    assert given.supports("ROLE_CHECK")
    assert not given.supports(api.AuthCapability.SCOPE_CHECK)
    with system.running(provider_pod(api, "roles", given.capabilities)) as app:
        assert app.context.get(api.AuthProviderContribution) == given


def resolver(api: Any) -> Any:  # as above
    class Resolver(api.IAuthInvocationResolver):
        def resolve_ref(self, invocation: Any, dynamic_ref: Any) -> Any:
            values = {each.name: each.value for each in invocation.attributes}
            return api.ResolvedAuthReference(
                kind=dynamic_ref.kind, value=f"order:{values[dynamic_ref.expression]}"
            )

    return Resolver()


def test_a_call_is_described_and_its_references_are_resolved(system: System) -> None:
    api = system.api
    invocation = api.AuthInvocation(
        boundary="task",
        operation="close",
        attributes=(api.AuthInvocationAttribute(name="number", value=7),),
    )
    wanted = api.AuthDynamicRef(kind=api.AuthDynamicRefKind.RESOURCE, expression="number")
    found = resolver(api).resolve_ref(invocation, wanted)
    assert (found.kind, found.value) == ("RESOURCE", "order:7")
    assert invocation.subject is None


def keys(api: Any) -> Any:  # as above
    class Keys(api.IAuthenticationProvider):
        def authenticate(self, credential: Any, invocation: Any) -> Any:
            if credential.kind is not api.CredentialCarrierKind.API_KEY:
                raise api.CredentialCarrierError
            return api.AuthContext(
                subject=api.AuthSubject(id=credential.material),
                issuer=invocation.boundary,
                credential_carrier=credential,
            )

    return Keys()


def test_a_credential_makes_a_context(system: System) -> None:
    api = system.api

    def carrier(kind: str) -> Any:
        return api.CredentialCarrier(
            kind=api.CredentialCarrierKind(kind),
            location=api.CredentialCarrierLocation.HEADER,
            material="ann",
            name="x-key",
        )

    call = api.AuthInvocation(boundary="http", operation="close")
    found = keys(api).authenticate(carrier("API_KEY"), call)
    assert (found.subject.id, found.issuer) == ("ann", "http")
    assert found.credential_carrier == carrier("API_KEY")
    assert outcome_of(lambda: keys(api).authenticate(carrier("BASIC"), call)) == raised(
        "CredentialCarrierError"
    )


def test_the_decisions_about_snapshots_are_refusals(system: System) -> None:
    api = system.api
    told = {
        name: (str(decision.state), str(decision.reason_code), decision.reason)
        for name in dir(api)
        if name.endswith("_DECISION")
        for decision in [getattr(api, name)]
    }
    assert told == {
        "MISSING_SNAPSHOT_DECISION": ("CHALLENGE", "SNAPSHOT_MISSING", None),
        "INVALID_SNAPSHOT_DECISION": ("CHALLENGE", "SNAPSHOT_INVALID", None),
        "EXPIRED_SNAPSHOT_DECISION": ("CHALLENGE", "SNAPSHOT_EXPIRED", None),
        "VERIFICATION_PROVIDER_UNAVAILABLE_DECISION": (
            "ERROR",
            "VERIFICATION_PROVIDER_UNAVAILABLE",
            None,
        ),
    }


def test_an_error_of_a_snapshot_is_caught_by_what_all_of_them_are(system: System) -> None:
    api = system.api
    for name in ("Missing", "Invalid", "Expired"):
        error = getattr(api, f"{name}AuthContextSnapshotError")
        with pytest.raises(api.AuthContextSnapshotError):
            raise error
    with pytest.raises(api.AbstractSpakkyTaskError):
        raise api.DuplicateTaskError
