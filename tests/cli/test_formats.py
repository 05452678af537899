"""Which reports ``check`` writes, and where to."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from spakky_lint.cli import main
from spakky_lint.report.formats import FORMATS
from tests.cli.running import CLEAN, HOPELESS, WRONG, plant, run

DOCUMENTS = [name for name, each in FORMATS.items() if each.is_document]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return plant(tmp_path, {"a.py": WRONG, "b.py": HOPELESS, "c.py": CLEAN})


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["check", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_was_found(
    name: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = shown(capsys, "--format", name)
    assert (code, err) == (1, "")
    assert "SPK202" in out
    assert "SPK301" in out
    assert shown(capsys, "--format", name, "c.py")[0] == 0
    assert shown(capsys, "--format", name, "--exit-zero")[0] == 0


def test_a_text_of_standard_input_takes_every_format(tree: Path) -> None:
    def reports(*arguments: str) -> dict[str, bytes]:
        options = (f"--format={name}=out.{name}" for name in FORMATS)
        done = run("check", *arguments, *options, cwd=tree, stdin=WRONG.encode())
        assert (done.code, done.out, done.err) == (1, b"", b"")
        return {name: (tree / f"out.{name}").read_bytes() for name in FORMATS}

    assert reports("-", "--stdin-filename", "a.py") == reports("a.py")


def test_the_text_has_standard_output_where_it_is_repaired(tree: Path) -> None:
    options = ("check", "-", "--stdin-filename", "b.py", "--fix", "--format", "sarif")
    done = run(*options, cwd=tree, stdin=HOPELESS.encode())
    assert done.text == HOPELESS
    assert json.loads(done.err)["version"] == "2.1.0"
    done = run(*options[:-1], "sarif=out", cwd=tree, stdin=HOPELESS.encode())
    assert (done.text, done.err) == (HOPELESS, b"")
    assert json.loads((tree / "out").read_bytes())["version"] == "2.1.0"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_else_stands_in_a_document(
    name: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = shown(capsys, "--format", name)[1]
    code, out, err = shown(capsys, "--format", name, "--statistics", "--explain-unknown")
    assert (code, err.splitlines()[-2:]) == (
        1,
        ["1  SPK202  [*] task-called", "1  SPK301  [ ] schedule-trigger-count"],
    )
    if name == "json":
        assert json.loads(out) == {**json.loads(alone), "unknowns": []}
    else:
        assert out == alone


# Files


def test_a_report_in_a_file_leaves_standard_output_empty(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = shown(capsys, "--format", "concise")[1]
    for options in (
        ("--format", "concise", "--output-file", "out.txt"),
        ("--format", "concise", "-o", "out.txt"),
        ("--format", "concise=out.txt"),
    ):
        assert shown(capsys, *options) == (1, "", "")
        assert (tree / "out.txt").read_text() == expected
        (tree / "out.txt").unlink()


def test_without_a_format_the_file_has_the_default(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = shown(capsys)[1]
    assert shown(capsys, "--output-file", "out.txt") == (1, "", "")
    assert (tree / "out.txt").read_text() == expected


def test_several_reports_at_once(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = {name: shown(capsys, "--format", name)[1] for name in ("text", "sarif", "junit")}
    options = ("--format", "sarif=lint.sarif", "--format", "text", "--format=junit=x=y.xml")
    assert shown(capsys, *options) == (1, alone["text"], "")
    assert (tree / "lint.sarif").read_text() == alone["sarif"]
    assert (tree / "x=y.xml").read_text() == alone["junit"]


def test_the_counts_stay_on_standard_output_where_the_document_is_in_a_file(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = shown(capsys, "--format", "sarif=out", "--statistics", "a.py")
    assert (code, out, err) == (1, "1  SPK202  [*] task-called\n", "")


def test_a_silent_or_quiet_run_writes_its_files(tree: Path) -> None:
    for option in ("--silent", "--quiet"):
        done = run("check", option, "--format", "sarif=out", cwd=tree)
        assert (done.code, done.out, done.err) == (1, b"", b"")
        assert json.loads((tree / "out").read_text())["version"] == "2.1.0"
        (tree / "out").unlink()
    text = run("check", "--quiet", "--format", "grouped", cwd=tree).text
    assert "SPK202" in text
    assert "Found" not in text


def test_a_hyphen_is_standard_output(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = shown(capsys, "--format", "json")
    assert shown(capsys, "--format", "json=-") == expected
    assert shown(capsys, "--format", "json", "-o", "-") == expected
    assert not (tree / "-").exists()


def test_a_file_is_replaced_in_one_step_and_is_no_terminal(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    (tree / "out").write_text("what was there before\n" * 1000)
    os.link(tree / "out", tree / "as it was")
    assert shown(capsys, "--output-file", "out")[0] == 1
    text = (tree / "out").read_text()
    assert text.startswith("a.py:6:5: SPK202 task-called\n")
    assert "\x1b" not in text
    assert (tree / "as it was").read_text().startswith("what was there before\n")
    assert sorted(path.name for path in tree.iterdir()) == [
        "a.py",
        "as it was",
        "b.py",
        "c.py",
        "out",
    ]


def test_a_file_that_cannot_be_written_is_trouble_and_the_others_are_written(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--format", "json=no/such/folder.json", "--format", "sarif=out", "--exit-zero")
    code, out, err = shown(capsys, *options)
    assert (code, out) == (2, "")
    assert err == "spakky-lint: no/such/folder.json: not written: no such file or directory\n"
    assert (tree / "out").exists()


@pytest.mark.skipif(os.name != "posix", reason="no such names elsewhere")
def test_a_name_that_no_encoding_has_is_written_all_the_same(tree: Path) -> None:
    (tree / os.fsdecode(b"caf\xe9.py")).write_text(WRONG)
    options = (f"--format={name}=out.{name}" for name in FORMATS)
    done = run("check", *options, "--format=pylint", cwd=tree)
    assert (done.code, done.err) == (1, b"")
    for name in FORMATS:
        (tree / f"out.{name}").read_text(encoding="utf-8")


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["--format", "srif"],
            'argument --format: no format is called "srif"; did you mean sarif?',
        ),
        (
            ["--format", "srif=x"],
            'argument --format: no format is called "srif"; did you mean sarif?',
        ),
        (["--format", "sarif="], "argument --format: sarif= names no file"),
        (["--output-file", ""], "argument -o/--output-file: an empty path names nothing"),
        (
            ["--format", "json", "--format", "text"],
            (
                "--format json, --format text would be mixed up on standard output: "
                "give all but one a file, as in --format json=FILE"
            ),
        ),
        (
            ["--format", "json=x", "--format", "text=./x"],
            "two reports cannot be written to one file: give each --format a file of its own",
        ),
        (
            ["--format", "json=x", "--output-file", "y"],
            "--output-file is for a report that has no file yet, and each --format names one",
        ),
        (["--diff", "--format", "json=x"], "--diff writes a patch, so it takes no --format"),
        (["--diff", "-o", "x"], "--diff writes a patch, so it takes no --output-file"),
    ],
)
def test_a_mistake_is_told_before_anything_is_done(
    arguments: list[str], complaint: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = shown(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == f"spakky-lint check: error: {complaint}"
    assert sorted(path.name for path in tree.iterdir()) == ["a.py", "b.py", "c.py"]


def test_help_says_what_each_format_is(tmp_path: Path) -> None:
    lines = run("check", "--help", cwd=tmp_path).lines
    for name, each in FORMATS.items():
        assert f"  {name:<12} {each.words}" in lines
