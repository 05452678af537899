"""``-``: a text that is not in a file."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cli.running import CLEAN, FOREIGN, HOPELESS, MENDED, WRONG, Run, plant, run

Checking = Callable[..., Run]


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Checking:
    """Check a text in this process."""
    monkeypatch.chdir(tmp_path)

    def check(text: bytes, *arguments: str) -> Run:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        code = main(["check", "-", *arguments])
        printed = capfdbinary.readouterr()
        return Run(code, printed.out, printed.err)

    return check


def test_a_text_is_checked(tmp_path: Path) -> None:
    done = run("check", "-", "--format", "concise", cwd=tmp_path, stdin=WRONG.encode())
    assert done.code == 1
    (line,) = done.lines
    assert line.startswith("<stdin>:6:5: E SPK202 ")
    assert done.err == b""


def test_a_clean_text(check: Checking) -> None:
    done = check(CLEAN.encode())
    assert (done.code, done.text) == (0, "No findings in 1 file; 1 mentions Spakky.\n")


def test_the_file_it_stands_for(tmp_path: Path, check: Checking) -> None:
    name = str(tmp_path / "src/orders.py")
    done = check(WRONG.encode(), "--stdin-filename", name, "--format", "json")
    assert done.code == 1
    assert [finding["path"] for finding in json.loads(done.out)["findings"]] == ["src/orders.py"]


def test_the_configuration_counts_for_the_file_it_stands_for(
    tmp_path: Path, check: Checking
) -> None:
    plant(
        tmp_path,
        {
            "pyproject.toml": "[tool.spakky-lint]\nexclude = ['old']\n"
            "per-file-ignores = {'tests' = ['SPK2']}\n"
        },
    )
    for name in ("old/a.py", "tests/a.py"):
        forced = ("--force-exclude", "--stdin-filename", name)
        done = check(WRONG.encode(), "--format", "concise", *forced)
        assert (done.code, done.out) == (0, b"")
        note = "spakky-lint: old/a.py: the configuration excludes this file"
        assert done.complaints == ([note] if name == "old/a.py" else [])
        done = check(WRONG.encode(), "--fix", *forced)
        assert (done.code, done.text) == (0, WRONG)
    # Somebody who names it means it.
    assert check(WRONG.encode(), "--stdin-filename", "old/a.py").code == 1


def test_a_notebook_is_refused(check: Checking) -> None:
    done = check(b"{}", "--fix", "--stdin-filename", "a.ipynb")
    assert (done.code, done.out) == (2, b"{}")
    told = "spakky-lint: a.ipynb: a notebook is not checked: export it as a Python file"
    assert told in done.complaints


def test_the_fixed_text_comes_out_and_the_report_goes_to_standard_error(tmp_path: Path) -> None:
    done = run("check", "-", "--fix", cwd=tmp_path, stdin=WRONG.encode())
    assert (done.code, done.text) == (0, MENDED)
    assert done.complaints == [
        "Fixed 1 finding in 1 file.",
        "No findings in 1 file; 1 mentions Spakky.",
    ]


def test_a_text_that_is_not_fixed_comes_out_as_it_went_in(check: Checking) -> None:
    texts = [
        (HOPELESS.replace("\n", "\r\n").encode(), 1),
        (b"\xef\xbb\xbf" + CLEAN.encode(), 0),
        (FOREIGN.rstrip("\n").encode(), 0),
        (b"", 0),
        (b"from spakky.task import task\nx = '\xff\x00'\r", 1),
        (WRONG.encode() + b"def f(:\n", 1),
    ]
    for text, code in texts:
        done = check(text, "--fix")
        assert (done.code, done.out) == (code, text)


def test_bytes_survive_the_fix(check: Checking) -> None:
    head = b"# coding: latin-1\r\n# caf\xe9\r\n"
    before = head + WRONG.replace("\n", "\r\n").encode()
    done = check(before, "--fix")
    assert (done.code, done.out) == (0, head + MENDED.replace("\n", "\r\n").encode())


def test_a_diff_of_it(check: Checking) -> None:
    done = check(WRONG.encode(), "--diff", "--stdin-filename", "src/a.py")
    assert done.code == 1
    assert done.lines[:2] == ["--- src/a.py", "+++ src/a.py"]
    assert done.complaints == ["Would fix 1 finding in 1 file; 0 would be left."]


def test_no_standard_input(tmp_path: Path) -> None:
    done = run("check", "-", cwd=tmp_path, launcher=["sh", "-c", 'exec "$@" <&-', "sh"])
    assert done.code == 2
    assert done.complaints == ["spakky-lint: <stdin>: standard input is closed"]
    done = run("check", "-", cwd=tmp_path, launcher=["sh", "-c", 'exec "$@" 0>out', "sh"])
    assert done.code == 2
    assert done.complaints == ["spakky-lint: <stdin>: bad file descriptor"]
