"""``spakky-lint preview`` on real trees: what it shows, what it writes, what it refuses."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from spakky_lint.project import inventories
from spakky_lint.syntax.declarations import Module
from tests.cli.running import FOREIGN, plant, run, run_on_terminal

pytestmark = pytest.mark.long

REPORTS = """\
from datetime import time, timedelta

from spakky.task import Crontab, TaskHandler, Weekday, schedule, task


@TaskHandler()
class Reports:
    @schedule(at=time(9, 0))
    def daily(self) -> None: ...

    @schedule(crontab=Crontab(weekday=Weekday.MONDAY))
    def weekly(self) -> None: ...

    @schedule(interval=timedelta(minutes=5))
    def poll(self) -> None: ...

    @task
    def send(self) -> None: ...
"""

UNKNOWN = """\
import os

from spakky.task import Crontab, TaskHandler, schedule


@TaskHandler()
class Nightly:
    @schedule(crontab=Crontab(hour=int(os.environ["HOUR"])))
    def sweep(self) -> None: ...
"""

TREE = {
    "src/app/__init__.py": "",
    "src/app/reports.py": REPORTS,
    "src/app/foreign.py": FOREIGN,
    "src/.venv/lib/bad.py": REPORTS,
    "pyproject.toml": "[tool.spakky-lint]\ntimezone = 'Asia/Seoul'\n",
}
POLL = "app.reports.Reports.poll"
START = ("--from", "2026-11-23")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tree, as the working directory of this process, too."""
    monkeypatch.chdir(plant(tmp_path, TREE))
    for name in ("NO_COLOR", "FORCE_COLOR", "LC_ALL", "LANG", "LANGUAGE", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["preview", "--format", "json", *arguments]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def fires(document: Any) -> dict[str, list[str]]:
    return {
        schedule["task"].rpartition(".")[2]: [time[5:16] for time in schedule["fires"]]
        for schedule in document["schedules"]
    }


# What is shown


def test_a_table_of_the_working_directory_is_the_default(tree: Path) -> None:
    done = run("preview", *START, cwd=tree)
    assert (done.code, done.err) == (0, b"")
    assert "Asia/Seoul" in done.text
    assert "at 09:00 every day" in done.text
    assert "Mon 23 Nov 09:00" in done.text
    assert "\x1b" not in done.text
    assert max(map(len, done.lines)) <= 80


def test_json(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, *START, "--next", "2")
    assert (found["timezone"], found["backend"]) == ("Asia/Seoul", "spec")
    assert found["from"] == "2026-11-23T00:00:00+09:00"
    assert [schedule["task"] for schedule in found["schedules"]] == [
        "app.reports.Reports.daily",
        "app.reports.Reports.weekly",
        "app.reports.Reports.poll",
    ]
    assert [schedule["path"] for schedule in found["schedules"]] == ["src/app/reports.py"] * 3
    assert fires(found) == {
        "daily": ["11-23T09:00", "11-24T09:00"],
        "weekly": ["11-23T00:00", "11-30T00:00"],
        "poll": [],
    }


def test_five_times_unless_there_is_an_end(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(fires(document(capsys))["daily"]) == 5
    ten_days = [*START, "--until", "2026-12-03"]
    assert len(fires(document(capsys, *ten_days))["daily"]) == 10
    assert len(fires(document(capsys, *ten_days, "--next", "3"))["daily"]) == 3


def test_from_now_on_by_default(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "--tz", "UTC")
    assert found["from"].endswith("+00:00")
    assert "." not in found["from"]
    assert all(time > found["from"] for time in found["schedules"][0]["fires"])


def test_the_zone_of_the_option_outweighs_that_of_the_project(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, *START, "--tz", "America/New_York")
    assert found["timezone"] == "America/New_York"
    assert found["from"] == "2026-11-23T00:00:00-05:00"
    assert document(capsys, "--isolated")["timezone"] == "UTC"
    plant(tree, {"other.toml": "[tool.spakky-lint]\ntimezone = 'Asia/Tokyo'\n"})
    assert document(capsys, "--config", "other.toml")["timezone"] == "Asia/Tokyo"


def test_without_a_zone_it_says_that_it_is_celerys_own(tree: Path) -> None:
    done = run("preview", "--isolated", *START, cwd=tree)
    assert done.code == 0
    assert "UTC" in done.text
    assert done.complaints == [
        (
            "spakky-lint: no timezone is configured, so times are in UTC, as for celery: "
            "--tz names another"
        )
    ]


def test_the_backend_of_the_option_and_of_the_project(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monday, sunday = "11-23T00:00", "11-29T00:00"
    assert fires(document(capsys, *START, "--next", "1"))["weekly"] == [monday]
    shifted = document(capsys, *START, "--next", "1", "--backend", "celery")
    assert shifted["backend"] == "celery"
    assert fires(shifted)["weekly"] == [sunday]
    plant(tree, {"pyproject.toml": "[project]\ndependencies = ['spakky-celery==8.5.0']\n"})
    assert fires(document(capsys, *START, "--next", "1"))["weekly"] == [sunday]


def test_the_start_of_beat_tells_when_intervals_fire(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = document(capsys, *START, "--next", "2", "--beat-start", "2026-11-22T23:58+09:00")
    assert told["beat_start"] == "2026-11-22T23:58:00+09:00"
    assert fires(told)["poll"] == ["11-23T00:03", "11-23T00:08"]


def test_the_language_of_the_option_and_of_the_locale(tree: Path) -> None:
    def words(*arguments: str, **env: str) -> str:
        done = run("preview", "--format", "json", *arguments, cwd=tree, env=env)
        found: str = json.loads(done.out)["schedules"][0]["description"]
        return found

    assert words() == "at 09:00 every day"
    assert words("--lang", "ko") == "매일 09:00"
    assert words(LANG="ko_KR.UTF-8") == "매일 09:00"
    assert words("--lang", "en", LANG="ko_KR.UTF-8") == "at 09:00 every day"


def test_the_heat_map(tree: Path) -> None:
    done = run("preview", "--heatmap", *START, cwd=tree)
    assert (done.code, done.err) == (0, b"")
    assert max(map(len, done.lines)) <= 80
    assert "Reports" not in done.text
    assert run("preview", "--heatmap", *START, "--until", "2026-11-24", cwd=tree).text != done.text


def test_the_heat_map_says_what_it_leaves_out(tree: Path) -> None:
    assert "left out" not in run("preview", "--heatmap", *START, cwd=tree).text
    unknown = REPORTS.replace("time(9, 0)", "next(iter(times))")
    assert unknown != REPORTS
    plant(tree, {"lib/unknown.py": unknown})
    assert "left out" in run("preview", "--heatmap", *START, cwd=tree).text


def test_paths_that_are_named(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"lib/jobs.py": REPORTS})
    found = document(capsys, "lib", "src/app/foreign.py")
    assert {schedule["task"] for schedule in found["schedules"]} == {
        "lib.jobs.Reports.daily",
        "lib.jobs.Reports.weekly",
        "lib.jobs.Reports.poll",
    }


def test_nothing_is_dropped_in_silence(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"src/app/nightly.py": UNKNOWN})
    found = document(capsys, "src/app/nightly.py")
    assert [schedule["trigger"] for schedule in found["schedules"]] == ["unknown"]
    assert "sweep" in run("preview", cwd=tree).text


def test_the_code_does_not_run(tree: Path) -> None:
    trap = f"open({str(tree / 'ran')!r}, 'w')\nraise SystemExit(99)\n"
    plant(tree, {"src/app/trap.py": REPORTS + trap, "spakky/__init__.py": trap})
    assert run("preview", cwd=tree).code == 0
    assert not (tree / "ran").exists()


# Documents


@pytest.mark.parametrize(
    ("format_", "begin"),
    [("json", b"{\n"), ("ics", b"BEGIN:VCALENDAR\r\n"), ("html", b"<!doctype")],
)
def test_a_document_goes_to_a_file_as_it_goes_to_standard_output(
    tree: Path, format_: str, begin: bytes
) -> None:
    asked = ("preview", "--format", format_, *START)
    printed = run(*asked, cwd=tree, env={"PYTHONIOENCODING": "ascii"})
    assert printed.code == 0
    assert printed.out.lower().startswith(begin.lower())
    for file in ("new", "old"):
        plant(tree, {"old": "something else" * 100_000})
        written = run(*asked, "-o", file, cwd=tree)
        assert (written.code, written.out) == (0, b"")
        assert (tree / file).read_bytes() == printed.out
    assert run(*asked, "--output", "-", cwd=tree).out == printed.out


def test_a_new_file_has_the_mode_of_new_files_and_an_old_one_keeps_its_own(tree: Path) -> None:
    plant(tree, {"plain": "", "old": ""})
    (tree / "old").chmod(0o640)
    for name in ("new", "old"):
        assert run("preview", "--format", "ics", "-o", name, cwd=tree).code == 0
    assert (tree / "new").stat().st_mode == (tree / "plain").stat().st_mode
    assert (tree / "old").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("no/such/folder.ics", "no such file or directory"),
        ("src", "not a regular file"),
        ("src/app/reports.py/x.ics", "not a directory"),
        ("/dev/full", "not a regular file"),
    ],
)
def test_a_file_that_cannot_be_written(tree: Path, file: str, why: str) -> None:
    before = sorted(os.listdir(tree))  # noqa: PTH208  # hidden ones, too
    done = run("preview", "--format", "ics", "-o", file, *START, cwd=tree)
    assert (done.code, done.out) == (2, b"")
    assert f"spakky-lint: {file}: not written: {why}" in done.complaints
    assert sorted(os.listdir(tree)) == before  # noqa: PTH208


