"""The call that auth is about: its boundary, its operation, and what it names by attributes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from spakky_lint.runtime.auth_context import AuthSubject

AuthActionRef: TypeAlias = str
AuthBoundaryRef: TypeAlias = str
AuthInvocationAttributeName: TypeAlias = str
AuthInvocationOperationRef: TypeAlias = str
AuthPermissionRef: TypeAlias = str
AuthRelationRef: TypeAlias = str
AuthResourceRef: TypeAlias = str
AuthRoleRef: TypeAlias = str
AuthScopeRef: TypeAlias = str
AuthTenantRef: TypeAlias = str
AuthDynamicRefExpression: TypeAlias = str
AuthInvocationAttributeValue: TypeAlias = str | int | float | bool | None
AuthResolvedRef: TypeAlias = AuthResourceRef | AuthActionRef | AuthTenantRef


class AuthDynamicRefKind(StrEnum):
    """What a reference stands for that is only known when the call is made."""

    RESOURCE = "RESOURCE"
    ACTION = "ACTION"
    TENANT = "TENANT"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthInvocationAttribute:
    """One thing that is known about a call."""

    name: AuthInvocationAttributeName
    value: AuthInvocationAttributeValue


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthInvocation:
    """One call. `boundary` is the way in (`task` for a worker), `operation` what is called there.

    `subject` is given where the way in has identified one already.
    """

    boundary: AuthBoundaryRef
    operation: AuthInvocationOperationRef
    subject: AuthSubject | None = None
    attributes: tuple[AuthInvocationAttribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthDynamicRef:
    """A reference to be worked out from the call; its resolver knows what `expression` means."""

    kind: AuthDynamicRefKind
    expression: AuthDynamicRefExpression


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedAuthReference:
    """What a dynamic reference stands for in one call."""

    kind: AuthDynamicRefKind
    value: AuthResolvedRef
