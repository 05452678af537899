"""What became weaker or stronger between two texts that are really read."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import permutations

import pytest

from spakky_lint.facts.paths import PathState
from spakky_lint.facts.task import Auth
from spakky_lint.project.auditing import AuthReport, audit
from spakky_lint.project.auth_comparing import AuthComparison, ChangeKind, compare_auth
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.report.auth.change_words import change_words
from spakky_lint.runtime.decision import AuthorizationDecisionState
from spakky_lint.runtime.decisions import Grant, Subject, decide
from tests.conformance.handler_texts import Odds, draw_module
from tests.environments import SENDING

pytestmark = pytest.mark.long

HEAD = """\
from datetime import timedelta
from functools import wraps
from elsewhere import Base, ROLE, unseen
from spakky.auth import *
from spakky.auth import (
    protected, public_access, require_permission, require_policy, require_relation, require_role,
    require_scope,
)
from spakky import auth
from spakky.task import TaskHandler, schedule, task

hourly = schedule(interval=timedelta(hours=1))
ADMIN = "admin"

def unwrapped(function):
    def wrapper(*args):
        return function(*args)
    return wrapper

"""
ANYBODY = "nothing says who may run it"
UNCHECKED = "the worker checks no method that is only scheduled"
NO_CALLER = "beat has no caller, so each run ends in CHALLENGE SNAPSHOT_MISSING"


def report(files: Mapping[str, str]) -> AuthReport:
    found: list[LocatedTask] = []
    for module, text in files.items():
        path = f"{module.replace('.', '/')}.py"
        tasks = tasks_of_bytes(text.encode(), path, module, SENDING, with_auth_codes=True)
        assert isinstance(tasks, FileTasks)
        found.extend(tasks.tasks)
    return audit(found)


def compared(before: str, after: str) -> AuthComparison:
    return compare_auth(report({"app": HEAD + before}), report({"app": HEAD + after}))


def handler(method: str, of_class: str = "", bases: str = "") -> str:
    """A handler with one task; decorators are divided by spaces."""
    return "\n".join(
        [
            *(f"@{each}" for each in of_class.split()),
            "@TaskHandler()",
            f"class Accounts({bases}):",
            *(f"    @{each}" for each in method.split()),
            "    def close(self): ...",
            "",
        ]
    )


def change(before: str, after: str) -> tuple[str, Sequence[str]] | None:
    """The kind and the reasons of what became of the one task."""
    found = compared(before, after)
    assert len(found.changes) <= 1
    return next(((each.kind.value, change_words(each)) for each in found.changes), None)


# Requirements


def test_a_requirement_that_is_gone_makes_weaker_and_a_new_one_stronger() -> None:
    two = handler("task require_role('admin') require_scope('bills')")
    one = handler("task require_scope('bills')")
    assert change(two, one) == ("weaker", ("no longer requires require_role('admin')",))
    assert change(one, two) == ("stronger", ("now requires require_role('admin')",))


def test_without_any_requirement_every_path_is_open() -> None:
    was, now = handler("task hourly", "require_role('admin')"), handler("task hourly")
    assert change(was, now) == (
        "weaker",
        (
            f"direct: enforced → open, {ANYBODY}",
            f"queue: enforced → open, {ANYBODY}",
            f"beat: never-passes → open, {ANYBODY}",
            "no longer requires require_role('admin')",
        ),
    )
    assert change(now, was) == (
        "stronger",
        (
            "now requires require_role('admin')",
            "direct: open → enforced",
            "queue: open → enforced",
            f"beat: open → never-passes, {NO_CALLER}",
        ),
    )


def test_another_requirement_is_a_change() -> None:
    assert change(handler("task require_role('admin')"), handler("task require_role('clerk')")) == (
        "changed",
        ("no longer requires require_role('admin')", "now requires require_role('clerk')"),
    )


@pytest.mark.parametrize(
    ("general", "narrow"),
    [
        ("require_role('admin')", "require_role('admin',tenant='acme')"),
        ("require_permission('pay')", "require_permission('pay',resource='bill')"),
        ("require_policy('bill','pay')", "require_policy('bill','pay',tenant='acme')"),
        ("require_relation('owner',resource='a')", "require_relation('owner',resource='b')"),
    ],
)
def test_no_checker_has_to_grant_in_general_what_it_grants_in_one_place(
    general: str, narrow: str
) -> None:
    for was, now in permutations((general, narrow)):
        found = change(handler(f"task {was}"), handler(f"task {now}"))
        assert found == ("changed", (f"no longer requires {was}", f"now requires {now}"))


def test_being_signed_in_is_part_of_every_other_requirement() -> None:
    alone, role = handler("task protected"), handler("task require_role('admin')")
    both = handler("task protected require_role('admin')")
    assert change(both, role) is None
    assert change(role, both) is None
    assert change(role, alone) == ("weaker", ("no longer requires require_role('admin')",))
    assert change(alone, role) == ("stronger", ("now requires require_role('admin')",))


@pytest.mark.parametrize(
    "same",
    [
        "require_scope('bills') require_role('admin')",
        "require_role('admin') require_role('admin') require_scope('bills')",
        "auth.require_role(role=ADMIN) require_scope('bills')",
    ],
)
def test_order_repetition_and_spelling_are_no_change(same: str) -> None:
    plain = handler("task require_role('admin') require_scope('bills')")
    assert change(plain, handler(f"task {same}")) is None


def test_a_requirement_that_moves_to_the_class_is_the_same() -> None:
    assert change(handler("task protected"), handler("task", "protected")) is None


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("require_role(ROLE)", "require_role(ROLE)"),
        ("require_role(ROLE)", "auth.require_role(ROLE)"),
        ("require_role(f'{ROLE}')", 'require_role(f"{ROLE}")'),
        ("require_policy(ROLE,'a')", 'require_policy( ROLE, "a" )'.replace(" ", "")),
    ],
)
def test_what_the_text_does_not_tell_is_the_same_where_the_same_is_written(
    was: str, now: str
) -> None:
    assert change(handler(f"task {was}"), handler(f"task {now}")) is None


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("require_role(ROLE)", "require_role(ROLE.upper())"),
        ("require_role(ROLE)", "require_role('admin')"),
        ("require_role(ROLE)", "require_scope(ROLE)"),
        ("require_permission(ROLE)", "require_permission(ROLE,resource='bill')"),
    ],
)
def test_what_the_text_does_not_tell_is_another_where_another_is_written(
    was: str, now: str
) -> None:
    assert change(handler(f"task {was}"), handler(f"task {now}")) == (
        "changed",
        (f"no longer requires {was}", f"now requires {now}"),
    )


def test_a_constant_that_is_no_longer_a_text_is_another_requirement() -> None:
    was = handler("task protected require_role(ADMIN)")
    found = change(was, "ADMIN = 7\n" + was)
    assert found is not None
    assert found[0] == "changed"
    assert found[1][0] == "no longer requires require_role(ADMIN)"


# Access


def test_public_instead_of_protected_is_weaker() -> None:
    was, now = handler("task protected"), handler("task public_access")
    assert change(was, now) == (
        "weaker",
        (
            "direct: enforced → open, it is public",
            "queue: enforced → open, it is public",
            "no longer requires protected",
        ),
    )
    found = change(now, was)
    assert found is not None
    assert found[0] == "stronger"


def test_public_on_purpose_is_said_and_changes_nobody() -> None:
    silent, public = handler("task"), handler("task public_access")
    assert change(silent, public) == ("changed", ("access: undeclared → public",))
    assert change(public, silent) == ("changed", ("access: public → undeclared",))


def test_a_conflict_that_is_solved_is_judged_by_what_starts_to_run() -> None:
    conflict = handler("task public_access require_role('admin')")
    now_public = change(conflict, handler("task public_access"))
    assert now_public is not None
    assert now_public[0] == "weaker"
    assert now_public[1] == (
        "direct: absent → open, it is public",
        "queue: absent → open, it is public",
        "no longer requires require_role('admin')",
    )
    assert change(conflict, handler("task require_role('admin')")) == (
        "changed",
        ("access: conflict → protected", "direct: absent → enforced", "queue: absent → enforced"),
    )


# Paths


def test_a_new_path_that_is_open_is_weaker() -> None:
    guarded = handler("task require_role('admin')")
    assert change(guarded, handler("hourly require_role('admin')")) == (
        "weaker",
        (f"beat: absent → open, {UNCHECKED}", "queue: enforced → absent, it is not a @task"),
    )


def test_an_open_path_outweighs_whatever_is_stronger() -> None:
    was, now = handler("task protected"), handler("hourly protected require_role('admin')")
    found = change(was, now)
    assert found is not None
    assert found[0] == "weaker"
    assert found[1][:2] == (
        f"beat: absent → open, {UNCHECKED}",
        "now requires require_role('admin')",
    )


def test_a_guarded_path_more_or_less_is_neither_weaker_nor_stronger() -> None:
    was = handler("task require_relation('owner',resource=None)", "protected")
    now = handler("task require_relation('owner',resource='bill')", "protected")
    found = change(was, now)
    assert found is not None
    assert found[0] == "changed"
    assert "direct: never-passes → enforced" in found[1]


def test_paths_that_nobody_can_go_are_alike() -> None:
    assert change(handler("task hourly protected"), handler("task protected")) is None


def test_a_wrapper_that_hides_a_requirement_is_weaker() -> None:
    was, now = handler("task protected"), handler("task unwrapped protected")
    found = change(was, now)
    assert found is not None
    assert found[0] == "weaker"
    assert found[1][0].startswith("direct: enforced → open, @protected is hidden by @")
    assert "the framework no longer sees protected" in found[1]
    back = change(now, was)
    assert back is not None
    assert back[0] == "stronger"


def test_a_wrapper_that_hides_one_of_two_requirements_is_weaker() -> None:
    was = handler("task require_role('admin') protected", "require_scope('bills')")
    now = handler("task unwrapped require_role('admin') protected", "require_scope('bills')")
    assert change(was, now) == (
        "weaker",
        ("the framework no longer sees require_role('admin')",),
    )


# What the text does not tell


def test_what_may_be_asked_for_is_not_lost_in_silence() -> None:
    was, now = handler("task unseen require_role('admin')"), handler("task unseen")
    assert change(was, now) == ("weaker", ("no longer requires require_role('admin')",))
    # It may still be out of sight, so nothing is claimed.
    found = compared(now, was)
    assert found.changes == ()
    assert [each.located.name for each in found.unknown] == ["app.Accounts.close"]


@pytest.mark.parametrize(("was", "now"), [("Base", "Base"), ("", "Base"), ("Base", "")])
def test_with_a_base_that_is_not_seen_nobody_knows_whether_it_changed(was: str, now: str) -> None:
    found = compared(handler("task", bases=was), handler("task", bases=now))
    assert found.is_empty
    assert [each.located.name for each in found.unknown] == ["app.Accounts.close"]


def test_what_is_seen_counts_even_where_not_all_is_seen() -> None:
    was = handler("task require_role('admin')", bases="Base")
    now = handler("task protected", bases="Base")
    assert change(was, now) == ("weaker", ("no longer requires require_role('admin')",))
    assert compared(was, now).unknown == ()


# Which tasks are the same


def test_a_task_that_is_renamed_is_removed_and_added() -> None:
    was = handler("task protected")
    found = compared(was, was.replace("close", "shut"))
    assert [
        (each.kind.value, (each.after or each.before).located.name, change_words(each))  # type: ignore[union-attr]
        for each in found.changes
    ] == [("added", "app.Accounts.shut", ()), ("removed", "app.Accounts.close", ())]


def test_a_handler_whose_module_moves_is_compared_with_itself() -> None:
    text = HEAD + handler("task protected")
    (moved,) = compare_auth(report({"app.one": text}), report({"app.two": text})).changes
    assert (moved.kind, change_words(moved)) == (
        ChangeKind.MOVED,
        ("it was app.one.Accounts.close",),
    )
    weakened = text.replace("    @protected\n", "    @public_access\n")
    (found,) = compare_auth(report({"app.one": text}), report({"app.two": weakened})).changes
    assert found.kind is ChangeKind.WEAKER
    assert change_words(found)[-2:] == (
        "no longer requires protected",
        "it was app.one.Accounts.close",
    )


def test_of_several_that_could_have_moved_none_has() -> None:
    text = HEAD + handler("task protected")
    found = compare_auth(report({"app.one": text}), report({"app.two": text, "app.three": text}))
    assert [each.kind for each in found.changes] == [ChangeKind.ADDED] * 2 + [ChangeKind.REMOVED]


def test_a_constant_that_changes_says_from_what_to_what() -> None:
    was = "TEAM = 'admin'\n" + handler("task require_role(TEAM)")
    now = was.replace("'admin'", "'clerk'")
    assert change(was, now) == (
        "changed",
        (
            'no longer requires require_role(TEAM), which was "admin"',
            'now requires require_role(TEAM), which is "clerk"',
        ),
    )
    on = handler("task require_permission('pay',resource=TEAM,tenant=TEAM)")
    found = change("TEAM = 'admin'\n" + on, "TEAM = 'clerk'\n" + on)
    assert found is not None
    assert found[1][1].endswith('which is "clerk" and "clerk"')


def test_whether_a_value_that_is_not_told_has_changed_is_not_told() -> None:
    text = handler("task require_role(ELSEWHERE)")
    found = compared(text, text)
    assert found.is_empty
    assert [each.located.name for each in found.unknown] == ["app.Accounts.close"]


FAMILY = """\
class Shared:
    @task
    def close(self): ...

