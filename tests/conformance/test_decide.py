"""What `spakky_lint.testing` answers, against what the framework's enforcement really does."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spakky_lint.testing import decide, decide_message, effective_auth
from tests.conformance.checkers import DECISIONS, KINDS, checkers
from tests.conformance.checkers import decide as answer
from tests.conformance.systems import OURS, REAL, System, outcome_of, returned
from tests.real_framework import requires_framework

pytestmark = [
    pytest.mark.real_framework,
    requires_framework,
    pytest.mark.filterwarnings("ignore:Accessing the 'model_:DeprecationWarning"),
]

REFS = st.sampled_from(["clerk", "admin", "orders"])
TENANTS = st.none() | st.just("acme")
REQUIREMENTS = st.one_of(
    st.just(("protected", (), {})),
    st.tuples(st.just("require_role"), st.tuples(REFS), st.fixed_dictionaries({"tenant": TENANTS})),
    st.tuples(st.just("require_scope"), st.tuples(REFS), st.just({})),
    st.tuples(
        st.just("require_permission"),
        st.tuples(REFS),
        st.fixed_dictionaries({"resource": st.none() | REFS, "tenant": TENANTS}),
    ),
    st.tuples(
        st.just("require_relation"),
        st.tuples(REFS),
        st.fixed_dictionaries({"resource": st.none() | REFS}),
    ),
    st.tuples(st.just("require_policy"), st.tuples(REFS, st.none() | REFS), st.just({})),
)
DECLARED = st.lists(REQUIREMENTS, max_size=3)
ANSWERS = st.dictionaries(st.sampled_from(KINDS), st.sampled_from(list(DECISIONS)))


def handler(api: Any, on_class: list[Any], on_method: list[Any]) -> Any:  # as of each system
    def decorated(obj: Any, declared: list[Any]) -> Any:
        for name, positional, keywords in declared:
            decorator = getattr(api, name)
            obj = (decorator(*positional, **keywords) if positional else decorator)(obj)
        return obj

    class Desk:
        def open(self) -> str:
            return "ran"

    decorated(Desk.open, on_method)
    return api.TaskHandler()(decorated(Desk, on_class))


def pods_that_answer(api: Any, answers: dict[str, str]) -> list[Any]:
    """A checker for each of these kinds, with its answer."""
    return [
        checkers(api, lambda _, state=state: answer(api, state), (kind,))[0]  # type: ignore[misc]  # a bound default
        for kind, state in answers.items()
    ]


def signed_in(api: Any) -> Any:  # as above
    return api.AuthContext(subject=api.AuthSubject(id="ann"), issuer="tests")


REFUSED = {
    "AuthContextNotFoundError": ("CHALLENGE", "MISSING_CREDENTIAL"),
    "AuthRequirementProviderUnavailableError": ("ERROR", "INTERNAL_ERROR"),
}
"""What `decide` says where the aspect raises an error that carries no decision."""


def told(system: System, declared: Any, is_signed_in: bool, answers: dict[str, str]) -> object:
    api = system.api
    desk = handler(api, *declared)
    asked = [pod() for pod in pods_that_answer(api, answers)]
    found = decide(effective_auth(desk, "open"), signed_in(api) if is_signed_in else None, asked)
    return str(found.state), str(found.reason_code)


def seen(declared: Any, is_signed_in: bool, answers: dict[str, str]) -> object:
    desk = handler(REAL.api, *declared)
    with REAL.running(desk, *pods_that_answer(REAL.api, answers), auth=True) as app:
        if is_signed_in:
            app.sign_in()
        outcome = app.run(desk, "open")
    if outcome == returned("ran"):
        return "ALLOW", "AUTHORIZED"
    return outcome.decision or REFUSED[str(outcome.exception)]


@settings(max_examples=60)
@given(st.tuples(DECLARED, DECLARED), st.booleans(), ANSWERS)
def test_a_decision_is_what_a_running_application_does(
    declared: Any, is_signed_in: bool, answers: dict[str, str]
) -> None:
    really = seen(declared, is_signed_in, answers)
    assert told(OURS, declared, is_signed_in, answers) == really
    assert told(REAL, declared, is_signed_in, answers) == really


@settings(max_examples=100)
@given(st.tuples(DECLARED, DECLARED))
def test_the_effective_auth_is_the_frameworks(declared: Any) -> None:
    def shown(metadata: Any) -> object:
        return metadata.public_access, [
            (str(each.kind), each.ref, each.resource, each.action, each.tenant)
            for each in metadata.requirements
        ]

    theirs = handler(REAL.api, *declared)
    asked = REAL.api.get_effective_auth_metadata(theirs.open, owner_type=theirs)
    assert shown(effective_auth(theirs, "open")) == shown(asked)
    assert shown(effective_auth(handler(OURS.api, *declared), "open")) == shown(asked)


# A worker

ENDINGS = [
    *("MissingAuthContextSnapshotError", "InvalidAuthContextSnapshotError"),
    *("ExpiredAuthContextSnapshotError", "AuthVerificationProviderUnavailableError"),
    *("AuthContextSnapshotError", "AuthenticationError"),
    None,
]


def verifiers(api: Any, ending: str | None) -> Any:  # a class of each system
    class Verifier(api.IAuthContextSnapshotVerifier):
        def verify_snapshot(self, snapshot_envelope: str, invocation: Any) -> object:
            if ending is not None:
                raise getattr(api, ending)
            return signed_in(api)

    return Verifier


PORTS = {
    "PERMISSION": "permission_checker",
    "POLICY": "authorization_policy_evaluator",
    "RELATION": "relation_checker",
    "ROLE": "role_checker",
    "SCOPE": "scope_checker",
}


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=30)
@given(
    st.tuples(DECLARED, DECLARED),
    st.sampled_from(["envelope", "", None]),
    st.sampled_from([True, False]),
    ANSWERS,
    st.booleans(),
)
def test_a_message_is_decided_as_the_worker_does(
    ending: str | None,
    declared: Any,
    envelope: str | None,
    has_verifier: bool,
    answers: dict[str, str],
    with_a_number: bool,
) -> None:
    from spakky.plugins.celery.auth import seed_and_authorize_celery_task

    if with_a_number:  # the worker does not learn of it
        declared = ([*declared[0], ("require_role", (7,), {})], declared[1])

    def worker() -> object:
        api = REAL.api
        desk = handler(api, *declared)
        pods = {
            PORTS[kind]: pod()
            for kind, pod in zip(answers, pods_that_answer(api, answers), strict=True)
        }
        seed_and_authorize_celery_task(
            application_context=api.ApplicationContext(),
            task_name="task",
            headers={} if envelope is None else {"spakky.auth.context_snapshot": envelope},
            auth_metadata=api.collect_task_auth_metadata(desk.open, owner_type=desk),
            snapshot_verifier=verifiers(api, ending)() if has_verifier else None,
            **{**dict.fromkeys(PORTS.values()), **pods},
        )
        return "ALLOW", "AUTHORIZED"

    def ours(system: System) -> object:
        api = system.api
        asked = [pod() for pod in pods_that_answer(api, answers)]
        if has_verifier:
            asked.append(verifiers(api, ending)())
        found = decide_message(effective_auth(handler(api, *declared), "open"), envelope, asked)
        return str(found.state), str(found.reason_code)

    really = outcome_of(worker)
    expected = really if really.decision is None else returned(really.decision)
    for system in (OURS, REAL):
        assert outcome_of(lambda: ours(system)) == expected, system.name  # noqa: B023


# Snapshots

TEXTS = st.text(max_size=8)
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
MOMENTS = st.datetimes(timezones=st.none() | st.just(UTC))
SNAPSHOTS = st.fixed_dictionaries(
    {"subject": st.tuples(TEXTS, st.none() | TEXTS), "issuer": TEXTS},
    optional={
        "issued_at": MOMENTS,
        "expires_at": MOMENTS,
        "schema_version": st.integers(),
        "tenant": st.none() | TEXTS,
        "roles": st.lists(TEXTS, max_size=3).map(tuple),
        "scopes": st.lists(TEXTS, max_size=3).map(tuple),
        "selected_claims": st.lists(st.tuples(TEXTS, VALUES), max_size=4),
        "correlation_id": st.none() | TEXTS,
        "delegation_chain": st.lists(TEXTS, max_size=2).map(tuple),
    },
)


def snapshot(api: Any, fields: dict[str, Any]) -> Any:  # of each system
    given = dict(fields)
    identity, name = given.pop("subject")
    claims = given.pop("selected_claims", [])
    made = {
        "issued_at": datetime(2026, 11, 23, tzinfo=UTC),
        "expires_at": datetime(2026, 11, 24),
        **given,
    }
    return api.AuthContextSnapshot(
        subject=api.AuthSubject(id=identity, display_name=name),
        selected_claims=tuple(api.AuthClaim(name=key, value=value) for key, value in claims),
        signature=api.AuthContextSnapshotSignature(key_id="k", algorithm="HS256", signature="s"),
        **made,
    )


@settings(max_examples=50)
@given(SNAPSHOTS)
def test_a_snapshot_is_the_same_text(fields: dict[str, Any]) -> None:
    ours, theirs = (snapshot(system.api, fields) for system in (OURS, REAL))
    assert ours.canonical_payload() == theirs.canonical_payload()
    assert ours.canonical_json() == theirs.canonical_json()
    assert ours.base64url_canonical_json() == theirs.base64url_canonical_json()


def test_an_envelope_can_be_read_by_whoever_knows_base64_and_json() -> None:
    made = snapshot(OURS.api, {"subject": ("ann", None), "issuer": "tests", "roles": ("clerk",)})
    envelope = made.base64url_canonical_json()
    padded = envelope + "=" * (-len(envelope) % 4)
    read = json.loads(base64.urlsafe_b64decode(padded))
    assert read["subject"] == {"id": "ann", "display_name": None}
    assert (read["roles"], read["schema_version"]) == (["clerk"], 1)
    held = datetime.fromisoformat(read["issued_at"])
    assert held.utcoffset() == timedelta(0)
