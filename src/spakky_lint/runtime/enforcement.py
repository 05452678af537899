"""Enforcing auth requirements: ALLOW alone lets a call through, anything missing refuses it."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers_static

from spakky_lint.runtime.auth_context import AuthContext, require_auth_context
from spakky_lint.runtime.awareness import Context, IApplicationContextAware
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
from spakky_lint.runtime.decision import AuthorizationDecision, AuthorizationDecisionState
from spakky_lint.runtime.errors import (
    AuthContextNotFoundError,
    AuthRequirementDeniedError,
    AuthRequirementProviderUnavailableError,
)
from spakky_lint.runtime.pod import Pod
from spakky_lint.runtime.requirements import (
    AuthRequirement,
    AuthRequirementKind,
    get_effective_auth_metadata,
    has_auth_boundary_metadata,
)
from spakky_lint.runtime.weaving import Guard


@Pod()
class AuthorizationAspect(Guard, IApplicationContextAware):
    """Guards every pod of its context whose class or methods declare auth.

    The framework has one aspect for sync and one for async methods. This one guards both, so that a
    context can never enforce by halves. The checkers are pods of the context.
    """

    def __init__(
        self,
        application_context: Context | None = None,
        authorization_policy_evaluator: IAuthorizationPolicyEvaluator | None = None,
        permission_checker: IPermissionChecker | None = None,
        relation_checker: IRelationChecker | None = None,
        role_checker: IRoleChecker | None = None,
        scope_checker: IScopeChecker | None = None,
    ) -> None:
        self._application_context = application_context
        self._policy_evaluator = authorization_policy_evaluator
        self._permission_checker = permission_checker
        self._relation_checker = relation_checker
        self._role_checker = role_checker
        self._scope_checker = scope_checker

    def set_application_context(self, application_context: Context) -> None:
        """Say where the AuthContext is to be found."""
        self._application_context = application_context

    @classmethod
    def guards(cls, pod: object) -> bool:
        """Whether auth is declared on the pod's class or on one of its methods.

        Raises ConflictingAuthMetadataError when one of its boundaries is both public and protected.
        """
        owner = type(pod)
        if not has_auth_boundary_metadata(owner):
            return False
        get_effective_auth_metadata(owner)
        for _, member in getmembers_static(owner):
            if callable(member) and has_auth_boundary_metadata(member):
                get_effective_auth_metadata(member, owner_type=owner)
        return True

    def admit(self, method: Callable[..., object]) -> None:
        """Ask for each requirement of a bound method, in order.

        Raises AuthContextNotFoundError, InvalidAuthContextValueError,
        AuthRequirementProviderUnavailableError, and AuthRequirementDeniedError with the decision
        for any answer but ALLOW.
        """
        metadata = get_effective_auth_metadata(method)
        if not metadata.protected:
            return
        if self._application_context is None:
            raise AuthContextNotFoundError()
        auth_context = require_auth_context(self._application_context)
        for requirement in metadata.requirements:
            decision = self._decide(requirement, auth_context)
            if decision.state is not AuthorizationDecisionState.ALLOW:
                raise AuthRequirementDeniedError(decision)

    def _decide(
        self, requirement: AuthRequirement, auth_context: AuthContext
    ) -> AuthorizationDecision:
        match requirement.kind:
            case AuthRequirementKind.AUTHENTICATED:
                # The AuthContext was found: that is all this asks for.
                return AuthorizationDecision.allow()
            case AuthRequirementKind.PERMISSION if self._permission_checker is not None:
                return self._permission_checker.check_permission(
                    PermissionCheckRequest(
                        auth_context=auth_context,
                        permission=requirement.ref,
                        resource=requirement.resource,
                        tenant=requirement.tenant,
                    )
                )
            case AuthRequirementKind.ROLE if self._role_checker is not None:
                return self._role_checker.check_role(
                    RoleCheckRequest(
                        auth_context=auth_context,
                        role=requirement.ref,
                        tenant=requirement.tenant,
                    )
                )
            case AuthRequirementKind.SCOPE if self._scope_checker is not None:
                return self._scope_checker.check_scope(
                    ScopeCheckRequest(auth_context=auth_context, scope=requirement.ref)
                )
            case AuthRequirementKind.RELATION if (
                self._relation_checker is not None and requirement.resource is not None
            ):
                return self._relation_checker.check_relation(
                    RelationCheckRequest(
                        auth_context=auth_context,
                        relation=requirement.ref,
                        resource=requirement.resource,
                        tenant=requirement.tenant,
                    )
                )
            case AuthRequirementKind.POLICY if (
                self._policy_evaluator is not None
                and requirement.resource is not None
                and requirement.action is not None
            ):
                return self._policy_evaluator.evaluate_policy(
                    AuthorizationRequest(
                        auth_context=auth_context,
                        resource=requirement.resource,
                        action=requirement.action,
                        tenant=requirement.tenant,
                    )
                )
        raise AuthRequirementProviderUnavailableError()