def test_a_calendar_says_what_is_not_in_it(tree: Path) -> None:
    plant(tree, {"src/app/nightly.py": UNKNOWN})
    done = run("preview", "--format", "ics", *START, cwd=tree)
    assert done.code == 0
    left_out = "spakky-lint: not in the calendar, because"
    assert done.complaints == [
        f"{left_out} their value is not known or not valid: app.nightly.Nightly.sweep",
        f"{left_out} they count from the start of beat (give --beat-start): {POLL}",
    ]
    told = run("preview", "--format", "ics", *START, "--beat-start", "2026-11-23", cwd=tree)
    assert len(told.complaints) == 1


# What is refused


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--tz", "Mars/Olympus"], '--tz: "Mars/Olympus" is not a time zone; the name of'),
        (["--tz", "asia/seoul"], '--tz: "asia/seoul" is not a time zone; did you mean Asia/Seoul?'),
        (["--from", "2026-02-30"], '--from: "2026-02-30" does not exist'),
        (["--until", "2026-13-01"], '--until: "2026-13-01" does not exist'),
        (["--from", "soon"], '--from: "soon" is not a time; write a date such as'),
        (["--from", ""], '--from: "" is not a time; write a date such as'),
        (["--from", "2026-11-23T09:00"], '--from: "2026-11-23T09:00" has no offset'),
        (["--beat-start", "9:00"], '--beat-start: "9:00" is not a time'),
        (["--next", "0"], '--next: "0" is not a number from 1 on'),
        (["--next", "-3"], '--next: "-3" is not a number from 1 on'),
        (["--next", "many"], '--next: "many" is not a number from 1 on'),
        (
            ["--from", "2026-11-24", "--until", "2026-11-23"],
            '--from "2026-11-24" is not before --until "2026-11-23"',
        ),
        (
            ["--from", "2026-11-23", "--until", "2026-11-22T15:00Z"],
            '--from "2026-11-23" is not before --until "2026-11-22T15:00Z"',
        ),
        (["--until", "2001-01-01"], '--until: "2001-01-01" is in the past: give --from, too'),
        (["--config", "none.toml"], "none.toml: no such file or directory"),
    ],
)
@pytest.mark.parametrize("format_", ["table", "json", "ics", "html"])
def test_bad_input_is_one_line_and_nothing_else(
    tree: Path,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    complaint: str,
    format_: str,
) -> None:
    if "--next" in arguments and format_ == "html":
        format_ = "json"  # a page takes no --next at all
    assert main(["preview", "--format", format_, *arguments]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"spakky-lint: {complaint}")


