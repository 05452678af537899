"""``spakky-lint auth`` of tasks that handlers of other files inherit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant

STEPS = """\
from spakky.task import task


class Steps:
    @task
    def step(self) -> None: ...

    @task
    def again(self) -> None: ...
"""
BELOW = "\n\nclass More(Steps):\n    def again(self) -> None: ...\n"
HANDLER = """\
from app import steps
from spakky.auth import protected
from spakky.task import TaskHandler


@protected
@TaskHandler()
class Jobs(steps.{base}):
    pass
"""


def _told(
    files: Mapping[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> list[Any]:
    monkeypatch.chdir(plant(tmp_path, {"app/__init__.py": "", **files}))
    main(["auth", "--isolated", "--format", "json"])
    tasks: list[Any] = json.loads(capsys.readouterr().out)["tasks"]
    return tasks


def test_the_handler_of_another_file_guards_what_it_inherits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"app/steps.py": STEPS, "app/jobs.py": HANDLER.format(base="Steps")}
    tasks = _told(files, tmp_path, monkeypatch, capsys)
    assert [(task["task"], task["access"]) for task in tasks] == [
        ("app.steps.Steps.step", "protected"),
        ("app.steps.Steps.again", "protected"),
    ]
    assert {task["requirements"][0]["declared_by"] for task in tasks} == {"Jobs"}


def test_what_is_inherited_through_two_classes_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"app/steps.py": STEPS + BELOW, "app/jobs.py": HANDLER.format(base="More")}
    tasks = _told(files, tmp_path, monkeypatch, capsys)
    # The handler overrides the other one without @task.
    assert [(task["task"], task["handler"]) for task in tasks] == [("app.steps.Steps.step", "Jobs")]


def test_a_finding_counts_where_it_stands_and_on_no_such_line_of_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The class of `Jobs` stands on the line on which the other file has its mistake."""
    mistaken = STEPS.replace("\n\nclass", "\nfrom spakky.task import TaskHandler\n\n\nclass", 1)
    mistaken += "\n\n@TaskHandler\nclass Wrong: ...\n"
    line = mistaken.splitlines().index("@TaskHandler") + 1
    handler = HANDLER.format(base="Steps")
    here = handler.splitlines().index("@TaskHandler()") + 1
    handler = "\n" * (line - here) + handler
    files = {"app/steps.py": mistaken, "app/jobs.py": handler}
    tasks = _told(files, tmp_path, monkeypatch, capsys)
    assert {task["paths"]["direct"]["state"] for task in tasks} == {"enforced"}


def test_handlers_of_one_name_are_told_apart_by_their_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = HANDLER.format(base="Steps")
    files = {"app/steps.py": STEPS, "app/jobs.py": handler, "app/more/jobs.py": handler}
    tasks = _told({**files, "app/more/__init__.py": ""}, tmp_path, monkeypatch, capsys)
    assert {(task["handler_module"], task["handler"], task["path"]) for task in tasks} == {
        ("app.jobs", "Jobs", "app/steps.py"),
        ("app.more.jobs", "Jobs", "app/steps.py"),
    }
    main(["auth", "--isolated"])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line.startswith("Jobs")] == [
        "Jobs  app.jobs",
        "Jobs  app.more.jobs",
    ]


def test_what_a_handler_inherits_stands_with_what_is_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = HANDLER.replace("TaskHandler\n", "TaskHandler, task\n").replace(
        "    pass", "    @task\n    def own(self): ..."
    )
    files = {"app/__init__.py": "", "app/jobs.py": own.format(base="Steps"), "app/steps.py": STEPS}
    monkeypatch.chdir(plant(tmp_path, files))
    main(["auth", "--isolated"])
    lines = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    first = lines.index(["Jobs", "app/jobs.py"])
    assert [line[1] for line in lines[first + 1 : first + 4]] == ["own", "step", "again"]
