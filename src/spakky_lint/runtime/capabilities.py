"""What a provider of auth may be able to do, and what each kind of requirement asks for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from spakky_lint.runtime.requirements import AuthRequirementKind


class AuthCapability(StrEnum):
    """What a provider may be able to do."""

    AUTHENTICATION = "AUTHENTICATION"
    POLICY_EVALUATION = "POLICY_EVALUATION"
    PERMISSION_CHECK = "PERMISSION_CHECK"
    ROLE_CHECK = "ROLE_CHECK"
    SCOPE_CHECK = "SCOPE_CHECK"
    RELATION_CHECK = "RELATION_CHECK"
    SNAPSHOT_SIGN = "SNAPSHOT_SIGN"
    SNAPSHOT_VERIFY = "SNAPSHOT_VERIFY"
    PASSWORD_HASH = "PASSWORD_HASH"
    PASSWORD_VERIFY = "PASSWORD_VERIFY"


ASKED_BY: Final[Mapping[AuthRequirementKind, AuthCapability]] = MappingProxyType(
    {
        AuthRequirementKind.AUTHENTICATED: AuthCapability.AUTHENTICATION,
        AuthRequirementKind.PERMISSION: AuthCapability.PERMISSION_CHECK,
        AuthRequirementKind.POLICY: AuthCapability.POLICY_EVALUATION,
        AuthRequirementKind.RELATION: AuthCapability.RELATION_CHECK,
        AuthRequirementKind.ROLE: AuthCapability.ROLE_CHECK,
        AuthRequirementKind.SCOPE: AuthCapability.SCOPE_CHECK,
    }
)
"""What a requirement of each kind asks for; every one asks for AUTHENTICATION besides."""
