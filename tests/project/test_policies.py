"""The policy file: what it says, and everything that is wrong with it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.project.policies import PolicyError, read_policy
from spakky_lint.runtime.decisions import Grant, Subject


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "access.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def problems(folder: Path, text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        read_policy(write(folder, text))
    return caught.value.problems


def test_every_key(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        """
        [subjects.bob]

        [subjects.alice]
        roles = ["admin", "on call", "admin"]
        scopes = ["reports:generate"]
        permissions = ["billing:charge", "stock:write@warehouse"]
        relations = ["owner@order"]
        policies = { invoice = ["issue", "void"], "credit note" = ["issue"] }
        tenant = "eu"
        """,
    )
    assert read_policy(file) == (
        Subject(id="bob"),
        Subject(
            id="alice",
            roles=frozenset({"admin", "on call"}),
            scopes=frozenset({"reports:generate"}),
            permissions=frozenset({Grant("billing:charge"), Grant("stock:write", "warehouse")}),
            relations=frozenset({Grant("owner", "order")}),
            policies=frozenset(
                {
                    Grant("issue", "invoice"),
                    Grant("void", "invoice"),
                    Grant("issue", "credit note"),
                }
            ),
            tenant="eu",
        ),
    )


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a:b:c", Grant("a:b:c")),
        ("a:b@c:d", Grant("a:b", "c:d")),
        ("a@b@c", Grant("a@b", "c")),
        ("a@b@", Grant("a@b")),
        (" a", Grant(" a")),
    ],
)
def test_the_last_at_sign_of_a_permission_counts(tmp_path: Path, text: str, held: Grant) -> None:
    (subject,) = read_policy(write(tmp_path, f'[subjects.x]\npermissions = ["{text}"]'))
    assert subject.permissions == {held}


def test_a_name_may_be_any_text_and_is_taken_as_it_is(tmp_path: Path) -> None:
    file = write(tmp_path, "\ufeff[subjects.'앨리스 @ x']\n[subjects.Anonymous]\n")
    assert [subject.id for subject in read_policy(file)] == ["앨리스 @ x", "Anonymous"]


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    names = 'a list of names is allowed, such as ["admin"]'
    permissions = (
        'a list of permissions is allowed, such as ["billing:charge", "stock:write@warehouse"]'
    )
    relations = 'a list of relations is allowed, such as ["owner@order"]'
    actions = 'a list of actions is allowed, such as ["issue", "void"]'
    tenant = 'the name of a tenant is allowed, such as "eu"'
    tables = "a table [subjects.NAME] for each subject is allowed"
    assert problems(
        tmp_path,
        """
        version = 1
        [subject.eve]
        [carol]
        [subjects]
        bob = "admin"
        [subjects.anonymous]
        [subjects." "]
        [subjects."a b"]
        role = ["x"]
        groups = []
        "per missions" = []
        roles = ["admin", 3, ""]
        scopes = "reports"
        permissions = ["ok", "write@", "@stock", 1.5, {name = "x"}]
        relations = ["owner", 2026-11-23, "@"]
        policies = {invoice = ["issue", "", true], "" = ["x"], stock = "write"}
        tenant = 5
        [subjects.dave]
        roles = {}
        policies = ["issue@invoice"]
        tenant = ""
        """,
    ) == (
        "version: no such key; a table [subjects.NAME] is allowed",
        "subject: no such key; did you mean subjects?",
        "carol: no such key; a table [subjects.carol] is allowed",
        f"subjects.bob is a string: {tables}",
        (
            "subjects.anonymous: this name is reserved for the caller who is not signed in; "
            "any other name is allowed"
        ),
        'subjects." ": a subject needs a name',
        'subjects."a b".role: no such key; did you mean roles?',
        (
            'subjects."a b".groups: no such key; roles, scopes, permissions, relations, policies '
            "and tenant are allowed"
        ),
        'subjects."a b"."per missions": no such key; did you mean permissions?',
        f'subjects."a b".roles[1] is an integer: {names}',
        'subjects."a b".roles[2]: "" is not a name',
        f'subjects."a b".scopes is a string: {names}',
        (
            'subjects."a b".permissions[1]: "write@" has nothing after the @: write stock:write, '
            "or stock:write@warehouse on a resource"
        ),
        (
            'subjects."a b".permissions[2]: "@stock" has nothing before the @: write stock:write, '
            "or stock:write@warehouse on a resource"
        ),
        f'subjects."a b".permissions[3] is a float: {permissions}',
        f'subjects."a b".permissions[4] is a table: {permissions}',
        'subjects."a b".relations[0]: "owner" names no resource: write owner@order',
        f'subjects."a b".relations[1] is a date or time: {relations}',
        'subjects."a b".relations[2]: "@" has nothing before the @: write owner@order',
        'subjects."a b".policies.invoice[1]: "" is not a name',
        f'subjects."a b".policies.invoice[2] is a boolean: {actions}',
        'subjects."a b".policies."": a resource needs a name',
        f'subjects."a b".policies.stock is a string: {actions}',
        f'subjects."a b".tenant is an integer: {tenant}',
        f"subjects.dave.roles is a table: {names}",
        (
            "subjects.dave.policies is an array: a table of resources and actions is allowed, "
            'such as {invoice = ["issue", "void"]}'
        ),
        f'subjects.dave.tenant: "" is not a name; {tenant}',
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "there is no [subjects.NAME] table in it"),
        ("[subjects]", "there is no [subjects.NAME] table in it"),
        (
            "subjects = 3",
            "subjects is an integer: a table [subjects.NAME] for each subject is allowed",
        ),
        (
            "[[subjects]]\nname = 'alice'",
            "subjects is an array: a table [subjects.NAME] for each subject is allowed",
        ),
        (b"[subjects.a]\n# \xe9\n", "not UTF-8 text (at line 2)"),
        ("[subjects.a]\nroles = [\n", "not valid TOML: Invalid value (at end of document)"),
        ("[" * 100_000, "not valid TOML"),
        ("a = " + "[" * 100_000, "not read: nested too deeply"),
        ("a = " + "9" * 5_000, "not read: a number in it has too many digits"),
        ("[roles]\nadmin = []", "roles: no such key; a table [subjects.NAME] is allowed"),
    ],
)
def test_a_file_without_subjects(tmp_path: Path, text: str | bytes, problem: str) -> None:
    (found,) = problems(tmp_path, text)
    assert found.startswith(problem)


def test_a_name_that_is_there_twice_is_named_with_its_line_and_column(tmp_path: Path) -> None:
    (table,) = problems(tmp_path, "[subjects.a]\n[subjects.b]\n[subjects.a]\n")
    assert table.startswith("not valid TOML: ")
    assert "(at line 3, column 12)" in table
    (key,) = problems(tmp_path, "[subjects.a]\nroles = []\nroles = []\n")
    assert "(at line 3, column 11)" in key


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.toml", "no such file or directory"),
        (".", "is a directory"),
        ("nul\0.toml", "no such file or directory"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(tmp_path / name)
    assert caught.value.problems == (words,)
