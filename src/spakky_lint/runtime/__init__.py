"""What task, schedule and auth declarations mean when they run, by the framework's own names.

Source: Spakky 8.5.0, as documented and as it behaves; the conformance tests run both. What is wrong
with a value is told by `spakky_lint.runtime.validity`.

A name is imported when it is first asked for: the linter's way to the schedule values must not pay
for the enforcement of auth.
"""

# ruff: noqa: I001  # one import a module, which the aliases would split

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spakky_lint.runtime.annotation import (
        Annotation as Annotation,
    )
    from spakky_lint.runtime.auth_context import (
        AUTH_CONTEXT_CONTEXT_KEY as AUTH_CONTEXT_CONTEXT_KEY,
        AuthClaim as AuthClaim,
        AuthContext as AuthContext,
        AuthSubject as AuthSubject,
        require_auth_context as require_auth_context,
        store_auth_context as store_auth_context,
    )
    from spakky_lint.runtime.awareness import (
        IApplicationContextAware as IApplicationContextAware,
    )
    from spakky_lint.runtime.checkers import (
        AuthorizationRequest as AuthorizationRequest,
        IAuthorizationPolicyEvaluator as IAuthorizationPolicyEvaluator,
        IPermissionChecker as IPermissionChecker,
        IRelationChecker as IRelationChecker,
        IRoleChecker as IRoleChecker,
        IScopeChecker as IScopeChecker,
        PermissionCheckRequest as PermissionCheckRequest,
        RelationCheckRequest as RelationCheckRequest,
        RoleCheckRequest as RoleCheckRequest,
        ScopeCheckRequest as ScopeCheckRequest,
    )
    from spakky_lint.runtime.context import (
        ApplicationContext as ApplicationContext,
    )
    from spakky_lint.runtime.crontab import (
        Crontab as Crontab,
        Month as Month,
        Weekday as Weekday,
    )
    from spakky_lint.runtime.decision import (
        AuthorizationDecision as AuthorizationDecision,
        AuthorizationDecisionState as AuthorizationDecisionState,
        AuthorizationReasonCode as AuthorizationReasonCode,
    )
    from spakky_lint.runtime.direct import (
        DirectTaskExecutor as DirectTaskExecutor,
        DirectTaskInvocation as DirectTaskInvocation,
    )
    from spakky_lint.runtime.enforcement import (
        AuthorizationAspect as AuthorizationAspect,
    )
    from spakky_lint.runtime.errors import (
        AbstractSpakkyAuthError as AbstractSpakkyAuthError,
        AbstractSpakkyFrameworkError as AbstractSpakkyFrameworkError,
        AbstractSpakkyPodError as AbstractSpakkyPodError,
        AbstractSpakkyTaskError as AbstractSpakkyTaskError,
        AnnotationNotFoundError as AnnotationNotFoundError,
        AuthContextError as AuthContextError,
        AuthContextNotFoundError as AuthContextNotFoundError,
        AuthRequirementDeniedError as AuthRequirementDeniedError,
        AuthRequirementProviderUnavailableError as AuthRequirementProviderUnavailableError,
        AuthenticationError as AuthenticationError,
        AuthorizationError as AuthorizationError,
        CannotDeterminePodTypeError as CannotDeterminePodTypeError,
        CannotRegisterNonPodObjectError as CannotRegisterNonPodObjectError,
        CannotUseOptionalReturnTypeInPodError as CannotUseOptionalReturnTypeInPodError,
        CannotUsePositionalOnlyArgsInPodError as CannotUsePositionalOnlyArgsInPodError,
        CannotUseVarArgsInPodError as CannotUseVarArgsInPodError,
        CircularDependencyGraphDetectedError as CircularDependencyGraphDetectedError,
        ConflictingAuthMetadataError as ConflictingAuthMetadataError,
        GenericMROTypeError as GenericMROTypeError,
        InvalidAuthContextValueError as InvalidAuthContextValueError,
        InvalidScheduleSpecificationError as InvalidScheduleSpecificationError,
        MultipleAnnotationFoundError as MultipleAnnotationFoundError,
        NoSuchPodError as NoSuchPodError,
        NoUniquePodError as NoUniquePodError,
        PodAnnotationFailedError as PodAnnotationFailedError,
        PodInstantiationFailedError as PodInstantiationFailedError,
        PodNameAlreadyExistsError as PodNameAlreadyExistsError,
        TaskApplicationContextNotFoundError as TaskApplicationContextNotFoundError,
        TaskAsyncInvocationRequiredError as TaskAsyncInvocationRequiredError,
        TaskNotFoundError as TaskNotFoundError,
        UnexpectedDependencyTypeInjectedError as UnexpectedDependencyTypeInjectedError,
    )
    from spakky_lint.runtime.pod import (
        Pod as Pod,
    )
    from spakky_lint.runtime.requirements import (
        AUTHENTICATED_REQUIREMENT_REF as AUTHENTICATED_REQUIREMENT_REF,
        AuthRequirement as AuthRequirement,
        AuthRequirementKind as AuthRequirementKind,
        EffectiveAuthMetadata as EffectiveAuthMetadata,
        ProtectedRequirement as ProtectedRequirement,
        PublicAccess as PublicAccess,
        get_effective_auth_metadata as get_effective_auth_metadata,
        has_auth_boundary_metadata as has_auth_boundary_metadata,
        protected as protected,
        public_access as public_access,
        require_permission as require_permission,
        require_policy as require_policy,
        require_relation as require_relation,
        require_role as require_role,
        require_scope as require_scope,
    )
    from spakky_lint.runtime.schedules import (
        ScheduleRoute as ScheduleRoute,
        schedule as schedule,
    )
    from spakky_lint.runtime.tasks import (
        TaskAuthMetadata as TaskAuthMetadata,
        TaskAuthRequirementMetadata as TaskAuthRequirementMetadata,
        TaskHandler as TaskHandler,
        TaskRoute as TaskRoute,
        collect_task_auth_metadata as collect_task_auth_metadata,
        task as task,
    )
