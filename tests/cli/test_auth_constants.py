"""``spakky-lint auth`` where the names of roles stand in other files, also in a git revision."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from tests.cli import without_privileges
from tests.cli.running import plant, run
from tests.repositories import OUTER, commit, repository

ROLES = 'from enum import StrEnum\n\n\nclass Role(StrEnum):\n    ADMIN = "admin"\n'
TASKS = """\
from app.roles import Role
from spakky.auth import require_role
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task
    @require_role(Role.ADMIN)
    def weekly(self) -> None: ...
"""


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, below the folder of the test."""
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "top").mkdir()
    monkeypatch.chdir(tmp_path / "top")
    return repository(
        tmp_path / "top",
        {
            "pyproject.toml": "",
            "src/app/__init__.py": "",
            "src/app/roles.py": ROLES,
            "src/app/tasks.py": TASKS,
        },
    )


UNTOLD = ["app.tasks.Reports.weekly"]


def changes(
    capsys: pytest.CaptureFixture[str], *arguments: str, untold: Sequence[str] = ()
) -> list[Any]:
    assert main(["auth", "--diff", "HEAD", "--format", "json", *arguments]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["unknown"] == [*untold]
    changed: list[Any] = found["changes"]
    return changed


def refs(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str | None]:
    assert main(["auth", "--format", "json", *arguments]) == 0
    tasks = json.loads(capsys.readouterr().out)["tasks"]
    return [each["ref"] for task in tasks for each in task["requirements"]]


def test_a_constant_that_changed_in_another_file(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"src/app/roles.py": ROLES.replace('"admin"', '"clerk"')})
    for paths in ([], ["src/app/tasks.py"]):
        (change,) = changes(capsys, *paths)
        assert change["kind"] == "changed"
        assert [change[side]["requirements"][0]["ref"] for side in ("before", "after")] == [
            "admin",
            "clerk",
        ]
    shown = run("auth", "--diff", "HEAD", cwd=top).text
    assert "1 changed" in shown


def test_a_constant_that_moved_is_the_same(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (top / "src/app/roles.py").unlink()
    plant(
        top,
        {
            "src/app/auth/__init__.py": "from .names import Role\n",
            "src/app/auth/names.py": ROLES,
            "src/app/roles.py": "from app.auth import Role\n",
        },
    )
    assert changes(capsys) == []
    (top / "src/app/roles.py").unlink()
    plant(top, {"src/app/tasks.py": TASKS.replace("app.roles", "app.auth")})
    assert refs(capsys) == ["admin"]
    assert changes(capsys) == []


def test_a_module_that_is_gone_tells_nothing(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (top / "src/app/roles.py").unlink()
    assert refs(capsys) == [None]
    assert changes(capsys, untold=UNTOLD) == []
    commit(top)
    plant(top, {"src/app/roles.py": ROLES})
    assert changes(capsys, untold=UNTOLD) == []


def test_a_file_outside_of_the_repository(tmp_path: Path, top: Path) -> None:
    # The repository is a package, and imports from its neighbour.
    plant(tmp_path, {"app/__init__.py": "", "app/roles.py": ROLES})
    plant(top, {"__init__.py": "", "tasks.py": TASKS})
    commit(top)
    plant(top, {"other.py": ""})
    asked = ("auth", "tasks.py", "--format", "json")
    (task,) = json.loads(run(*asked, cwd=top).text)["tasks"]
    assert task["requirements"][0]["ref"] == "admin"
    found = json.loads(run(*asked, "--diff", "HEAD", cwd=top).text)
    assert (found["changes"], found["unknown"]) == ([], [])
    plant(top, {"tasks.py": TASKS.replace("(Role.ADMIN)", "('admin')")})
    found = json.loads(run(*asked, "--diff", "HEAD", cwd=top).text)
    assert (found["changes"], found["unknown"]) == ([], [])


def test_a_link_is_followed_to_its_file(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(top, {"shared/roles.txt": ROLES})
    (top / "src/app/roles.py").unlink()
    (top / "src/app/roles.py").symlink_to(top / "shared/roles.txt")
    assert refs(capsys) == ["admin"]
    assert changes(capsys) == []
    commit(top)
    assert changes(capsys, untold=UNTOLD) == []  # git has no content of a link
    (top / "src/app/roles.py").unlink()
    (top / "src/app/roles.py").symlink_to("roles.py")
    assert refs(capsys, "src/app/tasks.py") == [None]


def test_no_import_leads_out_of_the_project(
    tmp_path: Path, top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tmp_path, {"secret/__init__.py": "", "secret/roles.py": ROLES})
    (top / "src/app/roles.py").unlink()
    (top / "src/app/roles.py").symlink_to(tmp_path / "secret/roles.py")
    assert refs(capsys, "src/app/tasks.py") == [None]
    (top / "src/app/roles.py").unlink()
    (top / "src/linked").symlink_to(tmp_path / "secret")
    plant(top, {"src/app/tasks.py": TASKS.replace("app.roles", "linked.roles")})
    assert refs(capsys) == [None]
    # The module is there all the same, so that nothing is said of the import.
    assert run("check", "src", "--select", "SPK8", cwd=top).code == 0


def test_no_import_is_waited_for_and_none_fills_the_memory(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roles = top / "src/app/roles.py"
    roles.unlink()
    os.mkfifo(roles)
    assert refs(capsys, "src/app/tasks.py") == [None]
    assert changes(capsys, "src/app/tasks.py", untold=UNTOLD) == []
    roles.unlink()
    roles.symlink_to("/dev/zero")
    assert refs(capsys, "src/app/tasks.py") == [None]
    roles.unlink()
    roles.write_text(ROLES + " " * 2_000_000)
    assert refs(capsys) == ["admin"]
    plant(top, {"pyproject.toml": "[tool.spakky-lint]\nmax-file-size = 1.5\n"})
    assert refs(capsys, "src/app/tasks.py") == [None]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"class Role(:", b"\0", b"(" * 10_000])
def test_what_cannot_be_read_is_not_known(
    top: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    plant(top, {"src/app/roles.py": content})
    assert refs(capsys, "src/app/tasks.py") == [None]
    commit(top)
    plant(top, {"src/app/roles.py": ROLES})
    assert changes(capsys, "src/app/tasks.py", untold=UNTOLD) == []


def test_what_may_not_be_read_is_not_known(top: Path) -> None:
    # There is another module of the name, which is not the one that is imported.
    plant(top, {"app/__init__.py": "", "app/roles.py": ROLES.replace("admin", "other")})
    (top / "src/app/roles.py").chmod(0)
    launcher = [sys.executable, without_privileges.__file__]
    asked = ("auth", "src/app/tasks.py", "--format", "json")
    done = run(*asked, cwd=top, launcher=launcher)
    if done.code == without_privileges.CANNOT:
        pytest.skip("nothing binds this user")
    assert (done.code, done.err) == (0, b"")
    (task,) = json.loads(done.text)["tasks"]
    assert task["requirements"][0]["ref"] is None
