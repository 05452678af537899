"""The patch of ``--diff``: tools apply it, and the bytes are those that ``--fix`` writes."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from spakky_lint.project.checked_file import CheckedFile, Repair
from spakky_lint.report.model import Report
from spakky_lint.report.patch import patch_bytes, patch_summary, patch_text
from spakky_lint.report.style import PLAIN, Style
from tests.report.samples import CALLED, CLEAN, ORDERS, SWEPT


def repair(before: bytes, after: bytes, encoding: str = "utf-8") -> Repair:
    return Repair(before, after, encoding, after.decode(encoding), (CALLED,), (SWEPT,))


def changed(path: str, before: bytes, after: bytes, encoding: str = "utf-8") -> CheckedFile:
    return CheckedFile(path, (CALLED, SWEPT), None, True, repair(before, after, encoding))


def test_the_patch() -> None:
    file = changed("shop/a.py", b"one\n@task()\nthree\n", b"one\n@task\nthree\n")
    assert b"".join(patch_bytes(Report((CLEAN, file, ORDERS)))) == (
        b"--- shop/a.py\n+++ shop/a.py\n@@ -1,3 +1,3 @@\n one\n-@task()\n+@task\n three\n"
    )


HARD = {
    "crlf.py": (b"a\r\n@task()\r\nb\r\n", b"a\r\n@task\r\nb\r\n"),
    "mixed.py": (b"a\r\n@task()\nb\rc\n", b"a\r\n@task\nb\rc\n"),
    "bom.py": (b"\xef\xbb\xbf@task()\n", b"\xef\xbb\xbf@task\n"),
    "latin.py": (
        b"# coding: latin-1\n# caf\xe9\n@task()\n",
        b"# coding: latin-1\n# caf\xe9\n@task\n",
    ),
    "no end.py": (b"a\n@task()", b"a\n@task"),
    "ends.py": (b"@task()\nlast", b"@task\nlast"),
    "form.py": (b"a\x0c\n@task()\x0b\n\xe2\x80\xa8\n", b"a\x0c\n@task\x0b\n\xe2\x80\xa8\n"),
    "deep/주문.py": (b"@task()\n", b"@task\n"),
}


@pytest.mark.parametrize("command", [["git", "apply", "-p0"], ["patch", "-p0", "--binary"]])
def test_tools_apply_it_to_the_byte(tmp_path: Path, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    files = []
    for name, (before, after) in HARD.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(before)
        files.append(changed(name, before, after, "latin-1" if name == "latin.py" else "utf-8"))
    subprocess.run(
        command,
        cwd=tmp_path,
        input=b"".join(patch_bytes(Report(tuple(files)))),
        check=True,
        capture_output=True,
        # a repository around the temporary folder is not the one to patch
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)},
    )
    assert {name: (tmp_path / name).read_bytes() for name in HARD} == {
        name: after for name, (_, after) in HARD.items()
    }


def test_the_same_to_look_at() -> None:
    latin = changed(
        "caf\udce9 a.py", b"# caf\xe9\n\t@task()\x1b", b"# caf\xe9\n\t@task\x1b", "latin-1"
    )
    assert list(patch_text(Report((latin,)), PLAIN)) == [
        "--- caf\ufffd a.py",
        "+++ caf\ufffd a.py",
        "@@ -1,2 +1,2 @@",
        " # café",
        "-\t@task()␛",
        "\\ No newline at end of file",
        "+\t@task␛",
        "\\ No newline at end of file",
    ]
    assert list(patch_text(Report((changed("a.py", b"-- x\n", b"y\n"),)), Style(colour=True))) == [
        "\x1b[1m--- a.py\x1b[0m",
        "\x1b[1m+++ a.py\x1b[0m",
        "\x1b[34m@@ -1 +1 @@\x1b[0m",
        "\x1b[31m--- x\x1b[0m",
        "\x1b[32m+y\x1b[0m",
    ]


def test_what_applying_it_would_come_to() -> None:
    file = changed("a.py", b"@task()\n", b"@task\n")
    assert list(patch_summary(Report((file, replace(file, path="b.py"), ORDERS, CLEAN)))) == [
        "Would fix 2 findings in 2 files; 4 would be left."
    ]
    assert list(patch_summary(Report((file,)))) == [
        "Would fix 1 finding in 1 file; 1 would be left."
    ]
    assert list(patch_summary(Report((CLEAN,)))) == ["Nothing to fix; 0 would be left."]