else:
    _NAMES_OF_MODULES = {
        "annotation": ("Annotation",),
        "auth_context": (
            "AUTH_CONTEXT_CONTEXT_KEY",
            "AuthClaim",
            "AuthContext",
            "AuthSubject",
            "require_auth_context",
            "store_auth_context",
        ),
        "checkers": (
            "AuthorizationRequest",
            "IAuthorizationPolicyEvaluator",
            "IPermissionChecker",
            "IRelationChecker",
            "IRoleChecker",
            "IScopeChecker",
            "PermissionCheckRequest",
            "RelationCheckRequest",
            "RoleCheckRequest",
            "ScopeCheckRequest",
        ),
        "awareness": ("IApplicationContextAware",),
        "context": ("ApplicationContext",),
        "crontab": (
            "Crontab",
            "Month",
            "Weekday",
        ),
        "decision": (
            "AuthorizationDecision",
            "AuthorizationDecisionState",
            "AuthorizationReasonCode",
        ),
        "direct": (
            "DirectTaskExecutor",
            "DirectTaskInvocation",
        ),
        "enforcement": ("AuthorizationAspect",),
        "errors": (
            "AbstractSpakkyAuthError",
            "AbstractSpakkyFrameworkError",
            "AbstractSpakkyPodError",
            "AbstractSpakkyTaskError",
            "AnnotationNotFoundError",
            "AuthContextError",
            "AuthContextNotFoundError",
            "AuthRequirementDeniedError",
            "AuthRequirementProviderUnavailableError",
            "AuthenticationError",
            "AuthorizationError",
            "CannotDeterminePodTypeError",
            "CannotRegisterNonPodObjectError",
            "CannotUseOptionalReturnTypeInPodError",
            "CannotUsePositionalOnlyArgsInPodError",
            "CannotUseVarArgsInPodError",
            "CircularDependencyGraphDetectedError",
            "ConflictingAuthMetadataError",
            "GenericMROTypeError",
            "InvalidAuthContextValueError",
            "InvalidScheduleSpecificationError",
            "MultipleAnnotationFoundError",
            "NoSuchPodError",
            "NoUniquePodError",
            "PodAnnotationFailedError",
            "PodInstantiationFailedError",
            "PodNameAlreadyExistsError",
            "TaskApplicationContextNotFoundError",
            "TaskAsyncInvocationRequiredError",
            "TaskNotFoundError",
            "UnexpectedDependencyTypeInjectedError",
        ),
        "pod": ("Pod",),
        "requirements": (
            "AUTHENTICATED_REQUIREMENT_REF",
            "AuthRequirement",
            "AuthRequirementKind",
            "EffectiveAuthMetadata",
            "ProtectedRequirement",
            "PublicAccess",
            "get_effective_auth_metadata",
            "has_auth_boundary_metadata",
            "protected",
            "public_access",
            "require_permission",
            "require_policy",
            "require_relation",
            "require_role",
            "require_scope",
        ),
        "schedules": (
            "ScheduleRoute",
            "schedule",
        ),
        "tasks": (
            "TaskAuthMetadata",
            "TaskAuthRequirementMetadata",
            "TaskHandler",
            "TaskRoute",
            "collect_task_auth_metadata",
            "task",
        ),
    }
    _MODULE_OF_NAME = {
        name: module for module, names in _NAMES_OF_MODULES.items() for name in names
    }
    __all__ = tuple(_MODULE_OF_NAME)

    def __getattr__(name):
        module = _MODULE_OF_NAME.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
