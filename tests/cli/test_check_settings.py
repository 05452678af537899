"""Findings of ``check`` in the files of settings of a project, which are no Python."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant

HANDLER = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Orders:
    @task
    def confirm(self) -> None: ...
"""
ENV = (
    "PASSWORD=hunter2\nexport SPAKKY_CELERY__TIMEZONE='Asia/Soul'\nSPAKKY_CELERY__PASSWD=hunter2\n"
)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    plant(tmp_path, {"pyproject.toml": "[project]\nname = 'x'\n", "app/orders.py": HANDLER})
    return plant(tmp_path, {"app/again.py": HANDLER, "plain.py": "import os\n", ".env": ENV})


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    main(["check", *arguments, "--format", "concise"])
    printed = capsys.readouterr()
    assert printed.err == ""
    return [line.split(" ")[0] for line in printed.out.splitlines() if " SPK" in line]


ZONE, NAME = ".env:2:33:", ".env:3:1:"


def test_once_a_run_where_a_file_has_to_do_with_the_framework(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(capsys) == [ZONE, NAME]
    assert found(capsys, "app/orders.py") == [ZONE, NAME]
    assert found(capsys, "plain.py") == []
    assert main(["check"]) == 1


def test_nothing_of_the_file_is_shown_but_what_the_finding_is_about(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"Dockerfile": "FROM x\nENV TOKEN=hunter2 SPAKKY_CELERY__ENABLE_UTC=maybe\n"})
    for form in ("text", "concise", "json"):
        main(["check", "--format", form])
        printed = capsys.readouterr()
        assert "Asia/Soul" in printed.out
        assert "hunter2" not in printed.out + printed.err
    assert main(["check"]) == 1
    assert "2 |        SPAKKY_CELERY__TIMEZONE  Asia/Soul\n" in capsys.readouterr().out


def test_the_configuration_and_the_options_count(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(capsys, "--select", "SPK1") == []
    assert found(capsys, "--isolated") == []
    for table in ("exclude = ['.env']", "per-file-ignores = {'.env' = ['SPK808']}"):
        plant(tree, {"pyproject.toml": f"[tool.spakky-lint]\n{table}\n"})
        assert found(capsys) == []


def test_every_project_has_its_own(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = "[project]\nname = 'y'\ndependencies = []\n"
    plant(tree, {"y/pyproject.toml": project, "y/jobs.py": HANDLER, "y/compose.yaml": COMPOSE})
    assert found(capsys, "y") == ["y/compose.yaml:4:7:"]
    assert found(capsys, "app", "y") == [ZONE, NAME, "y/compose.yaml:4:7:"]


COMPOSE = "services:\n  w:\n    environment:\n      SPAKKY_CELERY__ZONE: UTC\n"


def test_standard_input_is_about_one_text(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HANDLER.encode())))
    assert main(["check", "-", "--stdin-filename", "app/orders.py", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
