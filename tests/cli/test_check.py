"""``spakky-lint check`` on real trees: reports, exit codes and the choice of files and rules."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cli.running import CLEAN, FOREIGN, HOPELESS, UNSAFE, WRONG, plant, run

TREE = {
    "src/clean.py": CLEAN,
    "src/foreign.py": FOREIGN,
    "src/orders.py": WRONG,
    "src/stock.py": HOPELESS,
    "src/.venv/lib/bad.py": WRONG,
    "README.md": "text",
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tree, as the working directory of this process, too."""
    monkeypatch.chdir(plant(tmp_path, TREE))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def concise(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """The exit code, and `path:line:column CODE` of each finding."""
    code = main(["check", "--format", "concise", *arguments])
    lines = capsys.readouterr().out.splitlines()
    told = (line.split(" ")[:3] for line in lines)
    return code, [f"{place.removesuffix(':')} {code}" for place, _, code in told]


# The formats, in a process of their own


def test_text_is_the_default_and_the_working_directory_too(tree: Path) -> None:
    done = run("check", cwd=tree)
    assert done.code == 1
    assert done.err == b""
    text = done.text
    assert "src/orders.py:6:5: SPK202 task-called\n" in text
    assert "  |\n6 |     @task()\n  |     ^^^^^^^\n  |\n  = error: " in text
    assert "\n  = help: " in text
    assert "src/stock.py:6:5: SPK301 schedule-trigger-count\n" in text
    assert text.endswith("\n\nFound 2 errors in 2 of 4 files.\n1 can be fixed with --fix.\n")
    assert "\x1b" not in text


def test_concise(tree: Path) -> None:
    done = run("check", "--format", "concise", "src", cwd=tree)
    assert done.code == 1
    assert [line.split(" ")[:3] for line in done.lines] == [
        ["src/orders.py:6:5:", "E", "SPK202"],
        ["src/stock.py:6:5:", "E", "SPK301"],
    ]
    assert done.err == b""


def test_json(tree: Path) -> None:
    done = run("check", "--format", "json", "src/orders.py", "src/foreign.py", cwd=tree)
    assert done.code == 1
    assert done.err == b""
    document = json.loads(done.out)
    (finding,) = document["findings"]
    assert isinstance(finding.pop("message"), str)
    assert isinstance(finding["fix"].pop("title"), str)
    assert document == {
        "version": 1,
        "findings": [
            {
                "code": "SPK202",
                "name": "task-called",
                "severity": "error",
                "consequence": "import",
                "path": "src/orders.py",
                "range": {"start": {"line": 6, "column": 5}, "end": {"line": 6, "column": 12}},
                "related": [],
                "fix": {
                    "applicability": "safe",
                    "edits": [
                        {
                            "range": {
                                "start": {"line": 6, "column": 10},
                                "end": {"line": 6, "column": 12},
                            },
                            "text": "",
                        }
                    ],
                },
                "url": None,
            }
        ],
        "summary": {"files": 2, "analysed": 1, "errors": 1, "warnings": 0, "conventions": 0},
    }


def test_clean(tree: Path) -> None:
    done = run("check", "src/clean.py", "src/foreign.py", cwd=tree)
    assert (done.code, done.text, done.err) == (
        0,
        "No findings in 2 files; 1 mentions Spakky.\n",
        b"",
    )


def test_code_that_is_checked_does_not_run(tree: Path) -> None:
    trap = (
        "import os, pathlib\n"
        "print('I ran')\n"
        f"pathlib.Path({str(tree / 'ran')!r}).touch()\n"
        "os.remove(__file__)\n"
        "raise SystemExit(99)\n"
    )
    plant(tree, {"trap.py": WRONG + trap, "conftest.py": trap, "spakky/__init__.py": trap})
    done = run("check", "--fix", cwd=tree)
    assert done.code == 1
    assert b"I ran" not in done.out + done.err
    assert not (tree / "ran").exists()
    assert (tree / "trap.py").exists()


# Files


def test_paths_are_relative_to_the_working_directory_and_absolute_outside(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree / "src")
    plant(tree, {"lib/other.py": WRONG})
    assert concise(capsys, str(tree / "src/orders.py"), "../lib") == (
        1,
        ["orders.py:6:5 SPK202", f"{tree.as_posix()}/lib/other.py:6:5 SPK202"],
    )


def test_a_file_is_checked_once(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = concise(capsys, "src/orders.py", "src", ".", str(tree / "src/orders.py"))
    assert (code, found) == (1, ["src/orders.py:6:5 SPK202", "src/stock.py:6:5 SPK301"])


def test_a_script_without_suffix_is_checked(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"worker": WRONG})
    assert concise(capsys, "worker") == (1, ["worker:6:5 SPK202"])


# Rules


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select", "SPK2"], ["SPK202"]),
        (["--select", "SPK301,SPK202"], ["SPK202", "SPK301"]),
        (["--select", "SPK301", "--select", "SPK202"], ["SPK202", "SPK301"]),
        (["--select", " SPK301 , "], ["SPK301"]),
        (["--ignore", "SPK2"], ["SPK301"]),
        (["--ignore", "SPK2,SPK3"], []),
        (["--ignore", "SPK2", "--extend-select", "SPK202"], ["SPK202", "SPK301"]),
        (["--select", "SPK4", "--extend-select", "SPK301"], ["SPK301"]),
    ],
)
def test_selection(
    tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], codes: list[str]
) -> None:
    code, found = concise(capsys, *arguments)
    assert [line.split(" ")[1] for line in found] == codes
    assert code == (1 if codes else 0)


