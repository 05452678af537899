"""Snapshots on both systems: signed where a message is sent, verified where it arrives."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spakky_lint.testing import decide_message, effective_auth
from tests.conformance.systems import OURS, REAL, System, both
from tests.real_framework import requires_framework

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = b"of the tests"
HOUR = timedelta(hours=1)


def text_of(payload: Mapping[str, Any]) -> bytes:
    unsigned = {name: value for name, value in payload.items() if name != "signature"}
    return json.dumps(unsigned, sort_keys=True).encode()


def signed(payload: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(hmac.digest(KEY, text_of(payload), hashlib.sha256)).decode()


def keeper(api: Any, now: datetime = NOW) -> Any:  # a class that exists once for each system
    """Signs and verifies as an application could, at a time of the test's."""

    class Keeper(api.IAuthContextSnapshotSigner, api.IAuthContextSnapshotVerifier):
        def sign_snapshot(self, request: Any) -> Any:
            context = request.auth_context

            def made(signature: str) -> Any:
                return api.AuthContextSnapshot(
                    subject=context.subject,
                    issuer=context.issuer,
                    tenant=request.tenant or context.tenant,
                    roles=context.roles,
                    selected_claims=context.claims,
                    issued_at=now,
                    expires_at=now + HOUR,
                    signature=api.AuthContextSnapshotSignature(
                        key_id="tests", algorithm="HS256", signature=signature
                    ),
                )

            return made(signed(made("").canonical_payload()))

        def verify_snapshot(self, snapshot_envelope: str, invocation: Any) -> Any:
            padding = "=" * (-len(snapshot_envelope) % 4)
            try:
                payload = json.loads(base64.urlsafe_b64decode(snapshot_envelope + padding))
                signature = payload["signature"]["signature"]
            except (ValueError, KeyError, TypeError):
                raise api.InvalidAuthContextSnapshotError from None
            if payload["schema_version"] != api.AUTH_CONTEXT_SNAPSHOT_SCHEMA_VERSION:
                raise api.InvalidAuthContextSnapshotError
            if not hmac.compare_digest(signature, signed(payload)):
                raise api.InvalidAuthContextSnapshotError
            skew = timedelta(seconds=api.DEFAULT_AUTH_CLOCK_SKEW_SECONDS)
            issued, expires = (
                datetime.fromisoformat(payload[name]) for name in ("issued_at", "expires_at")
            )
            if not issued - skew <= now <= expires + skew:
                raise api.ExpiredAuthContextSnapshotError
            return api.AuthContext(
                subject=api.AuthSubject(**payload["subject"]),
                issuer=payload["issuer"],
                tenant=payload["tenant"],
                roles=tuple(payload["roles"]),
                claims=tuple(
                    api.AuthClaim(name=name, value=value)
                    for name, value in payload["selected_claims"].items()
                ),
            )

    return Keeper()


def ann(api: Any, **granted: object) -> Any:  # as above
    return api.AuthContext(
        subject=api.AuthSubject(id="ann", display_name="Ann"), issuer="tests", **granted
    )


def envelope(api: Any, context: Any, tenant: str | None = None) -> str:
    request = api.SnapshotSignRequest(auth_context=context, tenant=tenant)
    made = keeper(api).sign_snapshot(request)
    assert isinstance(made, api.AuthContextSnapshot)
    text = made.base64url_canonical_json()
    assert isinstance(text, str)
    return text


def decided(api: Any, text: str | None, now: datetime = NOW) -> tuple[str, str]:
    @api.TaskHandler()
    class Vault:
        @api.task
        @api.protected
        def open(self) -> str:
            return "open"

    found = decide_message(effective_auth(Vault, "open"), text, [keeper(api, now)])
    return str(found.state), str(found.reason_code)


SKEW = timedelta(seconds=60)
SECOND = timedelta(seconds=1)


@both
@pytest.mark.parametrize(
    ("passed", "decision"),
    [
        (timedelta(0), ("ALLOW", "AUTHORIZED")),
        (HOUR + SKEW, ("ALLOW", "AUTHORIZED")),
        (HOUR + SKEW + SECOND, ("CHALLENGE", "SNAPSHOT_EXPIRED")),
        (-SKEW, ("ALLOW", "AUTHORIZED")),
        (-SKEW - SECOND, ("CHALLENGE", "SNAPSHOT_EXPIRED")),
    ],
)
def test_a_snapshot_holds_for_its_time_and_the_skew_of_the_clocks(
    system: System, passed: timedelta, decision: tuple[str, str]
) -> None:
    text = envelope(system.api, ann(system.api))
    assert decided(system.api, text, NOW + passed) == decision


@both
def test_what_was_not_signed_so_is_invalid_and_nothing_is_missing(system: System) -> None:
    api = system.api
    text = envelope(api, ann(api, roles=("clerk",)))
    payload = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    changes: list[dict[str, object]] = [
        {"roles": ["admin"]},
        {"schema_version": 2},
        {"signature": {}},
    ]
    for changed in changes:
        forged = json.dumps({**payload, **changed}).encode()
        assert decided(api, base64.urlsafe_b64encode(forged).decode()) == (
            "CHALLENGE",
            "SNAPSHOT_INVALID",
        )
    assert decided(api, "no envelope") == ("CHALLENGE", "SNAPSHOT_INVALID")
    for nothing in ("", None):
        assert decided(api, nothing) == ("CHALLENGE", "SNAPSHOT_MISSING")


@both
def test_the_tenant_of_the_request_comes_first(system: System) -> None:
    api = system.api
    context = ann(api, tenant="acme", claims=(api.AuthClaim(name="floor", value=3),))
    for tenant, expected in ((None, "acme"), ("globex", "globex")):
        read = keeper(api).verify_snapshot(
            envelope(api, context, tenant), api.AuthInvocation(boundary="task", operation="t")
        )
        assert (read.tenant, read.claims) == (expected, context.claims)


TEXTS = st.text(max_size=6)


@pytest.mark.real_framework
@requires_framework
@settings(max_examples=50)
@given(
    roles=st.lists(TEXTS, max_size=3).map(tuple),
    claims=st.dictionaries(TEXTS, TEXTS | st.integers() | st.booleans() | st.none(), max_size=3),
    tenant=st.none() | TEXTS,
)
def test_what_one_system_signs_the_other_reads(
    roles: tuple[str, ...], claims: dict[str, Any], tenant: str | None
) -> None:
    def context(api: Any) -> Any:
        made = tuple(api.AuthClaim(name=name, value=claims[name]) for name in sorted(claims))
        return ann(api, roles=roles, claims=made, tenant=tenant)

    ours, theirs = (envelope(system.api, context(system.api)) for system in (OURS, REAL))
    assert ours == theirs
    for system in (OURS, REAL):
        invocation = system.api.AuthInvocation(boundary="task", operation="t")
        read = keeper(system.api).verify_snapshot(ours, invocation)
        assert read == context(system.api)
