"""``--require``: which tasks do not meet a demand, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from spakky_lint.facts.paths import Because, Path, Paths, PathState, Reason
from spakky_lint.project.auditing import AuditedTask, AuthReport, audit
from spakky_lint.project.auth_comparing import compare_auth
from spakky_lint.project.demands import Demand, Unmet, unmet
from spakky_lint.project.inventories import tasks_of_bytes
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.auth.demand_words import demand_words
from spakky_lint.report.auth.demands import sentence, unmet_markdown, unmet_text
from spakky_lint.report.style import Style
from tests.environments import SENDING

HEAD = """\
from datetime import time
from spakky.auth import protected, public_access, require_role
from spakky.task import TaskHandler, schedule, task
from elsewhere import Base, logged

def untold(method):
    def wrapper(self):
        return method(self)
    return wrapper
"""


def handler(methods: Sequence[tuple[str, str]], head: str = "class Orders") -> str:
    """A handler with methods of these names, each below decorators that are parted by spaces."""
    lines = [f"{head}:"]
    for name, decorators in methods:
        lines += [f"    @{decorator}" for decorator in decorators.split()]
        lines.append(f"    def {name}(self) -> None: ...")
    return "\n".join(["@TaskHandler()", *lines, ""])


def report(*handlers: str) -> AuthReport:
    found = tasks_of_bytes(
        "\n\n".join([HEAD, *handlers]).encode(),
        "app/tasks.py",
        "app.tasks",
        SENDING,
        with_auth_codes=True,
    )
    assert not isinstance(found, Trouble)
    return audit(found.tasks)


def tasks_of(found: Iterable[Unmet]) -> list[AuditedTask]:
    return [each.audited for each in found if each.audited is not None]


def failing(made: AuthReport, *demands: Demand) -> dict[str, str]:
    """What is said of each method that fails."""
    return {
        each.audited.located.name.rpartition(".")[2]: demand_words(each)
        for each in unmet(made, demands)
        if each.audited is not None
    }


def test_declared() -> None:
    made = report(
        handler(
            [
                ("of_all", "task public_access"),
                ("of_some", "task require_role('admin')"),
                ("of_nobody_said", "task"),
                ("only_scheduled", "schedule(at=time(1))"),
                ("of_both", "task public_access protected"),
                ("hidden", "task untold protected"),
                ("bare", "task require_role"),
            ]
        )
    )
    found = failing(made, Demand.DECLARED)
    assert found.pop("bare").startswith(
        "nothing says who may run it, and @require_role is not called, and takes"
    )
    assert found.pop("of_both").startswith("it says both that it is public")
    assert found.pop("hidden") == (
        "nothing says who may run it but @protected, which the framework does not see"
    )
    assert found == dict.fromkeys(
        ("of_nobody_said", "only_scheduled"), "nothing says who may run it"
    )


@pytest.mark.parametrize(
    ("head", "decorators"), [("class Orders(Base)", "task"), ("class Orders", "task logged")]
)
def test_what_is_not_seen_is_not_declared_and_the_words_say_who_can_tell(
    head: str, decorators: str
) -> None:
    made = report(handler([("ship", decorators)], head))
    assert "--import shows it" in failing(made, Demand.DECLARED)["ship"]
    told = report(handler([("ship", f"{decorators} protected")], head))
    if head == "class Orders(Base)":
        assert failing(told, Demand.DECLARED) == {}


def test_enforced() -> None:
    made = report(
        handler(
            [
                ("of_all", "task public_access schedule(at=time(1))"),
                ("of_some", "task protected"),
                ("of_nobody_said", "task schedule(at=time(1))"),
                ("only_scheduled", "protected schedule(at=time(1))"),
                ("never_passes", "task protected schedule(at=time(1))"),
                ("of_both", "task public_access protected"),
                ("hidden", "task untold protected"),
                ("in_part", "task protected require_role(None)"),
                ("dropped", "task require_role(None)"),
            ]
        )
    )
    found = failing(made, Demand.ENFORCED)
    assert found.pop("hidden").startswith("direct and queue: open, ")
    assert found == {
        "of_nobody_said": "direct, queue and beat: open, nothing says who may run it",
        "only_scheduled": "beat: open, the worker checks no method that is only scheduled",
        "in_part": (
            "queue: enforced, only in part: the worker drops @require_role, whose value "
            "is not a string"
        ),
        "dropped": "queue: open, the worker drops @require_role, whose value is not a string",
    }


def test_reachable() -> None:
    made = report(
        handler(
            [
                ("fine", "task protected"),
                ("only_scheduled", "schedule(at=time(1))"),
                ("never_passes", "task protected schedule(at=time(1))"),
                ("of_both", "task public_access protected"),
                ("bare", "task require_role"),
                ("no_hash", "task require_role([])"),
            ]
        )
    )
    found = failing(made, Demand.REACHABLE)
    assert found.pop("never_passes").startswith("beat: never-passes, beat has no caller")
    assert found.pop("of_both").startswith("public access and a requirement meet, so ")
    assert found.pop("bare").startswith("@require_role is not called, and takes")
    assert found.pop("no_hash").endswith("cannot be hashed, so the application does not start")
    assert found == {}


def test_not_weakened() -> None:
    before = report(
        handler(
            [
                ("opened", "task protected"),
                ("lost", "task protected require_role('admin')"),
                ("stricter", "task"),
                ("kept", "task protected"),
                ("gone", "task protected"),
                ("other", "task require_role('admin')"),
            ]
        )
    )
    after = report(
        handler(
            [
                ("opened", "task"),
                ("lost", "task protected"),
                ("stricter", "task protected"),
                ("kept", "task protected"),
                ("new", "task"),
                ("other", "task require_role('guest')"),
            ]
        )
    )
    found = unmet(after, [Demand.NOT_WEAKENED], compare_auth(before, after))
    assert {task.located.name.rpartition(".")[2] for task in tasks_of(found)} == {
        "opened",
        "lost",
        "other",
    }
    for each in found:
        assert demand_words(each)
        assert each.audited in after.tasks
    assert unmet(before, [Demand.NOT_WEAKENED], compare_auth(before, before)) == ()


def test_demand_by_demand_and_each_once() -> None:
    made = report(handler([("a", "task"), ("b", "task")]))
    asked = [Demand.ENFORCED, Demand.REACHABLE, Demand.DECLARED, Demand.ENFORCED]
    unmet_ones = unmet(made, asked)
    tasks = tasks_of(unmet_ones)
    found = [
        (each.demand, task.located.name[-1]) for each, task in zip(unmet_ones, tasks, strict=True)
    ]
    assert found == [
        (Demand.ENFORCED, "a"),
        (Demand.ENFORCED, "b"),
        (Demand.DECLARED, "a"),
        (Demand.DECLARED, "b"),
    ]


def test_no_tasks_meet_everything() -> None:
    assert unmet(AuthReport(()), [Demand.DECLARED, Demand.ENFORCED, Demand.REACHABLE]) == ()


# In words


BASE = "class Base2:\n    @task\n    def ship(self) -> None: ...\n"


def test_the_list_for_people() -> None:
    asked = [Demand.REACHABLE, Demand.DECLARED, Demand.ENFORCED]
    made = report(
        BASE, *(f"@TaskHandler()\nclass {name}(Base2): ...\n" for name in ("Orders", "Parcels"))
    )
    failed = [
        each
        for each in unmet(made, asked)
        if each.audited is not None and each.audited.located.task.handler != "Base2"
    ]
    assert list(unmet_text(failed, asked, Style(60))) == [
        "Required and met: reachable.",
        "",
        "Required and not met: declared (2 tasks)",
        "  nothing says who may run it:",
        "    app.tasks.Base2.ship (as Orders)  app/tasks.py:13",
        "    app.tasks.Base2.ship (as Parcels)  app/tasks.py:13",
        "",
        "Required and not met: enforced (2 tasks)",
        "  direct and queue: open, nothing says who may run it:",
        "    app.tasks.Base2.ship (as Orders)  app/tasks.py:13",
        "    app.tasks.Base2.ship (as Parcels)  app/tasks.py:13",
    ]
    assert list(unmet_markdown(failed, asked)) == [
        "Required and met: reachable.",
        "",
        "**Required and not met: declared (2 tasks)**",
        "",
        "- nothing says who may run it:",
        "  - `app.tasks.Base2.ship (as Orders)` (`app/tasks.py:13`)",
        "  - `app.tasks.Base2.ship (as Parcels)` (`app/tasks.py:13`)",
        "",
        "**Required and not met: enforced (2 tasks)**",
        "",
        "- direct and queue: open, nothing says who may run it:",
        "  - `app.tasks.Base2.ship (as Orders)` (`app/tasks.py:13`)",
        "  - `app.tasks.Base2.ship (as Parcels)` (`app/tasks.py:13`)",
    ]
    assert sentence(failed[0]) == (
        "--require declared: app.tasks.Base2.ship (as Orders) (app/tasks.py:13): "
        "nothing says who may run it"
    )


def test_nothing_but_what_is_met() -> None:
    asked = [Demand.DECLARED, Demand.ENFORCED]
    assert list(unmet_text((), asked)) == ["Required and met: declared and enforced."]
    assert list(unmet_markdown((), asked)) == ["Required and met: declared and enforced."]


def test_a_comment_has_an_end_and_says_what_is_left_out() -> None:
    failed = unmet(report(handler([(f"m{n}", "task") for n in range(400)])), [Demand.DECLARED])
    whole = list(unmet_markdown(failed, [Demand.DECLARED]))
    assert sum("app.tasks.Orders.m" in line for line in whole) == 400
    below = list(unmet_markdown(failed, [Demand.DECLARED], 5_000))
    shown = sum("app.tasks.Orders.m" in line for line in below)
    assert 20 < shown < 400
    assert below[-1] == f"- … and {400 - shown} more"
    assert sum(len(line) + 1 for line in below) < 5_000


def test_a_comment_has_an_end_where_each_task_fails_for_its_own_reason() -> None:
    (first,) = unmet(report(handler([("f", "task")])), [Demand.DECLARED])
    (task,) = tasks_of([first])
    failed = [replace(first, audited=lost_to(f"@number_{n}", task)) for n in range(3_000)]
    shown = "\n".join(unmet_markdown(failed, [Demand.DECLARED], 10_000))
    assert len(shown) < 10_000
    assert "`@number_30` turns the method into something else:" in shown
    assert re.search(r"- … and \d+ more$", shown)


def lost_to(decorator: str, audited: AuditedTask) -> AuditedTask:
    """The task, with the decorator in its place."""
    nothing = Path(PathState.ABSENT, Because(Reason.NO_METHOD, by=decorator))
    access = replace(audited.access, paths=Paths(nothing, nothing, nothing))
    return replace(audited, access=access)


@pytest.mark.parametrize("width", [40, 50, 80])
def test_no_line_of_the_list_is_wider_than_the_terminal(width: int) -> None:
    name = "send_the_monthly_statement_to_every_customer_who_asked_for_one"
    asked = [Demand.DECLARED, Demand.ENFORCED]
    failed = unmet(report(handler([(name, "task")])), asked)
    lines = list(unmet_text(failed, asked, Style(width)))
    assert not [line for line in lines if len(line) > width]
    assert "".join(lines).replace(" ", "").count(name) == 2


def test_what_is_not_certain_is_no_statement() -> None:
    made = report(
        handler([("hidden", "task logged protected"), ("said", "task")]),
        handler([("inherits", "task")], "class Parcels(Base)"),
    )
    assert failing(made, Demand.DECLARED) == {
        "hidden": (
            "nothing says who may run it but @protected, which the framework may not see: "
            "--import shows it"
        ),
        "said": "nothing says who may run it",
        "inherits": (
            "nothing in the analysed code says who may run it; a class or decorator outside of it "
            "may: --import shows it"
        ),
    }
    assert failing(made, Demand.ENFORCED)["inherits"] == (
        "direct and queue: unknown, as far as the analysis can see, nothing says who may "
        "run it; a class or decorator outside of the analysed code may change this: --import "
        "shows it"
    )
