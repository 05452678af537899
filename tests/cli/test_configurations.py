"""Several configurations in one tree, and what the options make of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cli.running import CLEAN, HOPELESS, MENDED, UNSAFE, UNSAFE_MENDED, WRONG, plant
from tests.flake8_plugin.flake8_process import run_flake8

ZONED = """\
from spakky.task import Crontab, TaskHandler, schedule


@TaskHandler()
class Reports:
    @schedule(crontab=Crontab(hour=9, weekday=1))
    def weekly(self) -> None: ...
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Each finding as ``path code``."""
    assert main(["check", "--format", "concise", *arguments]) in (0, 1)
    printed = capsys.readouterr()
    assert printed.err == ""
    words = (line.split(" ") for line in printed.out.splitlines())
    return [f"{place.split(':')[0]} {code}" for place, _, code, *_ in words]


def test_each_file_is_checked_as_its_own_configuration_says(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "pyproject.toml": "[tool.spakky-lint]\nignore = ['SPK202']\n",
            "x.py": WRONG,
            "a/.spakky-lint.toml": "ignore = ['SPK3']\nexclude = ['old']\n",
            "a/x.py": WRONG,
            "a/y.py": HOPELESS,
            "a/old/x.py": WRONG,
            "b/old/y.py": HOPELESS,
        },
    )
    everything = ["a/x.py SPK202", "b/old/y.py SPK301"]
    assert found(capsys) == everything
    assert found(capsys, "a/x.py", "a/y.py", "x.py", "b") == everything
    assert found(capsys, "--config", "ignore = ['SPK202']") == ["b/old/y.py SPK301"]
    assert found(capsys, "--select", "SPK2") == ["x.py SPK202", "a/x.py SPK202"]


def test_what_is_wrong_anywhere_ends_the_run_before_anything_is_checked(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "pyproject.toml": "[tool.spakky-lint]\nbakend = 'celery'\n",
            "a/spakky-lint.toml": "ignore = ['SPK999']\nextend = 'gone.toml'\n",
            "a/x.py": WRONG,
            "b/spakky-lint.toml": "severity = 3\n",
            "b/y.txt": "",
        },
    )
    for command in ("check", "preview", "auth", "tasks"):
        assert main([command, "."]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.splitlines() == [
            "spakky-lint: pyproject.toml: bakend: no such key; did you mean backend?",
            (
                'spakky-lint: a/spakky-lint.toml: ignore[0]: "SPK999" selects no rule; '
                "`spakky-lint rule` lists the codes"
            ),
            'spakky-lint: a/spakky-lint.toml: extend: "gone.toml": no such file',
            (
                "spakky-lint: b/spakky-lint.toml: severity is an integer: a table of codes and "
                'severities is allowed, such as {SPK406 = "error"}'
            ),
        ]


def test_the_views_take_each_file_as_its_configuration_says(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "spakky-lint.toml": "exclude = ['x.py']\n",
            "x.py": ZONED,
            "a/spakky-lint.toml": "exclude = ['y.py']\nbackend = 'celery'\ntimezone = 'UTC'\n",
            "a/x.py": ZONED,
            "a/y.py": ZONED,
        },
    )
    for command in ("preview", "auth", "tasks"):
        assert main([command, "--format", "json"]) == 0
        document = json.loads(capsys.readouterr().out)
        tasks = document["schedules" if command == "preview" else "tasks"]
        assert [task["path"] for task in tasks] == ["a/x.py"]
    assert main(["preview", "a", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["backend"], document["timezone"]) == ("celery", "UTC")


# What is checked


def test_what_is_excluded_is_left_out_where_it_is_named_only_if_that_is_forced(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "spakky-lint.toml": "exclude = ['old', 'deep']\n",
            "old/a.py": WRONG,
            "old/deep/b.py": WRONG,
            "new.py": WRONG,
        },
    )
    assert found(capsys) == ["new.py SPK202"]
    assert found(capsys, "old/a.py", "old/deep/b.py") == ["old/a.py SPK202", "old/deep/b.py SPK202"]
    # Of a folder that is named, what else the patterns say still counts.
    assert found(capsys, "old") == ["old/a.py SPK202"]
    assert main(["check", "--force-exclude", "old/a.py", "new.py", "old"]) == 1
    printed = capsys.readouterr()
    assert "old/a.py" not in printed.out
    assert printed.err.splitlines() == [
        "spakky-lint: old: the configuration excludes every Python file here",
        "spakky-lint: old/a.py: the configuration excludes this file",
    ]
    plant(tree, {"spakky-lint.toml": "exclude = ['old']\nforce-exclude = true\n"})
    assert main(["check", "old/a.py"]) == 0
    capsys.readouterr()
    assert found(capsys, "old/a.py", "--no-force-exclude") == ["old/a.py SPK202"]


def test_what_git_ignores_is_passed_over_unless_somebody_wants_it(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {".git/HEAD": "", ".gitignore": "gen\n", "gen/a.py": WRONG, "b.py": WRONG})
    both = ["b.py SPK202", "gen/a.py SPK202"]
    assert found(capsys) == ["b.py SPK202"]
    assert found(capsys, "--no-respect-gitignore") == both
    assert found(capsys, "b.py", "gen/a.py") == both
    plant(tree, {"spakky-lint.toml": "respect-gitignore = false\n"})
    assert found(capsys) == both
    assert found(capsys, "--respect-gitignore") == ["b.py SPK202"]


def test_include_says_what_a_directory_is_searched_for(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"a.py": WRONG, "b.pyw": WRONG, "bin/c": WRONG, "d.txt": WRONG})
    plant(tree, {"spakky-lint.toml": "include = ['*.pyw', 'bin/*']\n"})
    assert found(capsys) == ["b.pyw SPK202", "bin/c SPK202"]
    assert found(capsys, "a.py") == ["a.py SPK202"]


def test_the_files_that_would_be_checked_and_what_is_in_force(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree,
        {
            "pyproject.toml": "[tool.spakky-lint]\nexclude = ['old']\n",
            "a/spakky-lint.toml": "ignore = ['SPK5']\n",
            "a/x.py": WRONG,
            "old/y.py": WRONG,
            "z.py": CLEAN,
        },
    )
    assert main(["check", "--show-files"]) == 0
    assert capsys.readouterr().out.splitlines() == ["z.py", "a/x.py"]
    assert main(["check", "a", "--show-settings"]) == 0
    shown = capsys.readouterr().out
    assert "ignore               SPK5" in shown
    assert "a/spakky-lint.toml:1" in shown
    assert main(["check", "--show-files", "nope.py"]) == 2
    assert main(["check", "--show-files", "--fix"]) == 2


# What becomes of the findings


def test_the_format_of_the_configuration_counts_where_no_option_names_one(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tree, {"spakky-lint.toml": "output-format = 'json'\n", "a.py": WRONG})
    assert main(["check"]) == 1
    assert json.loads(capsys.readouterr().out)["version"] == 1
    assert main(["check", "--format", "concise"]) == 1
    assert capsys.readouterr().out.startswith("a.py:6:5: ")
    assert main(["check", "--diff"]) == 1
    assert capsys.readouterr().out.startswith("--- a.py")


def test_the_severity_is_what_the_project_says(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(
        tree, {"a.py": WRONG, "b.py": HOPELESS, "bad.py": "from spakky.task import task\ndef f(:\n"}
    )
    plant(
        tree,
        {
            "spakky-lint.toml": "severity = "
            "{SPK2 = 'convention', SPK202 = 'warning', SPK000 = 'warning'}\n"
        },
    )
    assert main(["check", "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    told = {each["code"]: each["severity"] for each in document["findings"]}
    assert told == {"SPK000": "warning", "SPK202": "warning", "SPK301": "error"}
    assert document["summary"]["warnings"] == 2


@pytest.mark.parametrize(
    ("keys", "options", "mended"),
    [
        ("", [], [True, False]),
        ("unfixable = ['SPK202']", ["--unsafe-fixes"], [False, True]),
        ("fixable = ['SPK3']", ["--unsafe-fixes"], [False, True]),
        ("fixable = ['SPK3', 'SPK202']\nunfixable = ['SPK20', 'SPK302']", [], [True, False]),
        ("extend-safe-fixes = ['SPK302']", [], [True, True]),
        ("extend-unsafe-fixes = ['SPK2']", [], [False, False]),
        ("extend-unsafe-fixes = ['SPK2']", ["--unsafe-fixes"], [True, True]),
        ("extend-unsafe-fixes = ['SPK2']\nextend-safe-fixes = ['SPK20']", [], [True, False]),
    ],
)
def test_only_the_fixes_that_the_project_trusts_are_made(
    tree: Path,
    capsys: pytest.CaptureFixture[str],
    keys: str,
    options: list[str],
    mended: list[bool],
) -> None:
    plant(tree, {"a.py": WRONG, "b.py": UNSAFE, "spakky-lint.toml": keys})
    main(["check", "--fix", *options])
    assert [
        (tree / "a.py").read_text() == MENDED,
        (tree / "b.py").read_text() == UNSAFE_MENDED,
    ] == mended
    if not mended[0] and "unfixable" in keys:
        assert "(safe fix)" not in capsys.readouterr().out


def test_flake8_takes_from_the_nearest_file_where_the_application_runs(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "spakky-lint.toml": "select = ['nothing']\nbackend = 'spec'\n",
            "x.py": ZONED,
            "a/.spakky-lint.toml": "backend = 'celery'\nexclude = ['*']\n",
            "a/x.py": ZONED,
            "b/spakky-lint.toml": "backend = 'cellery'\n",
            "b/x.py": ZONED,
        },
    )
    run = run_flake8(tmp_path, "--select=SPK")
    assert "SPK409" not in run.codes("x.py")
    assert "SPK409" in run.codes("a/x.py")
    *_, (_, _, code, message) = sorted(run.reports["b/x.py"], key=lambda each: each[2] == "SPK000")
    assert code == "SPK000"
    assert message.endswith('backend: "cellery" is not a backend; "spec" or "celery" is allowed')
