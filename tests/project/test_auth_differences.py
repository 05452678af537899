"""Where one reading of tasks contradicts another; what stands for the classes is a text, too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spakky_lint.facts.paths import PathState
from spakky_lint.facts.task import Auth, DeclaredRequirement
from spakky_lint.project.auth_differences import (
    AuthDifference,
    auth_differences,
    with_problems,
)
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from tests.environments import SENDING

HEAD = """\
from datetime import timedelta
from elsewhere import Base, ROLE, SCOPE, unseen
from spakky.auth import protected, public_access, require_relation, require_role, require_scope
from spakky.task import TaskHandler, schedule, task

hourly = schedule(interval=timedelta(hours=1))

"""


def handler(method: str, of_class: str = "", bases: str = "", name: str = "Accounts") -> str:
    return "\n".join(
        [
            *(f"@{each}" for each in of_class.split()),
            f"@TaskHandler()\nclass {name}({bases}):",
            *(f"    @{each}" for each in method.split()),
            "    def close(self): ...",
            "",
        ]
    )


def read(text: str) -> tuple[LocatedTask, ...]:
    found = tasks_of_bytes((HEAD + text).encode(), "app.py", "app", SENDING, with_auth_codes=True)
    assert isinstance(found, FileTasks), found
    return found.tasks


def differences(text: str, real: str) -> list[tuple[str, str, bool]]:
    return [
        (found.kind.value, found.located.task.name, found.is_contradiction)
        for found in auth_differences(read(text), read(real))
    ]


def difference(text: str, real: str) -> str | None:
    """The kind of the one difference, of two readings of one method."""
    found = differences(handler(text), handler(real))
    assert len(found) <= 1
    return found[0][0] if found else None


@pytest.mark.parametrize(
    ("text", "real", "kind"),
    [
        ("task protected", "task protected", None),
        ("task", "task protected", "other-access"),
        ("task protected", "task", "other-access"),
        ("task public_access", "task", "other-access"),
        ("task public_access protected", "task protected", "other-access"),
        ("task require_role('a')", "task require_role('b')", "other-requirements"),
        ("task require_role('a')", "task require_scope('a')", "other-requirements"),
        ("task require_role('a')", "task require_role('a',tenant='b')", "other-requirements"),
        (
            "task protected require_role('a')",
            "task require_role('a') protected",
            "other-requirements",
        ),
        ("task protected", "task protected require_role('a')", "other-requirements"),
        ("task protected require_role('a')", "task protected", "other-requirements"),
        ("task require_role(7)", "task require_role(7)", None),
        ("task require_role(7)", "task require_role('a')", "other-requirements"),
        ("task protected", "hourly protected", "other-paths"),
        ("task hourly protected", "task protected", "other-paths"),
    ],
)
def test_what_is_told_has_to_be_so(text: str, real: str, kind: str | None) -> None:
    assert difference(text, real) == kind


@pytest.mark.parametrize(
    ("text", "real", "kind"),
    [
        ("require_role(ROLE)", "require_role('a')", "unknown"),
        ("require_role(ROLE)", "require_role(7)", "unknown"),
        ("require_role(ROLE)", "require_scope('a')", "other-requirements"),
        # A repeated requirement counts once, and one that is not told may be a repeated one.
        ("require_role(ROLE) require_role('a')", "require_role('a')", None),
        ("require_role('a') require_role(ROLE)", "require_role('a')", None),
        ("require_role(ROLE) require_role('a')", "require_role('b') require_role('a')", "unknown"),
        ("require_role('a') require_role(ROLE)", "require_role('b')", "other-requirements"),
        ("require_role(ROLE) require_scope(SCOPE)", "require_role('a')", "other-requirements"),
        ("require_role(ROLE)", "require_role('a') require_role('b')", "other-requirements"),
    ],
)
def test_a_value_that_is_not_told_may_be_any(text: str, real: str, kind: str | None) -> None:
    assert difference(f"task {text}", f"task {real}") == kind


def test_many_values_that_are_not_told_take_no_time() -> None:
    many = " ".join(f"require_role(ROLE[{number}])" for number in range(24))
    few = " ".join(f"require_role('{number}')" for number in range(12))
    assert difference(f"task {many}", f"task {few}") == "unknown"


@pytest.mark.parametrize(
    ("text", "real", "kind"),
    [
        ("task", "task", None),
        ("task", "task protected", "unknown"),
        ("task", "task public_access", "unknown"),
        ("task", "task require_role('a') require_scope('b')", "unknown"),
        ("task", "hourly", None),  # paths are not certain
        ("task protected", "task protected require_role('a')", "unknown"),
        ("task protected", "task protected public_access", "unknown"),
        ("task protected", "task public_access", "other-access"),
        ("task public_access", "task", "other-access"),
        (
            "task require_role('a')",
            "task require_role('b') require_scope('a')",
            "other-requirements",
        ),
        ("task require_role('a')", "task require_scope('b') require_role('a')", "unknown"),
    ],
)
def test_with_a_base_that_is_not_seen_the_class_may_add_to_the_text(
    text: str, real: str, kind: str | None
) -> None:
    found = differences(handler(text, bases="Base"), handler(real))
    assert [each[0] for each in found] == ([] if kind is None else [kind])


def test_only_what_is_not_told_is_no_contradiction() -> None:
    text, real = handler("task"), handler("task protected")
    assert differences(text, real) == [("other-access", "Accounts.close", True)]
    text = handler("task", bases="Base")
    assert differences(text, real) == [("unknown", "Accounts.close", False)]


def test_a_task_that_only_one_of_them_has() -> None:
    one, other = handler("task protected"), "\n" + handler("task protected", name="Orders")
    assert differences(one, one + other) == [("only-imported", "Orders.close", True)]
    assert differences(one + other, one) == [("only-text", "Orders.close", True)]
    assert differences(other, one) == [
        ("only-imported", "Accounts.close", True),
        ("only-text", "Orders.close", True),
    ]
    (found,) = auth_differences(read(one + other), read(one))
    assert (found.text, found.imported) == (access(read(other)), None)


def test_a_task_need_not_be_there_that_nothing_leads_to() -> None:
    broken = handler("task public_access protected")
    assert differences(broken, "") == []


def test_a_text_that_is_not_certain_may_have_a_task_more() -> None:
    assert differences(handler("task", bases="Base"), "") == [
        ("only-text", "Accounts.close", False)
    ]


def access(tasks: tuple[LocatedTask, ...]) -> Auth:
    (located,) = tasks
    assert located.task.access is not None
    return located.task.access


# Which tasks are the same

FAMILY = """\
class Shared:
    @task
    def close(self): ...

