"""What `tasks --diff` says of messages in flight, against the framework: messages that the task of
before takes are sent to the one of now, and what comes of them is seen.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventoried import InventoriedTask, Inventory
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes, tasks_of_file
from spakky_lint.project.programs import sources_of
from spakky_lint.project.task_changes import ChangeKind, Verdict
from spakky_lint.project.task_comparing import TaskComparison, compare_tasks
from spakky_lint.project.task_inventory import inventory
from spakky_lint.rules.settings import PLAIN
from tests.evidence.cases import Case
from tests.evidence.installed import ROOT
from tests.evidence.probe import Application, Probe
from tests.evidence.process import ENVIRONMENT
from tests.real_framework import requires_framework

pytestmark = [pytest.mark.real_framework, requires_framework]

HEAD = """\
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any, NewType, Optional, TypedDict
from uuid import UUID

from celery import Celery
from spakky.plugins.celery.common.task_result import CeleryTaskResult
from spakky.task import TaskHandler, schedule, task

journal = []


class Size(IntEnum):
    SMALL = 1


class Colour(StrEnum):
    RED = "red"


def sent(application, name, *args, **kwargs):
    message = application.send_task(f"{__name__}.{name}", args=args, kwargs=kwargs)
    return CeleryTaskResult(message)


def written(given):
    del given["self"]
    journal.append(repr(given))


