"""What enforcement says to a subject: answered by what guards the handlers themselves.

Nothing is granted but what the subject is said to hold: no role implies another, and a permission
in general is none on a resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from spakky_lint.runtime.auth_context import AuthContext, AuthSubject
from spakky_lint.runtime.boundaries import AuthInvocation
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
from spakky_lint.runtime.decision import (
    EXPIRED_SNAPSHOT_DECISION,
    INVALID_SNAPSHOT_DECISION,
    MISSING_SNAPSHOT_DECISION,
    VERIFICATION_PROVIDER_UNAVAILABLE_DECISION,
    AuthorizationDecision,
    AuthorizationDecisionState,
    AuthorizationReasonCode,
)
from spakky_lint.runtime.enforcement import Checkers, answer
from spakky_lint.runtime.errors import (
    AuthContextSnapshotError,
    AuthRequirementProviderUnavailableError,
    AuthVerificationProviderUnavailableError,
    ExpiredAuthContextSnapshotError,
    InvalidAuthContextSnapshotError,
    MissingAuthContextSnapshotError,
)
from spakky_lint.runtime.requirements import (
    AUTHENTICATED_REQUIREMENT_REF,
    AuthRequirement,
    AuthRequirementKind,
)
from spakky_lint.runtime.snapshots import IAuthContextSnapshotVerifier

UNKNOWN_REQUIREMENT: Final = "UNKNOWN_REQUIREMENT"
"""The reason code where it is not known what is required; the framework has no such code."""

NEVER_RUNS: Final = "NEVER_RUNS"
"""The reason code where there is nothing to run; the framework has no such code either."""

NOT_ENFORCED: Final = "NOT_ENFORCED"
"""The reason code of what is allowed although something is required, since not all of it is checked
on that path; the framework, which knows nothing of that, has no such code."""

_ISSUER = "spakky-lint"


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
    MISSING_SNAPSHOT_DECISION.state, MISSING_SNAPSHOT_DECISION.reason_code
)
"""What the worker answers to a message of nobody's: it looks for a snapshot first."""


def decide(requirements: Sequence[AuthRequirement | None], subject: Subject | None) -> Decision:
    """Whether the subject meets the requirements, asked in their order; None is an unknown one.

    Without a subject, it is what an anonymous caller gets. What cannot be decided is an ERROR.
    """
    unknown = requirements.index(None) if None in requirements else len(requirements)
    known = [requirement for requirement in requirements[:unknown] if requirement is not None]
    if unknown < len(requirements):
        known.append(_OF_SOMEBODY)
    if subject is None:
        decision = outcome(known, None, Checkers())
    else:
        answers = _Answers(subject)
        checkers = Checkers(
            policy=answers, permission=answers, relation=answers, role=answers, scope=answers
        )
        decision = outcome(known, _context_of(subject), checkers)
    if decision.state is AuthorizationDecisionState.ALLOW and unknown < len(requirements):
        return Decision(AuthorizationDecisionState.ERROR, UNKNOWN_REQUIREMENT)
    return Decision(decision.state, decision.reason_code)


def outcome(
    requirements: Iterable[AuthRequirement], auth_context: AuthContext | None, checkers: Checkers
) -> AuthorizationDecision:
    """What a caller gets where all of the requirements are asked for, in their order.

    That is the first answer that is not ALLOW. Where nobody is signed in it is CHALLENGE, and where
    a requirement has no checker ERROR, as in the worker.
    """
    for requirement in requirements:
        if auth_context is None:
            return AuthorizationDecision.challenge(AuthorizationReasonCode.MISSING_CREDENTIAL)
        try:
            decision = answer(requirement, auth_context, checkers)
        except AuthRequirementProviderUnavailableError:
            return AuthorizationDecision.error(
                AuthorizationReasonCode.INTERNAL_ERROR,
                f"no checker answers for {requirement.kind} {requirement.ref!r}",
            )
        if decision.state is not AuthorizationDecisionState.ALLOW:
            return decision
    return AuthorizationDecision.allow()


def outcome_of_message(
    requirements: Sequence[AuthRequirement],
    envelope: str | None,
    invocation: AuthInvocation,
    verifier: IAuthContextSnapshotVerifier | None,
    checkers: Checkers,
) -> AuthorizationDecision:
    """What the worker answers to a message that carries this envelope.

    Where nothing is required nobody looks at the envelope. An error of the verifier's that is no
    AuthContextSnapshotError is raised as it is.
    """
    if not requirements:
        return AuthorizationDecision.allow()
    if not envelope:
        return MISSING_SNAPSHOT_DECISION
    if verifier is None:
        return VERIFICATION_PROVIDER_UNAVAILABLE_DECISION
    try:
        auth_context = verifier.verify_snapshot(envelope, invocation)
    except AuthContextSnapshotError as error:
        for kind, decision in _REFUSALS.items():
            if isinstance(error, kind):
                return decision
        raise
    return outcome(requirements, auth_context, checkers)


_REFUSALS: Final[Mapping[type[AuthContextSnapshotError], AuthorizationDecision]] = MappingProxyType(
    {
        MissingAuthContextSnapshotError: MISSING_SNAPSHOT_DECISION,
        InvalidAuthContextSnapshotError: INVALID_SNAPSHOT_DECISION,
        ExpiredAuthContextSnapshotError: EXPIRED_SNAPSHOT_DECISION,
        AuthVerificationProviderUnavailableError: VERIFICATION_PROVIDER_UNAVAILABLE_DECISION,
    }
)


_OF_SOMEBODY: Final = AuthRequirement(
    kind=AuthRequirementKind.AUTHENTICATED, ref=AUTHENTICATED_REQUIREMENT_REF
)
"""What is known of an unknown requirement: it is required of somebody."""


def _context_of(subject: Subject) -> AuthContext:
    return AuthContext(
        subject=AuthSubject(id=subject.id),
        issuer=_ISSUER,
        tenant=subject.tenant,
        roles=tuple(sorted(subject.roles)),
        scopes=tuple(sorted(subject.scopes)),
    )


class _Answers(
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
