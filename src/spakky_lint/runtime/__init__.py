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
        AuthClaimValue as AuthClaimValue,
        AuthContext as AuthContext,
        AuthSubject as AuthSubject,
        require_auth_context as require_auth_context,
        store_auth_context as store_auth_context,
    )
    from spakky_lint.runtime.awareness import (
        IApplicationContextAware as IApplicationContextAware,
        IContainerAware as IContainerAware,
    )
    from spakky_lint.runtime.boundaries import (
        AuthActionRef as AuthActionRef,
        AuthBoundaryRef as AuthBoundaryRef,
        AuthDynamicRef as AuthDynamicRef,
        AuthDynamicRefExpression as AuthDynamicRefExpression,
        AuthDynamicRefKind as AuthDynamicRefKind,
        AuthInvocation as AuthInvocation,
        AuthInvocationAttribute as AuthInvocationAttribute,
        AuthInvocationAttributeName as AuthInvocationAttributeName,
        AuthInvocationAttributeValue as AuthInvocationAttributeValue,
        AuthInvocationOperationRef as AuthInvocationOperationRef,
        AuthPermissionRef as AuthPermissionRef,
        AuthRelationRef as AuthRelationRef,
        AuthResolvedRef as AuthResolvedRef,
        AuthResourceRef as AuthResourceRef,
        AuthRoleRef as AuthRoleRef,
        AuthScopeRef as AuthScopeRef,
        AuthTenantRef as AuthTenantRef,
        ResolvedAuthReference as ResolvedAuthReference,
    )
    from spakky_lint.runtime.capabilities import (
        AuthCapability as AuthCapability,
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
    from spakky_lint.runtime.credentials import (
        CredentialCarrier as CredentialCarrier,
        CredentialCarrierKind as CredentialCarrierKind,
        CredentialCarrierLocation as CredentialCarrierLocation,
    )
    from spakky_lint.runtime.crontab import (
        Crontab as Crontab,
        Month as Month,
        Weekday as Weekday,
    )
    from spakky_lint.runtime.decision import (
        EXPIRED_SNAPSHOT_DECISION as EXPIRED_SNAPSHOT_DECISION,
        INVALID_SNAPSHOT_DECISION as INVALID_SNAPSHOT_DECISION,
        MISSING_SNAPSHOT_DECISION as MISSING_SNAPSHOT_DECISION,
        VERIFICATION_PROVIDER_UNAVAILABLE_DECISION as VERIFICATION_PROVIDER_UNAVAILABLE_DECISION,
        AuthorizationDecision as AuthorizationDecision,
        AuthorizationDecisionState as AuthorizationDecisionState,
        AuthorizationReasonCode as AuthorizationReasonCode,
    )
    from spakky_lint.runtime.direct import (
        DirectTaskExecutor as DirectTaskExecutor,
        DirectTaskInvocation as DirectTaskInvocation,
    )
    from spakky_lint.runtime.enforcement import (
        AsyncAuthorizationAspect as AsyncAuthorizationAspect,
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
        AuthContextSnapshotError as AuthContextSnapshotError,
        AuthRequirementDeniedError as AuthRequirementDeniedError,
        AuthRequirementProviderUnavailableError as AuthRequirementProviderUnavailableError,
        AuthStartupContainerUnavailableError as AuthStartupContainerUnavailableError,
        AuthVerificationProviderUnavailableError as AuthVerificationProviderUnavailableError,
        AuthenticationError as AuthenticationError,
        AuthorizationError as AuthorizationError,
        CannotDeterminePodTypeError as CannotDeterminePodTypeError,
        CannotRegisterNonPodObjectError as CannotRegisterNonPodObjectError,
        CannotUseOptionalReturnTypeInPodError as CannotUseOptionalReturnTypeInPodError,
        CannotUsePositionalOnlyArgsInPodError as CannotUsePositionalOnlyArgsInPodError,
        CannotUseVarArgsInPodError as CannotUseVarArgsInPodError,
        CircularDependencyGraphDetectedError as CircularDependencyGraphDetectedError,
        ConflictingAuthMetadataError as ConflictingAuthMetadataError,
        CredentialCarrierError as CredentialCarrierError,
        DuplicateTaskError as DuplicateTaskError,
        ExpiredAuthContextSnapshotError as ExpiredAuthContextSnapshotError,
        GenericMROTypeError as GenericMROTypeError,
        InvalidAuthContextSnapshotError as InvalidAuthContextSnapshotError,
        InvalidAuthContextValueError as InvalidAuthContextValueError,
        InvalidScheduleSpecificationError as InvalidScheduleSpecificationError,
        MissingAuthContextSnapshotError as MissingAuthContextSnapshotError,
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
    from spakky_lint.runtime.lifecycle import (
        IPostProcessor as IPostProcessor,
        IService as IService,
    )
    from spakky_lint.runtime.plugins import (
        PLUGIN_NAME as PLUGIN_NAME,
        Plugin as Plugin,
    )
    from spakky_lint.runtime.pod import (
        Pod as Pod,
    )
    from spakky_lint.runtime.propagation import (
        SPAKKY_AUTH_SNAPSHOT_PROPAGATION_CONFIG_ENV_PREFIX as SPAKKY_AUTH_SNAPSHOT_PROPAGATION_CONFIG_ENV_PREFIX,  # noqa: E501  # type checkers want the name twice
        AuthSnapshotPropagationConfig as AuthSnapshotPropagationConfig,
        auth_snapshot_propagation_config as auth_snapshot_propagation_config,
        effective_auth_snapshot_propagation_config as effective_auth_snapshot_propagation_config,
    )
    from spakky_lint.runtime.providers import (
        AUTH_CONTRIBUTION_ENTRY_POINT_GROUP as AUTH_CONTRIBUTION_ENTRY_POINT_GROUP,
        AuthContributionProviderId as AuthContributionProviderId,
        AuthPasswordHash as AuthPasswordHash,
        AuthPasswordPlaintext as AuthPasswordPlaintext,
        AuthProviderContribution as AuthProviderContribution,
        IAuthInvocationResolver as IAuthInvocationResolver,
        IAuthenticationProvider as IAuthenticationProvider,
        IPasswordHasher as IPasswordHasher,
        IPasswordVerifier as IPasswordVerifier,
    )
    from spakky_lint.runtime.registration import (
        TaskRegistrationPostProcessor as TaskRegistrationPostProcessor,
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
    from spakky_lint.runtime.results import (
        ITaskResult as ITaskResult,
    )
    from spakky_lint.runtime.schedules import (
        ScheduleRoute as ScheduleRoute,
        schedule as schedule,
    )
    from spakky_lint.runtime.snapshots import (
        AUTH_CONTEXT_SNAPSHOT_HEADER_KEY as AUTH_CONTEXT_SNAPSHOT_HEADER_KEY,
        AUTH_CONTEXT_SNAPSHOT_METADATA_KEY as AUTH_CONTEXT_SNAPSHOT_METADATA_KEY,
        AUTH_CONTEXT_SNAPSHOT_SCHEMA_VERSION as AUTH_CONTEXT_SNAPSHOT_SCHEMA_VERSION,
        DEFAULT_AUTH_CLOCK_SKEW_SECONDS as DEFAULT_AUTH_CLOCK_SKEW_SECONDS,
        AuthContextSnapshot as AuthContextSnapshot,
        AuthContextSnapshotSignature as AuthContextSnapshotSignature,
        IAuthContextSnapshotSigner as IAuthContextSnapshotSigner,
        IAuthContextSnapshotVerifier as IAuthContextSnapshotVerifier,
        SnapshotSignRequest as SnapshotSignRequest,
    )
    from spakky_lint.runtime.startup import (
        AUTH_STARTUP_VALIDATION_ERROR_DETAIL_KEY as AUTH_STARTUP_VALIDATION_ERROR_DETAIL_KEY,
        AuthCapabilityStartupValidationService as AuthCapabilityStartupValidationService,
        AuthCapabilityStartupValidator as AuthCapabilityStartupValidator,
        AuthStartupCapabilityDiagnostic as AuthStartupCapabilityDiagnostic,
        AuthStartupCapabilityValidationError as AuthStartupCapabilityValidationError,
        IStartupDiagnosticDetailProvider as IStartupDiagnosticDetailProvider,
        StartupDiagnosticDetail as StartupDiagnosticDetail,
    )
    from spakky_lint.runtime.tasks import (
        TaskAuthActionRef as TaskAuthActionRef,
        TaskAuthMetadata as TaskAuthMetadata,
        TaskAuthRequirementMetadata as TaskAuthRequirementMetadata,
        TaskAuthRequirementRef as TaskAuthRequirementRef,
        TaskAuthResourceRef as TaskAuthResourceRef,
        TaskAuthTenantRef as TaskAuthTenantRef,
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
            "AuthClaimValue",
            "AuthContext",
            "AuthSubject",
            "require_auth_context",
            "store_auth_context",
        ),
        "awareness": (
            "IApplicationContextAware",
            "IContainerAware",
        ),
        "boundaries": (
            "AuthActionRef",
            "AuthBoundaryRef",
            "AuthDynamicRef",
            "AuthDynamicRefExpression",
            "AuthDynamicRefKind",
            "AuthInvocation",
            "AuthInvocationAttribute",
            "AuthInvocationAttributeName",
            "AuthInvocationAttributeValue",
            "AuthInvocationOperationRef",
            "AuthPermissionRef",
            "AuthRelationRef",
            "AuthResolvedRef",
            "AuthResourceRef",
            "AuthRoleRef",
            "AuthScopeRef",
            "AuthTenantRef",
            "ResolvedAuthReference",
        ),
        "capabilities": ("AuthCapability",),
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
        "context": ("ApplicationContext",),
        "credentials": (
            "CredentialCarrier",
            "CredentialCarrierKind",
            "CredentialCarrierLocation",
        ),
        "crontab": (
            "Crontab",
            "Month",
            "Weekday",
        ),
        "decision": (
            "EXPIRED_SNAPSHOT_DECISION",
            "INVALID_SNAPSHOT_DECISION",
            "MISSING_SNAPSHOT_DECISION",
            "VERIFICATION_PROVIDER_UNAVAILABLE_DECISION",
            "AuthorizationDecision",
            "AuthorizationDecisionState",
            "AuthorizationReasonCode",
        ),
        "direct": (
            "DirectTaskExecutor",
            "DirectTaskInvocation",
        ),
        "enforcement": (
            "AsyncAuthorizationAspect",
            "AuthorizationAspect",
        ),
        "errors": (
            "AbstractSpakkyAuthError",
            "AbstractSpakkyFrameworkError",
            "AbstractSpakkyPodError",
            "AbstractSpakkyTaskError",
            "AnnotationNotFoundError",
            "AuthContextError",
            "AuthContextNotFoundError",
            "AuthContextSnapshotError",
            "AuthRequirementDeniedError",
            "AuthRequirementProviderUnavailableError",
            "AuthStartupContainerUnavailableError",
            "AuthVerificationProviderUnavailableError",
            "AuthenticationError",
            "AuthorizationError",
            "CannotDeterminePodTypeError",
            "CannotRegisterNonPodObjectError",
            "CannotUseOptionalReturnTypeInPodError",
            "CannotUsePositionalOnlyArgsInPodError",
            "CannotUseVarArgsInPodError",
            "CircularDependencyGraphDetectedError",
            "ConflictingAuthMetadataError",
            "CredentialCarrierError",
            "DuplicateTaskError",
            "ExpiredAuthContextSnapshotError",
            "GenericMROTypeError",
            "InvalidAuthContextSnapshotError",
            "InvalidAuthContextValueError",
            "InvalidScheduleSpecificationError",
            "MissingAuthContextSnapshotError",
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
        "lifecycle": (
            "IPostProcessor",
            "IService",
        ),
        "plugins": (
            "PLUGIN_NAME",
            "Plugin",
        ),
        "pod": ("Pod",),
        "propagation": (
            "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_CONFIG_ENV_PREFIX",
            "AuthSnapshotPropagationConfig",
            "auth_snapshot_propagation_config",
            "effective_auth_snapshot_propagation_config",
        ),
        "providers": (
            "AUTH_CONTRIBUTION_ENTRY_POINT_GROUP",
            "AuthContributionProviderId",
            "AuthPasswordHash",
            "AuthPasswordPlaintext",
            "AuthProviderContribution",
            "IAuthInvocationResolver",
            "IAuthenticationProvider",
            "IPasswordHasher",
            "IPasswordVerifier",
        ),
        "registration": ("TaskRegistrationPostProcessor",),
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
        "results": ("ITaskResult",),
        "schedules": (
            "ScheduleRoute",
            "schedule",
        ),
        "snapshots": (
            "AUTH_CONTEXT_SNAPSHOT_HEADER_KEY",
            "AUTH_CONTEXT_SNAPSHOT_METADATA_KEY",
            "AUTH_CONTEXT_SNAPSHOT_SCHEMA_VERSION",
            "DEFAULT_AUTH_CLOCK_SKEW_SECONDS",
            "AuthContextSnapshot",
            "AuthContextSnapshotSignature",
            "IAuthContextSnapshotSigner",
            "IAuthContextSnapshotVerifier",
            "SnapshotSignRequest",
        ),
        "startup": (
            "AUTH_STARTUP_VALIDATION_ERROR_DETAIL_KEY",
            "AuthCapabilityStartupValidationService",
            "AuthCapabilityStartupValidator",
            "AuthStartupCapabilityDiagnostic",
            "AuthStartupCapabilityValidationError",
            "IStartupDiagnosticDetailProvider",
            "StartupDiagnosticDetail",
        ),
        "tasks": (
            "TaskAuthActionRef",
            "TaskAuthMetadata",
            "TaskAuthRequirementMetadata",
            "TaskAuthRequirementRef",
            "TaskAuthResourceRef",
            "TaskAuthTenantRef",
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
