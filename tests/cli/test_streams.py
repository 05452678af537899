"""Terminals, colours, encodings, and outputs that go away."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from spakky_lint.cli.progress import with_progress
from spakky_lint.cli.terminal import style_for
from tests.cli.running import (
    CLEAN,
    WRONG,
    command,
    environment,
    plant,
    read_terminal,
    run,
    run_on_terminal,
)

pytestmark = pytest.mark.long

ESCAPE = "\x1b["


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path, {"a.py": WRONG})


# Colour


def test_colour_on_a_terminal_only(tree: Path) -> None:
    piped = run("check", cwd=tree).text
    code, shown = run_on_terminal("check", cwd=tree)
    assert code == 1
    assert f"{ESCAPE}1;31mSPK202{ESCAPE}0m" in shown
    assert ESCAPE not in piped
    # without its escapes it is the same report
    plain = shown
    for ink in ("0", "1", "2", "34", "1;31", "1;32", "1;34"):
        plain = plain.replace(f"{ESCAPE}{ink}m", "")
    assert plain.split() == piped.split()


def test_no_color_and_force_color(tree: Path) -> None:
    assert ESCAPE not in run_on_terminal("check", cwd=tree, env={"NO_COLOR": "1"})[1]
    assert ESCAPE in run("check", cwd=tree, env={"FORCE_COLOR": "1"}).text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": "0"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "3"}, True, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_the_variables(environment: dict[str, str], on_terminal: bool, elsewhere: bool) -> None:
    assert style_for(Terminal(), environment).colour is on_terminal
    assert style_for(io.StringIO(), environment).colour is elsewhere
    closed = Terminal()
    closed.close()
    assert style_for(None, environment) == style_for(io.StringIO(), environment)


@pytest.mark.parametrize(("columns", "width"), [(20, 40), (60, 60), (100, 100), (300, 100)])
def test_prose_fills_a_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert style_for(Terminal(), {}).width == width
    assert style_for(io.StringIO(), {}).width == 80


def test_a_diff_on_a_terminal_is_coloured_and_decoded(tree: Path) -> None:
    plant(tree, {"a.py": b"# coding: latin-1\n" + WRONG.encode() + b"# caf\xe9\n"})
    code, shown = run_on_terminal("check", "--diff", cwd=tree)
    assert code == 1
    assert f"{ESCAPE}31m-    @task(){ESCAPE}0m\n{ESCAPE}32m+    @task{ESCAPE}0m\n" in shown
    assert " # café\n" in shown


# Encodings


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["ascii", "latin-1", "C"],
)
def test_an_encoding_that_lacks_a_character_gets_its_escape(
    tmp_path: Path, env: dict[str, str]
) -> None:
    plant(tmp_path, {"주문.py": WRONG.replace("task()", "task()  # 주문")})
    done = run("check", "--format", "json", cwd=tmp_path, env=env)
    (finding,) = json.loads(done.out)["findings"]
    assert os.fsencode(finding["path"]).decode() == "주문.py"
    done = run("check", "없음.py", ".", cwd=tmp_path, env=env)
    assert done.code == 2
    assert b"@task()  # \\uc8fc\\ubb38" in done.out
    (complaint,) = done.complaints
    assert complaint.startswith("spakky-lint: \\u")
    assert complaint.endswith(".py: no such file or directory")


# Outputs that go away


@pytest.mark.parametrize("options", [(), ("--diff",)], ids=["report", "diff"])
def test_a_reader_who_has_seen_enough(tmp_path: Path, options: tuple[str, ...]) -> None:
    # More output than a pipe holds, so that some of it is refused.
    tasks = "".join(f"\n    @task()\n    def task_{n}(self) -> None: ...\n" for n in range(1000))
    plant(tmp_path, {"a.py": CLEAN + tasks})
    process = subprocess.Popen(
        command("check", *options),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.read(10)
    process.stdout.close()
    _, complaints = process.communicate(timeout=120)
    assert process.returncode == 1
    expected = "Would fix 1000 findings in 1 file; 0 would be left.\n" if options else ""
    assert complaints.decode() == expected


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["check"], ["check", "--diff"], ["--help"]])
def test_a_full_disk(tree: Path, arguments: list[str]) -> None:
    launcher = ["sh", "-c", 'exec "$@" >/dev/full', "sh"]
    done = run(*arguments, cwd=tree, launcher=launcher)
    assert done.code == 2
    assert done.complaints == ["spakky-lint: the output cannot be written: No space left on device"]


@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        (">&-", ["check"], 1),
        (">&-", ["check", "--diff"], 1),
        ("2>&-", ["check", "nope.py"], 2),
        (">&- 2>&-", ["check", ".", "nope.py"], 2),
    ],
)
def test_closed_outputs(tree: Path, closed: str, arguments: list[str], code: int) -> None:
    launcher = ["sh", "-c", f'exec "$@" {closed}', "sh"]
    assert run(*arguments, cwd=tree, launcher=launcher).code == code


def slow_file(tree: Path, name: str = "slow.py", many: int = 3000) -> None:
    """A file without findings that takes seconds to be checked."""
    tasks = (f"\n    @task\n    def task_{n}(self) -> None: ...\n" for n in range(many))
    (tree / name).write_text(CLEAN + "".join(tasks))


def test_ctrl_c(tree: Path) -> None:
    names = [f"slow_{number}.py" for number in range(9)]
    for name in names:
        slow_file(tree, name)
    process = subprocess.Popen(
        command("check", *names),
        cwd=tree,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    # Several times what the start takes, and a part of what the work does.
    while cpu_seconds(process.pid) < 2.0:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, complaints = process.communicate(timeout=120)
    assert process.returncode == 130
    assert (out, complaints) == (b"", b"spakky-lint: interrupted\n")


def cpu_seconds(process: int) -> float:
    """What a process has used so far, as the system counts it."""
    said = subprocess.run(
        ["ps", "-o", "cputimes=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return float(said.stdout)


# Progress


def test_a_long_run_shows_how_far_it_has_come(tree: Path) -> None:
    slow_file(tree, many=9000)
    code, shown = run_on_terminal("check", "slow.py", "a.py", cwd=tree, env={"NO_COLOR": "1"})
    assert code == 1
    _, line, blanks, rest = shown.split("\r")
    assert re.fullmatch(r"Checking 2 of 2 files, [\d.]+ per second, \d+ s left", line)
    assert blanks == " " * len(line)
    assert rest.startswith("a.py:6:5: SPK202")


def test_nothing_of_it_where_standard_error_is_no_terminal(tree: Path) -> None:
    slow_file(tree)
    done = run("check", "slow.py", "a.py", "--format", "concise", cwd=tree)
    assert done.err == b""
    assert len(done.lines) == 1


def test_standard_output_stays_clean_of_it(tree: Path) -> None:
    slow_file(tree, many=9000)
    reading, writing = os.pipe()
    code, shown = run_on_terminal(
        "check", "slow.py", "a.py", "--format", "json", cwd=tree, stdout=writing
    )
    os.close(writing)
    document = json.loads(read_terminal(reading))
    assert code == 1
    assert document["summary"]["files"] == 2
    assert "Checking 2 of 2 files" in shown


def test_progress_is_patient_and_cleans_up() -> None:
    stream = Terminal()
    times = iter([0.0, 0.5, 1.05, 1.1, 1.6, 3.0])
    items = with_progress("abcde", stream, lambda: next(times))
    assert [next(items), next(items)] == ["a", "b"]
    shown = "\rChecking 2 of 5 files, 1.0 per second, 4 s left"
    assert stream.getvalue() == shown
    assert next(items) == "c"
    assert stream.getvalue() == shown
    assert next(items) == "d"
    shown += "\rChecking 4 of 5 files, 1.9 per second, 1 s left"
    assert stream.getvalue() == shown
    items.close()  # type: ignore[attr-defined]  # the generator of an interrupted run
    assert stream.getvalue() == f"{shown}\r{' ' * 47}\r"


def test_progress_over_many_files_tells_minutes_and_leaves_nothing_of_a_longer_line() -> None:
    stream = Terminal()
    times = iter([0.0, 0.0, 200.0, 200.05, *([208.0] * 20)])
    items = with_progress(range(1000), stream, lambda: next(times))
    assert [next(items) for _ in range(4)] == [0, 1, 2, 3]
    first, second = stream.getvalue().split("\r")[1:]
    assert first == "Checking 2 of 1000 files, 0.0 per second, 3330 min left"
    assert second == "Checking 4 of 1000 files, 0.0 per second, 1152 min left"


def test_a_short_run_shows_nothing() -> None:
    stream = Terminal()
    assert list(with_progress("abc", stream, lambda: 0.0)) == ["a", "b", "c"]
    assert stream.getvalue() == ""
