"""``preview --require known`` and ``--max-per-minute``: exit codes and lists, for CI."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Run, plant, run
from tests.repositories import repository

pytestmark = pytest.mark.long

KNOWN = """\
from datetime import time, timedelta

from spakky.task import Crontab, TaskHandler, Weekday, schedule


@TaskHandler()
class Reports:
    @schedule(at=time(9))
    def daily(self) -> None: ...

    @schedule(crontab=Crontab(hour=9, weekday=Weekday.MONDAY))
    def weekly(self) -> None: ...

    @schedule(crontab=Crontab(hour=8))
    def early(self) -> None: ...
"""
INTERVAL = (
    KNOWN
    + """
    @schedule(interval=timedelta(seconds=20))
    def poll(self) -> None: ...
"""
)
UNKNOWN = """\
import os

from spakky.task import Crontab, TaskHandler, schedule


@TaskHandler()
class Nightly:
    @schedule(crontab=Crontab(hour=int(os.environ["HOUR"])))
    def sweep(self) -> None: ...
"""
UNSOUND = """\
from spakky.task import Crontab, TaskHandler, schedule


@TaskHandler()
class Nightly:
    @schedule(crontab=Crontab(hour=25))
    def sweep(self) -> None: ...
"""
NOT_PYTHON = "from spakky.task import TaskHandler\n@TaskHandler(\n"
FIXED = ("--tz", "UTC", "--from", "2026-11-23", "--next", "1")


KNOWN_ONLY = ("--require", "known")
MINUTES = "--max-per-minute"


def previewed(tree: Path, *arguments: str, **files: str) -> Run:
    plant(tree, {f"{name}.py": text for name, text in files.items()})
    return run("preview", *FIXED, *arguments, cwd=tree)


def said(done: Run) -> str:
    return "\n".join(done.complaints)


def unmet(done: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.text)["unmet"]
    return found


def test_what_is_known_is_said_to_be_met(tmp_path: Path) -> None:
    done = previewed(tmp_path, *KNOWN_ONLY, MINUTES, "2", app=KNOWN)
    assert done.code == 0
    wanted = "Required and met: known and at most 2 starts in a minute."
    assert done.text.endswith(f"\n\n{wanted}\n")


def test_nothing_is_said_where_nothing_is_demanded(tmp_path: Path) -> None:
    done = previewed(tmp_path, app=UNKNOWN)
    assert done.code == 0
    assert "Required" not in done.text
    assert "unmet" not in json.loads(previewed(tmp_path, "--format", "json").text)


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        (UNKNOWN, "value-unknown", "its value is not known from the code"),
        (UNSOUND, "value-unsound", "its value is not valid"),
    ],
)
def test_what_is_not_known_is_listed(tmp_path: Path, text: str, reason: str, words: str) -> None:
    done = previewed(tmp_path, *KNOWN_ONLY, app=KNOWN, nightly=text)
    assert done.code == 1
    assert f"Required and not met: known (1 schedule)\n  {words}:\n" in done.text
    (each,) = unmet(previewed(tmp_path, *KNOWN_ONLY, "--format", "json"))
    assert (each["demand"], each["task"], each["reason"]) == (
        "known",
        "nightly.Nightly.sweep",
        reason,
    )


def test_the_rate_of_an_interval_is_known(tmp_path: Path) -> None:
    assert previewed(tmp_path, *KNOWN_ONLY, app=INTERVAL).code == 0


def test_what_beat_may_never_run_is_not_known(tmp_path: Path) -> None:
    text = (
        KNOWN.replace("class Reports:", "class Reports(Base, ABC):")
        + """
    @abstractmethod
    def title(self) -> str: ...
"""
    )
    head = "from abc import ABC, abstractmethod\nfrom elsewhere import Base\n"
    done = previewed(tmp_path, *KNOWN_ONLY, app=head + text)
    assert done.code == 1
    assert "known (3 schedules)\n  whether it runs is not known from the code:\n" in done.text


def test_what_certainly_never_runs_is_known(tmp_path: Path) -> None:
    text = (
        KNOWN.replace("class Reports:", "class Reports(ABC):")
        + """
    @abstractmethod
    def title(self) -> str: ...
"""
    )
    head = "from abc import ABC, abstractmethod\n"
    assert previewed(tmp_path, *KNOWN_ONLY, app=head + text).code == 0


def test_a_file_that_cannot_be_read_leaves_it_unmet(tmp_path: Path) -> None:
    done = previewed(tmp_path, *KNOWN_ONLY, MINUTES, "9", app=KNOWN, broken=NOT_PYTHON)
    assert done.code == 2
    assert "Required and met" not in done.text
    assert "for a file could not be read" in " ".join(done.text.split())
    assert "broken.py" in said(done)


def test_a_crowded_minute_is_listed_once_with_how_often_it_comes(tmp_path: Path) -> None:
    done = previewed(tmp_path, MINUTES, "1", "--until", "2026-12-14", app=KNOWN)
    assert done.code == 1
    assert done.text.endswith(
        """\
