"""The framework's errors, by their names.

The inheritance is the framework's too, so that `except AbstractSpakkyTaskError` or
`except AuthorizationError` catches here what it catches there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from spakky_lint.runtime.decision import AuthorizationDecision


class AbstractSpakkyFrameworkError(Exception):
    """Root of every error below. `message` says what went wrong; arguments carry the culprits."""

    message: ClassVar[str] = ""

    def __str__(self) -> str:
        details = super().__str__()
        return f"{self.message}: {details}" if details else self.message


class GenericMROTypeError(AbstractSpakkyFrameworkError):
    """A factory's return annotation is not a class."""

    message = "the annotation is not a class"


# Annotations


class AnnotationNotFoundError(AbstractSpakkyFrameworkError):
    """An object does not carry the annotation that was asked for."""

    message = "the object does not carry this annotation"


class MultipleAnnotationFoundError(AbstractSpakkyFrameworkError):
    """An object carries more than one annotation of a kind that is read as a single one."""

    message = "the object carries this annotation more than once"


# Pods


class AbstractSpakkyPodError(AbstractSpakkyFrameworkError):
    """Root of the errors about pods and their container."""


class PodAnnotationFailedError(AbstractSpakkyPodError):
    """The decorated class or function cannot become a pod."""

    message = "the object cannot become a pod"


class CannotDeterminePodTypeError(PodAnnotationFailedError):
    """A constructor parameter, or the return value of a factory, has no annotation."""

    message = "an annotation is needed to tell the pod's type"


class CannotUseVarArgsInPodError(PodAnnotationFailedError):
    """A pod's constructor takes `*args` or `**kwargs`."""

    message = "a pod's constructor takes neither *args nor **kwargs"


class CannotUsePositionalOnlyArgsInPodError(PodAnnotationFailedError):
    """A pod's constructor has positional-only parameters."""

    message = "a pod's constructor takes no positional-only parameters"


class CannotUseOptionalReturnTypeInPodError(PodAnnotationFailedError):
    """A factory may return None."""

    message = "a factory must not return an optional value"


class PodInstantiationFailedError(AbstractSpakkyPodError):
    """A pod could not be created."""

    message = "the pod could not be created"


class UnexpectedDependencyTypeInjectedError(PodInstantiationFailedError):
    """A required constructor parameter has no pod to fill it."""

    message = "no pod fills a required constructor parameter"


class CannotRegisterNonPodObjectError(AbstractSpakkyPodError):
    """The object that was added is not decorated as a pod."""

    message = "only a pod can be added to the context"


class PodNameAlreadyExistsError(AbstractSpakkyPodError):
    """Another pod of the context has this name."""

    message = "another pod has this name"


class NoSuchPodError(AbstractSpakkyPodError):
    """No pod of the context has the type or the name that was asked for."""

    message = "no such pod in the context"


class NoUniquePodError(AbstractSpakkyPodError):
    """Several pods of the context have the type that was asked for."""

    message = "several pods have this type"


class CircularDependencyGraphDetectedError(AbstractSpakkyPodError):
    """A pod needs itself to be created."""

    message = "the pod needs itself to be created"


# Tasks and schedules


class AbstractSpakkyTaskError(AbstractSpakkyFrameworkError):
    """Root of the errors about tasks and schedules."""


class TaskNotFoundError(AbstractSpakkyTaskError):
    """The handler has no callable of this name."""

    message = "the handler has no such task"


class TaskApplicationContextNotFoundError(AbstractSpakkyTaskError):
    """The executor was not given an ApplicationContext."""

    message = "direct execution needs an ApplicationContext"


class TaskAsyncInvocationRequiredError(AbstractSpakkyTaskError):
    """An `async def` task was run through `execute`."""

    message = "an async task runs through execute_async"


class DuplicateTaskError(AbstractSpakkyTaskError):
    """A task is there already. The framework has the error and never raises it; brokers may."""

    message = "the task is registered already"


class InvalidScheduleSpecificationError(AbstractSpakkyTaskError):
    """A schedule has no trigger, or more than one."""

    message = "a schedule takes exactly one of interval, at and crontab"


# Auth


class AbstractSpakkyAuthError(AbstractSpakkyFrameworkError):
    """Root of the errors about auth."""


class AuthContextError(AbstractSpakkyAuthError):
    """The AuthContext is missing or unusable."""

    message = "the AuthContext is missing or unusable"


class AuthContextNotFoundError(AuthContextError):
    """No AuthContext was stored in the ApplicationContext."""

    message = "no AuthContext is stored in the ApplicationContext"


class InvalidAuthContextValueError(AuthContextError):
    """The value stored as AuthContext is something else."""

    message = "the value stored as AuthContext is not an AuthContext"


class CredentialCarrierError(AbstractSpakkyAuthError):
    """What a caller has shown cannot be understood."""

    message = "the credential cannot be understood"


class AuthenticationError(AbstractSpakkyAuthError):
    """The subject could not be identified."""

    message = "authentication failed"


class AuthorizationError(AbstractSpakkyAuthError):
    """The subject may not do this."""

    message = "authorization failed"


class ConflictingAuthMetadataError(AuthorizationError):
    """A boundary is marked as public and carries requirements as well."""

    message = "public access and auth requirements meet on one boundary"


class AuthRequirementDeniedError(AuthorizationError):
    """A requirement was answered with CHALLENGE, DENY or ERROR; `decision` is that answer."""

    message = "an auth requirement was not met"
    decision: AuthorizationDecision | None

    def __init__(self, decision: AuthorizationDecision | None = None) -> None:
        super().__init__()
        self.decision = decision


class AuthRequirementProviderUnavailableError(AuthorizationError):
    """Nobody in the context can answer a requirement; it carries no decision."""

    message = "nobody can answer an auth requirement"


class AuthContextSnapshotError(AbstractSpakkyAuthError):
    """A snapshot cannot be used."""

    message = "the snapshot of the AuthContext cannot be used"


class MissingAuthContextSnapshotError(AuthContextSnapshotError):
    """A message carries no snapshot."""

    message = "the message carries no snapshot of an AuthContext"


class InvalidAuthContextSnapshotError(AuthContextSnapshotError):
    """A snapshot cannot be read, or was not signed by whom it says."""

    message = "the snapshot of the AuthContext is not valid"


class ExpiredAuthContextSnapshotError(AuthContextSnapshotError):
    """A snapshot holds no longer, or not yet."""

    message = "the snapshot of the AuthContext has expired"


class AuthVerificationProviderUnavailableError(AuthContextSnapshotError):
    """Whoever verifies snapshots cannot be asked."""

    message = "nobody can verify the snapshot of the AuthContext"


class AuthStartupContainerUnavailableError(AbstractSpakkyAuthError):
    """The validation at the start was not told whose pods to look at."""

    message = "the validation of auth at the start needs a container"
