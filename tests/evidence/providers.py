"""Auth providers for the framework process: who is who is read from the AuthContext itself.

A permission, relation or policy counts as granted when the context has a claim of that text, for
example `permission:invoice:send`, `relation:owner:account`, `policy:ledger:close`. Snapshots are
plain JSON in base64: signing is not what the evidence is about.

The framework reads the annotations of a factory as they are, so they must not be texts: no
`from __future__ import annotations` here.
"""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import override

from spakky.auth import (
    AuthCapability,
    AuthClaim,
    AuthContext,
    AuthContextSnapshot,
    AuthContextSnapshotSignature,
    AuthInvocation,
    AuthorizationDecision,
    AuthorizationReasonCode,
    AuthorizationRequest,
    AuthProviderContribution,
    AuthSubject,
    IAuthContextSnapshotSigner,
    IAuthContextSnapshotVerifier,
    IAuthorizationPolicyEvaluator,
    IPermissionChecker,
    IRelationChecker,
    IRoleChecker,
    IScopeChecker,
    PermissionCheckRequest,
    RelationCheckRequest,
    RoleCheckRequest,
    ScopeCheckRequest,
    SnapshotSignRequest,
)
from spakky.core.pod.annotations.pod import Pod

ISSUER = "evidence"


def user(roles: list[str], scopes: list[str], grants: list[str]) -> AuthContext:
    """An authenticated user with the given rights."""
    return AuthContext(
        subject=AuthSubject(id="ada"),
        issuer=ISSUER,
        roles=tuple(roles),
        scopes=tuple(scopes),
        claims=tuple(AuthClaim(name=grant, value=True) for grant in grants),
    )


def _decision(granted: bool) -> AuthorizationDecision:
    if granted:
        return AuthorizationDecision.allow()
    return AuthorizationDecision.deny(AuthorizationReasonCode.POLICY_DENIED)


def _has_claim(context: AuthContext, *parts: str) -> AuthorizationDecision:
    wanted = ":".join(parts)
    return _decision(any(claim.name == wanted for claim in context.claims))


@Pod()
class Checkers(
    IPermissionChecker, IRelationChecker, IRoleChecker, IScopeChecker, IAuthorizationPolicyEvaluator
):
    """Allows what the context of the request names."""

    @override
    def check_permission(self, request: PermissionCheckRequest) -> AuthorizationDecision:
        return _has_claim(request.auth_context, "permission", request.permission)

    @override
    def check_relation(self, request: RelationCheckRequest) -> AuthorizationDecision:
        return _has_claim(request.auth_context, "relation", request.relation, request.resource)

    @override
    def check_role(self, request: RoleCheckRequest) -> AuthorizationDecision:
        return _decision(request.role in request.auth_context.roles)

    @override
    def check_scope(self, request: ScopeCheckRequest) -> AuthorizationDecision:
        return _decision(request.scope in request.auth_context.scopes)

    @override
    def evaluate_policy(self, request: AuthorizationRequest) -> AuthorizationDecision:
        return _has_claim(request.auth_context, "policy", request.resource, request.action)


@Pod()
class Snapshots(IAuthContextSnapshotSigner, IAuthContextSnapshotVerifier):
    """Carries a context to the worker and back into a context."""

    @override
    def sign_snapshot(self, request: SnapshotSignRequest) -> AuthContextSnapshot:
        context = request.auth_context
        now = datetime.now(UTC)
        return AuthContextSnapshot(
            subject=context.subject,
            issuer=context.issuer,
            issued_at=now,
            expires_at=now + timedelta(minutes=5),
            signature=AuthContextSnapshotSignature(key_id="1", algorithm="none", signature=""),
            roles=context.roles,
            scopes=context.scopes,
            selected_claims=context.claims,
        )

    @override
    def verify_snapshot(self, snapshot_envelope: str, invocation: AuthInvocation) -> AuthContext:
        padded = snapshot_envelope + "=" * (-len(snapshot_envelope) % 4)
        payload = json.loads(base64.urlsafe_b64decode(padded))
        return user(payload["roles"], payload["scopes"], list(payload["selected_claims"]))


@Pod()
def evidence_auth() -> AuthProviderContribution:
    """One provider of every capability: the start-up validation wants exactly one."""
    return AuthProviderContribution(provider_id=ISSUER, capabilities=frozenset(AuthCapability))


PROVIDERS = (Checkers, Snapshots, evidence_auth)
