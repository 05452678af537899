"""Whatever the input is, the others are checked, one message says what is wrong, no traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from spakky_lint.cli import main
from spakky_lint.linting import linter
from spakky_lint.linting.linter import Step
from spakky_lint.program.sources import File
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.syntax.declarations import Module
from tests.cli import without_privileges
from tests.cli.running import CLEAN, FOREIGN, MENDED, WRONG, plant, run

HEAD = b"from spakky.task import task\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two files that have to be checked whatever lies around them."""
    return plant(tmp_path, {"a_good.py": CLEAN, "z_wrong.py": WRONG})


def concise(*arguments: str, cwd: Path) -> tuple[int, list[str], list[str]]:
    done = run("check", "--format", "concise", *arguments, cwd=cwd)
    assert any(line.startswith("z_wrong.py:6:5: E SPK202 ") for line in done.lines)
    others = [line for line in done.lines if not line.startswith("z_wrong.py:")]
    return done.code, others, done.complaints


def test_a_missing_path(tree: Path) -> None:
    assert concise("nope.py", "no/such/dir", ".", cwd=tree) == (
        2,
        [],
        [
            "spakky-lint: nope.py: no such file or directory",
            "spakky-lint: no/such/dir: no such file or directory",
        ],
    )


def test_a_directory_without_python(tree: Path) -> None:
    plant(tree, {"docs/index.md": "text"})
    assert concise("docs", ".", cwd=tree) == (
        2,
        [],
        ["spakky-lint: docs: no Python files in this directory"],
    )


def test_an_empty_path(tree: Path) -> None:
    assert concise("", ".", cwd=tree) == (2, [], ['spakky-lint: "": an empty path names nothing'])


UNREADABLE = {
    "binary.py": b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8 + b"spakky",
    "nul.py": HEAD + b"x = '\x00'\n",
    "not_utf_8.py": HEAD + b"# caf\xe9\n",
    "lone_surrogate.py": HEAD + b"x = '\xed\xa0\x80'\n",
    "unknown_encoding.py": b"# coding: klingon\n" + HEAD,
    "syntax_error.py": HEAD + b"def f(:\n    pass\n",
    "brackets.py": HEAD + b"x = " + b"(" * 4000 + b"1" + b")" * 4000,
    "open_brackets.py": HEAD + b"x = " + b"[" * 4000,
    "calls.py": HEAD + b"x = a" + b".b()" * 2000 + b"\n",
    "open_string.py": HEAD + b"'''" + b"x" * 100,
    "too_much.py": HEAD + b"x = [" + b"1," * 100_000 + b"]",
}


@pytest.mark.parametrize("options", [(), ("--fix",)], ids=["check", "fix"])
def test_a_text_that_cannot_be_read_is_one_finding(tree: Path, options: tuple[str, ...]) -> None:
    plant(tree, UNREADABLE)
    done = run("check", "--format", "concise", *options, cwd=tree)
    assert done.code == 1
    assert done.err == b""
    found = [tuple(re.split(r":\d+:\d+: E | ", line)[:2]) for line in done.lines]
    expected = [(name, "SPK000") for name in sorted(UNREADABLE)]
    assert found == (expected if options else [*expected, ("z_wrong.py", "SPK202")])
    assert ((tree / "z_wrong.py").read_text() == MENDED) is bool(options)
    assert {name: (tree / name).read_bytes() for name in UNREADABLE} == UNREADABLE


def test_a_file_above_the_limit_is_one_finding(tree: Path) -> None:
    plant(tree, {"large.py": HEAD + b" " * 300_000, "data.py": b" " * 300_000})
    assert concise(".", cwd=tree) == (1, [], [])
    plant(tree, {"pyproject.toml": "[tool.spakky-lint]\nmax-file-size = 0.25\n"})
    code, others, complaints = concise(".", cwd=tree)
    assert (code, complaints) == (1, [])
    assert others == [
        f"{name}:1:1: E SPK000 the file has more than 0.25 MB, the most that is read "
        "(max-file-size): nothing else in this file is checked until it is fixed"
        for name in ("data.py", "large.py")
    ]
    assert concise(".", "--ignore", "SPK000", cwd=tree)[0] == 2
    for command in ("auth", "preview", "tasks"):
        done = run(command, "large.py", "z_wrong.py", cwd=tree)
        assert done.code == 2
        assert "large.py: the file has more than 0.25 MB" in "\n".join(done.complaints)


def test_standard_input_above_the_limit_is_one_finding(tree: Path) -> None:
    plant(tree, {"pyproject.toml": "[tool.spakky-lint]\nmax-file-size = 0.25\n"})
    text = HEAD + b" " * 300_000
    done = run("check", "-", "--format", "concise", cwd=tree, stdin=text)
    assert done.code == 1
    assert done.lines[0].startswith("<stdin>:1:1: E SPK000 the file has more than 0.25 MB")
    assert run("check", "-", "--fix", cwd=tree, stdin=text).out == text


