"""What enforcement says to a subject: decided by the aspect that guards the handlers themselves.

Nothing is granted but what the subject is said to hold: no role implies another, and a permission
in general is none on a resource.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import Final

from spakky_lint.runtime.auth_context import AuthContext, AuthSubject, store_auth_context
from spakky_lint.runtime.checkers import (
    AuthorizationRequest,
    IAuthorizationPolicyEvaluator,
    IPermissionChecker,
    IRelationChecker,
    IRoleChecker,
    IScopeChecker,
    PermissionCheckRequest,
    RelationCheckRequest,
    RoleCheckRequest,
    ScopeCheckRequest,
)
from spakky_lint.runtime.context import ApplicationContext
from spakky_lint.runtime.decision import (
    AuthorizationDecision,
    AuthorizationDecisionState,
    AuthorizationReasonCode,
)
from spakky_lint.runtime.enforcement import AuthorizationAspect
from spakky_lint.runtime.errors import (
    AuthContextNotFoundError,
    AuthRequirementDeniedError,
    AuthRequirementProviderUnavailableError,
)
from spakky_lint.runtime.requirements import AuthRequirement, ProtectedRequirement, protected

UNKNOWN_REQUIREMENT: Final = "UNKNOWN_REQUIREMENT"
"""The reason code where it is not known what is required; the framework has no such code."""

NEVER_RUNS: Final = "NEVER_RUNS"
"""The reason code where there is nothing to run; the framework has no such code either."""

NOT_ENFORCED: Final = "NOT_ENFORCED"
"""The reason code of what is allowed although something is required, since not all of it is checked
on that path; the framework, which knows nothing of that, has no such code."""

_ISSUER = "spakky-lint"

_UNAVAILABLE = AuthorizationDecision.error(AuthorizationReasonCode.INTERNAL_ERROR)
"""What the worker answers where no checker can be asked."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission, a relation or an action, on a resource where one is named."""

    name: str
    resource: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who asks, and all that it holds."""

    id: str
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    permissions: frozenset[Grant] = frozenset()
    relations: frozenset[Grant] = frozenset()
    policies: frozenset[Grant] = frozenset()
    """The actions that the policy lets it do, each on its resource."""
    tenant: str | None = None
    """Where it holds them: a requirement for another tenant is not met."""


@dataclass(frozen=True, slots=True)
class Decision:
    state: AuthorizationDecisionState
    reason_code: str
    """An AuthorizationReasonCode, UNKNOWN_REQUIREMENT, NEVER_RUNS or NOT_ENFORCED."""


WITHOUT_A_CALLER: Final = Decision(
    AuthorizationDecisionState.CHALLENGE, AuthorizationReasonCode.SNAPSHOT_MISSING
)
"""What the worker answers to a message of nobody's: it looks for a snapshot first."""


def decide(requirements: Sequence[AuthRequirement | None], subject: Subject | None) -> Decision:
    """Whether the subject meets the requirements, asked in their order; None is an unknown one.

    Without a subject, it is what an anonymous caller gets. What cannot be decided is an ERROR.
    """
    unknown = requirements.index(None) if None in requirements else len(requirements)
    known = [requirement for requirement in requirements[:unknown] if requirement is not None]

    def boundary() -> None: ...

    for requirement in known:
        ProtectedRequirement(requirement)(boundary)
    if unknown < len(requirements):
        protected(boundary)  # whatever is required, it is required of somebody
    # In a copy: the values of an ApplicationContext live in the context that they are set in.
    decision = copy_context().run(_asked, boundary, subject)
    if decision.state is AuthorizationDecisionState.ALLOW and unknown < len(requirements):
        return Decision(AuthorizationDecisionState.ERROR, UNKNOWN_REQUIREMENT)
    return Decision(decision.state, decision.reason_code)


def _asked(boundary: Callable[..., object], subject: Subject | None) -> AuthorizationDecision:
    context = ApplicationContext(auth=False)
    aspect = AuthorizationAspect(context)
    if subject is not None:
        checkers = _Checkers(subject)
        aspect = AuthorizationAspect(context, checkers, checkers, checkers, checkers, checkers)
        store_auth_context(
            context,
            AuthContext(
                subject=AuthSubject(id=subject.id),
                issuer=_ISSUER,
                tenant=subject.tenant,
                roles=tuple(sorted(subject.roles)),
                scopes=tuple(sorted(subject.scopes)),
            ),
        )
    try:
        aspect.admit(boundary)
    except AuthContextNotFoundError:
        return AuthorizationDecision.challenge(AuthorizationReasonCode.MISSING_CREDENTIAL)
    except AuthRequirementProviderUnavailableError:
        return _UNAVAILABLE
    except AuthRequirementDeniedError as error:
        return error.decision or _UNAVAILABLE
    return AuthorizationDecision.allow()


class _Checkers(
    IPermissionChecker, IRelationChecker, IRoleChecker, IScopeChecker, IAuthorizationPolicyEvaluator
):
    """Answers for one subject, from what it holds."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def check_permission(self, request: PermissionCheckRequest) -> AuthorizationDecision:
        grant = Grant(request.permission, request.resource)
        return self._answer(
            grant in self._subject.permissions,
            AuthorizationReasonCode.POLICY_DENIED,
            request.tenant,
        )

    def check_role(self, request: RoleCheckRequest) -> AuthorizationDecision:
        return self._answer(
            request.role in self._subject.roles,
            AuthorizationReasonCode.INSUFFICIENT_ROLE,
            request.tenant,
        )

    def check_scope(self, request: ScopeCheckRequest) -> AuthorizationDecision:
        return self._answer(
            request.scope in self._subject.scopes, AuthorizationReasonCode.INSUFFICIENT_SCOPE
        )

    def check_relation(self, request: RelationCheckRequest) -> AuthorizationDecision:
        grant = Grant(request.relation, request.resource)
        return self._answer(
            grant in self._subject.relations, AuthorizationReasonCode.POLICY_DENIED, request.tenant
        )

    def evaluate_policy(self, request: AuthorizationRequest) -> AuthorizationDecision:
        grant = Grant(request.action, request.resource)
        return self._answer(
            grant in self._subject.policies, AuthorizationReasonCode.POLICY_DENIED, request.tenant
        )

    def _answer(
        self, holds: bool, reason_code: AuthorizationReasonCode, tenant: str | None = None
    ) -> AuthorizationDecision:
        if holds and tenant in (None, self._subject.tenant):
            return AuthorizationDecision.allow()
        return AuthorizationDecision.deny(reason_code)
