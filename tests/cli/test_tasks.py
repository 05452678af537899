"""``spakky-lint tasks`` on real files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant, run

TASKS = """\
from datetime import time

from elsewhere import AT, counted
from spakky.core.pod.annotations.pod import Pod
from spakky.task import DirectTaskInvocation, TaskHandler, schedule, task


@TaskHandler()
class Mails:
    @task
    def send(self, address: str, /, *cc: str, copies: int = 1, **more: object) -> None:
        self.sweep()

    @task
    async def receive(self, *, since: "int | None" = None) -> None: ...

    @schedule(at=AT)
    def sweep(self) -> None: ...

    @task
    @counted
    def count(self, box: str) -> None: ...

    @task()
    def broken(self) -> None: ...
"""
SHOP = """\
from spakky.core.pod.annotations.pod import Pod
from spakky.task import DirectTaskInvocation, TaskHandler

from app.mails import Mails


@Pod()
class Shop:
    def __init__(self, mails: Mails) -> None:
        self._mails = mails

    async def close(self) -> None:
        self._mails.send("all")
        await self._mails.receive()
        self._mails.receive()
        later = self._mails.send


@TaskHandler()
class Letters:
    def __init__(self, mails: Mails) -> None:
        self._mails = mails

    def _helper(self) -> None:
        self._mails.send("perhaps")


def now() -> object:
    Mails().send("one")
    return DirectTaskInvocation(handler_type=Mails, method_name="send")
"""
SHARED = """\
from spakky.task import TaskHandler, task


class Audited:
    @task
    def record(self, entry: str) -> None: ...
"""
USERS = """\
from spakky.task import TaskHandler

from app.shared import Audited


@TaskHandler()
class Orders(Audited): ...
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {"mails": TASKS, "shop": SHOP, "shared": SHARED, "orders": USERS, "__init__": ""}
    texts = {f"app/{name}.py": text for name, text in files.items()}
    return plant(tmp_path, {"pyproject.toml": "", **texts})


def listed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main(["tasks", "--format", "json", *arguments]) == code
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == 1
    return {each["task"]: each for each in found["tasks"]}


