"""Subjects drawn at random, and one policy about them for every system: what it holds, it may."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from spakky_lint.runtime.decisions import Grant, Subject
from tests.evidence.probe import User

ROLES = ("admin", "clerk", "auditor")
SCOPES = ("orders", "bills")
RESOURCES = ("order", "bill")
PERMISSIONS = tuple(Grant(name, on) for name in ("read", "write") for on in (None, *RESOURCES))
RELATIONS = tuple(Grant("owner", on) for on in RESOURCES)
POLICY = tuple(Grant(action, on) for action in ("open", "close") for on in RESOURCES)


def draw_subject(draw: random.Random) -> Subject | None:
    """Somebody who holds some of it all, now and then nobody."""
    if draw.random() < 0.1:
        return None
    generous = draw.choice([0.4, 0.8, 1.0])

    def some(held: tuple[Any, ...]) -> frozenset[Any]:  # of texts or grants
        return frozenset(found for found in held if draw.random() < generous)

    return Subject(
        id="ann",
        roles=some(ROLES),
        scopes=some(SCOPES),
        permissions=some(PERMISSIONS),
        relations=some(RELATIONS),
        policies=some(POLICY),
        tenant=draw.choice([None, "acme", "acme", "globex"]),
    )


def answering(api: Any, subject: Subject | None) -> Callable[[Any], object]:
    """The policy as checkers of an application would tell it."""

    def holds(request: Any) -> tuple[bool, str]:
        assert subject is not None
        match type(request).__name__:
            case "RoleCheckRequest":
                return request.role in subject.roles, "INSUFFICIENT_ROLE"
            case "ScopeCheckRequest":
                return request.scope in subject.scopes, "INSUFFICIENT_SCOPE"
            case "PermissionCheckRequest":
                wanted, held = (request.permission, request.resource), subject.permissions
            case "RelationCheckRequest":
                wanted, held = (request.relation, request.resource), subject.relations
            case _:
                wanted, held = (request.action, request.resource), subject.policies
        return wanted in {(grant.name, grant.resource) for grant in held}, "POLICY_DENIED"

    def answer(request: Any) -> object:
        assert subject is not None
        held, code = holds(request)
        tenant = getattr(request, "tenant", None)
        if held and (tenant is None or tenant == subject.tenant):
            return api.AuthorizationDecision.allow()
        return api.AuthorizationDecision.deny(api.AuthorizationReasonCode(code))

    return answer


IN_THE_WORKER = """

from spakky.auth import (
    AuthorizationDecision,
    AuthorizationReasonCode,
    IAuthorizationPolicyEvaluator,
    IPermissionChecker,
    IRelationChecker,
    IRoleChecker,
    IScopeChecker,
)
from spakky.core.pod.annotations.pod import Pod
from tests.evidence.providers import Snapshots, evidence_auth


def answer(request, held, code):
    claims = {claim.name for claim in request.auth_context.claims}
    tenant = getattr(request, "tenant", None)
    if held(claims) and (tenant is None or "tenant:" + tenant in claims):
        return AuthorizationDecision.allow()
    return AuthorizationDecision.deny(AuthorizationReasonCode(code))


def granted(request, kind, name):
    wanted = ":".join([kind, name, request.resource or "None"])  # members as the texts they are
    return answer(request, lambda claims: wanted in claims, "POLICY_DENIED")


@Pod()
class Policy(
    IPermissionChecker, IRelationChecker, IRoleChecker, IScopeChecker, IAuthorizationPolicyEvaluator
):
    def check_permission(self, request):
        return granted(request, "permission", request.permission)

    def check_relation(self, request):
        return granted(request, "relation", request.relation)

    def evaluate_policy(self, request):
        return granted(request, "policy", request.action)

    def check_role(self, request):
        roles = request.auth_context.roles
        return answer(request, lambda claims: request.role in roles, "INSUFFICIENT_ROLE")

    def check_scope(self, request):
        scopes = request.auth_context.scopes
        return answer(request, lambda claims: request.scope in scopes, "INSUFFICIENT_SCOPE")


PROVIDERS = (Policy, Snapshots, evidence_auth)
"""
"""The same policy as a text that is added to a case, for a worker."""


def user_of(subject: Subject) -> User:
    """The subject as the policy in the worker knows it."""
    grants = [
        f"{kind}:{grant.name}:{grant.resource}"
        for kind, held in (
            ("permission", subject.permissions),
            ("relation", subject.relations),
            ("policy", subject.policies),
        )
        for grant in held
    ]
    if subject.tenant is not None:
        grants.append(f"tenant:{subject.tenant}")
    return User(tuple(subject.roles), tuple(subject.scopes), tuple(grants))