Required and not met: at most 1 start in a minute
  Mon 23 Nov 2026 09:00+00:00, 2 starts, and in 2 more minutes until Mon 14 Dec
  2026 00:00+00:00:
    app.Reports.daily  app.py:8
    app.Reports.weekly  app.py:11
"""
    )
    (crowd,) = unmet(previewed(tmp_path, MINUTES, "1", "--until", "2026-12-14", "--format", "json"))
    assert (crowd["at"], crowd["minutes"], crowd["starts"]) == ("2026-11-23T09:00:00+00:00", 3, 2)
    assert [each["task"] for each in crowd["tasks"]] == ["app.Reports.daily", "app.Reports.weekly"]


def test_without_an_end_a_year_is_looked_at(tmp_path: Path) -> None:
    (crowd,) = unmet(previewed(tmp_path, MINUTES, "1", "--format", "json", app=KNOWN))
    assert crowd["minutes"] == 53


def test_minutes_are_those_of_the_backend(tmp_path: Path) -> None:
    (crowd,) = unmet(
        previewed(tmp_path, MINUTES, "1", "--format", "json", "--backend", "celery", app=KNOWN)
    )
    assert crowd["at"] == "2026-11-29T09:00:00+00:00"


def test_what_cannot_be_counted_leaves_the_limit_unmet(tmp_path: Path) -> None:
    done = previewed(tmp_path, MINUTES, "9", app=INTERVAL, nightly=UNKNOWN)
    assert done.code == 1
    assert "Required and not met: every schedule is counted" in done.text
    reasons = {
        each["task"]: each["reason"]
        for each in unmet(previewed(tmp_path, MINUTES, "9", "--format", "json"))
    }
    assert reasons == {
        "app.Reports.poll": "needs-beat-start",
        "nightly.Nightly.sweep": "value-unknown",
    }


def test_an_interval_counts_from_the_start_of_beat(tmp_path: Path) -> None:
    start = ("--beat-start", "2026-11-23")
    assert previewed(tmp_path, MINUTES, "5", *start, app=INTERVAL).code == 0
    done = previewed(tmp_path, MINUTES, "4", *start)
    assert done.code == 1
    assert "    app.Reports.poll  x3  app.py:17\n" in done.text


@pytest.mark.parametrize("arguments", [("--format", "html"), ("--format", "ics"), ("--heatmap",)])
def test_every_view_fails_with_the_list(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    fixed = [argument for argument in FIXED if argument not in ("--next", "1")]
    plant(tmp_path, {"app.py": KNOWN, "nightly.py": UNKNOWN})
    done = run("preview", *fixed, *arguments, *KNOWN_ONLY, cwd=tmp_path)
    assert done.code == 1
    assert "nightly.Nightly.sweep" in (said(done) if "--format" in arguments else done.text)


def test_a_difference_is_judged_by_what_is_there_now(tmp_path: Path) -> None:
    top = repository(tmp_path, {"app.py": KNOWN})
    plant(top, {"nightly.py": UNKNOWN})
    done = run("preview", *FIXED, "--diff", "HEAD", *KNOWN_ONLY, cwd=top)
    assert done.code == 1
    assert "nightly.Nightly.sweep" in done.text
    as_json = run("preview", *FIXED, "--diff", "HEAD", *KNOWN_ONLY, "--format", "json", cwd=top)
    assert [each["demand"] for each in unmet(as_json)] == ["known"]


def test_exit_zero_shows_the_list_all_the_same(tmp_path: Path) -> None:
    done = previewed(tmp_path, *KNOWN_ONLY, "--exit-zero", app=UNKNOWN)
    assert done.code == 0
    assert "Required and not met" in done.text


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", ""])
def test_a_limit_is_a_number_from_1_on(tmp_path: Path, number: str) -> None:
    done = previewed(tmp_path, f"{MINUTES}={number}", app=KNOWN)
    assert done.code == 2
    assert said(done) == (f'spakky-lint: --max-per-minute: "{number}" is not a number from 1 on')


def test_a_requirement_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    done = previewed(tmp_path, "--require", "knwon", app=KNOWN)
    assert done.code == 2
    assert said(done) == 'spakky-lint: --require: "knwon" is not a requirement; did you mean known?'