def test_every_task_is_listed_with_what_it_takes(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = listed(capsys)
    assert list(found) == [
        *(f"app.mails.Mails.{name}" for name in ("send", "receive", "sweep", "count", "broken")),
        "app.shared.Audited.record",
    ]
    send = found["app.mails.Mails.send"]
    assert (send["path"], send["line"], send["handlers"]) == ("app/mails.py", 10, ["Mails"])
    assert (send["on_demand"], send["scheduled"], send["async"]) == (True, False, False)
    assert (send["registration"], send["reason"], send["unknowns"]) == ("registered", None, [])
    assert [tuple(each.values()) for each in send["parameters"]] == [
        ("address", "positional-only", "str", None, True),
        ("cc", "variadic", "str", None, False),
        ("copies", "keyword-only", "int", "1", False),
        ("more", "keywords", "object", None, False),
    ]
    assert found["app.mails.Mails.receive"]["async"] is True


def test_what_is_not_known_is_said_and_nothing_is_dropped(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = listed(capsys)
    assert found["app.mails.Mails.sweep"]["known"]["schedule"] is False
    count = found["app.mails.Mails.count"]
    assert count["known"] == {"name": False, "parameters": False, "schedule": True}
    assert count["registration"] == "unknown"
    assert count["unknowns"] == [
        "its name is not known: @counted may give it another one",
        "its parameters are not known: @counted may take others",
        (
            "whether it is registered is not known: "
            "what @counted does to what it decorates is not known"
        ),
    ]
    broken = found["app.mails.Mails.broken"]
    assert (broken["registration"], broken["unknowns"]) == ("lost", [])
    assert broken["reason"].startswith("the module cannot be imported (SPK202")


def test_an_inherited_task_has_the_name_of_the_class_that_defines_it(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(capsys)["app.shared.Audited.record"]["handlers"] == ["Orders"]
    assert "  run by     Orders" in run("tasks", cwd=tree).lines


def test_the_callers_are_those_of_the_whole_program(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = listed(capsys, "app/mails.py")

    def calls(name: str) -> list[tuple[object, ...]]:
        dispatches = found[f"app.mails.Mails.{name}"]["dispatches"]
        return [(each["kind"], each["path"], each["line"], each["within"]) for each in dispatches]

    assert calls("send") == [
        ("sent", "app/shop.py", 13, "Shop.close"),
        ("handed-on", "app/shop.py", 16, "Shop.close"),
        ("unknown", "app/shop.py", 25, "Letters._helper"),
        ("in-place", "app/shop.py", 29, "now"),
        ("executed", "app/shop.py", 30, None),
    ]
    assert calls("receive") == [
        ("sent", "app/shop.py", 14, "Shop.close"),
        ("never-sent", "app/shop.py", 15, "Shop.close"),
    ]
    assert calls("sweep") == [("in-place", "app/mails.py", 12, "Mails.send")]
    assert calls("count") == []


def test_the_list_for_people_says_the_same(tree: Path) -> None:
    done = run("tasks", cwd=tree)
    assert (done.code, done.err) == (0, b"")
    assert done.lines[:8] == [
        "app.mails.Mails.send  app/mails.py:10",
        "  takes      address: str, /, *cc: str, copies: int = 1, **more: object",
        "  runs       on demand, sync",
        "  called by  app/shop.py:13 in Shop.close",
        "             app/shop.py:16 in Shop.close, passed as a value",
        "             app/shop.py:25 in Letters._helper, perhaps sent",
        "             app/shop.py:29 in now, runs in place",
        "             app/shop.py:30 by DirectTaskInvocation",
    ]
    assert '  takes      *, since: "int | None" = None' in done.lines
    assert "  unknown    its schedule is not known from the code" in done.lines
    assert done.lines[-1] == ("6 tasks: 5 on demand, 1 scheduled, 1 never run, 2 not certain.")
    assert max(map(len, done.lines)) <= 80


def test_what_is_unknown_is_shown_with_its_place(tree: Path) -> None:
    done = run("tasks", "--explain-unknown", cwd=tree)
    assert (
        "app/mails.py:21:5: unknown what @counted does to what it decorates is not known"
        in done.lines
    )


def test_a_table_of_markdown_holds_whatever_the_code_holds(tree: Path) -> None:
    done = run("tasks", "--format", "markdown", cwd=tree)
    rows = [line for line in done.lines if line.startswith("| `")]
    assert len(rows) == 6
    assert r'`since: "int \| None" = None`' in rows[1]
    assert all(len(row.replace(r"\|", "").split(" | ")) == 4 for row in rows)


def test_the_page_is_written_to_a_file(tree: Path) -> None:
    done = run("tasks", "--format", "html", "-o", "tasks.html", cwd=tree)
    assert (done.code, done.out, done.err) == (0, b"", b"")
    assert "app.mails.Mails.send" in (tree / "tasks.html").read_text()


def test_nothing_is_no_task(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": "print()\n"})
    assert run("tasks", cwd=tmp_path).lines == ["No tasks."]
    assert run("tasks", "--format", "markdown", cwd=tmp_path).lines == ["### Tasks: none"]


def test_what_cannot_be_read_is_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"app/shared.py": f"{SHARED}\n    def :\n"})
    done = run("tasks", cwd=tree)
    assert done.code == 2
    assert "app.mails.Mails.send" in done.text
    assert done.complaints[0].startswith("spakky-lint: app/shared.py: ")
    assert run("tasks", "nowhere", cwd=tree).code == 2


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--require", "compatible"], "name it with --diff"),
        (["--require", "nothing", "--diff", "HEAD"], "invalid choice: 'nothing'"),
        (["--diff", "HEAD", "--format", "html"], "not as html"),
        (["--explain-unknown", "--format", "json"], "is for the table"),
        (["--explain-unknown", "--diff", "HEAD"], "leave out --diff"),
        (["-o", "x"], "--output needs --format markdown, json or html"),
        (["--config", "a.toml", "--isolated"], "give one of them"),
        (["--jobs", "0"], "1 to 256 or auto is allowed"),
        (
            ["--import", "app"],
            'no option of tasks is called "--import"; it is an option of preview and auth',
        ),
    ],
)
def test_a_mistake_is_one_clear_sentence(tree: Path, arguments: list[str], complaint: str) -> None:
    done = run("tasks", *arguments, cwd=tree)
    assert done.code == 2
    assert complaint in done.complaints[-1]


def test_a_wrong_configuration_ends_it(tree: Path) -> None:
    plant(tree, {"pyproject.toml": "[tool.spakky-lint]\nnonsense = 1\n"})
    done = run("tasks", cwd=tree)
    assert done.code == 2
    assert "pyproject.toml: " in done.complaints[0]
    assert run("tasks", "--isolated", "--no-cache", "--jobs", "1", cwd=tree).code == 0


def test_a_type_of_very_many_alternatives_is_written_out(tmp_path: Path) -> None:
    wide = " | ".join(f"list[C{number}]" for number in range(200))
    classes = "".join(f"class C{number}: ...\n" for number in range(200))
    plant(tmp_path, {"app.py": f"{IMPORTS}{classes}{HANDLER.format(type=wide)}"})
    done = run("tasks", cwd=tmp_path)
    assert (done.code, done.err) == (0, b"")
    assert f"x: {wide}" in " ".join(line.strip() for line in done.lines)


IMPORTS = "from spakky.task import TaskHandler, task\n\n"
HANDLER = """\
@TaskHandler()
class Jobs:
    @task
    def run(self, x: {type}) -> None: ...
"""
