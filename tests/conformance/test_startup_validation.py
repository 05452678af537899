"""What is looked at when an application with auth starts, on both systems."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conformance.systems import (
    OURS,
    REAL,
    System,
    both,
    factory_pod,
    outcome_of,
    provider_pod,
    raised,
    returned,
)
from tests.real_framework import requires_framework

KINDS = {
    "protected": "AUTHENTICATION",
    "require_permission": "PERMISSION_CHECK",
    "require_policy": "POLICY_EVALUATION",
    "require_relation": "RELATION_CHECK",
    "require_role": "ROLE_CHECK",
    "require_scope": "SCOPE_CHECK",
}
VARIABLE = "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED"
FAILED = raised("AuthStartupCapabilityValidationError")


def decorator(api: Any, name: str) -> Callable[[Any], Any]:
    match name:
        case "protected" | "public_access":
            found = getattr(api, name)
        case "require_policy":
            found = api.require_policy("order", "close")
        case "require_relation":
            found = api.require_relation("owner", resource="order")
        case _:
            found = getattr(api, name)("wanted")
    return found  # type: ignore[no-any-return]  # of two families


def desk(api: Any, *on_method: str, on_class: Sequence[str] = ()) -> Any:
    class Desk:
        def open(self) -> str:
            return "open"

        def close(self) -> str:
            return "closed"

    for name in on_method:
        decorator(api, name)(Desk.open)
    for name in on_class:
        decorator(api, name)(Desk)
    return api.TaskHandler()(Desk)


def diagnostics(system: System, *pods: object) -> Any:  # None, or a pair to be unpacked
    """What the validation of these pods, and no others, says; None where all is well."""
    context = system.api.ApplicationContext(**({"auth": False} if system is OURS else {}))
    for pod in pods:
        context.add(pod)
    try:
        system.api.AuthCapabilityStartupValidator(context).validate()
    except system.api.AuthStartupCapabilityValidationError as error:
        details = [(each.key, each.value) for each in error.startup_diagnostic_details]
        return [asdict(each) for each in error.diagnostics], details
    return None


@both
@pytest.mark.parametrize(("name", "capability"), KINDS.items())
@pytest.mark.parametrize("claims", [0, 1, 2])
def test_each_kind_of_requirement_wants_exactly_one_provider(
    system: System, name: str, capability: str, claims: int
) -> None:
    api = system.api
    rest = [each for each in api.AuthCapability if each != capability]
    pods = [
        provider_pod(api, "rest", rest),
        *(
            provider_pod(api, f"own{number}", [api.AuthCapability(capability)])
            for number in range(claims)
        ),
    ]
    ended = system.started(desk(api, name), *pods, auth=True, provided=False)
    assert ended == (returned(True) if claims == 1 else FAILED)


@both
def test_what_is_wrong_is_told_capability_by_capability(system: System) -> None:
    api = system.api
    handler = desk(api, "require_role", on_class=["require_scope"])
    many = [
        provider_pod(api, name, [api.AuthCapability.ROLE_CHECK, api.AuthCapability.AUTHENTICATION])
        for name in ("zeta", "alpha")
    ]
    name = f"{__name__}.desk.<locals>.Desk"
    found, details = diagnostics(system, handler, *many)
    # The class, and its method on top of that; a method that adds nothing of its own is not named.
    everywhere = (name, f"{name}.open")
    both_providers = {"provider_count": 2, "provider_ids": ("alpha", "zeta")}
    assert found == [
        {"capability": "AUTHENTICATION", **both_providers, "required_by": everywhere},
        {"capability": "ROLE_CHECK", **both_providers, "required_by": (f"{name}.open",)},
        {
            "capability": "SCOPE_CHECK",
            "provider_count": 0,
            "provider_ids": (),
            "required_by": everywhere,
        },
    ]
    assert details[1:] == [
        (
            "auth.capability.validation.error",
            f"capability=ROLE_CHECK;provider_count=2;providers=alpha,zeta;required_by={name}.open",
        ),
        (
            "auth.capability.validation.error",
            f"capability=SCOPE_CHECK;provider_count=0;providers=;required_by={name},{name}.open",
        ),
    ]


@both
def test_without_anything_protected_nobody_is_needed(system: System) -> None:
    api = system.api
    for pod in (desk(api), desk(api, "public_access"), desk(api, on_class=["public_access"])):
        assert system.started(pod, auth=True, provided=False) == returned(True)


@both
def test_two_providers_that_say_the_same_in_every_word_are_one(system: System) -> None:
    api = system.api
    one = provider_pod(api, "same", api.AuthCapability)
    contribution = api.AuthProviderContribution(
        provider_id="same", capabilities=frozenset(api.AuthCapability)
    )
    other = factory_pod(api, "other", type(contribution), lambda: contribution)
    assert diagnostics(system, desk(api, "protected"), one, other) is None


@both
def test_sent_snapshots_want_a_signer_and_a_verifier(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = system.api
    monkeypatch.setenv(VARIABLE, "1")
    assert system.started(auth=True, provided=False) == FAILED
    assert system.started(auth=True) == returned(True)
    found, _ = diagnostics(system, api.auth_snapshot_propagation_config)
    assert [each["capability"] for each in found] == ["SNAPSHOT_SIGN", "SNAPSHOT_VERIFY"]
    assert {each["required_by"] for each in found} == {("AuthSnapshotPropagationConfig.enabled",)}
    monkeypatch.setenv(VARIABLE, "0")
    assert diagnostics(system, api.auth_snapshot_propagation_config) is None
    config = api.AuthSnapshotPropagationConfig
    on = factory_pod(api, "on", config, lambda: config(enabled=True))
    assert diagnostics(system, api.auth_snapshot_propagation_config, on) is not None


@both
def test_auth_that_cannot_be_read_ends_the_start_as_it_is(system: System) -> None:
    api = system.api
    torn = desk(api, "protected", on_class=["public_access"])
    assert system.started(torn, auth=True) == raised("ConflictingAuthMetadataError")


@both
def test_the_service_needs_a_container_and_sets_its_event_when_it_stops(system: System) -> None:
    service = system.api.AuthCapabilityStartupValidationService()
    assert outcome_of(service.start) == raised("AuthStartupContainerUnavailableError")
    assert outcome_of(service.stop) == returned(None)
    event = threading.Event()
    service.set_stop_event(event)
    service.set_container(system.api.ApplicationContext())
    assert outcome_of(service.start) == returned(None)
    assert not event.is_set()
    service.stop()
    assert event.is_set()


SETTINGS = [
    *("1", "0", "true", "TRUE", "yes", "on", "t", "y", "off", "f", "n", "no", "false", "Off"),
    *("", " true ", "2", "None", "1.0", "maybe"),
]
VALUES: list[object] = [True, False, 1, 0, 1.0, 0.5, 2, b"true", b"no", None, [], "y ", *SETTINGS]


def switched(make: Callable[[], Any]) -> object:
    """What a setting makes; a ValueError is a ValueError, whatever its class."""
    try:
        return make().enabled
    except ValueError:
        return "ValueError"


@requires_framework
@pytest.mark.parametrize("name", [VARIABLE, VARIABLE.lower(), VARIABLE.title()])
def test_the_environment_is_read_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, real = OURS.api.AuthSnapshotPropagationConfig, REAL.api.AuthSnapshotPropagationConfig
    for value in SETTINGS:
        monkeypatch.setenv(name, value)
        assert switched(ours) == switched(real), value
        assert ours(enabled=True).enabled is real(enabled=True).enabled is True


@requires_framework
@pytest.mark.parametrize("names", [(VARIABLE, VARIABLE.lower()), (VARIABLE.lower(), VARIABLE)])
def test_of_two_capitalizations_the_same_counts(
    names: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(names[0], "1")
    monkeypatch.setenv(names[1], "0")
    made = [switched(system.api.AuthSnapshotPropagationConfig) for system in (OURS, REAL)]
    assert made == [False, False]


@requires_framework
def test_a_setting_by_hand_is_read_alike() -> None:
    for value in VALUES:
        made = [
            switched(lambda: system.api.AuthSnapshotPropagationConfig(enabled=value))  # noqa: B023
            for system in (OURS, REAL)
        ]
        assert made[0] == made[1], value


@both
def test_of_several_configurations_one_that_is_on_is_enough(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = system.api.AuthSnapshotPropagationConfig
    on, off = config(enabled=True), config(enabled=False)
    together = system.api.effective_auth_snapshot_propagation_config
    assert together((on, off)) == together((on,)) == on
    assert together((off, off)) == off
    assert repr(on) == "AuthSnapshotPropagationConfig(enabled=True)"
    assert len({on, config(enabled=True), off}) == 2
    monkeypatch.setenv(VARIABLE, "on")
    assert together(()) == on
    assert together((off,)) == off


CAPABILITIES = [each.value for each in OURS.api.AuthCapability]
DECORATORS = st.lists(st.sampled_from([*KINDS, "public_access"]), max_size=3)


@requires_framework
@settings(max_examples=150)
@given(
    desks=st.lists(st.tuples(DECORATORS, DECORATORS), max_size=3),
    providers=st.lists(st.sets(st.sampled_from(CAPABILITIES)), max_size=3),
    switches=st.lists(st.booleans(), max_size=2),
)
def test_the_validation_of_any_application_ends_alike(
    desks: list[tuple[list[str], list[str]]], providers: list[set[str]], switches: list[bool]
) -> None:
    def ending(system: System) -> object:
        api = system.api
        config = api.AuthSnapshotPropagationConfig
        pods = []
        for number, (on_method, on_class) in enumerate(desks):
            handler = desk(api, *on_method, on_class=on_class)
            api.Pod.get(handler).name = f"desk{number}"
            pods.append(handler)
        for number, claims in enumerate(providers):
            pods.append(provider_pod(api, f"p{number}", map(api.AuthCapability, claims)))
        for number, switch in enumerate(switches):
            made = config(enabled=switch)
            pods.append(factory_pod(api, f"c{number}", config, lambda made=made: made))  # type: ignore[misc]  # a bound default
        return outcome_of(lambda: diagnostics(system, *pods))

    assert ending(OURS) == ending(REAL)