def test_an_opt_in_rule_is_off_until_its_code_is_selected(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "src/orders.py": "from spakky.task import Crontab, TaskHandler, Weekday, schedule\n\n\n"
            "@TaskHandler()\nclass A:\n"
            "    @schedule(crontab=Crontab(hour=1, day=1, weekday=Weekday.FRIDAY))\n"
            "    def f(self) -> None: ...\n"
        },
    )
    assert concise(capsys, "src/orders.py")[1] == []
    assert concise(capsys, "src/orders.py", "--select", "SPK4")[1] == []
    found = ["src/orders.py:6:23 SPK407"]
    assert concise(capsys, "src/orders.py", "--extend-select", "SPK407") == (1, found)
    assert concise(capsys, "src/orders.py", "--select", "SPK407") == (1, found)


def test_a_comment_silences_its_line(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"src/orders.py": WRONG.replace("@task()", "@task()  # noqa: SPK202")})
    assert concise(capsys, "src/orders.py") == (0, [])


# Exit codes and what is counted


def test_exit_zero(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert concise(capsys, "--exit-zero")[0] == 0
    assert concise(capsys, "--exit-zero", "nope.py")[0] == 2


def test_statistics(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(tree, {"src/more.py": WRONG})
    counts = ["2  SPK202  [*] task-called", "1  SPK301  [ ] schedule-trigger-count"]
    assert main(["check", "--statistics"]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == counts
    assert main(["check", "--statistics", "--format", "concise"]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == counts
    assert main(["check", "--statistics", "--format", "json"]) == 1
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)["findings"]) == 3
    assert printed.err.splitlines() == counts


def test_unsafe_fixes_alone_are_only_counted(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"src/unsafe.py": UNSAFE})
    before = {path: path.stat().st_mtime_ns for path in (tree / "src").iterdir()}
    assert main(["check", "src"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "1 can be fixed with --fix, 1 more with --fix --unsafe-fixes."
    )
    assert main(["check", "src", "--unsafe-fixes"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == ("2 can be fixed with --fix --unsafe-fixes.")
    assert {path: path.stat().st_mtime_ns for path in (tree / "src").iterdir()} == before


def test_options_that_change_nothing_yet_are_accepted(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert concise(capsys, "--jobs", "1", "--no-cache", "src/clean.py") == (0, [])


def test_names_that_are_no_text(tree: Path) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    plant(tree, {name: WRONG})
    for format_ in ("text", "concise", "json"):
        done = run("check", "--format", format_, name, cwd=tree)
        assert done.code == 1
        assert b"SPK202" in done.out
    assert json.loads(done.out)["findings"][0]["path"] == name


RUFF = '[tool.ruff.lint]\nselect = ["RUF"]\n'
SILENCED = WRONG.replace("task()", "task()  # noqa: SPK202")


def test_that_ruff_would_remove_our_comments_is_said_once(tmp_path: Path) -> None:
    plant(tmp_path, {"pyproject.toml": RUFF, "src/a.py": SILENCED, "src/b.py": SILENCED})
    done = run("check", cwd=tmp_path)
    assert done.code == 0
    assert done.complaints == [
        (
            "spakky-lint: pyproject.toml: RUF100 or RUF102 of `ruff check --fix` may remove "
            '# noqa: SPK202 (src/a.py:6): set lint.external = ["SPK"] for ruff'
        )
    ]


@pytest.mark.parametrize(
    ("files", "options"),
    [
        ({"pyproject.toml": RUFF, "a.py": CLEAN}, ()),
        ({"pyproject.toml": RUFF, "a.py": f'{CLEAN}    x = "# noqa: SPK202"\n'}, ()),
        ({"pyproject.toml": RUFF, "a.py": CLEAN.replace("@task", "@task  # noqa")}, ()),
        ({"pyproject.toml": f'{RUFF}external = ["SPK"]\n', "a.py": SILENCED}, ()),
        ({"pyproject.toml": "[tool.ruff]\n", "a.py": SILENCED}, ()),
        ({"a.py": SILENCED}, ()),
        ({"pyproject.toml": RUFF, "a.py": SILENCED}, ("--isolated",)),
    ],
)
def test_nothing_is_said_of_ruff_where_no_comment_would_be_lost(
    tmp_path: Path, files: dict[str, str], options: tuple[str, ...]
) -> None:
    done = run("check", *options, cwd=plant(tmp_path, files))
    assert (done.code, done.complaints) == (0, [])
