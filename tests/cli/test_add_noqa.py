"""``check --add-noqa`` on real files, and flake8 on what it writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import CLEAN, HOPELESS, UNSAFE, WRONG, Run, plant, run
from tests.flake8_plugin.flake8_process import Report, run_flake8

LONG = """\
from spakky.task import Crontab, TaskHandler, schedule


@TaskHandler()
class Stock:
    @schedule(
        crontab=Crontab(
            minute=61,  # the last one
            hour=24 + \\
            1,  # noqa: E501
        )
    )
    def count(self) -> None: ...

    @schedule()
    @schedule()
    def twice(self) -> None: ...
"""


def check(folder: Path, *arguments: str) -> Run:
    return run("check", *arguments, cwd=folder)


def flake8(folder: Path) -> dict[str, list[Report]]:
    return run_flake8(folder, "--select", "SPK").reports


def test_a_check_afterwards_is_clean_and_a_second_run_writes_nothing(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": WRONG, "b.py": LONG, "c.py": CLEAN, "d.py": UNSAFE})
    assert flake8(tmp_path)
    first = check(tmp_path, "--add-noqa", "--reason", "T12: old")
    assert (first.code, first.err) == (0, b"")
    assert first.lines == [
        "Silenced 7 findings in 3 files by comments.",
        "No findings in 4 files; 4 mention Spakky.",
    ]
    assert (tmp_path / "a.py").read_text() == WRONG.replace(
        "@task()", "@task()  # noqa: SPK202  # T12: old"
    )
    assert (tmp_path / "c.py").read_text() == CLEAN
    assert (
        "            minute=61,  # the last one  # noqa: SPK401" in (tmp_path / "b.py").read_text()
    )
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert check(tmp_path).code == 0
    assert flake8(tmp_path) == {}
    assert check(tmp_path, "--add-noqa").lines == ["No findings in 4 files; 4 mention Spakky."]
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_what_a_baseline_knows_gets_no_comment(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": WRONG})
    check(tmp_path, "--write-baseline", "known")
    plant(tmp_path, {"a.py": "\n" + WRONG, "b.py": HOPELESS})
    done = check(tmp_path, "--add-noqa", "--baseline", "known")
    assert done.lines[0] == "Silenced 1 finding in 1 file by comments."
    assert (tmp_path / "a.py").read_text() == "\n" + WRONG
    assert check(tmp_path, "--baseline", "known").code == 0


def test_other_rules_are_left_to_be_found(tmp_path: Path) -> None:
    plant(tmp_path, {"b.py": LONG})
    check(tmp_path, "--add-noqa", "--select", "SPK4")
    left = check(tmp_path, "--format", "concise").lines
    assert left
    assert all(" SPK3" in line for line in left)


def test_an_idle_comment_can_be_kept(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": CLEAN.replace("@task\n", "@task  # noqa: SPK301\n")})
    assert check(tmp_path).code == 1
    assert check(tmp_path, "--add-noqa").code == 0
    assert "@task  # noqa: SPK301, SPK001\n" in (tmp_path / "a.py").read_text()
    assert check(tmp_path).code == 0


def test_a_patch_shows_what_would_be_written(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": WRONG})
    done = check(tmp_path, "--add-noqa", "--diff")
    assert (done.code, done.complaints) == (
        1,
        ["Would silence 1 finding in 1 file; 0 would be left."],
    )
    assert "\n-    @task()\n+    @task()  # noqa: SPK202\n" in done.text
    assert (tmp_path / "a.py").read_text() == WRONG


def test_standard_input_comes_out_with_comments(tmp_path: Path) -> None:
    done = run("check", "-", "--add-noqa", cwd=tmp_path, stdin=WRONG.encode())
    assert done.code == 0
    assert done.text == WRONG.replace("@task()", "@task()  # noqa: SPK202")


def test_bytes_that_nobody_touched_stay(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + WRONG.replace("\n", "\r\n").encode()
    plant(
        tmp_path, {"a.py": data, "b.py": f"# coding: latin-1\n# caf\xe9\n{WRONG}".encode("latin-1")}
    )
    assert check(tmp_path, "--add-noqa").code == 0
    assert (tmp_path / "a.py").read_bytes() == data.replace(b"@task()", b"@task()  # noqa: SPK202")
    assert b"caf\xe9\n" in (tmp_path / "b.py").read_bytes()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    plant(tmp_path, {"b.py": f"# coding: latin-1\n{WRONG}".encode("latin-1")})
    done = check(tmp_path, "--add-noqa", "--reason", "주문")
    assert done.code == 2
    assert (
        "b.py: no comment is added: the text cannot be written back exactly" in done.complaints[0]
    )
    string = 'Crontab(minute=61, hour=int("# noqa: E501"[:0] or "1"))'
    plant(
        tmp_path,
        {"b.py": LONG.replace("@schedule()\n    @schedule()", f"@schedule(crontab={string})")},
    )
    done = check(tmp_path, "--add-noqa")
    assert done.code == 2
    why = "a string there holds the # noqa that flake8 reads"
    assert done.complaints == [f"spakky-lint: b.py: no comment is added for line 15: {why}"]
    assert [line[:8] for line in check(tmp_path, "--format", "concise").lines] == ["b.py:15:"]


def test_a_file_that_does_not_parse_is_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": f"{WRONG}("})
    done = check(tmp_path, "--add-noqa")
    assert done.code == 1
    assert "SPK000" in done.text
    assert (tmp_path / "a.py").read_text() == f"{WRONG}("


def test_a_file_of_settings_has_no_comments_of_ours(tmp_path: Path) -> None:
    setting = "SPAKKY_CELERY__TIMEZONE=Mars/Base\n"
    plant(tmp_path, {"pyproject.toml": "", ".env": setting, "a.py": CLEAN})
    done = check(tmp_path, "--add-noqa")
    assert done.code == 1
    assert done.complaints == [
        "spakky-lint: .env: a comment cannot suppress findings in this file; per-file-ignores can"
    ]
    assert (tmp_path / ".env").read_text() == setting


@pytest.mark.parametrize(
    "arguments",
    [
        ["--reason", "why"],
        ["--add-noqa", "--fix"],
        ["--add-noqa", "--write-baseline"],
        ["--add-noqa", "--reason", "two\nlines"],
        ["--add-noqa", "--reason", " "],
    ],
)
def test_what_cannot_be_asked_for(tmp_path: Path, arguments: list[str]) -> None:
    plant(tmp_path, {"a.py": WRONG})
    done = check(tmp_path, *arguments)
    assert (done.code, done.out) == (2, b"")
    assert (tmp_path / "a.py").read_text() == WRONG
