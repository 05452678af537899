"""An AuthContext that travels in a message: signed where it is sent, verified where it arrives.

Signing and verifying are the application's: here is what is signed, and the two ports. The worker
gets an envelope, the unpadded base64url of the canonical JSON.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from spakky_lint.runtime.auth_context import AuthClaim, AuthContext, AuthSubject
from spakky_lint.runtime.boundaries import AuthInvocation, AuthTenantRef

AUTH_CONTEXT_SNAPSHOT_METADATA_KEY = "spakky.auth.context_snapshot"
"""The header of a celery message that holds the envelope."""

AUTH_CONTEXT_SNAPSHOT_HEADER_KEY = "x-spakky-auth-context-snapshot"
"""The header of HTTP and gRPC that holds it."""

AUTH_CONTEXT_SNAPSHOT_SCHEMA_VERSION = 1
"""The version that a snapshot carries unless it says otherwise."""

DEFAULT_AUTH_CLOCK_SKEW_SECONDS = 60
"""By how many seconds a verifier lets the clocks of two machines differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthContextSnapshotSignature:
    """Who signed, by which algorithm, and the signature itself in base64url."""

    key_id: str
    algorithm: str
    signature: str

    def canonical_payload(self) -> dict[str, str]:
        """The signature as the snapshot's JSON has it."""
        return {
            "key_id": self.key_id,
            "algorithm": self.algorithm,
            "signature": self.signature,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthContextSnapshot:
    """What of an AuthContext is sent on, from when until when it holds, and its signature.

    Nothing here looks at the clock or at the signature: a verifier does.
    """

    subject: AuthSubject
    issuer: str
    issued_at: datetime
    expires_at: datetime
    signature: AuthContextSnapshotSignature
    schema_version: int = AUTH_CONTEXT_SNAPSHOT_SCHEMA_VERSION
    tenant: str | None = None
    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    selected_claims: tuple[AuthClaim, ...] = ()
    correlation_id: str | None = None
    delegation_chain: tuple[str, ...] = ()

    def canonical_payload(self) -> dict[str, object]:
        """The snapshot as JSON has it: times in ISO 8601, claims by name.

        Of two claims with one name the later one counts.
        """
        return {
            "schema_version": self.schema_version,
            "subject": {"id": self.subject.id, "display_name": self.subject.display_name},
            "issuer": self.issuer,
            "tenant": self.tenant,
            "issued_at": self.issued_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
            "roles": self.roles,
            "scopes": self.scopes,
            "selected_claims": {claim.name: claim.value for claim in self.selected_claims},
            "correlation_id": self.correlation_id,
            "delegation_chain": self.delegation_chain,
            "signature": self.signature.canonical_payload(),
        }

    def canonical_json(self) -> str:
        """The payload as text: keys in order, no blanks."""
        return json.dumps(self.canonical_payload(), sort_keys=True, separators=(",", ":"))

    def base64url_canonical_json(self) -> str:
        """The envelope that is sent."""
        return urlsafe_b64encode(self.canonical_json().encode()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotSignRequest:
    """What to sign; without a `tenant` it is that of the context."""

    auth_context: AuthContext
    tenant: AuthTenantRef | None = None


class IAuthContextSnapshotSigner(ABC):
    """Makes snapshots, where messages are sent."""

    @abstractmethod
    def sign_snapshot(self, request: SnapshotSignRequest) -> AuthContextSnapshot:
        """Sign one AuthContext."""


class IAuthContextSnapshotVerifier(ABC):
    """Reads snapshots, where messages arrive."""

    @abstractmethod
    def verify_snapshot(self, snapshot_envelope: str, invocation: AuthInvocation) -> AuthContext:
        """The AuthContext in the envelope.

        Raises MissingAuthContextSnapshotError, InvalidAuthContextSnapshotError,
        ExpiredAuthContextSnapshotError or AuthVerificationProviderUnavailableError; whoever asked
        refuses the call with the decision that belongs to each.
        """