def test_all_that_is_wrong_is_said_at_once(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"pyproject.toml": "[tool.spakky-lint]\ntimezone = 'Nowhere'\n"})
    wrong = ["--next", "0", "--from", "x", "--until", "y", "--tz", "z", "--beat-start", "-"]
    assert main(["preview", *wrong]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    said = [
        line.removeprefix("spakky-lint: ").partition(": ")[0] for line in printed.err.splitlines()
    ]
    assert sorted(said) == sorted(
        ["pyproject.toml", "--tz", "--from", "--until", "--next", "--beat-start"]
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--config", "a", "--isolated"], "--config names a configuration and --isolated"),
        (["--heatmap", "--format", "json"], "--heatmap is drawn in the terminal"),
        (["--format", "html", "--next", "3"], "--format html shows every time of whole months"),
        (
            ["--diff", "HEAD", "--import", "app"],
            "--diff compares source files and --import runs code",
        ),
        (["--diff", "HEAD", "--heatmap"], "--diff lists what has changed, so it takes no"),
        (["--diff", "HEAD", "--format", "ics"], "--diff comes as a table or as json, not as ics"),
        (["--import", "app", "src"], "--import names the modules, so it takes no PATH"),
        (["-o", "x.txt"], "--output needs --format json, ics or html"),
        (["--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["--lang", "fr"], "argument --lang: invalid choice: 'fr'"),
        (["--backend", "redis"], "argument --backend: invalid choice: 'redis'"),
        (["--nxt", "3"], 'no option of preview is called "--nxt"; did you mean --next?'),
    ],
)
def test_options_that_contradict_each_other(
    tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert main(["preview", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    last = printed.err.splitlines()[-1]
    assert last.startswith(f"spakky-lint preview: error: {complaint}")


@pytest.mark.parametrize("format_", ["table", "json", "ics", "html"])
def test_where_nothing_is_found_nothing_is_shown(tree: Path, format_: str) -> None:
    done = run("preview", "--format", format_, *START, "src/app/taks.py", cwd=tree)
    assert (done.code, done.out) == (2, b"")
    assert done.complaints == ["spakky-lint: src/app/taks.py: no such file or directory"]


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_shown(tree: Path) -> None:
    plant(tree, {"src/app/broken.py": "import spakky\ndef f(:\n", "src/app/gone.py": ""})
    (tree / "src/app/gone.py").unlink()
    (tree / "src/app/gone.py").symlink_to("nothing.py")
    done = run("preview", "--format", "json", *START, "src", "nope", cwd=tree)
    assert done.code == 2
    assert len(json.loads(done.out)["schedules"]) == 3
    nope, broken, gone = done.complaints
    assert nope == "spakky-lint: nope: no such file or directory"
    assert broken.startswith("spakky-lint: src/app/broken.py: ")
    assert gone == "spakky-lint: src/app/gone.py: no such file or directory"


def test_a_folder_without_schedules(tree: Path) -> None:
    plant(tree, {"other/x.py": FOREIGN})
    done = run("preview", "other", cwd=tree)
    assert (done.code, done.err) == (0, b"")
    assert "No schedules." in done.text


def test_a_defect_of_ours_in_one_file_leaves_the_others(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"src/app/nightly.py": UNKNOWN})
    real = inventories.tasks_of_module

    def broken(module: Module, *arguments: Any, **options: Any) -> Any:
        if module.text == UNKNOWN:
            raise RuntimeError("somewhere")
        return real(module, *arguments, **options)

    monkeypatch.setattr("spakky_lint.project.inventories.tasks_of_module", broken)
    assert main(["preview", "--format", "json"]) == 2
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)["schedules"]) == 3
    assert printed.err.startswith(
        "spakky-lint: src/app/nightly.py: not checked because of a defect"
    )


# On a terminal


def test_a_short_run_on_a_terminal_shows_no_progress(tree: Path) -> None:
    code, shown = run_on_terminal("preview", *START, cwd=tree)
    assert code == 0
    assert "Reading" not in shown
    assert "at 09:00 every day" in shown


def test_other_commands_do_without_what_a_preview_needs(tree: Path) -> None:
    from tests.cli.test_start_up import imported

    modules = imported("check", "src", cwd=tree)
    assert "croniter" not in modules
    assert not {module for module in modules if module.startswith("spakky_lint.report.preview")}
    assert "croniter" in imported("preview", "src", cwd=tree)
