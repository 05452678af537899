"""Checkers for both systems, which answer as a test wants them to."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators, allow-subclassing-any

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DECISIONS = {
    "ALLOW": ("allow", "AUTHORIZED"),
    "CHALLENGE": ("challenge", "EXPIRED_CREDENTIAL"),
    "DENY": ("deny", "POLICY_DENIED"),
    "ERROR": ("error", "INTERNAL_ERROR"),
}
KINDS = ("PERMISSION", "POLICY", "RELATION", "ROLE", "SCOPE")


def checkers(
    api: Any, answer: Callable[[Any], object], kinds: tuple[str, ...] = KINDS
) -> list[Any]:
    """One pod for each kind, all of which answer with `answer(request)`."""

    @api.Pod()
    class Permissions(api.IPermissionChecker):
        def check_permission(self, request: Any) -> object:
            return answer(request)

    @api.Pod()
    class Policies(api.IAuthorizationPolicyEvaluator):
        def evaluate_policy(self, request: Any) -> object:
            return answer(request)

    @api.Pod()
    class Relations(api.IRelationChecker):
        def check_relation(self, request: Any) -> object:
            return answer(request)

    @api.Pod()
    class Roles(api.IRoleChecker):
        def check_role(self, request: Any) -> object:
            return answer(request)

    @api.Pod()
    class Scopes(api.IScopeChecker):
        def check_scope(self, request: Any) -> object:
            return answer(request)

    pods = dict(zip(KINDS, (Permissions, Policies, Relations, Roles, Scopes), strict=True))
    return [pods[kind] for kind in kinds]


def another_role_checker(api: Any) -> Any:  # a class that exists once for each system
    """A second checker for roles, which allows."""

    @api.Pod()
    class OtherRoles(api.IRoleChecker):
        def check_role(self, request: Any) -> object:
            return decide(api, "ALLOW")

    return OtherRoles


def decide(api: Any, state: str) -> Any:
    make, code = DECISIONS[state]
    return getattr(api.AuthorizationDecision, make)(api.AuthorizationReasonCode(code))
