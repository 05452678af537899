"""``preview --jobs``: several processes read the files, and what is shown is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run, launch, run
from tests.cli.test_jobs import KINDS

SCHEDULED = """\
from spakky.task import Crontab, TaskHandler, schedule
from app.hours import HOUR


@TaskHandler()
class Jobs{number}:
    @schedule(crontab=Crontab(hour=HOUR, minute={number}))
    def run(self) -> None: ...

    @schedule(crontab=Crontab(hour=unknown()))
    def other(self) -> None: ...
"""
ASKED = ("preview", "--from", "2026-11-30T00:00:00+00:00", "--format", "json")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    for name, text in KINDS.items():
        (tmp_path / "app" / f"{name}.py").write_text(text.replace("{folder}", "app"))
    for number in range(8):
        (tmp_path / "app" / f"jobs_{number}.py").write_text(SCHEDULED.format(number=number))
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "app" / "hours.py").write_text("HOUR = 7\n")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'app'\ndependencies = 1\n")
    return tmp_path


def alike(one: Run, two: Run) -> bool:
    return (one.code, one.out, one.err) == (two.code, two.out, two.err)


@pytest.mark.parametrize("jobs", ["2", "3"])
def test_the_same_is_shown_as_by_one(many: Path, jobs: str) -> None:
    one = run(*ASKED, "--no-cache", "--jobs", "1", cwd=many)
    assert b'"app.jobs_7.Jobs7.run"' in one.out
    assert b"broken.py" in one.err
    assert alike(one, launch(*ASKED, "--no-cache", "--jobs", jobs, cwd=many))


def test_the_same_is_shown_where_no_other_process_is_a_fork(many: Path) -> None:
    one = run(*ASKED, "--no-cache", "--jobs", "1", cwd=many)
    # In a process with several threads none is forked.
    assert alike(one, run(*ASKED, "--no-cache", "--jobs", "2", cwd=many))


def test_what_others_have_read_is_kept_with_what_it_rests_on(many: Path) -> None:
    (many / "app" / "broken.py").unlink()  # nothing is kept where a file cannot be read
    asked = (*ASKED, "--jobs", "2", "--cache-dir", ".kept")
    first = launch(*asked, cwd=many)
    assert alike(first, launch(*asked, cwd=many))
    (many / "app" / "hours.py").write_text("HOUR = 9\n")
    again = launch(*asked, cwd=many)
    assert again.out != first.out
    assert alike(again, run(*ASKED, "--no-cache", "--jobs", "1", cwd=many))


def test_it_is_told_what_several_took(many: Path) -> None:
    told = launch(*ASKED, "--no-cache", "--jobs", "2", "-v", cwd=many).complaints
    assert any("in 2 processes" in line for line in told)
    assert "  app/jobs_0.py: its imports may concern a rule" in told
