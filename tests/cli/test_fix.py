"""``--fix`` and ``--diff``: exactly what they should change, and not one byte more."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.cli import main
from spakky_lint.linting.linter import judge
from tests.cli.running import (
    CLEAN,
    FOREIGN,
    HOPELESS,
    MENDED,
    UNSAFE,
    UNSAFE_MENDED,
    WRONG,
    environment,
    plant,
    run,
)

BOM = b"\xef\xbb\xbf"
LATIN = b"# -*- coding: latin-1 -*-\n# caf\xe9 \xff\n"


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def mixed(text: str) -> bytes:
    """Every line with another ending."""
    endings = ["\n", "\r\n", "\r", "\n\n\r\n"]
    lines = text.split("\n")[:-1]
    return "".join(line + endings[i % 4] for i, line in enumerate(lines)).encode()


SURVIVORS = {
    "lf.py": (WRONG.encode(), MENDED.encode()),
    "crlf.py": (crlf(WRONG), crlf(MENDED)),
    "mixed.py": (mixed(WRONG), mixed(MENDED)),
    "cr.py": (WRONG.replace("\n", "\r").encode(), MENDED.replace("\n", "\r").encode()),
    "bom.py": (BOM + WRONG.encode(), BOM + MENDED.encode()),
    "bom_crlf.py": (BOM + crlf(WRONG), BOM + crlf(MENDED)),
    "latin.py": (LATIN + WRONG.encode(), LATIN + MENDED.encode()),
    "no_end.py": (WRONG.rstrip("\n").encode(), MENDED.rstrip("\n").encode()),
    "blank_end.py": (WRONG.encode() + b"\n\n  ", MENDED.encode() + b"\n\n  "),
    "tabs.py": (WRONG.replace("    ", "\t").encode(), MENDED.replace("    ", "\t").encode()),
    "form_feed.py": (b"\x0c\n" + WRONG.encode(), b"\x0c\n" + MENDED.encode()),
    "trailing.py": (
        WRONG.replace("task()", "task()   ").encode() + "# 주문  \x0b \u2028\n".encode(),
        MENDED.replace("@task", "@task   ").encode() + "# 주문  \x0b \u2028\n".encode(),
    ),
    "sub/deep/주문.py": (WRONG.encode(), MENDED.encode()),
}


def test_every_other_byte_survives(tmp_path: Path) -> None:
    plant(tmp_path, {name: before for name, (before, _) in SURVIVORS.items()})
    done = run("check", "--fix", cwd=tmp_path)
    count = len(SURVIVORS)
    assert done.lines == [
        f"Fixed {count} findings in {count} files.",
        f"No findings in {count} files; {count} mention Spakky.",
    ]
    assert (done.code, done.err) == (0, b"")
    assert {name: (tmp_path / name).read_bytes() for name in SURVIVORS} == {
        name: after for name, (_, after) in SURVIVORS.items()
    }
    # and there is nothing more to do
    assert run("check", "--diff", cwd=tmp_path).out == b""


def test_what_needs_no_fix_is_not_touched(tmp_path: Path) -> None:
    files = {"clean.py": CLEAN, "foreign.py": FOREIGN, "hopeless.py": HOPELESS, "unsafe.py": UNSAFE}
    plant(tmp_path, files | {"broken.py": WRONG + "def f(:\n"})
    for path in tmp_path.iterdir():
        os.utime(path, ns=(10**18, 10**18))
    before = {path.name: path.stat() for path in tmp_path.iterdir()}
    folder = tmp_path.stat()
    assert run("check", "--fix", cwd=tmp_path).code == 1
    for name, status in before.items():
        after = (tmp_path / name).stat()
        assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
            status.st_ino,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )
    assert tmp_path.stat().st_mtime_ns == folder.st_mtime_ns  # no file came or went


def test_what_is_left_is_reported(tmp_path: Path) -> None:
    extra = HOPELESS.partition("\n\n\n")[2]
    plant(tmp_path, {"a.py": WRONG + "\n\n" + extra.replace("schedule()", "task\n    @task()")})
    plant(tmp_path, {"b.py": HOPELESS})
    done = run("check", "--fix", "--format", "concise", cwd=tmp_path)
    assert done.code == 1
    assert "a.py:6:5: E SPK202" not in done.text
    assert any(line.startswith("b.py:6:5: E SPK301 ") for line in done.lines)


def test_unsafe_fixes_need_to_be_asked_for(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": WRONG, "b.py": UNSAFE})
    done = run("check", "--fix", cwd=tmp_path)
    assert done.code == 1
    assert done.lines[-3:] == [
        "Fixed 1 finding in 1 file.",
        "Found 1 error in 1 of 2 files.",
        "1 can be fixed with --fix --unsafe-fixes.",
    ]
    assert (tmp_path / "b.py").read_text() == UNSAFE
    done = run("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert done.code == 0
    assert done.lines == [
        "Fixed 1 finding in 1 file.",
        "No findings in 2 files; 2 mention Spakky.",
    ]
    assert (tmp_path / "b.py").read_text() == UNSAFE_MENDED


def test_what_is_silenced_or_not_selected_is_not_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    silenced = WRONG.replace("task()", "task()  # noqa: SPK202")
    plant(tmp_path, {"a.py": silenced, "b.py": WRONG})
    assert main(["check", "--fix", "--ignore", "SPK202"]) == 0
    assert (tmp_path / "b.py").read_text() == WRONG
    assert main(["check", "--fix"]) == 0
    assert (tmp_path / "a.py").read_text() == silenced
    assert (tmp_path / "b.py").read_text() == MENDED


def test_the_mode_and_the_link_are_kept(tmp_path: Path) -> None:
    plant(tmp_path, {"real/tasks.py": WRONG})
    target = tmp_path / "real/tasks.py"
    target.chmod(0o751)
    (tmp_path / "link.py").symlink_to("real/tasks.py")
    assert run("check", "--fix", "link.py", cwd=tmp_path).code == 0
    assert target.read_text() == MENDED
    assert stat.S_IMODE(target.stat().st_mode) == 0o751
    assert (tmp_path / "link.py").is_symlink()
    assert [path.name for path in target.parent.iterdir()] == ["tasks.py"]


def test_a_diff_writes_nothing_and_applies(tmp_path: Path) -> None:
    plant(tmp_path, {name: before for name, (before, _) in SURVIVORS.items()})
    plant(tmp_path, {"hopeless.py": HOPELESS, "unsafe.py": UNSAFE})
    for arguments in (["--diff"], ["--diff", "--fix"]):
        done = run("check", *arguments, cwd=tmp_path)
        assert done.code == 1
        assert done.out.count(b"\n--- ") + 1 == len(SURVIVORS)
        assert done.complaints == [
            f"Would fix {len(SURVIVORS)} findings in {len(SURVIVORS)} files; 2 would be left."
        ]
        assert (tmp_path / "lf.py").read_text() == WRONG
    git = shutil.which("git")
    assert git is not None
    subprocess.run(
        [git, "apply", "-p0"],
        cwd=tmp_path,
        input=done.out,
        env={**environment(), "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)},
        check=True,
    )
    assert {name: (tmp_path / name).read_bytes() for name in SURVIVORS} == {
        name: after for name, (_, after) in SURVIVORS.items()
    }


CRAFTED = "a.py\n+++ a.py\n@@ -1,1 +1,1 @@\n-x = 1\n+x = 2\n.py"
"""A name that would be a change of another file."""


@pytest.mark.parametrize(
    "name",
    [
        "tab\there.py",
        "two\nlines.py",
        "return\r.py",
        '"leading.py',
        'quo"te.py',
        "back\\slash.py",
        " blanks .py",
        "bell\a\x7f.py",
        "주문 배송.py",
        CRAFTED,
    ],
)
def test_a_diff_applies_to_a_file_of_any_name(tmp_path: Path, name: str) -> None:
    plant(tmp_path, {"a.py": "x = 1\n", name: WRONG})
    done = run("check", "--diff", cwd=tmp_path)
    assert done.code == 1
    git = shutil.which("git")
    assert git is not None
    subprocess.run(
        [git, "apply", "-p0"],
        cwd=tmp_path,
        input=done.out,
        env={**environment(), "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)},
        check=True,
    )
    assert (tmp_path / name).read_text() == MENDED
    assert (tmp_path / "a.py").read_text() == "x = 1\n"


def test_a_diff_to_the_letter(tmp_path: Path) -> None:
    plant(tmp_path, {"src/a.py": WRONG, "src/b.py": UNSAFE})
    done = run("check", "--diff", cwd=tmp_path)
    assert done.text.split("\n") == [
        "--- src/a.py",
        "+++ src/a.py",
        "@@ -3,5 +3,5 @@",
        " ",
        " @TaskHandler()",
        " class Orders:",
        "-    @task()",
        "+    @task",
        "     def ship(self) -> None: ...",
        "",
    ]
    assert done.complaints == ["Would fix 1 finding in 1 file; 1 would be left."]


def test_exit_codes_of_a_diff(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(plant(tmp_path, {"a.py": WRONG, "b.py": UNSAFE, "c.py": CLEAN}))

    def diff(*arguments: str) -> tuple[int, bool]:
        code = main(["check", "--diff", *arguments])
        return code, bool(capsys.readouterr().out)

    assert diff("a.py") == (1, True)
    assert diff("b.py") == (1, False)  # something is found, though nothing is offered
    assert diff("b.py", "--unsafe-fixes") == (1, True)
    assert diff("c.py") == (0, False)
    assert diff("a.py", "--exit-zero") == (0, True)
    assert diff("a.py", "nope.py") == (2, True)
    assert (tmp_path / "a.py").read_text() == WRONG


def test_what_was_saved_meanwhile_is_reported_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, {"a.py": WRONG, "b.py": WRONG})
    saved = WRONG.replace("ship", "send")

    def while_somebody_saves(*arguments: Any, **others: Any) -> Any:
        (tmp_path / "a.py").write_text(saved)
        return judge(*arguments, **others)

    monkeypatch.setattr("spakky_lint.linting.fixer.judge", while_somebody_saves)
    done = run("check", "--fix", ".", cwd=tmp_path)
    assert done.code == 2
    assert done.complaints == ["spakky-lint: a.py: not fixed: it has changed since it was read"]
    assert (tmp_path / "a.py").read_text() == saved
    assert (tmp_path / "b.py").read_text() == MENDED


def test_who_interrupts_is_told_what_was_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, {"a.py": WRONG, "b.py": WRONG, "c.py": WRONG})
    calls = []

    def interrupt(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "fsync", interrupt)
    done = run("check", "--fix", ".", cwd=tmp_path)
    assert done.code == 130
    assert done.complaints == [
        "spakky-lint: a.py: 1 finding fixed",
        "spakky-lint: b.py: 1 finding fixed",
        "spakky-lint: interrupted",
    ]
    assert (tmp_path / "b.py").read_text() == MENDED
    assert (tmp_path / "c.py").read_text() == WRONG
    assert len(list(tmp_path.iterdir())) == 3
