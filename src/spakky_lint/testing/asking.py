"""Asking an application's own checkers, which may be of the framework's family or of ours.

Each is asked with the requests of its own family, and its answer is taken for ours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any, TypeVar, cast

from spakky_lint import runtime
from spakky_lint.runtime.auth_context import AuthContext
from spakky_lint.runtime.boundaries import AuthInvocation
from spakky_lint.runtime.checkers import (
    AuthorizationRequest,
    IAuthorizationPolicyEvaluator,
    IPermissionChecker,
    IRelationChecker,
    IRoleChecker,
    IScopeChecker,
    PermissionCheckRequest,
    RelationCheckRequest,
    RoleCheckRequest,
    ScopeCheckRequest,
)
from spakky_lint.runtime.decision import (
    AuthorizationDecision,
    AuthorizationDecisionState,
    AuthorizationReasonCode,
)
from spakky_lint.runtime.enforcement import Checkers
from spakky_lint.runtime.foreign import AUTH, derives
from spakky_lint.runtime.snapshots import IAuthContextSnapshotVerifier

_T = TypeVar("_T")

_OURS = "spakky_lint.runtime"
_SLOTS: Mapping[str, str] = {
    "IAuthorizationPolicyEvaluator": "policy",
    "IPermissionChecker": "permission",
    "IRelationChecker": "relation",
    "IRoleChecker": "role",
    "IScopeChecker": "scope",
}
_VERIFIER = "IAuthContextSnapshotVerifier"


def checkers_of(given: Sequence[object]) -> Checkers:
    """Who answers which kind, among these; raises TypeError and ValueError, each a sentence."""
    for checker in given:
        if not any(_is(checker, port) for port in (*_SLOTS, _VERIFIER)):
            raise TypeError(_no_checker(checker))
    found: dict[str, Any] = {
        slot: _Asked(checker)
        for port, slot in _SLOTS.items()
        if (checker := _one(given, port)) is not None
    }
    return Checkers(**found)


def verifier_of(given: Sequence[object]) -> IAuthContextSnapshotVerifier | None:
    """Who verifies snapshots, among these; raises ValueError."""
    verifier = _one(given, _VERIFIER)
    return None if verifier is None else _Verifier(verifier)


def _one(given: Sequence[object], port: str) -> object | None:
    found = [each for each in given if _is(each, port)]
    if len(found) > 1:
        raise ValueError(
            f"{_name(found[0])} and {_name(found[1])} are both {port}, with which an application "
            "does not start: one of them is allowed"
        )
    return found[0] if found else None


def _is(value: object, name: str) -> bool:
    """Whether it is an instance of the class of that name, of either family."""
    return derives(value, name, AUTH) or derives(value, name, _OURS)


def _no_checker(checker: object) -> str:
    if isinstance(checker, type):
        return f"{checker.__name__} is a class: an instance of it is allowed"
    return f"{_name(checker)} is not a checker: {', '.join((*_SLOTS, _VERIFIER))} are allowed"


def _name(checker: object) -> str:
    return type(checker).__name__


class _Asked(
    IPermissionChecker, IRelationChecker, IRoleChecker, IScopeChecker, IAuthorizationPolicyEvaluator
):
    """A checker of either family, as enforcement asks it."""

    def __init__(self, checker: Any) -> None:  # it has the method of each port that it is
        self._checker = checker

    def check_permission(self, request: PermissionCheckRequest) -> AuthorizationDecision:
        return self._ask(self._checker.check_permission, request)

    def check_role(self, request: RoleCheckRequest) -> AuthorizationDecision:
        return self._ask(self._checker.check_role, request)

    def check_scope(self, request: ScopeCheckRequest) -> AuthorizationDecision:
        return self._ask(self._checker.check_scope, request)

    def check_relation(self, request: RelationCheckRequest) -> AuthorizationDecision:
        return self._ask(self._checker.check_relation, request)

    def evaluate_policy(self, request: AuthorizationRequest) -> AuthorizationDecision:
        return self._ask(self._checker.evaluate_policy, request)

    def _ask(self, ask: Callable[..., object], request: object) -> AuthorizationDecision:
        found = ask(_like(self._checker, request))
        if _is(found, "AuthorizationDecision") and _is(
            getattr(found, "state", None), "AuthorizationDecisionState"
        ):
            return _decision(found)
        raise TypeError(
            f"{_name(self._checker)}.{ask.__name__} answered {found!r}: "
            "an AuthorizationDecision with a member of its states is allowed"
        )


def _decision(found: Any) -> AuthorizationDecision:  # of either family
    if isinstance(found, AuthorizationDecision):
        return found
    return AuthorizationDecision(
        state=AuthorizationDecisionState(found.state),
        reason_code=AuthorizationReasonCode(found.reason_code),
        reason=found.reason,
    )


class _Verifier(IAuthContextSnapshotVerifier):
    """A verifier of either family; what it raises is ours."""

    def __init__(self, verifier: Any) -> None:  # it has the method of its port
        self._verifier = verifier

    def verify_snapshot(self, snapshot_envelope: str, invocation: AuthInvocation) -> AuthContext:
        try:
            found = self._verifier.verify_snapshot(
                snapshot_envelope, _like(self._verifier, invocation)
            )
        except Exception as error:
            for name in _REFUSALS:
                if derives(error, name, AUTH):
                    raise getattr(runtime, name)() from error
            raise
        return cast("AuthContext", found)


_REFUSALS = (
    "MissingAuthContextSnapshotError",
    "InvalidAuthContextSnapshotError",
    "ExpiredAuthContextSnapshotError",
    "AuthVerificationProviderUnavailableError",
)


def _like(asked: object, value: _T) -> _T:
    """The value as whoever is asked knows it: of the framework's class of the same name."""
    if not any(derives(asked, port, AUTH) for port in (*_SLOTS, _VERIFIER)):
        return value
    if isinstance(value, tuple):
        return cast("_T", tuple(_like(asked, each) for each in value))
    if not type(value).__module__.startswith(_OURS):
        return value
    theirs = getattr(sys.modules[AUTH], type(value).__name__)
    if isinstance(value, Enum):
        return cast("_T", theirs(value.value))
    values = {
        field.name: _like(asked, getattr(value, field.name))
        for field in fields(value)  # type: ignore[arg-type]  # what is no member is a dataclass
    }
    return cast("_T", theirs(**values))
