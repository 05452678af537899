"""Who answers requirements: one port for each kind, and what it is asked.

An application brings checkers as pods; a kind without a checker is refused.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from spakky_lint.runtime.auth_context import AuthContext
from spakky_lint.runtime.decision import AuthorizationDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionCheckRequest:
    """Does the subject hold `permission`, on `resource` where one is given?"""

    auth_context: AuthContext
    permission: str
    resource: str | None = None
    tenant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCheckRequest:
    """Does the subject have `role`?"""

    auth_context: AuthContext
    role: str
    tenant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeCheckRequest:
    """Was `scope` granted to the subject?"""

    auth_context: AuthContext
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationCheckRequest:
    """Does the subject stand in `relation` to `resource`?"""

    auth_context: AuthContext
    relation: str
    resource: str
    tenant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """Does the policy let the subject do `action` to `resource`?"""

    auth_context: AuthContext
    resource: str
    action: str
    tenant: str | None = None


class IPermissionChecker(ABC):
    """Answers requirements of kind PERMISSION."""

    @abstractmethod
    def check_permission(self, request: PermissionCheckRequest) -> AuthorizationDecision:
        """Decide one request."""


class IRoleChecker(ABC):
    """Answers requirements of kind ROLE."""

    @abstractmethod
    def check_role(self, request: RoleCheckRequest) -> AuthorizationDecision:
        """Decide one request."""


class IScopeChecker(ABC):
    """Answers requirements of kind SCOPE."""

    @abstractmethod
    def check_scope(self, request: ScopeCheckRequest) -> AuthorizationDecision:
        """Decide one request."""


class IRelationChecker(ABC):
    """Answers requirements of kind RELATION."""

    @abstractmethod
    def check_relation(self, request: RelationCheckRequest) -> AuthorizationDecision:
        """Decide one request."""


class IAuthorizationPolicyEvaluator(ABC):
    """Answers requirements of kind POLICY."""

    @abstractmethod
    def evaluate_policy(self, request: AuthorizationRequest) -> AuthorizationDecision:
        """Decide one request."""
