"""``spakky-lint auth --diff`` on real git repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant, run, run_on_terminal
from tests.repositories import OUTER, commit, git, repository

HEAD = """\
import os
from datetime import time

from elsewhere import Base
from spakky.auth import protected, public_access, require_role
from spakky.task import TaskHandler, schedule, task


"""
ADMIN = "require_role('admin')"


def handler(base: str = "", **decorators: str) -> str:
    """A handler whose methods have these decorators, parted by spaces."""
    methods = [
        "\n".join(f"    @{decorator}" for decorator in found.split())
        + f"\n    def {name}(self) -> None: ...\n"
        for name, found in decorators.items()
    ]
    return f"{HEAD}@TaskHandler()\nclass Reports{base}:\n" + "\n".join(methods)


def other_handler(**decorators: str) -> str:
    """One that an application can have beside that."""
    return handler(**decorators).replace("class Reports", "class Invoices")


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, the working directory of this process, too."""
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return repository(
        tmp_path,
        {
            "pyproject.toml": "",
            "src/app/__init__.py": "",
            "src/app/tasks.py": handler(
                daily="task protected",
                weekly=f"task {ADMIN}",
                monthly="task public_access",
            ),
        },
    )


def changes(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert main(["auth", "--diff", "HEAD", "--format", "json", *arguments]) == code
    return json.loads(capsys.readouterr().out)


def kinds(found: Any) -> list[tuple[str, str]]:
    return [(each["kind"], each["task"].rpartition(".")[2]) for each in found["changes"]]


def test_nothing_has_changed(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = changes(capsys)
    assert found == {
        "version": 1,
        "since": {"revision": "HEAD", "commit": git(top, "rev-parse", "HEAD")},
        "changes": [],
        "unknown": [],
        "unmet": [],
    }
    done = run("auth", "--diff", "HEAD", "--require", "not-weakened", cwd=top)
    assert (done.code, done.err) == (0, b"")
    assert done.lines[0].startswith(
        f"Since HEAD ({git(top, 'rev-parse', 'HEAD')[:10]}): nothing has changed"
    )
    assert done.lines[-1] == "Required and met: not-weakened."


def test_what_is_weaker_comes_first(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(
        top,
        {
            "src/app/tasks.py": handler(
                a_new="task public_access",
                daily=f"task protected {ADMIN}",
                monthly="task",
                weekly="task",
            ),
        },
    )
    found = changes(capsys)
    assert kinds(found) == [
        ("weaker", "weekly"),
        ("changed", "monthly"),
        ("stronger", "daily"),
        ("added", "a_new"),
    ]
    weekly = found["changes"][0]
    assert 'no longer requires require_role("admin")' in [
        reason.replace("'", '"') for reason in weekly["reasons"]
    ]
    assert any(reason.startswith("direct: enforced → open") for reason in weekly["reasons"])
    assert weekly["before"]["access"] == "protected"
    assert weekly["after"]["access"] == "undeclared"
    assert weekly["before"]["requirements"][0]["ref"] == "admin"
    assert weekly["after"]["paths"]["queue"]["state"] == "open"
    assert (weekly["after"]["decision"], weekly["after"]["decisions"]) == (None, [])
    assert found["changes"][3]["before"] is None

    for format_ in ("table", "markdown"):
        done = run("auth", "--diff", "HEAD", "--format", format_, cwd=top)
        assert (done.code, done.err) == (0, b"")
        places = [
            done.text.index(f"app.tasks.Reports.{name}")
            for name in ("weekly", "monthly", "daily", "a_new")
        ]
        assert places == sorted(places)
        assert "1 weaker" in done.text
    assert max(map(len, run("auth", "--diff", "HEAD", cwd=top).lines)) <= 80


def test_a_task_that_is_gone(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(top, {"src/app/tasks.py": handler(daily="task protected", weekly=f"task {ADMIN}")})
    (change,) = changes(capsys)["changes"]
    assert (change["kind"], change["task"]) == ("removed", "app.tasks.Reports.monthly")
    assert (change["before"]["access"], change["after"]) == ("public", None)


def test_no_task_may_be_weaker(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--require", "not-weakened")
    plant(
        top,
        {
            "src/app/tasks.py": handler(
                daily="task",
                weekly=f"task {ADMIN} protected",
                monthly="task public_access",
                more="task",
            )
        },
    )
    found = changes(capsys, *asked, code=1)
    (failed,) = found["unmet"]
    assert (failed["demand"], failed["task"]) == ("not-weakened", "app.tasks.Reports.daily")
    assert "no longer requires protected" in failed["message"]
    table = run("auth", "--diff", "HEAD", *asked, cwd=top)
    assert (table.code, table.err) == (1, b"")
    assert "Required and not met: not-weakened (1 task)" in table.lines
    markdown = run("auth", "--diff", "HEAD", *asked, "--format", "markdown", cwd=top)
    assert markdown.code == 1
    assert "**Required and not met: not-weakened (1 task)**" in markdown.lines
    commit(top)
    assert changes(capsys, *asked)["unmet"] == []


def test_the_other_demands_are_about_all_that_there_is_now(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"src/app/old.py": handler(ever="task")})
    commit(top)
    found = changes(capsys, "--require", "declared,not-weakened", code=1)
    assert found["changes"] == []
    assert [(each["demand"], each["task"]) for each in found["unmet"]] == [
        ("declared", "app.old.Reports.ever")
    ]


def test_a_task_that_moves_stays_itself(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(top, "mv", "src/app", "app")
    assert changes(capsys, "--require", "not-weakened")["changes"] == []
    git(top, "mv", "app/tasks.py", "app/jobs.py")
    found = changes(capsys, "--require", "not-weakened")
    assert kinds(found) == [("moved", name) for name in ("daily", "weekly", "monthly")]
    assert found["changes"][0]["reasons"] == ["it was app.tasks.Reports.daily"]
    done = run("auth", "--diff", "HEAD", cwd=top)
    assert "3 moved" in done.text
    markdown = run("auth", "--diff", "HEAD", "--format", "markdown", cwd=top)
    assert "  - it was `app.tasks.Reports.daily`" in markdown.lines


def test_no_setting_has_a_say(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    depends = "[project]\ndependencies = ['spakky-celery==8.5.0']\n"
    plant(top, {"pyproject.toml": depends, "src/app/tasks.py": handler(daily="task protected")})
    commit(top)
    plant(top, {"pyproject.toml": "[tool.spakky-lint]\ntimezone = 'Asia/Seoul'\n"})
    assert changes(capsys)["changes"] == []


def test_what_the_text_does_not_tell(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(top, {"src/app/tasks.py": handler("(Base)", daily="task protected")})
    commit(top)
    assert changes(capsys)["unknown"] == ["app.tasks.Reports.daily"]
    assert "app.tasks.Reports.daily" in run("auth", "--diff", "HEAD", cwd=top).text


def test_what_cannot_be_read_is_named_and_neither_added_nor_removed(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"src/app/more.py": other_handler(other="task")})
    good = (top / "src/app/tasks.py").read_text()
    plant(top, {"src/app/tasks.py": "import spakky\ndef f(:\n"})
    asked = ["auth", "--diff", "HEAD", "--format", "json", "--require", "not-weakened"]
    assert main(asked) == 2
    printed = capsys.readouterr()
    assert kinds(json.loads(printed.out)) == [("added", "other")]
    assert printed.err.startswith("spakky-lint: src/app/tasks.py: ")

    commit(top)
    plant(top, {"src/app/tasks.py": good})
    assert main(asked) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["changes"] == []
    assert printed.err.startswith("spakky-lint: HEAD:src/app/tasks.py: ")


def test_paths_that_are_named_and_what_is_gone(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"lib/x.py": handler(a="task"), "src/app/y.py": other_handler(b="task")})
    commit(top)
    (top / "lib/x.py").unlink()
    (top / "src/app/y.py").unlink()
    assert kinds(changes(capsys, "src")) == [("removed", "b")]
    assert kinds(changes(capsys, "lib")) == [("removed", "a")]
    (top / "lib").rmdir()
    assert kinds(changes(capsys, "lib")) == [("removed", "a")]
    assert main(["auth", "--diff", "HEAD", "never"]) == 2
    assert "spakky-lint: never: no such file or directory" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--diff", "nope"], '--diff: "nope" is not a revision'),
        (["--diff", ""], '--diff: "" is not a revision'),
        (["--diff", "HEAD", "/"], "--diff: / is outside of the repository "),
        (["--diff", "HEAD", "--require", "weakened"], '--require: "weakened" is not a requirement'),
    ],
)
@pytest.mark.parametrize("format_", ["table", "markdown", "json"])
def test_bad_input_is_one_line(
    top: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], complaint: str, format_: str
) -> None:
    assert main(["auth", "--format", format_, *arguments]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"spakky-lint: {complaint}")


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    plant(tmp_path, {"a.py": ""})
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = run("auth", "--diff", "HEAD", cwd=tmp_path, env=env)
    assert (done.code, done.out) == (2, b"")
    (line,) = done.complaints
    assert line.startswith("spakky-lint: --diff: not a git repository")


@pytest.mark.parametrize("format_", ["json", "markdown"])
def test_a_document_goes_to_a_file(top: Path, format_: str) -> None:
    asked = ("auth", "--diff", "HEAD", "--format", format_)
    done = run(*asked, "-o", "out", cwd=top)
    assert (done.code, done.out) == (0, b"")
    assert (top / "out").read_bytes() == run(*asked, cwd=top).out


@pytest.mark.parametrize("columns", [40, 100])
def test_nothing_is_wider_than_the_terminal(top: Path, columns: int) -> None:
    plant(top, {"src/app/tasks.py": handler(daily="task", weekly="task protected")})
    _, shown = run_on_terminal(
        "auth", "--diff", "HEAD", cwd=top, columns=columns, env={"NO_COLOR": "1"}
    )
    # A name and its place stand on one line, so that they can be copied.
    prose = [line for line in shown.splitlines() if "app.tasks.Reports" not in line]
    assert max(map(len, prose)) <= columns
