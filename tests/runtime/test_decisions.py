"""Decisions about a subject: nothing is allowed that was not granted."""

from __future__ import annotations

from contextvars import copy_context

import pytest

from spakky_lint.runtime.decisions import UNKNOWN_REQUIREMENT, Decision, Grant, Subject, decide
from spakky_lint.runtime.requirements import AuthRequirement, requirement_of

ALLOW = ("ALLOW", "AUTHORIZED")
ANONYMOUS = ("CHALLENGE", "MISSING_CREDENTIAL")
NO_CHECKER = ("ERROR", "INTERNAL_ERROR")
NOT_KNOWN = ("ERROR", UNKNOWN_REQUIREMENT)
REFUSED = ("DENY", "POLICY_DENIED")

ALICE = Subject(
    id="alice",
    roles=frozenset({"admin"}),
    scopes=frozenset({"orders"}),
    permissions=frozenset({Grant("read"), Grant("write", "order")}),
    relations=frozenset({Grant("owner", "order")}),
    policies=frozenset({Grant("close", "ledger")}),
    tenant="acme",
)


def asked(name: str, *arguments: str | None, **keywords: str | None) -> AuthRequirement:
    requirement = requirement_of(name, *arguments, **keywords)
    assert requirement is not None
    return requirement


def answer(subject: Subject | None, *requirements: AuthRequirement | None) -> tuple[str, str]:
    decision = decide(requirements, subject)
    return decision.state.value, str(decision.reason_code)


PROTECTED = asked("protected")
ROLE = asked("require_role", "admin")
SCOPE = asked("require_scope", "orders")
PERMISSION = asked("require_permission", "write", resource="order")
RELATION = asked("require_relation", "owner", resource="order")
POLICY = asked("require_policy", "ledger", "close")
EVERY_KIND = (PROTECTED, ROLE, SCOPE, PERMISSION, RELATION, POLICY)


def test_nothing_required_is_allowed_to_everybody() -> None:
    assert answer(None) == answer(ALICE) == answer(Subject(id="bob")) == ALLOW


def test_who_holds_everything_meets_every_kind() -> None:
    assert answer(ALICE, *EVERY_KIND) == ALLOW


@pytest.mark.parametrize("requirement", EVERY_KIND)
def test_an_anonymous_caller_is_challenged(requirement: AuthRequirement) -> None:
    assert answer(None, requirement) == ANONYMOUS


@pytest.mark.parametrize(
    ("requirement", "refusal"),
    [
        (ROLE, ("DENY", "INSUFFICIENT_ROLE")),
        (SCOPE, ("DENY", "INSUFFICIENT_SCOPE")),
        (PERMISSION, REFUSED),
        (RELATION, REFUSED),
        (POLICY, REFUSED),
    ],
)
def test_who_holds_nothing_is_refused_but_identified(
    requirement: AuthRequirement, refusal: tuple[str, str]
) -> None:
    assert answer(Subject(id="bob"), requirement) == refusal
    assert answer(Subject(id="bob"), PROTECTED, requirement) == refusal
    assert answer(Subject(id="bob"), PROTECTED) == ALLOW


@pytest.mark.parametrize(
    "requirement",
    [
        asked("require_permission", "write"),
        asked("require_permission", "write", resource="bill"),
        asked("require_permission", "read", resource="order"),
        asked("require_relation", "owner", resource="bill"),
        asked("require_policy", "ledger", "open"),
        asked("require_policy", "close", "ledger"),
    ],
)
def test_a_grant_holds_for_its_own_resource_only(requirement: AuthRequirement) -> None:
    assert answer(ALICE, requirement) == REFUSED


@pytest.mark.parametrize(
    ("name", "arguments", "keywords", "reason_code"),
    [
        ("require_role", ("admin",), {}, "INSUFFICIENT_ROLE"),
        ("require_permission", ("write",), {"resource": "order"}, "POLICY_DENIED"),
        ("require_relation", ("owner",), {"resource": "order"}, "POLICY_DENIED"),
        ("require_policy", ("ledger", "close"), {}, "POLICY_DENIED"),
    ],
)
def test_what_is_held_in_one_tenant_is_not_held_in_another(
    name: str, arguments: tuple[str, ...], keywords: dict[str, str], reason_code: str
) -> None:
    here = asked(name, *arguments, **keywords, tenant="acme")
    there = asked(name, *arguments, **keywords, tenant="globex")
    assert answer(ALICE, here) == ALLOW
    assert answer(ALICE, there) == ("DENY", reason_code)


def test_the_first_that_is_not_met_decides() -> None:
    bob = Subject(id="bob", scopes=frozenset({"orders"}))
    assert answer(bob, SCOPE, ROLE, POLICY) == ("DENY", "INSUFFICIENT_ROLE")
    assert answer(bob, SCOPE, POLICY, ROLE) == REFUSED


def test_what_no_checker_is_ever_asked_is_an_error() -> None:
    nowhere = asked("require_relation", "owner", resource=None)
    no_action = asked("require_policy", "ledger", None)
    assert answer(ALICE, nowhere) == answer(ALICE, no_action) == NO_CHECKER


def test_an_unknown_requirement_is_never_allowed() -> None:
    assert (
        answer(ALICE, None) == answer(ALICE, ROLE, None) == answer(ALICE, None, ROLE) == NOT_KNOWN
    )
    assert answer(None, None) == answer(None, ROLE, None) == ANONYMOUS


def test_a_known_refusal_before_an_unknown_requirement_decides() -> None:
    assert answer(Subject(id="bob"), ROLE, None) == ("DENY", "INSUFFICIENT_ROLE")
    assert answer(Subject(id="bob"), None, ROLE) == NOT_KNOWN


def test_who_was_asked_about_before_is_forgotten() -> None:
    assert answer(ALICE, ROLE) == ALLOW
    assert answer(None, ROLE) == ANONYMOUS
    before = dict(copy_context().items())
    decide((ROLE,), ALICE)
    assert dict(copy_context().items()) == before


def test_a_decision_is_a_plain_value() -> None:
    assert decide((ROLE,), ALICE) == decide((ROLE,), ALICE)
    assert isinstance(decide((ROLE,), ALICE), Decision)
