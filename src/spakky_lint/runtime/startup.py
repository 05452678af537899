"""What is looked at when an application with auth starts: that somebody can answer for auth.

Every capability that is needed wants exactly one provider that says it has it. What is needed
follows from what the pods declare, and from whether snapshots are sent.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import getmembers_static
from typing import TYPE_CHECKING, Final, TypeVar

from spakky_lint.runtime.awareness import Container, IContainerAware
from spakky_lint.runtime.capabilities import ASKED_BY, AuthCapability
from spakky_lint.runtime.errors import AbstractSpakkyAuthError, AuthStartupContainerUnavailableError
from spakky_lint.runtime.lifecycle import IService
from spakky_lint.runtime.pod import Pod
from spakky_lint.runtime.propagation import AuthSnapshotPropagationConfig
from spakky_lint.runtime.providers import (
    AuthContributionProviderId,
    AuthProviderContribution,
)
from spakky_lint.runtime.requirements import (
    AuthRequirementKind,
    EffectiveAuthMetadata,
    get_effective_auth_metadata,
    has_auth_boundary_metadata,
)

if TYPE_CHECKING:
    import threading

_T = TypeVar("_T")

AUTH_STARTUP_VALIDATION_ERROR_DETAIL_KEY = "auth.capability.validation.error"
"""The key of the details that a failed validation gives."""

_PROPAGATION: Final = "AuthSnapshotPropagationConfig.enabled"


@dataclass(frozen=True, kw_only=True, eq=False)
class StartupDiagnosticDetail:
    """One thing to know about a start that failed."""

    key: str
    value: str


class IStartupDiagnosticDetailProvider(ABC):
    """An error that has details about a start that failed."""

    @property
    @abstractmethod
    def startup_diagnostic_details(self) -> tuple[StartupDiagnosticDetail, ...]:
        """The details, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthStartupCapabilityDiagnostic:
    """A capability that is needed and has no provider, or several.

    `required_by` names classes and methods as `module.Class.method`, and
    `AuthSnapshotPropagationConfig.enabled` where snapshots are sent; both tuples are sorted.
    """

    capability: AuthCapability
    provider_count: int
    provider_ids: tuple[AuthContributionProviderId, ...]
    required_by: tuple[str, ...]

    def as_startup_diagnostic_detail(self) -> StartupDiagnosticDetail:
        """The same as text, for machines."""
        parts = {
            "capability": self.capability.value,
            "provider_count": self.provider_count,
            "providers": ",".join(self.provider_ids),
            "required_by": ",".join(self.required_by),
        }
        text = ";".join(f"{name}={value}" for name, value in parts.items())
        return StartupDiagnosticDetail(key=AUTH_STARTUP_VALIDATION_ERROR_DETAIL_KEY, value=text)


class AuthStartupCapabilityValidationError(
    AbstractSpakkyAuthError, IStartupDiagnosticDetailProvider
):
    """Capabilities are needed that not exactly one provider has; `diagnostics` tells which."""

    message = "a required auth capability needs exactly one provider"
    diagnostics: tuple[AuthStartupCapabilityDiagnostic, ...]

    def __init__(self, diagnostics: tuple[AuthStartupCapabilityDiagnostic, ...]) -> None:
        super().__init__("; ".join(map(_sentence, diagnostics)))
        self.diagnostics = diagnostics

    @property
    def startup_diagnostic_details(self) -> tuple[StartupDiagnosticDetail, ...]:
        """One detail for each capability."""
        return tuple(found.as_startup_diagnostic_detail() for found in self.diagnostics)


def _sentence(found: AuthStartupCapabilityDiagnostic) -> str:
    providers = ", ".join(found.provider_ids) or "nobody"
    return f"{found.capability} is given by {providers} and required by " + ", ".join(
        found.required_by
    )


class AuthCapabilityStartupValidator:
    """Compares what the pods of a container need with what its providers say they can do."""

    def __init__(self, container: Container) -> None:
        self._container = container

    def validate(self) -> None:
        """Return where every capability that is needed has one provider.

        Raises AuthStartupCapabilityValidationError with all that are wrong, in the order of their
        names; ConflictingAuthMetadataError and TypeError for auth that cannot be read.
        """
        required = self._required()
        # A set: two providers that say the same in every word are one.
        contributions = self._of_type(AuthProviderContribution)
        found = []
        for capability in sorted(required):
            providers = sorted(
                each.provider_id for each in contributions if each.supports(capability)
            )
            if len(providers) != 1:
                found.append(
                    AuthStartupCapabilityDiagnostic(
                        capability=capability,
                        provider_count=len(providers),
                        provider_ids=tuple(providers),
                        required_by=tuple(sorted(required[capability])),
                    )
                )
        if found:
            raise AuthStartupCapabilityValidationError(tuple(found))

    def _required(self) -> Mapping[AuthCapability, set[str]]:
        required: defaultdict[AuthCapability, set[str]] = defaultdict(set)
        for pod in self._container.pods.values():
            for name, metadata in _boundaries(pod.target):
                if metadata.protected:
                    # Whatever is demanded is demanded of somebody.
                    required[AuthCapability.AUTHENTICATION].add(name)
                for requirement in metadata.requirements:
                    # A text that reads like a kind is none.
                    if isinstance(requirement.kind, AuthRequirementKind):
                        required[ASKED_BY[requirement.kind]].add(name)
        if any(config.enabled for config in self._of_type(AuthSnapshotPropagationConfig)):
            required[AuthCapability.SNAPSHOT_SIGN].add(_PROPAGATION)
            required[AuthCapability.SNAPSHOT_VERIFY].add(_PROPAGATION)
        return required

    def _of_type(self, type_: type[_T]) -> list[_T]:
        """The pods of exactly this type, whatever their names."""
        found = self._container.find(lambda pod: pod.type_ is type_)
        return [each for each in found if isinstance(each, type_)]


def _boundaries(target: Callable[..., object]) -> Iterator[tuple[str, EffectiveAuthMetadata]]:
    """Where a pod declares auth, and what applies there."""
    name = f"{target.__module__}.{getattr(target, '__qualname__', target)}"
    if has_auth_boundary_metadata(target):
        yield name, get_effective_auth_metadata(target)
    if isinstance(target, type):
        for method, member in getmembers_static(target):
            if callable(member) and has_auth_boundary_metadata(member):
                yield f"{name}.{method}", get_effective_auth_metadata(member, owner_type=target)


@Pod()
class AuthCapabilityStartupValidationService(IService, IContainerAware):
    """Validates when its context starts; where it was added first, before any other service."""

    def __init__(self) -> None:
        self._validator: AuthCapabilityStartupValidator | None = None
        self._stop_event: threading.Event | None = None

    def set_container(self, container: Container) -> None:
        """Say whose pods to look at."""
        self._validator = AuthCapabilityStartupValidator(container)

    def set_stop_event(self, stop_event: threading.Event) -> None:
        """Say which event to set when this stops."""
        self._stop_event = stop_event

    def start(self) -> None:
        """Validate.

        Raises AuthStartupContainerUnavailableError without a container, and what `validate` raises.
        """
        if self._validator is None:
            raise AuthStartupContainerUnavailableError()
        self._validator.validate()

    def stop(self) -> None:
        """Set the event, where one was told."""
        if self._stop_event is not None:
            self._stop_event.set()
