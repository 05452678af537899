"""Requirements and callers in a few words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spakky_lint.facts.task import DeclaredOn, DeclaredRequirement
from spakky_lint.project.auditing import NOBODY
from spakky_lint.report.auth.requirement_words import (
    access_in_words,
    demand,
    held,
    in_words,
    is_unknown,
    origin,
)
from spakky_lint.runtime.decisions import Grant, Subject
from spakky_lint.runtime.references import Fate
from spakky_lint.runtime.requirements import AuthRequirement, AuthRequirementKind, requirement_of
from tests.report.auth.samples import handler, report


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (requirement_of("protected"), "signed in"),
        (requirement_of("require_role", "admin"), "role admin"),
        (requirement_of("require_role", "admin", tenant="eu"), "role admin, tenant eu"),
        (requirement_of("require_scope", "a:b"), "scope a:b"),
        (requirement_of("require_permission", "pay"), "permission pay"),
        (
            requirement_of("require_permission", "billing:charge", resource="invoice", tenant="eu"),
            "permission billing:charge on invoice, tenant eu",
        ),
        (
            requirement_of("require_relation", "owner", resource="account"),
            "relation owner on account",
        ),
        (requirement_of("require_policy", "invoice", "issue"), "policy: issue on invoice"),
        (requirement_of("require_role", "head of x, or y"), 'role "head of x, or y"'),
        (requirement_of("require_role", ""), 'role ""'),
        (requirement_of("require_role", "a\nb"), 'role "a\\nb"'),
        (requirement_of("require_role", 'say "x"'), 'role "say \\"x\\""'),
        (requirement_of("require_role", "관리자"), "role 관리자"),
    ],
)
def test_a_requirement_in_words(asked: AuthRequirement, words: str) -> None:
    assert demand(asked) == words


def test_an_unknown_requirement_is_as_it_is_written() -> None:
    unknown = DeclaredRequirement(
        AuthRequirementKind.ROLE, None, "require_role(\n    ROLE,\n)", DeclaredOn.METHOD, "H"
    )
    assert in_words(unknown) == "require_role( ROLE, )"
    assert is_unknown(unknown)


def test_a_value_that_is_no_text_is_not_unknown() -> None:
    told = DeclaredRequirement(
        AuthRequirementKind.ROLE, None, "require_role(1)", DeclaredOn.METHOD, "H", Fate.DROPPED
    )
    assert not is_unknown(told)


def test_where_a_requirement_is_declared() -> None:
    found = {each.located.task.name: each for each in report().tasks}
    issue, close = found["InvoiceHandler.issue"], found["Common.close"]
    assert [origin(each, issue.located) for each in issue.access.requirements] == ["(class)", None]
    assert [origin(each, close.located) for each in close.access.requirements] == [None]


@pytest.mark.parametrize(
    ("decorators", "words"),
    [
        ("", "undeclared"),
        ("    @public_access\n", "public"),
        ("    @require_scope('b')\n    @require_role('a')\n", "protected: role a; scope b"),
        ("    @require_role(ADMIN)\n", "protected: require_role(ADMIN) (?)"),
        ("    @public_access\n    @protected\n", "conflict: public; signed in"),
    ],
)
def test_what_a_task_says_in_one_line(decorators: str, words: str) -> None:
    made = handler(f"    @task\n{decorators}    def f(self): ...\n")
    assert access_in_words(made.tasks[0].access) == words


def test_what_is_not_enforced_is_told_last() -> None:
    access = handler("    @task\n    @require_role('a')\n    def f(self): ...\n").tasks[0].access
    hidden = DeclaredRequirement(
        AuthRequirementKind.SCOPE,
        requirement_of("require_scope", "b"),
        'require_scope("b")',
        DeclaredOn.METHOD,
        "H",
    )
    words = access_in_words(replace(access, unenforced=(hidden,)))
    assert words == "protected: role a; scope b (not enforced)"


def test_what_a_caller_holds() -> None:
    subject = Subject(
        id="x",
        roles=frozenset({"b", "a"}),
        scopes=frozenset({"s"}),
        permissions=frozenset({Grant("p", "q"), Grant("p")}),
        relations=frozenset({Grant("owner", "doc")}),
        policies=frozenset({Grant("issue", "my invoice")}),
        tenant="eu",
    )
    assert held(subject) == (
        "roles a, b; scope s; permission p; permission p on q; relation owner on doc; "
        'policy: issue on "my invoice"; tenant eu'
    )
    assert held(Subject(id="x")) == "signed in, and holds nothing"
    assert held(NOBODY.subject) == "not signed in"
