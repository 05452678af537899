"""Nothing looks clean, or met, that was not seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import CLEAN, FOREIGN, WRONG, Run, plant, run
from tests.repositories import repository

BROKEN = "from spakky.task import task\ndef (\n"
GUARDED = """\
from spakky.auth import protected
from spakky.task import TaskHandler, task


@TaskHandler()
@protected
class Orders:
    @task
    def ship(self) -> None: ...
"""
WONDER = """\
from datetime import timedelta

from elsewhere import EVERY, Base, wonder
from spakky.task import TaskHandler, schedule, task


class Waiting(Base):
    @task
    def wait(self) -> None: ...


@wonder
@TaskHandler()
class Stock:
    @schedule(interval=EVERY)
    def count(self) -> None: ...
"""


def last(done: Run) -> str:
    return done.lines[-1]


def test_a_summary_names_what_was_passed_over(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": CLEAN, "b.py": BROKEN, "c.py": WONDER})
    assert last(run("check", "c.py", cwd=tmp_path)) == (
        "Skipped: 1 class without a known registration and 4 things not "
        "known from the code. --explain-unknown shows where."
    )
    both = run("check", "b.py", "a.py", cwd=tmp_path)
    assert both.lines[-2:] == [
        "Found 1 error in 1 of 2 files.",
        "Skipped: 1 file that could not be read.",
    ]
    explained = run("check", "c.py", "--explain-unknown", cwd=tmp_path).lines
    assert sum(": unknown " in line for line in explained) == 5
    assert not any("Skipped" in line for line in explained)


def test_what_could_not_be_read_is_told_where_a_baseline_knows_it(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": CLEAN, "b.py": BROKEN})
    assert run("check", "--write-baseline", "known", cwd=tmp_path).code == 0
    told = "spakky-lint: b.py:2:5: the file cannot be parsed"
    for output in ("concise", "github", "json", "sarif"):
        for _ in ("cold", "warm"):
            done = run("check", "--baseline", "known", "--format", output, cwd=tmp_path)
            (complaint,) = done.complaints
            assert (done.code, complaint.startswith(told)) == (0, True)
    summed_up = run("check", "--baseline", "known", cwd=tmp_path)
    assert (summed_up.err, last(summed_up)) == (b"", "Skipped: 1 file that could not be read.")
    for number in "12":
        shard = ("--shard", f"{number}/2", "--format", f"json={number}.json")
        run("check", "--baseline", "known", *shard, cwd=tmp_path)
    (complaint,) = run("merge", "1.json", "2.json", "--format", "concise", cwd=tmp_path).complaints
    assert complaint.startswith(told)


def test_every_summary_of_findings_names_it(tmp_path: Path) -> None:
    plant(tmp_path, {"c.py": WONDER})
    done = run("check", "--format", "grouped", "--format", "text=out", cwd=tmp_path)
    assert last(done).startswith("Skipped: 1 class")
    assert (tmp_path / "out").read_text().splitlines()[-1] == last(done)


def test_there_is_nothing_of_it_where_all_was_seen(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": CLEAN, "d.py": FOREIGN, "c.py": WONDER, "e.py": WRONG})
    assert last(run("check", "a.py", "d.py", cwd=tmp_path)) == (
        "No findings in 2 files; 1 mentions Spakky."
    )
    for arguments in (["--quiet"], ["--format", "concise"], ["--format", "json"], ["--diff"]):
        assert "Skipped" not in run("check", *arguments, cwd=tmp_path).text


def test_a_file_that_is_in_a_baseline_was_still_passed_over(tmp_path: Path) -> None:
    plant(tmp_path, {"b.py": BROKEN})
    done = run("check", "--write-baseline", "known", cwd=tmp_path)
    assert (done.code, last(done)) == (0, "Skipped: 1 file that could not be read.")


@pytest.mark.parametrize("demand", ["declared", "enforced", "reachable"])
def test_no_demand_on_auth_is_met_over_a_file_that_could_not_be_read(
    tmp_path: Path, demand: str
) -> None:
    plant(tmp_path, {"a.py": GUARDED, "b.py": BROKEN})
    done = run("auth", "--require", demand, cwd=tmp_path)
    assert done.code == 2
    assert "Required and met" not in done.text
    assert f"Required and not met: {demand} (" in done.text
    assert "  it could not be read, so its tasks are not known:\n    b.py\n" in done.text
    markdown = run("auth", "--require", demand, "--format", "markdown", cwd=tmp_path).text
    assert "- it could not be read, so its tasks are not known:\n  - `b.py`" in markdown
    document = json.loads(run("auth", "--require", demand, "--format", "json", cwd=tmp_path).text)
    assert {"demand": demand, "path": "b.py", "task": None}.items() <= document["unmet"][0].items()
    page = run("auth", "--require", demand, "--format", "html", "-o", "a.html", cwd=tmp_path)
    assert any(f"--require {demand}: b.py: it could not" in each for each in page.complaints)


@pytest.mark.parametrize(
    ("above", "base"), [("", "(Base)"), ("@wonder\n", ""), ("@wonder\n@TaskHandler()\n", "")]
)
def test_known_is_not_met_where_nobody_knows_whether_a_schedule_is_registered(
    tmp_path: Path, above: str, base: str
) -> None:
    text = (
        "from datetime import time\n"
        "from elsewhere import Base, wonder\n"
        "from spakky.task import TaskHandler, schedule\n"
        f"{above}class Stock{base}:\n"
        "    @schedule(at=time(9))\n"
        "    def count(self) -> None: ...\n"
    )
    plant(tmp_path, {"a.py": text})
    done = run("preview", "--require", "known", cwd=tmp_path)
    assert done.code == 1
    assert "Required and not met: known (1 schedule)" in done.text
    assert "whether it runs is not known from the code" in done.text
    plant(tmp_path, {"a.py": text.replace("@wonder\n", "").replace("(Base)", "")})
    assert run("preview", "--require", "known", cwd=tmp_path).code == 0  # all is seen


def test_no_demand_is_met_over_a_selection_without_files(tmp_path: Path) -> None:
    excluding = '[tool.spakky-lint]\nexclude = ["old"]\n'
    repository(tmp_path, {"pyproject.toml": excluding, "old/a.py": GUARDED, "a.py": GUARDED})
    complaint = "spakky-lint: no file was checked, so no requirement is met"
    for command in (
        ("auth", "--require", "declared"),
        ("auth", "--require", "not-weakened", "--diff", "HEAD"),
        ("preview", "--require", "known"),
        ("preview", "--max-per-minute", "3"),
        ("preview", "--require", "known", "--diff", "HEAD"),
        ("tasks", "--require", "compatible", "--diff", "HEAD"),
    ):
        done = run(*command, "--force-exclude", "old", cwd=tmp_path)
        assert (done.code, done.out) == (1, b""), command
        assert complaint in done.complaints
        assert run(*command, "old", "--exit-zero", cwd=tmp_path).code == 0
        assert complaint not in run(*command, "a.py", cwd=tmp_path).complaints


def test_a_selection_without_files_says_so(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {"pyproject.toml": '[tool.spakky-lint]\nexclude = ["old"]\n', "old/a.py": WRONG},
    )
    excluded = run("check", "--force-exclude", "old", cwd=tmp_path)
    assert (excluded.code, excluded.lines) == (0, ["Checked no files."])
    assert excluded.complaints == [
        "spakky-lint: old: the configuration excludes every Python file here"
    ]
    named = run("check", "--force-exclude", "old/a.py", cwd=tmp_path)
    assert (named.code, named.lines) == (0, ["Checked no files."])
    assert named.complaints == ["spakky-lint: old/a.py: the configuration excludes this file"]
    (tmp_path / "empty").mkdir()
    empty = run("check", "empty", cwd=tmp_path)
    assert (empty.code, empty.complaints) == (
        2,
        ["spakky-lint: empty: no Python files in this directory"],
    )
