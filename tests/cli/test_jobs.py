"""``check --jobs``: several processes, and nothing else that anybody would see of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.running import (
    CLEAN,
    FOREIGN,
    HOPELESS,
    UNSAFE,
    WRONG,
    Run,
    command,
    environment,
    launch,
    run,
)

KINDS = {
    "wrong": WRONG,
    "unsafe": UNSAFE,
    "hopeless": HOPELESS,
    "clean": CLEAN,
    "foreign": FOREIGN,
    "broken": "from spakky.task import task\ndef (",
    "subclass": "from {folder}.clean import Mail\n\n\nclass Subclass(Mail):\n    pass\n",
    "unknown": "from gone import Base\nfrom spakky.task import task\n\n\n"
    "class A(Base):\n    @task\n    def a(self) -> None: ...\n",
}


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for folder in ("one", "two", "three", "four"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
        for name, text in KINDS.items():
            (tmp_path / folder / f"{name}.py").write_text(text.replace("{folder}", folder))
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'a'\ndependencies = 1\n")
    return tmp_path


def alike(one: Run, two: Run) -> bool:
    return (one.code, one.out, one.err) == (two.code, two.out, two.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "json", "--explain-unknown"],
        ["--statistics", "nope", "--unsafe-fixes"],
        ["--diff"],
        ["--add-noqa", "--diff", "--reason", "later"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_same_is_written_as_by_one(many: Path, arguments: list[str]) -> None:
    paths = [".", *(each for each in arguments if each == "nope")]
    options = [each for each in arguments if each != "nope"]
    one = run("check", *paths, "--jobs", "1", *options, cwd=many)
    assert one.code
    assert alike(one, launch("check", *paths, "--jobs", "2", *options, cwd=many))


def test_processes_that_are_no_forks_do_the_same(many: Path) -> None:
    one = run("check", "--jobs", "1", cwd=many)
    # In a process with several threads none is forked.
    assert alike(one, run("check", "--jobs", "2", cwd=many))


@pytest.mark.parametrize("option", ["--fix", "--add-noqa"])
def test_the_same_is_repaired_as_by_one(many: Path, option: str) -> None:
    before = {path: path.read_bytes() for path in many.rglob("*.py")}
    one = run("check", "--jobs", "1", option, cwd=many)
    after = {path: path.read_bytes() for path in before}
    for path, data in before.items():
        path.write_bytes(data)
    two = launch("check", "--jobs", "2", option, cwd=many)
    assert alike(one, two)
    assert {path: path.read_bytes() for path in before} == after != before


def test_the_same_is_known_as_by_one(many: Path) -> None:
    assert launch("check", "one", "--jobs", "2", "--write-baseline", "b.jsonl", cwd=many).code == 0
    one = run("check", "--jobs", "1", "--baseline", "b.jsonl", cwd=many)
    assert b"one/" not in one.out
    assert alike(one, launch("check", "--jobs", "2", "--baseline", "b.jsonl", cwd=many))


def test_what_each_took_is_told(many: Path) -> None:
    told = launch("check", "-v", "--jobs", "2", cwd=many).complaints
    assert any(re.fullmatch(r" +\d\.\d+ s  checking the files in 2 processes", x) for x in told)
    assert "time of the processes, added up:" in told
    assert "  one/clean.py: its imports may concern a rule" in told
    few = launch("check", "-v", "one", cwd=many).complaints
    assert not any("processes" in line for line in few)  # it does not pay


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def slow(tree: Path) -> subprocess.Popen[bytes]:
    """A run of two processes that have begun, and go on for a while."""
    tasks = "".join(f"\n    @task\n    def task_{n}(self) -> None: ...\n" for n in range(3000))
    for number in range(16):
        (tree / f"slow_{number}.py").write_text(CLEAN + tasks)
    process = subprocess.Popen(
        command("check", "--jobs", "2"),
        cwd=tree,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while len(children(process.pid)) < 2:
        time.sleep(0.01)
    return process


def test_ctrl_c_ends_all_at_once(tmp_path: Path) -> None:
    process = slow(tmp_path)
    started = children(process.pid)
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, complaints = process.communicate(timeout=60)
    assert (process.returncode, out, complaints) == (130, b"", b"spakky-lint: interrupted\n")
    assert time.monotonic() - start < 5  # the work takes longer by far
    assert not any(Path(f"/proc/{each}").exists() for each in started)


def test_workers_do_not_outlive_a_run_that_is_killed(tmp_path: Path) -> None:
    process = slow(tmp_path)
    started = children(process.pid)
    process.kill()
    process.communicate(timeout=60)
    for _ in range(500):
        if not any(_is_alive(each) for each in started):
            return
        time.sleep(0.02)
    pytest.fail("they go on")


def _is_alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_that_somebody_kills_is_replaced(many: Path) -> None:
    one = run("check", "--jobs", "1", "--format", "json", cwd=many)
    process = subprocess.Popen(
        command("check", "--jobs", "2", "--format", "json"),
        cwd=many,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not (started := children(process.pid)):
        time.sleep(0.005)
    os.kill(started[0], signal.SIGKILL)
    out, complaints = process.communicate(timeout=120)
    assert (process.returncode, out, complaints) == (one.code, one.out, one.err)
