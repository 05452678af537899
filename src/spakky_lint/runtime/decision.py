"""The answer to an auth requirement: a state, and a reason that machines can read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class AuthorizationDecisionState(StrEnum):
    """The four answers. ALLOW alone lets a call through."""

    ALLOW = "ALLOW"
    CHALLENGE = "CHALLENGE"
    DENY = "DENY"
    ERROR = "ERROR"


class AuthorizationReasonCode(StrEnum):
    """Why a decision came out as it did."""

    AUTHORIZED = "AUTHORIZED"
    MISSING_CREDENTIAL = "MISSING_CREDENTIAL"
    INVALID_CREDENTIAL = "INVALID_CREDENTIAL"
    EXPIRED_CREDENTIAL = "EXPIRED_CREDENTIAL"
    INSUFFICIENT_ROLE = "INSUFFICIENT_ROLE"
    INSUFFICIENT_SCOPE = "INSUFFICIENT_SCOPE"
    POLICY_DENIED = "POLICY_DENIED"
    SNAPSHOT_MISSING = "SNAPSHOT_MISSING"
    SNAPSHOT_INVALID = "SNAPSHOT_INVALID"
    SNAPSHOT_EXPIRED = "SNAPSHOT_EXPIRED"
    VERIFICATION_PROVIDER_UNAVAILABLE = "VERIFICATION_PROVIDER_UNAVAILABLE"
    INTERNAL_ERROR = "INTERNAL_ERROR"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationDecision:
    """What a checker answers. `reason` is free text for people; nothing reads it."""

    state: AuthorizationDecisionState
    reason_code: AuthorizationReasonCode
    reason: str | None = None

    @classmethod
    def allow(
        cls,
        reason_code: AuthorizationReasonCode = AuthorizationReasonCode.AUTHORIZED,
        reason: str | None = None,
    ) -> Self:
        """The requirement is met."""
        return cls(state=AuthorizationDecisionState.ALLOW, reason_code=reason_code, reason=reason)

    @classmethod
    def challenge(cls, reason_code: AuthorizationReasonCode, reason: str | None = None) -> Self:
        """The subject has to identify itself, or do it again."""
        return cls(
            state=AuthorizationDecisionState.CHALLENGE, reason_code=reason_code, reason=reason
        )

    @classmethod
    def deny(cls, reason_code: AuthorizationReasonCode, reason: str | None = None) -> Self:
        """The subject is known and may not."""
        return cls(state=AuthorizationDecisionState.DENY, reason_code=reason_code, reason=reason)

    @classmethod
    def error(cls, reason_code: AuthorizationReasonCode, reason: str | None = None) -> Self:
        """The question could not be answered."""
        return cls(state=AuthorizationDecisionState.ERROR, reason_code=reason_code, reason=reason)


MISSING_SNAPSHOT_DECISION = AuthorizationDecision.challenge(
    AuthorizationReasonCode.SNAPSHOT_MISSING
)
"""The answer to a message that carries no snapshot."""

INVALID_SNAPSHOT_DECISION = AuthorizationDecision.challenge(
    AuthorizationReasonCode.SNAPSHOT_INVALID
)
"""The answer to one whose snapshot cannot be read, or was not signed by whom it says."""

EXPIRED_SNAPSHOT_DECISION = AuthorizationDecision.challenge(
    AuthorizationReasonCode.SNAPSHOT_EXPIRED
)
"""The answer to one whose snapshot holds no longer."""

VERIFICATION_PROVIDER_UNAVAILABLE_DECISION = AuthorizationDecision.error(
    AuthorizationReasonCode.VERIFICATION_PROVIDER_UNAVAILABLE
)
"""The answer where nobody can verify a snapshot."""