@TaskHandler()
@require_role('admin')
class First(Shared): ...

@TaskHandler()
@require_role('clerk')
class Second(Shared): ...
"""


def test_each_heir_is_compared_with_itself() -> None:
    weakened = FAMILY.replace("@require_role('clerk')\n", "")
    found = compared(FAMILY, weakened)
    assert [
        (each.kind.value, each.after and each.after.located.task.handler) for each in found.changes
    ] == [("weaker", "Second")]
    swapped = FAMILY.replace("First", "Third").replace("Second", "First").replace("Third", "Second")
    assert [each.kind.value for each in compared(FAMILY, swapped).changes] == ["changed"] * 2


def test_a_handler_that_is_renamed_has_the_same_inherited_task() -> None:
    renamed = FAMILY.replace("Second", "Last")
    assert compared(FAMILY, renamed).is_empty
    renamed = renamed.replace("@require_role('clerk')\n", "")
    assert [each.kind.value for each in compared(FAMILY, renamed).changes] == ["weaker"]


def test_an_heir_more_or_less_is_added_or_removed() -> None:
    fewer = FAMILY.partition("@TaskHandler()\n@require_role('clerk')")[0]
    for was, now, kind in ((fewer, FAMILY, "added"), (FAMILY, fewer, "removed")):
        (found,) = compared(was, now).changes
        assert found.kind.value == kind
        there = found.after or found.before
        assert there is not None
        assert there.located.task.handler == "Second"


# The whole


def many(*methods: tuple[str, str]) -> str:
    lines = ["@TaskHandler()", "class Accounts:"]
    for name, decorators in methods:
        lines += [*(f"    @{each}" for each in decorators.split()), f"    def {name}(self): ..."]
    return "\n".join([*lines, ""])


def test_the_weaker_ones_come_first_and_of_the_added_the_open_ones() -> None:
    found = compared(
        many(
            ("gone", "task"),
            ("same", "task protected"),
            ("better", "task"),
            ("other", "task require_role('a')"),
            ("worse", "task protected"),
        ),
        many(
            ("guarded", "task protected"),
            ("open", "task hourly public_access"),
            ("same", "task protected"),
            ("better", "task protected"),
            ("other", "task require_role('b')"),
            ("worse", "task"),
        ),
    )
    assert [
        (each.kind.value, (each.after or each.before).located.task.name)  # type: ignore[union-attr]
        for each in found.changes
    ] == [
        ("weaker", "Accounts.worse"),
        ("changed", "Accounts.other"),
        ("stronger", "Accounts.better"),
        ("added", "Accounts.open"),
        ("added", "Accounts.guarded"),
        ("removed", "Accounts.gone"),
    ]
    assert change_words(found.changes[3]) == (
        "direct: open, it is public",
        "queue: open, it is public",
        "beat: open, it is public",
    )


OPPOSITE = {
    # A path that opens outweighs what is stronger; on the way back there is no such path.
    ChangeKind.WEAKER: {ChangeKind.STRONGER, ChangeKind.CHANGED, ChangeKind.WEAKER},
    ChangeKind.STRONGER: {ChangeKind.WEAKER},
    ChangeKind.CHANGED: {ChangeKind.CHANGED, ChangeKind.WEAKER},
    ChangeKind.ADDED: {ChangeKind.REMOVED},
    ChangeKind.MOVED: {ChangeKind.MOVED},
    ChangeKind.REMOVED: {ChangeKind.ADDED},
}
ODDS = Odds(mixed=0.3, no_text=0.1, no_action=0.1)


@cache
def drawn(seed: int) -> AuthReport:
    return report({"app": draw_module(random.Random(seed), 12, ODDS)})


@pytest.mark.parametrize("seed", range(20))
def test_the_way_back_is_the_opposite(seed: int) -> None:
    one, other = drawn(seed), drawn(1000 + seed)
    same = compare_auth(one, one)
    assert (same.changes, same.unknown) == ((), ())
    forth, back = compare_auth(one, other), compare_auth(other, one)
    kinds = {(id(each.before), id(each.after)): each.kind for each in forth.changes}
    assert kinds.keys() == {(id(each.after), id(each.before)) for each in back.changes}
    for each in back.changes:
        assert each.kind in OPPOSITE[kinds[id(each.after), id(each.before)]]


def test_the_draw_reaches_every_kind() -> None:
    kinds = {
        each.kind
        for seed in range(20)
        for each in compare_auth(drawn(seed), drawn(1000 + seed)).changes
    }
    assert kinds == set(ChangeKind) - {ChangeKind.MOVED}  # they stay in their module


def somebody(draw: random.Random) -> Subject | None:
    def some(held: Sequence[str]) -> list[str]:
        return [each for each in held if draw.random() < 0.7]

    return Subject(
        id="ann",
        roles=frozenset(some(["admin", "clerk", "auditor"])),
        scopes=frozenset(some(["orders", "bills"])),
        permissions=frozenset(
            Grant(name, on) for name in some(["read", "write"]) for on in (None, "order", "bill")
        ),
        relations=frozenset(Grant("owner", on) for on in some(["order", "bill"])),
        policies=frozenset(
            Grant(name, on) for name in some(["open", "close"]) for on in ("order", "bill")
        ),
        tenant=draw.choice([None, "acme", "globex"]),
    )


def is_let_in(access: Auth, subject: Subject | None) -> bool:
    """Whether a direct call runs."""
    if access.paths.direct.state is PathState.ENFORCED:
        asked = [found.requirement for found in access.requirements]
        return decide(asked, subject).state is AuthorizationDecisionState.ALLOW
    return access.paths.direct.state is PathState.OPEN


@pytest.mark.parametrize("seed", range(20))
def test_nobody_gets_in_anew_unless_a_task_is_weaker_or_changed(seed: int) -> None:
    draw = random.Random(seed)
    callers = [None, *(somebody(draw) for _ in range(40))]
    one, other = drawn(seed), drawn(1000 + seed)
    forth = compare_auth(one, other)
    worse = {id(each.after) for each in forth.changes if each.kind in _LETS_IN}
    pairs = [
        (before, after)
        for before in one.tasks
        for after in other.tasks
        if (before.located.name, before.located.task.handler)
        == (after.located.name, after.located.task.handler)
    ]
    let_in = [
        after
        for before, after in pairs
        if any(
            is_let_in(after.access, caller) and not is_let_in(before.access, caller)
            for caller in callers
        )
    ]
    assert all(id(after) in worse for after in let_in)
    assert pairs


_LETS_IN = {ChangeKind.WEAKER, ChangeKind.CHANGED}