def test_what_is_named_and_is_no_regular_file_is_not_opened(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    assert concise("pipe", "/dev/zero", ".", cwd=tree) == (
        2,
        [],
        [
            "spakky-lint: pipe: this is not a regular file",
            "spakky-lint: /dev/zero: this is not a regular file",
        ],
    )
    done = run("check", "--config", "/dev/zero", cwd=tree)
    assert (done.code, done.complaints) == (
        2,
        ["spakky-lint: /dev/zero: this is not a regular file"],
    )
    done = run("auth", "--policy", "pipe", cwd=tree)
    assert done.code == 2
    assert "this is not a regular file" in "\n".join(done.complaints)


def test_a_link_out_of_the_project_is_not_followed(tree: Path) -> None:
    plant(tree, {".git/HEAD": "", "project/pyproject.toml": "", "project/a.py": CLEAN})
    (tree / "project/inside.py").symlink_to("../z_wrong.py")
    (tree / "project/outside.py").symlink_to("/etc/passwd")
    project = tree / "project"
    done = run("check", "--format", "concise", cwd=project)
    assert [line.split(" ")[:3] for line in done.lines] == [["inside.py:6:5:", "E", "SPK202"]]
    assert done.complaints == [
        (
            "spakky-lint: outside.py: a link out of the project is not followed: "
            "name the file outside instead"
        ),
    ]


OFF = {
    "select": ("--select", "SPK3"),
    "ignore": ("--ignore", "SPK0"),
    "per file": ("--config", "per_file.toml"),
}
"""How the rule about such files is off."""


@pytest.mark.parametrize("off", OFF.values(), ids=OFF)
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--format", "concise"),
        ("--format", "json"),
        ("--statistics",),
        ("--fix",),
        ("--diff",),
        ("--explain-unknown",),
        ("--exit-zero",),
    ],
    ids=" ".join,
)
def test_a_text_that_cannot_be_read_is_trouble_where_its_rule_is_off(
    tmp_path: Path, options: tuple[str, ...], off: tuple[str, ...]
) -> None:
    plant(tmp_path, UNREADABLE)
    plant(tmp_path, {"per_file.toml": "[tool.spakky-lint.per-file-ignores]\n'*.py' = ['SPK']\n"})
    done = run("check", *off, *options, cwd=tmp_path)
    assert done.code == 2
    assert b"SPK000" not in done.out
    complaints = [
        line for line in done.complaints if line.endswith("nothing in the file was checked")
    ]
    told = [line.removeprefix("spakky-lint: ").split(":")[0] for line in complaints]
    assert told == sorted(UNREADABLE)
    assert (
        "spakky-lint: nul.py:2:6: the file holds a NUL byte, so it is not Python source: "
        "nothing in the file was checked"
    ) in complaints


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("options", [(), ("--fix",), ("--diff",)], ids=["check", "fix", "diff"])
def test_standard_input_that_cannot_be_read_is_trouble_too(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    text = UNREADABLE[name]
    done = run("check", "-", "--select", "SPK3", *options, cwd=tmp_path, stdin=text)
    assert done.code == 2
    assert b"<stdin>:" in done.err
    assert b"nothing in the file was checked" in done.err
    assert done.out == text or "--fix" not in options


def test_a_file_that_no_name_of_ours_reaches_is_not_read_and_no_trouble(tmp_path: Path) -> None:
    plant(tmp_path, {"other.py": "def f(:\n"})
    done = run("check", "--select", "SPK3", cwd=tmp_path)
    assert (done.code, done.err) == (0, b"")


@pytest.mark.parametrize("select", ["SPK", "SPK3"])
def test_a_comment_silences_what_cannot_be_read(tmp_path: Path, select: str) -> None:
    plant(
        tmp_path,
        {
            "all.py": b"# flake8: noqa\n" + HEAD + b"def f(:\n",
            "line.py": HEAD + b"print 'two'  # noqa: SPK000\n",
        },
    )
    done = run("check", "--select", select, cwd=tmp_path)
    assert (done.code, done.err) == (0, b"")


def test_the_text_format_shows_such_a_file_too(tree: Path) -> None:
    plant(tree, {"bad.py": HEAD + b"x = ''\xe9\n", "odd.py": HEAD + b"def f(:\n    pass\n"})
    done = run("check", "bad.py", "odd.py", cwd=tree)
    assert done.code == 1
    assert "bad.py:2:7: SPK000 unreadable-file\n  = error: " in done.text
    assert "odd.py:2:7: SPK000 unreadable-file\n  |\n2 | def f(:\n  |       ^\n" in done.text


def test_a_link_that_leads_nowhere(tree: Path) -> None:
    (tree / "gone.py").symlink_to("nothing.py")
    assert concise(cwd=tree) == (2, [], ["spakky-lint: gone.py: no such file or directory"])


def test_a_directory_with_a_modules_name(tree: Path) -> None:
    plant(tree, {"odd.py/inner.py": WRONG})
    code, others, complaints = concise(".", cwd=tree)
    assert code == 1
    assert [line.split(" ")[:3] for line in others] == [["odd.py/inner.py:6:5:", "E", "SPK202"]]
    assert complaints == []


@pytest.fixture(scope="module")
def bound_by_permissions() -> list[str]:
    """A launcher for a user whom permissions bind; skips where there is no such user to be had."""
    launcher = [sys.executable, without_privileges.__file__]
    tried = subprocess.run([*launcher, sys.executable, "-c", ""])
    if tried.returncode == without_privileges.CANNOT:
        pytest.skip("root's privileges cannot be given up here")
    return launcher


def test_a_file_and_a_directory_that_may_not_be_read(
    tree: Path, bound_by_permissions: list[str]
) -> None:
    plant(tree, {"secret.py": WRONG, "closed/a.py": WRONG})
    (tree / "secret.py").chmod(0)
    (tree / "closed").chmod(0)
    done = run("check", "--format", "concise", cwd=tree, launcher=bound_by_permissions)
    (tree / "closed").chmod(0o755)
    assert done.code == 2
    assert [line.split(" ")[:3] for line in done.lines] == [["z_wrong.py:6:5:", "E", "SPK202"]]
    assert done.complaints == [
        "spakky-lint: closed: permission denied",
        "spakky-lint: secret.py: permission denied",
    ]


def test_a_file_that_may_not_be_written(tree: Path, bound_by_permissions: list[str]) -> None:
    plant(tree, {"frozen.py": WRONG, "sealed/b.py": WRONG})
    (tree / "frozen.py").chmod(0o444)
    (tree / "sealed").chmod(0o555)
    done = run("check", "--fix", "--format", "concise", cwd=tree, launcher=bound_by_permissions)
    (tree / "sealed").chmod(0o755)
    assert done.code == 2
    assert [line.split(" ")[:3] for line in done.lines] == [
        ["frozen.py:6:5:", "E", "SPK202"],
        ["sealed/b.py:6:5:", "E", "SPK202"],
    ]
    assert done.complaints == [
        "spakky-lint: frozen.py: not fixed: permission denied",
        "spakky-lint: sealed/b.py: not fixed: permission denied",
    ]
    assert (tree / "frozen.py").read_text() == WRONG
    assert (tree / "z_wrong.py").read_text() != WRONG
    assert [path.name for path in (tree / "sealed").iterdir()] == ["b.py"]


def test_a_working_directory_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'cd {gone} && rmdir {gone} && exec "$@"'
    done = run("check", cwd=tmp_path, launcher=["sh", "-c", script, "sh"])
    assert done.code == 2
    assert done.complaints == ["spakky-lint: the working directory: no such file or directory"]


def test_a_defect_of_ours_in_one_file_leaves_the_others(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree)
    plant(tree, {"m.py": FOREIGN})
    real = linter.lint_bytes

    def broken(
        data: bytes, selection: Selection, *, settings: Settings, file: File | None
    ) -> linter.Linted:
        if data == FOREIGN.encode():
            raise RecursionError("somewhere deep")
        return real(data, selection, settings=settings, file=file)

    monkeypatch.setattr(linter, "lint_bytes", broken)
    assert main(["check", "--format", "concise"]) == 2
    printed = capsys.readouterr()
    assert [line.split(" ")[:3] for line in printed.out.splitlines()] == [
        ["z_wrong.py:6:5:", "E", "SPK202"]
    ]
    (complaint,) = printed.err.splitlines()
    assert complaint.startswith("spakky-lint: m.py: not checked because of a defect")
    assert "RecursionError: somewhere deep" in complaint


@pytest.mark.parametrize(
    "options",
    [
        ("check",),
        ("check", "--select", "SPK3"),
        ("check", "--fix", "--format", "json"),
        ("check", "--exit-zero"),
        ("preview",),
        ("auth",),
        ("tasks",),
    ],
    ids=" ".join,
)
def test_a_defect_of_ours_is_trouble_everywhere(
    tree: Path,
    options: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("no way")

    monkeypatch.chdir(tree)
    monkeypatch.setattr("spakky_lint.syntax.parse.read_module", broken)
    assert main([*options, "a_good.py"]) == 2
    printed = capsys.readouterr()
    assert "SPK000" not in printed.out
    (complaint,) = [line for line in printed.err.splitlines() if "no timezone" not in line]
    assert complaint.startswith("spakky-lint: a_good.py: not checked because of a defect")
    assert "KeyError: 'no way'" in complaint


def test_a_fix_that_we_cannot_cope_with_is_not_made(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = linter.lint_module

    def broken(
        module: Module, selection: Selection, settings: Settings, *, unused_noqa: bool, step: Step
    ) -> tuple[Finding, ...]:
        if module.text == MENDED:
            raise KeyError("no way")
        return real(module, selection, settings, unused_noqa=unused_noqa, step=step)

    monkeypatch.chdir(tree)
    monkeypatch.setattr(linter, "lint_module", broken)
    assert main(["check", "--fix", "--format", "concise", "z_wrong.py"]) == 1
    assert "z_wrong.py:6:5: E SPK202" in capsys.readouterr().out
    assert (tree / "z_wrong.py").read_text() == WRONG
