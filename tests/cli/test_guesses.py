"""What a run takes for granted is said, once, and only where something rests on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cli.running import plant
from tests.real_framework import requires_framework
from tests.repositories import repository

HANDLER = """\
from spakky.task import Crontab, TaskHandler, Weekday, schedule


@TaskHandler()
class Orders:
    @schedule(crontab=Crontab(WHEN, hour=9))
    def confirm(self) -> None: ...
"""
WEEKDAY = HANDLER.replace("WHEN", "weekday=Weekday.MONDAY")
DAY = HANDLER.replace("WHEN", "day=1")
TELLS = "a lock file, an exact version or [tool.spakky-lint.environment] would say so"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return tmp_path


def project(*requirements: str) -> str:
    return f"[project]\nname = 'x'\ndependencies = {list(requirements)!r}\n"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    capsys.readouterr()
    main(list(arguments))
    return capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("requirement", "words"),
    [
        ("spakky-celery==9.1.0", "pyproject.toml:3: spakky-celery 9.1.0 is later than 8.5.0"),
        ("spakky-celery>=8.5.1", "pyproject.toml:3: spakky-celery >=8.5.1 may be later than 8.5.0"),
    ],
)
def test_a_release_that_nobody_has_seen_is_taken_for_one_that_shifts(
    tree: Path, capsys: pytest.CaptureFixture[str], requirement: str, words: str
) -> None:
    plant(tree, {"pyproject.toml": project(requirement), "a.py": WEEKDAY, "b.py": WEEKDAY})
    guess = f"that it runs weekdays one day early: {TELLS}"
    assert said(capsys, "check") == [f"spakky-lint: {words}, so SPK409 assumes {guess}"]
    assert said(capsys, "preview", "--tz", "UTC") == [
        f"spakky-lint: {words}, so it is assumed {guess}"
    ]


NEWER = project("spakky-celery==9.1.0")


def test_a_comparison_with_a_revision_says_its_guess_once(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tree, {"pyproject.toml": NEWER, "a.py": WEEKDAY})
    (line,) = said(capsys, "preview", "--tz", "UTC", "--diff", "HEAD")
    assert "so it is assumed that it runs weekdays one day early" in line


@requires_framework
def test_a_preview_of_imported_classes_says_its_guess_once(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"pyproject.toml": NEWER, "a.py": WEEKDAY})
    (line,) = said(capsys, "preview", "--tz", "UTC", "--import", "a")
    assert "so it is assumed that it runs weekdays one day early" in line


@pytest.mark.parametrize(
    ("requirement", "text", "options"),
    [
        ("spakky-celery==8.5.0", WEEKDAY, ()),
        ("spakky-celery<8.5", WEEKDAY, ()),
        ("spakky-celery==9.1.0", DAY, ()),
        ("spakky-celery==9.1.0", WEEKDAY, ("--backend", "celery")),
        ("spakky-celery==9.1.0", WEEKDAY, ("--isolated",)),
        ("spakky-task==9.1.0", WEEKDAY, ()),
    ],
)
def test_where_nothing_rests_on_a_guess_there_is_none(
    tree: Path,
    capsys: pytest.CaptureFixture[str],
    requirement: str,
    text: str,
    options: tuple[str, ...],
) -> None:
    plant(tree, {"pyproject.toml": project(requirement), "a.py": text})
    assert said(capsys, "check", *options) == []
    assert said(capsys, "preview", "--tz", "UTC", *options) == []


def test_a_zone_that_only_newer_releases_apply(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"a.py": DAY, ".env": "SPAKKY_CELERY__TIMEZONE=America/New_York\n"})
    plant(tree, {"pyproject.toml": project("spakky-celery>=6.5,<8.5,!=8.4")})
    plant(tree, {"c.py": HANDLER.replace("Crontab(WHEN, hour=9)", "Crontab(hour=2, minute=30)")})
    words = "pyproject.toml:3: spakky-celery >=6.5,<8.5,!=8.4 may be older or newer than 6.9"
    guess = f"that it applies its time zone, as since 6.9: {TELLS}"
    assert said(capsys, "check") == [f"spakky-lint: {words}, so SPK314 assumes {guess}"]
    plant(tree, {"pyproject.toml": project("spakky-celery>=6.9,<8.5,!=8.4")})
    assert said(capsys, "check") == []
    plant(tree, {"pyproject.toml": project("spakky-celery>=6.5,<6.9")})
    assert main(["check", "--select", "SPK314"]) == 0  # the zone is not applied at all


def test_what_cannot_be_read_is_told_once_a_run_that_asks(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"pyproject.toml": project("spakky-task==8.5"), ".env": b"\x00", "a.py": DAY})
    note = ["spakky-lint: .env: not read: not UTF-8 text"]
    assert said(capsys, "check") == note
    assert note[0] in said(capsys, "preview")
    assert said(capsys, "check", "--isolated") == []
    plant(tree, {"a.py": "import os\n"})
    assert said(capsys, "check") == []


def test_the_preview_takes_the_zone_of_the_project(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"pyproject.toml": project("spakky-celery==8.5.0"), "a.py": DAY})
    plant(tree, {".env": "SPAKKY_CELERY__TIMEZONE=Asia/Seoul\n"})
    assert main(["preview", "--from", "2026-11-23", "--next", "1"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "Asia/Seoul" in printed.out


def test_the_preview_of_one_project_of_several_takes_what_that_runs_on(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"pyproject.toml": "[project]\nname = 'top'\ndependencies = []\n"})
    plant(tree, {"w/pyproject.toml": project("spakky-celery==8.5.0"), "w/a.py": WEEKDAY})
    plant(tree, {"w/.env": "SPAKKY_CELERY__TIMEZONE=Asia/Seoul\n", "b.py": DAY})
    assert main(["preview", "w"]) == 0
    shown = capsys.readouterr().out
    assert "Asia/Seoul" in shown
    assert "backend  celery" in shown
    assert main(["preview", "w", "b.py"]) == 0
    printed = capsys.readouterr()
    assert "backend  spec" in printed.out
    assert "at 09:00 on Sunday (Asia/Seoul)" in " ".join(printed.out.split())
    note = "w/a.py: its project has another time zone or backend than this view"
    assert note not in printed.err
    assert main(["preview", "--heatmap", "w", "b.py"]) == 0
    assert note in capsys.readouterr().err
    assert not any(note in each for each in said(capsys, "preview", "--heatmap", "w"))
    asked = ["preview", "--tz", "UTC", "--backend", "spec", "w", "b.py"]
    assert main([*asked, "--heatmap"]) == 0
    assert note not in capsys.readouterr().err
    assert main(asked) == 0
    assert "Seoul" not in capsys.readouterr().out


PROTECTED = """\
from spakky.auth import protected
from spakky.task import TaskHandler, task


