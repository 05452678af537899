"""``spakky-lint tasks --diff`` on real git repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant, run
from tests.repositories import OUTER, commit, git, repository

HEAD = """\
from datetime import time

from elsewhere import Base, counted
from spakky.task import TaskHandler, schedule, task


"""
MAILS = f"""\
{HEAD}@TaskHandler()
class Mails:
    @task
    def send(self, address: str) -> None:
        print(address)

    @schedule(at=time(3))
    def sweep(self) -> None: ...
"""
REQUIRED = ("tasks", "--diff", "HEAD", "--require", "compatible")


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, the working directory of this process, too."""
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return repository(
        tmp_path, {"pyproject.toml": "", "app/__init__.py": "", "app/mails.py": MAILS}
    )


def changes(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert main(["tasks", "--diff", "HEAD", "--format", "json", *arguments]) == code
    return json.loads(capsys.readouterr().out)


def kinds(found: Any) -> list[tuple[str, list[str]]]:
    return [
        (each["task"].rpartition(".")[2], [found["kind"] for found in each["differences"]])
        for each in found["changes"]
    ]


def test_nothing_has_changed(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sha = git(top, "rev-parse", "HEAD")
    plant(
        top, {"app/mails.py": MAILS.replace("print(address)", "# Tell.\n        print( address )")}
    )
    assert changes(capsys) == {
        "version": 1,
        "since": {"revision": "HEAD", "commit": sha},
        "compatible": True,
        "changes": [],
        "unknown": [],
        "unread": [],
    }
    done = run(*REQUIRED, cwd=top)
    assert (done.code, done.err) == (0, b"")
    assert done.lines[-1] == "Required and met: compatible."


def test_what_breaks_messages_comes_first(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = MAILS.replace("address: str", "address: str, copies: int").replace(
        "    @schedule", "    @task\n    def more(self) -> None: ...\n\n    @task\n    @schedule"
    )
    plant(top, {"app/mails.py": now})
    found = changes(capsys, "--require", "compatible", code=1)
    assert found["compatible"] is False
    assert kinds(found) == [
        ("send", ["required-parameter"]),
        ("sweep", ["now-sent"]),
        ("more", ["added"]),
    ]
    assert [each["verdict"] for each in found["changes"]] == [
        "breaks-messages",
        "breaks-callers",
        "compatible",
    ]
    send = found["changes"][0]
    assert send["before"]["parameters"][0]["name"] == "address"
    assert send["differences"][0]["message"] == (
        "copies: int is new and required: a message without it fails with TypeError"
    )
    table = run(*REQUIRED, cwd=top)
    assert table.code == 1
    assert "breaks messages app.mails.Mails.send  app/mails.py:9" in table.lines
    assert table.lines[-1] == "Required and not met: compatible (2 not compatible)"
    assert max(map(len, table.lines)) <= 80
    markdown = run(*REQUIRED, "--format", "markdown", cwd=top)
    assert markdown.code == 1
    assert markdown.lines[0] == ("### Tasks: 1 breaks messages, 1 breaks callers, 1 is compatible")
    assert "- `app.mails.Mails.send` (`app/mails.py:9`)" in markdown.lines
    assert markdown.lines[-1] == "**Required and not met: compatible** (2 not compatible)"
    assert run(*REQUIRED, "--exit-zero", cwd=top).code == 0


def test_a_new_task_is_compatible(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(top, {"app/more.py": MAILS.replace("Mails", "More")})
    found = changes(capsys, "--require", "compatible")
    assert kinds(found) == [("send", ["added"]), ("sweep", ["added"])]


def test_a_task_that_moves_or_is_renamed_is_told_from_one_that_is_gone(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(top, "mv", "app/mails.py", "app/letters.py")
    found = changes(capsys)
    assert kinds(found) == [("send", ["moved"]), ("sweep", ["moved"])]
    assert found["changes"][0]["differences"][0]["before"] == "app.mails.Mails.send"
    plant(top, {"app/letters.py": MAILS.replace("Mails", "Letters").replace("send(", "post(")})
    assert kinds(changes(capsys)) == [("post", ["renamed"]), ("sweep", ["renamed"])]
    (top / "app/letters.py").unlink()
    assert kinds(changes(capsys)) == [("send", ["removed"]), ("sweep", ["removed"])]
    assert run(*REQUIRED, cwd=top).code == 1


@pytest.mark.parametrize("side", ["then", "now"])
def test_what_cannot_be_read_keeps_it_from_being_met(
    top: Path, capsys: pytest.CaptureFixture[str], side: str
) -> None:
    broken = {"app/broken.py": f"{HEAD}class (:\n"}
    if side == "then":
        plant(top, broken)
        commit(top)
        plant(top, {"app/broken.py": MAILS.replace("Mails", "Broken")})
    else:
        plant(top, broken)
    found = changes(capsys, "--require", "compatible", code=2)
    (unread,) = found["unread"]
    assert unread["path"].endswith("app/broken.py")
    assert (found["compatible"], found["changes"]) == (False, [])
    done = run(*REQUIRED, "--format", "markdown", cwd=top)
    assert done.code == 2
    assert done.lines[-1] == "**Required and not met: compatible** (1 not read)"
    assert "app/broken.py" in done.text


def test_a_handler_that_may_not_be_registered_keeps_it_from_being_met(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = MAILS.replace("@TaskHandler()\n", "@counted\n@TaskHandler()\n")
    plant(top, {"app/mails.py": now})
    commit(top)
    found = changes(capsys, "--require", "compatible", code=1)
    assert (found["compatible"], found["changes"]) == (False, [])
    assert [each["task"] for each in found["unknown"]] == [
        "app.mails.Mails.send",
        "app.mails.Mails.sweep",
    ]
    assert "what @counted does to the class is not known" in found["unknown"][0]["reasons"][0]
    done = run(*REQUIRED, cwd=top)
    assert done.lines[0].endswith("nothing has changed about the known tasks.")
    assert done.lines[-1] == "Required and not met: compatible (2 not certain)"


def test_a_handler_that_is_none_any_more_has_lost_its_tasks(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"app/mails.py": MAILS.replace("@TaskHandler()\n", "")})
    found = changes(capsys, "--require", "compatible", code=1)
    assert kinds(found) == [("send", ["removed"]), ("sweep", ["removed"])]


def test_a_task_that_is_lost_was_sent_nothing(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = MAILS.replace("    @task\n", "    @task()\n")
    plant(top, {"app/mails.py": lost})
    assert kinds(changes(capsys)) == [("send", ["no-longer-registered"])]
    commit(top)
    plant(top, {"app/mails.py": MAILS.replace("address: str", "a: int, b: int")})
    assert kinds(changes(capsys, "--require", "compatible")) == [("send", ["now-registered"])]


MAIN = """\
import app
from spakky.core.application.application import SpakkyApplication
from spakky.core.application.application_context import ApplicationContext

SpakkyApplication(ApplicationContext()).load_plugins().scan(app).start()
"""
DEPENDS = """\
[project]
name = "app"
version = "1"
dependencies = ["spakky-task==8.5.0", "spakky-auth==8.5.0", "spakky-celery==8.5.0"]
"""


def test_a_start_that_lacks_a_provider_here_may_have_sent_messages_elsewhere(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guarded = MAILS.replace("    @task\n", "    @task\n    @require_role('clerk')\n").replace(
        "from elsewhere", "from spakky.auth import require_role\nfrom elsewhere"
    )
    plant(top, {"pyproject.toml": DEPENDS, "app/main.py": MAIN, "app/mails.py": guarded})
    assert "no auth provider supplies" in run("tasks", cwd=top).text
    commit(top)
    assert kinds(changes(capsys, "--require", "compatible")) == []
    plant(top, {"app/mails.py": guarded.replace("address: str", "address: str, copies: int")})
    found = changes(capsys, "--require", "compatible", code=1)
    assert kinds(found) == [("send", ["required-parameter"])]
    (top / "app/mails.py").unlink()
    assert kinds(changes(capsys)) == [("send", ["removed"]), ("sweep", ["removed"])]


def test_a_name_of_markdown_does_nothing(top: Path) -> None:
    plant(top, {"app/mails.py": MAILS.replace("address: str", "address: 'str | @all' = '<b>'")})
    done = run("tasks", "--diff", "HEAD", "--format", "markdown", cwd=top)
    assert "`'str | @all'`" in done.text
    assert "<b>" not in done.text.replace("`'<b>'`", "")


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~9"])
def test_a_revision_that_is_not_there_is_said(top: Path, revision: str) -> None:
    done = run("tasks", "--diff", revision, cwd=top)
    assert done.code == 2
    assert done.complaints == [f'spakky-lint: --diff: "{revision}" is not a revision']


BASE = """\
from spakky.task import task


class Base:
    @task
    def inherited(self) -> None: ...
"""


def submodule(top: Path, folder: Path, at: str) -> None:
    """Another repository, with tasks and a base, in a folder of this one."""
    repository(folder, {"library/__init__.py": "", "library/mails.py": MAILS, "base.py": BASE})
    git(top, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", folder.as_uri(), at)


def test_submodules_are_left_out_of_both_sides(
    top: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    submodule(top, tmp_path_factory.mktemp("library"), "vendored")
    commit(top)
    done = run("tasks", "--diff", "HEAD", cwd=top)
    assert "nothing has changed for messages and callers" in done.text
    assert done.complaints == [
        (
            "spakky-lint: vendored: a submodule has a history of its own, "
            "so it is left out of the comparison"
        )
    ]
    assert run("tasks", "vendored", "--diff", "HEAD", cwd=top).text == done.text
    assert "library.mails.Mails.send" in run("tasks", cwd=top).text


def test_what_has_become_a_submodule_is_left_out_of_both_sides(
    top: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"vendored/library/mails.py": MAILS})
    commit(top)
    git(top, "rm", "-r", "--quiet", "vendored")
    submodule(top, tmp_path_factory.mktemp("library"), "vendored")
    assert changes(capsys)["changes"] == []


def test_a_base_in_a_submodule_is_read_on_both_sides(
    top: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    submodule(top, tmp_path_factory.mktemp("library"), "vendored")
    subclass = "from spakky.task import TaskHandler\nfrom vendored.base import Base\n\n\n"
    plant(top, {"app/subclasses.py": f"{subclass}@TaskHandler()\nclass Subclass(Base): ...\n"})
    commit(top)
    assert "Base.inherited" in run("tasks", cwd=top).text
    assert changes(capsys)["changes"] == []


def test_a_file_that_was_too_large(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = MAILS.replace("Mails", "Letters")
    plant(top, {"app/large.py": large + " " * 30_000})
    commit(top)
    plant(top, {"app/large.py": large})
    plant(top, {"pyproject.toml": "[tool.spakky-lint]\nmax-file-size = 0.02\n"})
    done = run("tasks", "--diff", "HEAD", cwd=top)
    assert done.code == 2
    assert done.complaints == [
        (
            "spakky-lint: HEAD:app/large.py: the file has more than 0.02 MB, "
            "the most that is read (max-file-size)"
        )
    ]
    assert changes(capsys, code=2)["changes"] == []