"""
WRAPPER = """\
def named(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


"""
SHOP = ROOT / "fixtures" / "shop"
BODY = "        written(dict(locals()))\n"


def handler(parameters: str, before: str = "@task\n    def", name: str = "Orders.ship") -> str:
    class_, _, method = name.partition(".")
    listed = f"self, {parameters}" if parameters else "self"
    return f"{HEAD}@TaskHandler()\nclass {class_}:\n    {before} {method}({listed}):\n{BODY}"


def started(probe: Probe, text: str) -> Application:
    return probe.application(Case("TASKS", "changes", text))


def of(text: str, module: str = "app") -> Inventory:
    tasks = tasks_of_bytes(text.encode(), f"{module}.py", module, PLAIN)
    assert isinstance(tasks, FileTasks), tasks
    return inventory(tasks.tasks)


def compared(before: str, after: str) -> TaskComparison:
    return compare_tasks(of(before), of(after))


def kinds(comparison: TaskComparison) -> list[ChangeKind]:
    return [found.kind for change in comparison.changes for found in change.differences]


def call(arguments: str, name: str = "Orders.ship") -> str:
    class_, _, method = name.partition(".")
    return f"get({class_}).{method}({arguments})"


def message(arguments: str, name: str = "Orders.ship") -> str:
    return f"sent(get(Celery), {name!r}, {arguments})"


@dataclass(frozen=True)
class Change:
    before: str
    after: str
    arguments: str
    """Of a call by the parameters of before."""
    kinds: tuple[ChangeKind, ...]


BREAKING = [
    Change("a: int", "a: int, b: int", "1", (ChangeKind.PARAMETER_REQUIRED,)),
    Change("a: int", "a: int, *, b: int", "a=1", (ChangeKind.PARAMETER_REQUIRED,)),
    Change("a: int, b: int = 2", "a: int, b: int", "1", (ChangeKind.DEFAULT_REMOVED,)),
    Change("a: int, b: int", "a: int", "1, 2", (ChangeKind.PARAMETER_REMOVED,)),
    Change("a: int, b: int = 2", "a: int", "1, b=2", (ChangeKind.PARAMETER_REMOVED,)),
    Change("a: int, *rest", "a: int", "1, 2", (ChangeKind.PARAMETER_REMOVED,)),
    Change("a: int, **rest", "a: int", "1, b=2", (ChangeKind.PARAMETER_REMOVED,)),
    Change("a: int, b: int", "a: int, **rest", "1, 2", (ChangeKind.PARAMETER_REMOVED,)),
    Change("a: int", "b: int", "a=1", (ChangeKind.PARAMETER_RENAMED,)),
    Change("a: int, b: int", "a: int, *, b: int", "1, 2", (ChangeKind.KEYWORD_ONLY,)),
    Change("a: int, b: int", "a: int, b: int, /", "1, b=2", (ChangeKind.POSITIONAL_ONLY,) * 2),
]


@pytest.mark.parametrize("change", BREAKING, ids=lambda change: f"{change.before} | {change.after}")
def test_a_message_of_before_fails(probe: Probe, change: Change) -> None:
    before, after = handler(change.before), handler(change.after)
    found = compared(before, after)
    assert tuple(each for each in kinds(found) if each in change.kinds) == change.kinds
    assert found.changes[0].verdict is Verdict.MESSAGES
    app = started(probe, before)
    assert app.dispatch(call(change.arguments)).state == "SUCCESS"
    app = started(probe, after)
    assert app.dispatch(message(change.arguments)).raises("TypeError")


COMPATIBLE = [
    Change("a: int", "a: int, b: int = 2", "1", (ChangeKind.PARAMETER_OPTIONAL,)),
    Change("a: int", "a: int, *, b: int = 2", "a=1", (ChangeKind.PARAMETER_OPTIONAL,)),
    Change("a: int", "a: int, *rest, **more", "1", (ChangeKind.PARAMETER_OPTIONAL,) * 2),
    Change("a: int, b=1", "a: int, *rest, **more", "1, 2", (ChangeKind.PARAMETER_ABSORBED,)),
    Change("a: int, b=1", "a: int, *rest, **more", "1, b=2", (ChangeKind.PARAMETER_ABSORBED,)),
    Change("a: int", "a: int = 7", "1", (ChangeKind.DEFAULT_ADDED,)),
    Change("a: int, /", "b: int, /", "1", ()),
    Change("a: int, /", "a: int", "1", ()),
    Change("a: int, *, b: int", "a: int, b: int", "1, b=2", ()),
]


@pytest.mark.parametrize(
    "change",
    COMPATIBLE,
    ids=lambda change: f"{change.before} | {change.after} | {change.arguments}",
)
def test_a_message_of_before_is_run(probe: Probe, change: Change) -> None:
    before, after = handler(change.before), handler(change.after)
    found = compared(before, after)
    assert all(each.verdict is Verdict.COMPATIBLE for each in found.changes)
    assert set(change.kinds) <= set(kinds(found))
    app = started(probe, before)
    assert app.dispatch(call(change.arguments)).state == "SUCCESS"
    app = started(probe, after)
    assert app.dispatch(message(change.arguments)).state == "SUCCESS"


ELSEWHERE = [
    ("a: int, b: int", "b: int, a: int", "1, 2", "{'b': 1, 'a': 2}"),
    ("a: int", "b: int = 2, a: int = 3", "1", "{'b': 1, 'a': 3}"),
    ("a: int, *rest", "a: int, b: int = 2, *rest", "1, 5", "{'a': 1, 'b': 5, 'rest': ()}"),
    ("a: int, b: int = 2", "n: int, a: int, b: int = 2", "1, 5", "{'n': 1, 'a': 5, 'b': 2}"),
    ("a: int, b: int = 1", "b: int = 1", "5", "{'b': 5}"),
    ("a: int, b: int", "b: int, *c, **d", "1, 2", "{'b': 1, 'c': (2,), 'd': {}}"),
]


@pytest.mark.parametrize(("before", "after", "arguments", "given"), ELSEWHERE)
def test_an_argument_arrives_as_another_parameter(
    probe: Probe, before: str, after: str, arguments: str, given: str
) -> None:
    found = compared(handler(before), handler(after))
    assert ChangeKind.POSITION_CHANGED in kinds(found)
    app = started(probe, handler(before))
    assert app.dispatch(call(arguments)).state == "SUCCESS"
    app = started(probe, handler(after))
    assert app.dispatch(message(arguments)).journal == (given,)


VALUES = {
    "str": "'x'",
    "int": "1",
    "bool": "True",
    "float": "1.5",
    "None": "None",
    "bytes": "b'x'",
    "date": "date(2026, 1, 2)",
    "datetime": "datetime(2026, 1, 2, 3)",
    "time": "time(3)",
    "UUID": "UUID(int=7)",
    "Decimal": "Decimal('1.5')",
    "list[int]": "[1]",
    "list[str]": "['x']",
    "tuple[int, str]": "(1, 'x')",
    "tuple[int, ...]": "(1,)",
    "dict[str, int]": "{'x': 1}",
    "dict[str, str]": "{'x': 'y'}",
    "dict[int, int]": "{1: 1}",
    "Size": "Size.SMALL",
    "Colour": "Colour.RED",
}
"""A value of each type, which a message holds."""
ACCEPTED = {
    "str": "isinstance(a, str)",
    "int": "isinstance(a, int)",
    "bool": "isinstance(a, bool)",
    "float": "isinstance(a, (int, float))",
    "None": "a is None",
    "bytes": "isinstance(a, bytes)",
    "date": "isinstance(a, date)",
    "datetime": "isinstance(a, datetime)",
    "time": "isinstance(a, time)",
    "UUID": "isinstance(a, UUID)",
    "Decimal": "isinstance(a, Decimal)",
    # What a message makes of these, for whoever sends them now: a list, texts as keys, plain ones.
    "list[int]": "isinstance(a, list) and all(isinstance(b, int) for b in a)",
    "list[str]": "isinstance(a, list) and all(isinstance(b, str) for b in a)",
    "tuple[int, str]": "isinstance(a, list) and [type(b) for b in a] == [int, str]",
    "tuple[int, ...]": "isinstance(a, list) and all(isinstance(b, int) for b in a)",
    "dict[str, int]": "isinstance(a, dict) and all(isinstance(b, int) for b in a.values())",
    "dict[str, str]": "isinstance(a, dict) and all(isinstance(b, str) for b in a.values())",
    "dict[int, int]": "isinstance(a, dict) and all(isinstance(b, int) for b in a.values())",
    "Size": "isinstance(a, int)",
    "Colour": "isinstance(a, str)",
}
"""Whether what the worker is handed is what it is handed for a value of the type."""


def test_of_every_two_types_the_values_fit_as_told(probe: Probe) -> None:
    """Each value is sent once, and what the worker is handed is held against every type."""
    told: dict[tuple[str, str], bool] = {}
    taking = {type_: of(handler(f"a: {type_}")) for type_ in VALUES}
    tasks = [
        f"    @task\n    def t{number}(self, a: {type_}):\n        "
        f"journal.append(repr([{', '.join(ACCEPTED.values())}]))\n"
        for number, type_ in enumerate(VALUES)
    ]
    app = started(probe, f"{HEAD}@TaskHandler()\nclass Orders:\n" + "\n".join(tasks))
    for number, (before, value) in enumerate(VALUES.items()):
        (seen,) = app.dispatch(f"get(Orders).t{number}({value})").journal
        accepted = dict(zip(ACCEPTED, seen.strip("[]").split(", "), strict=True))
        for after in VALUES:
            found = kinds(compare_tasks(taking[before], taking[after]))
            if before == after:
                assert found == []
                continue
            (kind,) = found
            if kind is not ChangeKind.TYPE_UNKNOWN:
                told[before, after] = accepted[after] == "True"
                fits = kind is ChangeKind.TYPE_COMPATIBLE
                assert fits is told[before, after], (before, after, kind)
    assert len(told) > 300
    assert sum(told.values()) == 14


def test_what_no_message_held_cannot_be_in_the_way(probe: Probe) -> None:
    before = handler("a: timedelta")
    assert kinds(compared(before, handler("a: float"))) == [ChangeKind.TYPE_COMPATIBLE]
    app = started(probe, before)
    assert app.dispatch(call("timedelta(1)")).raises("EncodeError")


@pytest.mark.parametrize("kind", [ChangeKind.RENAMED, ChangeKind.REMOVED])
def test_a_message_of_a_name_that_is_gone_is_not_run(probe: Probe, kind: ChangeKind) -> None:
    before = handler("a: int")
    after = handler("a: int", name="Parcels.ship")
    if kind is ChangeKind.REMOVED:
        after = after.replace(BODY, "        journal.append('another')\n")
    assert kind in kinds(compared(before, after))
    app = started(probe, after)
    assert app.dispatch(message("1")).raises("NotRegistered")


def test_the_names_are_those_that_the_registry_has_for_the_shop() -> None:
    sources = sources_of(SHOP)
    told: list[InventoriedTask] = []
    for path in sorted((SHOP / "shop").glob("*.py")):
        file = SourceFile(path, path.name)
        found = tasks_of_file(file, SHOP, PLAIN, sources)
        assert isinstance(found, FileTasks), found
        told.extend(inventory(found.tasks).tasks)
    lost = [each.located.task.name for each in told if each.lost is not None]
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance.shop_registry", json.dumps(lost)],
        cwd=ROOT,
        env=os.environ | ENVIRONMENT | {"SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED": "false"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    registered = json.loads(done.stdout.splitlines()[-1])
    assert sorted(registered) == sorted(each.located.name for each in told if each.lost is None)
    assert "shop.shared.AuditMixin.record_change" in registered  # of the class that defines it


def test_a_wrapper_gives_the_task_a_name_of_its_own(probe: Probe) -> None:
    text = handler("a: int", "@task\n    @named\n    def").replace(
        "@TaskHandler", f"{WRAPPER}@TaskHandler"
    )
    (told,) = of(text).tasks
    assert told.signature.named_by == "@named"
    assert started(probe, text).registered == ("named.<locals>.wrapper",)


def test_a_task_of_another_module_is_known_by_another_name(probe: Probe) -> None:
    text = handler("a: int")
    comparison = compare_tasks(of(text, "app.orders"), of(text, "app.shipping"))
    assert kinds(comparison) == [ChangeKind.MOVED]
    app = started(probe, text)
    sent = "CeleryTaskResult(get(Celery).send_task('app.orders.Orders.ship', args=(1,)))"
    assert app.dispatch(sent).raises("NotRegistered")


SYNC, ASYNC = "@task\n    def", "@task\n    async def"
PLANNED = "@schedule(interval=timedelta(hours=1))\n    def"


def test_a_call_of_before_sends_no_message_of_a_task_that_is_async_now(probe: Probe) -> None:
    before, after = handler("a: int", SYNC), handler("a: int", ASYNC)
    found = compared(before, after)
    assert kinds(found) == [ChangeKind.SYNC_TO_ASYNC]
    assert found.changes[0].verdict is Verdict.CALLERS
    app = started(probe, after)
    assert app.dispatch(message("1")).journal == ("{'a': 1}",)
    unawaited = app.run("get(Orders).ship(1).close()")
    assert (unawaited.succeeds, unawaited.journal) == (True, ())


def test_a_call_that_is_awaited_fails_where_the_task_is_sync_now(probe: Probe) -> None:
    before, after = handler("a: int", ASYNC), handler("a: int", SYNC)
    found = compared(before, after)
    assert kinds(found) == [ChangeKind.ASYNC_TO_SYNC]
    assert found.changes[0].verdict is Verdict.CALLERS
    app = started(probe, after)
    assert app.dispatch(message("1")).journal == ("{'a': 1}",)
    text = f"{after}\n\nasync def awaiting(handler):\n    return await handler.ship(1)\n"
    app = started(probe, text)
    awaited = app.run("awaiting(get(Orders))")
    assert awaited.raises("TypeError", "await")


def test_a_task_that_is_only_scheduled_now_still_runs_messages(probe: Probe) -> None:
    before, after = handler("", SYNC), handler("", PLANNED)
    found = compared(before, after)
    assert kinds(found) == [ChangeKind.NO_LONGER_SENT]
    assert found.changes[0].verdict is Verdict.CALLERS
    app = started(probe, after)
    assert app.dispatch("sent(get(Celery), 'Orders.ship')").journal == ("{}",)
    assert app.run("get(Orders).ship()").journal == ("{}",)


def test_a_schedule_that_is_a_task_now_is_sent_by_calls(probe: Probe) -> None:
    before, after = handler("", PLANNED), handler("", SYNC)
    found = compared(before, after)
    assert kinds(found) == [ChangeKind.NOW_SENT]
    assert found.changes[0].verdict is Verdict.CALLERS
    app = started(probe, after)
    assert app.dispatch("sent(get(Celery), 'Orders.ship')").journal == ("{}",)
    called = app.run("get(Orders).ship()")
    assert (called.value, called.journal) == ("<CeleryTaskResult>", ())
