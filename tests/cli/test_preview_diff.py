"""``spakky-lint preview --diff`` on real git repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant, run
from tests.repositories import OUTER, commit, git, repository

HEAD = """\
import os
from datetime import time, timedelta

from spakky.task import Crontab, TaskHandler, Weekday, schedule, task


@TaskHandler()
class Reports:
"""
CONFIGURATION = "[tool.spakky-lint]\ntimezone = 'Asia/Seoul'\n"
MONDAY_0830 = ("--from", "2026-11-23T08:30+09:00")


def handler(**schedules: str) -> str:
    methods = [
        f"    @schedule({trigger})\n    def {name}(self) -> None: ...\n"
        for name, trigger in schedules.items()
    ]
    return HEAD + "\n".join(methods)


NO_CHANGE = ("added", "removed", "moved", "renamed")


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, the working directory of this process, too."""
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return repository(
        tmp_path,
        {
            "pyproject.toml": CONFIGURATION,
            "src/app/__init__.py": "",
            "src/app/tasks.py": handler(
                daily="at=time(9, 0)",
                weekly="crontab=Crontab(weekday=Weekday.MONDAY)",
                poll="interval=timedelta(minutes=5)",
            ),
        },
    )


def changes(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    asked = ["preview", "--diff", "HEAD", "--format", "json", "--next", "1", *MONDAY_0830]
    assert main([*asked, *arguments]) == code
    return json.loads(capsys.readouterr().out)


def tasks(found: Any, change: str) -> list[str]:
    return [each["task"] for each in found[change]]


def test_nothing_has_changed(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = changes(capsys)
    assert [found[change] for change in ("added", "removed", "moved", "unknown")] == [[]] * 4
    done = run("preview", "--diff", "HEAD", cwd=top)
    assert (done.code, done.err) == (0, b"")
    assert done.text == (
        f"Since HEAD ({git(top, 'rev-parse', 'HEAD')[:10]}): every schedule fires as it did.\n"
    )


def test_what_was_added_removed_and_moved(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(
        top,
        {
            "src/app/tasks.py": handler(
                daily="at=time(10, 0)",
                weekly="crontab=Crontab(weekday=(Weekday.MONDAY,), hour=0)",
                yearly="crontab=Crontab(day=1, month=1)",
            )
        },
    )
    found = changes(capsys)
    assert found["since"] == {
        "revision": "HEAD",
        "commit": git(top, "rev-parse", "HEAD"),
        "timezone": "Asia/Seoul",
        "backend": "spec",
    }
    assert tasks(found, "added") == ["app.tasks.Reports.yearly"]
    assert tasks(found, "removed") == ["app.tasks.Reports.poll"]
    (moved,) = found["moved"]
    assert moved["task"] == "app.tasks.Reports.daily"
    assert moved["before"]["fires"] == ["2026-11-23T09:00:00+09:00"]
    assert moved["after"]["fires"] == ["2026-11-23T10:00:00+09:00"]
    assert moved["before"]["description"] == "at 09:00 every day"


def test_a_time_that_has_passed_since_the_last_run_is_warned_of(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"src/app/tasks.py": handler(daily="at=time(8, 0)")})
    (moved,) = changes(capsys)["moved"]
    (note,) = moved["after"]["notes"]
    assert (note["kind"], note["at"]) == ("catch-up", "2026-11-23T08:00:00+09:00")
    assert "fires at once when beat restarts" in note["message"]
    # Also a later one has: yesterday, after the last run.
    plant(top, {"src/app/tasks.py": handler(daily="at=time(10, 0)")})
    (moved,) = changes(capsys)["moved"]
    assert [note["at"] for note in moved["after"]["notes"]] == ["2026-11-22T10:00:00+09:00"]


def test_a_time_that_has_not_is_not(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(top, {"src/app/tasks.py": handler(daily="at=time(8, 0)")})
    # At half past seven it has not passed yet, and at ten it is the last run that has.
    for start in ("2026-11-23T07:30+09:00", "2026-11-23T10:00+09:00"):
        (moved,) = changes(capsys, "--from", start)["moved"]
        assert moved["after"]["notes"] == []


def test_the_list_for_people(top: Path) -> None:
    plant(top, {"src/app/tasks.py": handler(daily="at=time(8, 0)")})
    done = run("preview", "--diff", "HEAD", "--next", "2", *MONDAY_0830, cwd=top)
    assert (done.code, done.err) == (0, b"")
    assert done.lines[1:] == [
        "Times are in Asia/Seoul, from Mon 23 Nov 2026 08:30+09:00.",
        "",
        "removed app.tasks.Reports.weekly  src/app/tasks.py:12",
        "       at 00:00 on Monday",
        "       Mon 30 Nov 00:00, Mon 7 Dec",
        "",
        "removed app.tasks.Reports.poll  src/app/tasks.py:15",
        "       every 5 minutes",
        "       12 times an hour",
        "",
        "moved app.tasks.Reports.daily  src/app/tasks.py:9",
        "  was  at 09:00 every day",
        "       Mon 23 Nov 09:00, Tue 24",
        "  now  at 08:00 every day",
        "       Tue 24 Nov 08:00, Wed 25",
        *done.lines[-3:],
    ]
    assert done.lines[0].endswith(": 2 removed, 1 moved.")
    assert done.lines[-3].startswith("  !    its new time has already passed")
    assert max(map(len, done.lines)) <= 80
    korean = run("preview", "--diff", "HEAD", "--lang", "ko", *MONDAY_0830, cwd=top)
    assert "변경 app.tasks.Reports.daily" in korean.text
    assert "매일 08:00" in korean.text


def test_a_schedule_is_known_by_its_name_and_not_by_its_file(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(top, "mv", "src/app", "app")
    found = changes(capsys)
    assert [found[change] for change in NO_CHANGE] == [[], [], [], []]


def test_a_schedule_that_has_another_name_now_is_told_from_one_that_is_gone(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(top, "mv", "src/app/tasks.py", "src/app/jobs.py")
    found = changes(capsys)
    assert [found[change] for change in NO_CHANGE[:3]] == [[], [], []]
    assert found["renamed"] == [
        {"task": f"app.jobs.Reports.{name}", "before": f"app.tasks.Reports.{name}"}
        for name in ("daily", "weekly", "poll")
    ]
    done = run("preview", "--diff", "HEAD", cwd=top)
    assert "renamed app.jobs.Reports.daily" in done.text
    assert "  it was app.tasks.Reports.daily" in done.lines
    korean = run("preview", "--diff", "HEAD", "--lang", "ko", cwd=top)
    assert "  이전 이름: app.tasks.Reports.daily" in korean.lines


def test_another_zone_and_another_backend_move_schedules(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"pyproject.toml": CONFIGURATION.replace("Seoul", "Tokyo")})
    found = changes(capsys)
    assert (found["timezone"], found["since"]["timezone"]) == ("Asia/Tokyo", "Asia/Seoul")
    assert [each["task"].rpartition(".")[2] for each in found["moved"]] == ["daily", "weekly"]
    # Beat forgets its last runs when the zone changes.
    assert [each["after"]["notes"] for each in found["moved"]] == [[], []]
    assert (
        "The zone was Asia/Seoul and is Asia/Tokyo."
        in run("preview", "--diff", "HEAD", cwd=top).text
    )
    assert changes(capsys, "--tz", "UTC")["moved"] == []

    depends = "[project]\ndependencies = ['spakky-celery==8.5.0']\n"
    plant(top, {"pyproject.toml": depends + CONFIGURATION})
    found = changes(capsys)
    assert (found["backend"], found["since"]["backend"]) == ("celery", "spec")
    (moved,) = found["moved"]
    assert moved["before"]["fires"] == ["2026-11-30T00:00:00+09:00"]
    assert moved["after"]["fires"] == ["2026-11-29T00:00:00+09:00"]
    assert changes(capsys, "--backend", "spec")["moved"] == []
    assert changes(capsys, "--isolated")["moved"] == []


ZONED = "[project]\nname = 'x'\ndependencies = ['spakky-celery']\n"


def test_versions_and_settings_of_then_are_those_of_the_files_of_then(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = '[[package]]\nname = "spakky-celery"\nversion = "VERSION"\n\n'
    lock += '[metadata]\nlock-version = "2.1"\n'
    plant(top, {"pyproject.toml": ZONED, "poetry.lock": lock.replace("VERSION", "6.5.0")})
    plant(top, {"env/x.env": "", ".env": "SPAKKY_CELERY__TIMEZONE=Asia/Seoul\n"})
    commit(top)
    plant(top, {"poetry.lock": lock.replace("VERSION", "8.5.0")})
    found = changes(capsys)
    # A spakky-celery before 6.9 does not apply its zone.
    assert (found["timezone"], found["since"]["timezone"]) == ("Asia/Seoul", "UTC")
    commit(top)
    plant(top, {".env": "SPAKKY_CELERY__TIMEZONE=Asia/Tokyo\n"})
    found = changes(capsys)
    assert (found["timezone"], found["since"]["timezone"]) == ("Asia/Tokyo", "Asia/Seoul")
    (top / ".env").unlink()
    assert changes(capsys)["timezone"] == "UTC"


WORKER = "[project]\nname = 'w'\ndependencies = ['spakky-celery==8.5.0']\n"


def test_each_schedule_is_compared_as_its_own_project_runs_it(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monday = handler(weekly="crontab=Crontab(weekday=Weekday.MONDAY)")
    plant(top, {"w/pyproject.toml": WORKER, "w/.env": "SPAKKY_CELERY__TIMEZONE=Asia/Tokyo\n"})
    plant(top, {"pyproject.toml": "[project]\nname = 'top'\n", "w/jobs.py": monday})
    commit(top)
    assert [changes(capsys)[change] for change in NO_CHANGE] == [[]] * 4

    plant(top, {"w/.env": "SPAKKY_CELERY__TIMEZONE=America/New_York\n"})
    (moved,) = changes(capsys)["moved"]
    assert moved["task"].endswith("jobs.Reports.weekly")
    assert moved["before"]["fires"] == ["2026-11-29T00:00:00+09:00"]
    assert moved["after"]["fires"] == ["2026-11-29T00:00:00-05:00"]
    told = run("preview", "--diff", "HEAD", cwd=top).text
    assert "The zone was Asia/Tokyo and is America/New_York." in told
    assert "was  at 00:00 on Sunday (Asia/Tokyo)" in told
    assert changes(capsys, "--tz", "UTC")["moved"] == []

    git(top, "checkout", "--quiet", ".")
    (top / "w/pyproject.toml").unlink()  # it belongs to the project around it now
    (moved,) = changes(capsys)["moved"]
    assert moved["before"]["fires"] == ["2026-11-29T00:00:00+09:00"]
    assert moved["after"]["fires"] == ["2026-11-23T00:00:00+00:00"]


def test_a_settings_file_that_git_does_not_keep_is_then_as_it_is_now(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"pyproject.toml": ZONED})
    commit(top)
    plant(top, {".env": "SPAKKY_CELERY__TIMEZONE=Asia/Seoul\n"})
    found = changes(capsys)
    assert (found["timezone"], found["since"]["timezone"]) == ("Asia/Seoul", "Asia/Seoul")
    git(top, "add", ".env")  # it is new, and kept from now on
    assert changes(capsys)["since"]["timezone"] == "UTC"


def test_values_that_the_text_does_not_tell(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unknown = "at=time(int(os.environ['HOUR']))"
    plant(top, {"src/app/tasks.py": handler(daily=unknown, weekly="crontab=Crontab(hour=24)")})
    found = changes(capsys, "--backend", "celery")
    assert tasks(found, "moved") == ["app.tasks.Reports.daily", "app.tasks.Reports.weekly"]
    assert [each["after"]["fires"] for each in found["moved"]] == [[], []]
    commit(top)
    found = changes(capsys)
    assert found["moved"] == []
    assert found["unknown"] == ["app.tasks.Reports.daily"]
    assert "Not compared" in run("preview", "--diff", "HEAD", cwd=top).text


def test_what_cannot_be_read_is_named_and_neither_added_nor_removed(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"src/app/more.py": handler(other="at=time(1)")})
    good = (top / "src/app/tasks.py").read_text()
    plant(top, {"src/app/tasks.py": "import spakky\ndef f(:\n"})
    asked = ["preview", "--diff", "HEAD", "--format", "json"]
    assert main(asked) == 2
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert tasks(found, "added") == ["app.more.Reports.other"]
    assert found["removed"] == []
    assert printed.err.startswith("spakky-lint: src/app/tasks.py: ")

    commit(top)
    plant(top, {"src/app/tasks.py": good})
    assert main(asked) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["added"] == []
    assert printed.err.startswith("spakky-lint: HEAD:src/app/tasks.py: ")


def test_paths_that_are_named_and_what_is_gone(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"lib/x.py": handler(a="at=time(1)"), "src/app/y.py": handler(b="at=time(1)")})
    commit(top)
    (top / "lib/x.py").unlink()
    (top / "src/app/y.py").unlink()
    assert tasks(changes(capsys, "src"), "removed") == ["app.y.Reports.b"]
    assert tasks(changes(capsys, "lib"), "removed") == ["lib.x.Reports.a"]
    (top / "lib").rmdir()
    assert tasks(changes(capsys, "lib"), "removed") == ["lib.x.Reports.a"]
    assert tasks(changes(capsys, "src/app/y.py"), "removed") == ["app.y.Reports.b"]
    assert main(["preview", "--diff", "HEAD", "never"]) == 2
    assert "spakky-lint: never: no such file or directory" in capsys.readouterr().err


def test_what_the_configuration_excludes_is_excluded_then_as_now(
    top: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(top, {"pyproject.toml": f"{CONFIGURATION}exclude = ['src/app/tasks.py']\n"})
    assert changes(capsys)["removed"] == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--diff", "nope"], '--diff: "nope" is not a revision'),
        (["--diff", ""], '--diff: "" is not a revision'),
        (["--diff", "HEAD", "/"], "--diff: / is outside of the repository "),
        (["--diff", "HEAD", "--next", "0"], '--next: "0" is not a number from 1 on'),
    ],
)
@pytest.mark.parametrize("format_", ["table", "json"])
def test_bad_input_is_one_line(
    top: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], complaint: str, format_: str
) -> None:
    assert main(["preview", "--format", format_, *arguments]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"spakky-lint: {complaint}")


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    plant(tmp_path, {"a.py": ""})
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = run("preview", "--diff", "HEAD", cwd=tmp_path, env=env)
    assert (done.code, done.out) == (2, b"")
    (line,) = done.complaints
    assert line.startswith("spakky-lint: --diff: not a git repository")


def test_a_document_goes_to_a_file(top: Path) -> None:
    done = run("preview", "--diff", "HEAD", "--format", "json", "-o", "out.json", cwd=top)
    assert (done.code, done.out) == (0, b"")
    assert json.loads((top / "out.json").read_bytes())["added"] == []
