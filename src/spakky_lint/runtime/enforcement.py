"""Enforcing auth requirements: ALLOW alone lets a call through, anything missing refuses it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkers:
    """Who answers the requirements of an application; None where nobody does."""

    policy: IAuthorizationPolicyEvaluator | None = None
    permission: IPermissionChecker | None = None
    relation: IRelationChecker | None = None
    role: IRoleChecker | None = None
    scope: IScopeChecker | None = None


def answer(
    requirement: AuthRequirement, auth_context: AuthContext, checkers: Checkers
) -> AuthorizationDecision:
    """What the checker of its kind answers to one requirement.

    Raises AuthRequirementProviderUnavailableError where there is none, or where the requirement
    lacks what the checker has to be asked with.
    """
    match requirement.kind:
        case AuthRequirementKind.AUTHENTICATED:
            # The AuthContext was found: that is all this asks for.
            return AuthorizationDecision.allow()
        case AuthRequirementKind.PERMISSION if checkers.permission is not None:
            return checkers.permission.check_permission(
                PermissionCheckRequest(
                    auth_context=auth_context,
                    permission=requirement.ref,
                    resource=requirement.resource,
                    tenant=requirement.tenant,
                )
            )
        case AuthRequirementKind.ROLE if checkers.role is not None:
            return checkers.role.check_role(
                RoleCheckRequest(
                    auth_context=auth_context, role=requirement.ref, tenant=requirement.tenant
                )
            )
        case AuthRequirementKind.SCOPE if checkers.scope is not None:
            return checkers.scope.check_scope(
                ScopeCheckRequest(auth_context=auth_context, scope=requirement.ref)
            )
        case AuthRequirementKind.RELATION if (
            checkers.relation is not None and requirement.resource is not None
        ):
            return checkers.relation.check_relation(
                RelationCheckRequest(
                    auth_context=auth_context,
                    relation=requirement.ref,
                    resource=requirement.resource,
                    tenant=requirement.tenant,
                )
            )
        case AuthRequirementKind.POLICY if (
            checkers.policy is not None
            and requirement.resource is not None
            and requirement.action is not None
        ):
            return checkers.policy.evaluate_policy(
                AuthorizationRequest(
                    auth_context=auth_context,
                    resource=requirement.resource,
                    action=requirement.action,
                    tenant=requirement.tenant,
                )
            )
    raise AuthRequirementProviderUnavailableError()


class _Enforcement(Guard, IApplicationContextAware):
    """What both aspects do; the checkers are pods of the context."""

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
        self._checkers = Checkers(
            policy=authorization_policy_evaluator,
            permission=permission_checker,
            relation=relation_checker,
            role=role_checker,
            scope=scope_checker,
        )

    def set_application_context(self, application_context: Context) -> None:
        """Say where the AuthContext is to be found."""
        self._application_context = application_context

    def admit(self, method: Callable[..., object]) -> None:
        """Ask for each requirement of a bound method, in order.

        Raises ConflictingAuthMetadataError, AuthContextNotFoundError, InvalidAuthContextValueError,
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
            decision = answer(requirement, auth_context, self._checkers)
            if decision.state is not AuthorizationDecisionState.ALLOW:
                raise AuthRequirementDeniedError(decision)


@Pod()
class AuthorizationAspect(_Enforcement):
    """Guards the methods of its context's pods that are no coroutine functions."""

    @classmethod
    def covers(cls, method: Callable[..., object]) -> bool:
        """Whether auth is declared for the method or its class, and it is for this aspect."""
        return has_auth_boundary_metadata(method) and not iscoroutinefunction(method)

    def around(self, joinpoint: Callable[..., object], *args: object, **kwargs: object) -> object:
        """Call a bound method where `admit` lets it be called; raises what both raise."""
        self.admit(joinpoint)
        return joinpoint(*args, **kwargs)


@Pod()
class AsyncAuthorizationAspect(_Enforcement):
    """Guards the coroutine functions: with one of the two aspects alone, the other half is open."""

    @classmethod
    def covers(cls, method: Callable[..., object]) -> bool:
        """Whether auth is declared for the method or its class, and it is for this aspect."""
        return has_auth_boundary_metadata(method) and iscoroutinefunction(method)

    async def around_async(
        self, joinpoint: Callable[..., Awaitable[object]], *args: object, **kwargs: object
    ) -> object:
        """Await a bound method where `admit` lets it be called; raises what both raise."""
        self.admit(joinpoint)
        return await joinpoint(*args, **kwargs)
