"""``--explain-unknown``: what the text does not tell, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant

TASKS = """\
import os

from elsewhere import Base, cached

from app.roles import ROLE
from spakky.auth import require_role
from spakky.task import Crontab, TaskHandler, schedule, task


@TaskHandler()
class Reports(Base):
    @task
    @cached
    @require_role(ROLE)
    def run(self) -> None: ...

    @schedule(crontab=Crontab(hour=int(os.environ["HOUR"])))
    def nightly(self) -> None: ...
"""
ROLES = """\
import os

ROLE = os.environ["ROLE"]
"""
KNOWN = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Orders:
    @task
    def ship(self) -> None: ...
"""
LINES = [
    (
        "app/tasks.py:11:1: unknown the base elsewhere.Base is outside of the "
        "analysed code, and may declare or do anything"
    ),
    "app/tasks.py:13:5: unknown what @cached does to what it decorates is not known",
    "app/tasks.py:14:19: unknown which role is required is not known from the code",
    "app/tasks.py:17:36: unknown the value of hour is not known from the code",
]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plant(tmp_path, {"app/__init__.py": "", "app/tasks.py": TASKS, "app/roles.py": ROLES})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_shows_each_place_below_its_report(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--explain-unknown", "app"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == LINES
    assert main(["check", "app"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "Skipped: 4 things not known from the code. --explain-unknown shows where."
    ]


def test_check_has_it_in_json(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain-unknown", "--format", "json", "app/tasks.py"]) == 0
    found = json.loads(capsys.readouterr().out)["unknowns"]
    assert [each["kind"] for each in found] == ["base", "decorator", "reference", "value"]
    assert found[0]["path"] == "app/tasks.py"
    assert found[1]["range"]["start"] == {"line": 13, "column": 5}
    assert main(["check", "--format", "json", "app/tasks.py"]) == 0
    assert "unknowns" not in json.loads(capsys.readouterr().out)


def test_nothing_is_said_where_all_is_known(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"app/tasks.py": KNOWN})
    assert main(["check", "--explain-unknown", "--format", "concise", "app"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["auth", "--explain-unknown", "app"]) == 0
    assert capsys.readouterr().out.endswith("\nNothing about the tasks is unknown.\n")


def test_what_is_repaired_is_told_as_it_is_then(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The fix imports timedelta, in a line of its own.
    plant(tree, {"app/tasks.py": TASKS.replace("    @task\n", "    @schedule(interval=60)\n")})
    assert main(["check", "--fix", "--explain-unknown", "--format", "concise", "app"]) == 0
    told = capsys.readouterr().out
    assert "from datetime import timedelta\n" in (tree / "app/tasks.py").read_text()
    main(["check", "--explain-unknown", "--format", "concise", "app"])
    assert capsys.readouterr().out == told


def test_auth_shows_what_keeps_a_task_from_being_certain(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["auth", "--explain-unknown", "app"]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == LINES[:2]
    assert main(["auth", "--format", "json", "app"]) == 0
    ship, nightly = json.loads(capsys.readouterr().out)["tasks"]
    assert [each["kind"] for each in ship["unknowns"]] == ["base", "decorator"]
    assert [(each["path"], each["line"]) for each in nightly["unknowns"]] == [("app/tasks.py", 11)]


@pytest.mark.parametrize("more", [["--format", "json"], ["--diff", "HEAD"], ["--import", "app"]])
def test_auth_says_what_it_does_not_go_with(
    tree: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["auth", "--explain-unknown", *more]) == 2
    assert "--explain-unknown" in capsys.readouterr().err