@TaskHandler()
@require_role('a')
class First(Shared): ...

@TaskHandler()
@require_role('b')
class Second(Shared): ...
"""


def test_each_heir_is_compared_with_itself() -> None:
    assert differences(FAMILY, FAMILY) == []
    other = FAMILY.replace("'b'", "'c'")
    (found,) = auth_differences(read(FAMILY), read(other))
    assert found.located.task.handler == "Second"


def test_what_is_said_of_another_handler_is_not_certain() -> None:
    alone = FAMILY.partition("@TaskHandler()\n@require_role('b')")[0].replace("'a'", "'b'")
    renamed = alone.replace("First", "Subclass")
    assert differences(alone, renamed) == []
    more = renamed.replace("@require_role('b')", "@require_role('b')\n@require_scope('c')")
    assert differences(alone, more) == [("unknown", "Shared.close", False)]


def test_what_stands_in_the_place_of_a_method_is_the_method() -> None:
    text = read(handler("task protected"))
    wrapper = tuple(replace(each, name="app.logged.<locals>.wrapper") for each in text)
    assert auth_differences(text, wrapper) == ()
    elsewhere = tuple(replace(each, path="lib.py") for each in wrapper)
    kinds = [found.kind.value for found in auth_differences(text, elsewhere)]
    assert kinds == ["only-imported", "only-text"]


def test_a_task_without_a_reading_of_its_auth_is_passed_over() -> None:
    text = read(handler("task protected"))
    unread = tuple(replace(each, task=replace(each.task, access=None)) for each in text)
    none: tuple[AuthDifference, ...] = ()
    assert auth_differences(text, unread) == none
    assert with_problems(unread, text) == unread


# What only the text tells

PAST = """\
@TaskHandler()
class Accounts:
    @task
    def sweep(self):
        self.close()

    @task
    @protected
    def close(self): ...
"""


def test_problems_and_calls_past_the_guard_come_from_the_text() -> None:
    text = read(PAST)
    real = read(PAST.replace("self.close()", "pass"))
    assert auth_differences(text, real) == ()
    sweep, close = with_problems(real, text)
    assert sweep.task.access is not None
    assert close.task.access is not None
    assert close.task.access.problems == ("SPK513",)
    assert close.task.access.paths.direct.state is PathState.OPEN
    assert close.task.access.paths.queue.state is PathState.ENFORCED
    assert sweep.task.access.paths == access(read(handler("task"))).paths


def test_the_class_that_was_decorated_comes_from_the_text() -> None:
    text = f"@require_role('a')\nclass Shared: ...\n\n{handler('task', bases='Shared')}"
    (said,) = read(text)
    assert said.task.access is not None
    unclear = tuple(_by("Accounts", found) for found in said.task.access.requirements)
    real = replace(
        said, task=replace(said.task, access=replace(said.task.access, requirements=unclear))
    )
    (told,) = with_problems([real], [said])
    assert told.task.access is not None
    assert [found.declared_by for found in told.task.access.requirements] == ["Shared"]
    assert with_problems([real], []) == (real,)


def _by(name: str, found: DeclaredRequirement) -> DeclaredRequirement:
    assert found.declared_by != name
    return replace(found, declared_by=name)
