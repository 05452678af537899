"""Who makes auth work in an application: what providers can do, and how they say so."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TypeAlias

from spakky_lint.runtime.auth_context import AuthContext
from spakky_lint.runtime.boundaries import AuthDynamicRef, AuthInvocation, ResolvedAuthReference
from spakky_lint.runtime.capabilities import AuthCapability
from spakky_lint.runtime.credentials import CredentialCarrier
from spakky_lint.runtime.decision import AuthorizationDecision

AUTH_CONTRIBUTION_ENTRY_POINT_GROUP = "spakky.contributions.spakky.auth"
"""The entry points through which installed providers are found."""

AuthContributionProviderId: TypeAlias = str
AuthPasswordPlaintext: TypeAlias = str
AuthPasswordHash: TypeAlias = str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthProviderContribution:
    """What one provider says it can do. Nobody looks whether it can."""

    provider_id: AuthContributionProviderId
    capabilities: frozenset[AuthCapability]

    def supports(self, capability: AuthCapability) -> bool:
        """Whether it says that it can do this."""
        return capability in self.capabilities


class IAuthenticationProvider(ABC):
    """Finds out who a caller is."""

    @abstractmethod
    def authenticate(
        self, credential: CredentialCarrier, invocation: AuthInvocation
    ) -> AuthContext:
        """The AuthContext of whoever has shown this credential."""


class IAuthInvocationResolver(ABC):
    """Works out references that depend on the call."""

    @abstractmethod
    def resolve_ref(
        self, invocation: AuthInvocation, dynamic_ref: AuthDynamicRef
    ) -> ResolvedAuthReference:
        """What the reference stands for in this call."""


class IPasswordHasher(ABC):
    """Hashes passwords before they are kept."""

    @abstractmethod
    def hash_password(self, password: AuthPasswordPlaintext) -> AuthPasswordHash:
        """The hash to keep."""


class IPasswordVerifier(ABC):
    """Compares passwords with what was kept."""

    @abstractmethod
    def verify_password(
        self, password: AuthPasswordPlaintext, password_hash: AuthPasswordHash
    ) -> AuthorizationDecision:
        """Decide whether the password belongs to the hash."""
