"""A run that takes over results says what one says that works out everything, byte by byte."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cache.programs import Program
from tests.cli.running import run

FORMATS = (
    *("text", "json", "concise", "grouped", "json-lines", "github", "gitlab", "azure", "junit"),
    *("rdjson", "pylint"),
)


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["check", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def with_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPAKKY_LINT_NO_CACHE", raising=False)


@pytest.mark.usefixtures("with_cache")
@pytest.mark.parametrize("seed", range(12))
def test_random_edits(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    program = Program(tmp_path, seed)
    edited: list[Sequence[str]] = []
    for _ in range(10):
        options = program.random.choice((["-j", "1"], ["-j", "1"], ["-j1", "--explain-unknown"]))
        format_ = program.random.choice(("text", "text", "json", "sarif", "pylint"))
        options = [*options, "--format", format_]
        warm = _run(capsys, *options)
        cold = _run(capsys, *options, "--no-cache")
        assert warm == cold, edited
        edited.append(program.edit())


_SCRIPT = """
import sys
from spakky_lint.cli import main
code = main()
sys.stderr.write("\\nlibcst" if "libcst" in sys.modules else "\\nlight")
sys.exit(code)
"""


@pytest.mark.usefixtures("with_cache")
@pytest.mark.parametrize("first", ["text", "json"])
def test_what_one_format_has_left_any_other_takes_over(first: str, tmp_path: Path) -> None:
    """It loads no parser, and says what it says without a cache, which need be no other process."""
    program = Program(tmp_path, 1)
    program.write("app/roles.py", "ADMIN = 3\n")
    program.write("app/times.py", "HOUR = 33\nEVERY = 300\n")

    def warm(*options: str) -> tuple[tuple[int, str, str], str]:
        command = [sys.executable, "-c", _SCRIPT, "check", "-j1", *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        said, _, loaded = done.stderr.rpartition("\n")
        return (done.returncode, done.stdout, said), loaded

    def cold(*options: str) -> tuple[int, str, str]:
        done = run("check", "-j1", *options, "--no-cache", cwd=tmp_path)
        return done.code, done.text, done.err.decode()

    assert warm("--format", first)[1] == "libcst"
    views = [("--format", each) for each in (*FORMATS, "sarif")]
    for view in (*views, ("--statistics",), ("-q",), ("--lang", "ko")):
        said, loaded = warm(*view)
        assert loaded == "light", view
        assert said == cold(*view), view