@TaskHandler()
class Orders:
    @task
    @protected
    def ship(self) -> None: ...


@TaskHandler()
class Open:
    @task
    def look(self) -> None: ...
"""
OPEN = PROTECTED.replace("    @protected\n", "")
SWITCH = "SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED=true\n"
WORKERS = "spakky-celery>=6.5,<8.5,!=8.4"


def test_whether_workers_check_auth_may_be_a_guess(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tree, {"pyproject.toml": project(WORKERS), "a.py": PROTECTED})
    words = f"pyproject.toml:3: {WORKERS.replace('y>', 'y >')} may be older or newer than 6.6"
    told = f"spakky-lint: {words}, so it is assumed that its workers check auth, as since 6.6: "
    assert said(capsys, "auth") == [f"{told}{TELLS}"]
    assert said(capsys, "auth", "--diff", "HEAD") == [f"{told}{TELLS}"]
    plant(tree, {"a.py": OPEN})
    assert said(capsys, "auth") == []  # open on any release


@requires_framework
def test_a_report_on_imported_classes_says_its_guess_once(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"pyproject.toml": project(WORKERS), "guarded.py": PROTECTED})
    (line,) = said(capsys, "auth", "--import", "guarded")
    assert "so it is assumed that its workers check auth" in line


def test_whether_the_environment_has_snapshots_sent_may_be_a_guess(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = project("spakky-celery>=6.6,<8.5", "spakky-auth>=6.6,<8.5,!=8.4")
    plant(tree, {"pyproject.toml": asked, "a.py": PROTECTED})
    assert said(capsys, "auth") == []
    plant(tree, {".env": SWITCH})
    (line,) = said(capsys, "auth")
    assert "spakky-auth >=6.6,<8.5,!=8.4 may be older or newer than 6.8" in line
    assert "so it is assumed that the environment makes it send snapshots, as since 6.8" in line


@pytest.mark.parametrize("requirement", ["spakky-celery==6.5.0", "spakky-celery>=6.6,<8.5"])
def test_on_a_known_side_of_a_change_nothing_is_guessed(
    tree: Path, capsys: pytest.CaptureFixture[str], requirement: str
) -> None:
    plant(tree, {"pyproject.toml": project(requirement), "a.py": PROTECTED})
    assert said(capsys, "auth") == []
    assert said(capsys, "auth", "--isolated") == []


def test_a_repository_that_tells_no_version_makes_a_guess(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = project("spakky-celery @ git+https://example.org/theirs@main")
    plant(tree, {"pyproject.toml": asked, "a.py": PROTECTED, "b.py": WEEKDAY})
    told = "spakky-lint: pyproject.toml:3: git main gives no version of spakky-celery, so it is"
    assert said(capsys, "auth") == [
        f"{told} assumed that its workers check auth, as since 6.6: {TELLS}"
    ]
    (line,) = said(capsys, "preview", "--tz", "UTC")
    assert line == f"{told} assumed that it runs weekdays one day early: {TELLS}"


AWAITED = """\
from spakky.task import Crontab, Month, TaskHandler, schedule, task


@TaskHandler()
class Orders:
    @task
    def count(self) -> int: ...


async def run(orders: Orders) -> int:
    return orders.count().get()
"""
NEVER = AWAITED.partition("    @task")[0] + (
    "    @schedule(crontab=Crontab(month=Month.FEBRUARY, day=30))\n"
    "    def closing(self) -> None: ...\n"
)


@pytest.mark.parametrize(
    ("requirement", "text", "words"),
    [
        ("spakky-task>=6,<8.5", AWAITED, "so SPK605 assumes that it is 6.2 or newer"),
        ("spakky-task>=6.2,<8.5", AWAITED, ""),
        ("celery>=5.5,<5.7", NEVER, ""),
        (
            "celery @ git+https://example.org/celery",
            NEVER,
            "so SPK404 assumes that it is 5.7 or newer",
        ),
    ],
)
def test_what_a_rule_says_of_a_release_may_be_a_guess(
    tree: Path, capsys: pytest.CaptureFixture[str], requirement: str, text: str, words: str
) -> None:
    plant(tree, {"pyproject.toml": project("spakky-celery<8.5", requirement), "a.py": text})
    lines = said(capsys, "check")
    assert len(lines) == bool(words)
    assert not words or words in lines[0]
