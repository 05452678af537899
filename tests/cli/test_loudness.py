"""``--quiet``, ``--verbose`` and ``--silent``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import CLEAN, FOREIGN, HOPELESS, WRONG, plant, run, run_on_terminal

TIMED = """\
from app.constants import MINUTE
from spakky.task import Crontab, TaskHandler, schedule


@TaskHandler()
class Stock:
    @schedule(crontab=Crontab(hour=1, minute=MINUTE))
    def count(self) -> None: ...
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    configuration = '[tool.spakky-lint]\nexclude = ["old"]\n'
    return plant(
        tmp_path,
        {
            "pyproject.toml": configuration,
            "old/a.py": WRONG,
            "src/app/__init__.py": "",
            "src/app/constants.py": "MINUTE = 5\n",
            "src/app/orders.py": WRONG,
            "src/app/stock.py": TIMED,
            "src/app/views.py": FOREIGN,
        },
    )


@pytest.mark.parametrize("option", ["--quiet", "-q"])
def test_quiet_writes_the_findings_and_nothing_else(shop: Path, option: str) -> None:
    loud = run("check", "--force-exclude", ".", "old", cwd=shop)
    quiet = run("check", "--force-exclude", option, ".", "old", cwd=shop)
    assert loud.complaints == [
        "spakky-lint: old: the configuration excludes every Python file here"
    ]
    assert (quiet.code, quiet.err) == (1, b"")
    assert quiet.lines == loud.lines[:-2]
    assert loud.lines[-2:] == ["Found 1 error in 1 of 5 files.", "1 can be fixed with --fix."]
    clean = run("check", option, "src/app/stock.py", cwd=shop)
    assert (clean.code, clean.out, clean.err) == (0, b"", b"")


def test_quiet_still_says_what_went_wrong(shop: Path) -> None:
    done = run("check", "-q", "nowhere.py", cwd=shop)
    assert (done.code, done.complaints) == (
        2,
        ["spakky-lint: nowhere.py: no such file or directory"],
    )


@pytest.mark.parametrize("option", ["--silent", "-s"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check"], 1),
        (["check", "src/app/stock.py"], 0),
        (["check", "nowhere.py"], 2),
        (["check", "--format", "json"], 1),
        (["check", "--diff"], 1),
        (["check", "--statistics", "--explain-unknown"], 1),
        (["check", "--select", "SPK999"], 2),
        (["preview", "--require", "known"], 0),
        (["auth", "--require", "declared"], 1),
        (["tasks"], 0),
    ],
)
def test_silent_says_nothing_but_the_exit_code(
    shop: Path, option: str, arguments: list[str], code: int
) -> None:
    loud = run(*arguments, cwd=shop)
    done = run(*arguments, option, cwd=shop)
    assert (done.code, done.out, done.err) == (code, b"", b"")
    assert loud.code == code
    assert loud.out + loud.err


def test_silent_still_fixes_and_writes_files(shop: Path) -> None:
    done = run("check", "--fix", "--silent", cwd=shop)
    assert (done.code, done.out, done.err) == (0, b"", b"")
    assert "@task\n" in (shop / "src/app/orders.py").read_text()
    run("tasks", "--format", "json", "--output", "tasks.json", "--silent", cwd=shop)
    assert "app.orders" in (shop / "tasks.json").read_text()


def test_a_text_that_would_come_out_takes_no_silence(shop: Path) -> None:
    done = run("check", "-", "--fix", "--silent", cwd=shop, stdin=WRONG.encode())
    assert done.code == 2
    assert "the text of - would be lost" in done.complaints[-1]


def test_verbose_says_what_was_parsed_and_why(shop: Path) -> None:
    plain = run("check", cwd=shop)
    done = run("check", "--verbose", cwd=shop)
    assert (done.code, done.out) == (plain.code, plain.out)
    told = done.err.decode()
    where = told.index("parsed: ")
    assert told[where:].splitlines() == [
        "parsed: 4 files",
        "  src/app/__init__.py: src/app/stock.py needs it",
        "  src/app/constants.py: src/app/stock.py needs it",
        "  src/app/orders.py: its imports may concern a rule",
        "  src/app/stock.py: its imports may concern a rule",
    ]
    times = [line for line in told[:where].splitlines() if line.startswith("  ")]
    assert all(re.fullmatch(r" +\d+\.\d{3} s  .+", line) for line in times)
    assert "reading 2 files, with what their imports need" in told
    assert "skimming 3 files that no rule concerns" in told


def test_verbose_tells_of_the_other_commands_too(shop: Path) -> None:
    for command in (("preview", "--from", "2026-12-01T00:00Z"), ("auth",), ("tasks",)):
        plain = run(*command, cwd=shop)
        done = run(*command, "-v", cwd=shop)
        assert done.out == plain.out
        assert "src/app/constants.py: src/app/stock.py needs it" in done.err.decode()


def test_one_of_them_at_a_time(shop: Path) -> None:
    done = run("check", "-q", "-v", cwd=shop)
    assert done.code == 2
    assert "not allowed with" in done.complaints[-1]


def test_quiet_shows_no_progress(tmp_path: Path) -> None:
    plant(tmp_path, {f"{number}.py": CLEAN + HOPELESS for number in range(3)})
    _, shown = run_on_terminal("check", "-q", cwd=tmp_path)
    assert "Checking" not in shown
