"""The plugin inside of real flake8 runs."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spakky_lint import __version__
from spakky_lint.flake8_plugin import SpakkyChecker
from spakky_lint.linting import linter
from spakky_lint.linting.linter import lint_bytes
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.runtime.backend import Backend
from tests.flake8_plugin.flake8_process import Report, Run, run_flake8
from tests.settings_said import said

pytestmark = pytest.mark.long

WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler
class Reports:
    @task()
    def weekly(self) -> None:
        pass
"""
WRONG_CODES = ["SPK101", "SPK202"]

OPT_IN = """\
from spakky.task import Crontab, TaskHandler, Weekday, schedule


@TaskHandler()
class Reports:
    @schedule(crontab=Crontab(day=13, weekday=Weekday.FRIDAY, hour=9))
    def unlucky(self) -> None:
        pass
"""


def by_linter(
    file: Path, selection: Selection = DEFAULT, settings: Settings = PLAIN
) -> list[Report]:
    return [
        (
            finding.range.start.line,
            finding.range.start.column,
            finding.code,
            finding.message,
        )
        for finding in lint_bytes(file.read_bytes(), selection, settings=settings).findings
    ]


TEXTS = {
    "crlf": WRONG.replace("\n", "\r\n").encode(),
    "cr": WRONG.replace("\n", "\r").encode(),
    "mixed": WRONG.replace("\n\n", "\r\n\n").encode(),
    "mark": b"\xef\xbb\xbf" + WRONG.encode(),
    "feed": WRONG.replace("\n\n", "\n\x0c\n").replace("class", "\x0cclass").encode(),
    "latin": b"# coding: latin-1\n# \xe9\n" + WRONG.replace("Reports", "R\xe9").encode("latin-1"),
    "end": WRONG.rstrip("\n").encode(),
    "separators": WRONG.replace("None:", "'a\x1c\u2028\x85' :").encode(),
    "astral": WRONG.replace("@task()", '@task("\U0001f600\u0301")').encode(),
    "escape": WRONG.replace("None:", "'\\{' :").encode(),
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    directory = tmp_path_factory.mktemp("texts")
    for name, data in TEXTS.items():
        (directory / f"{name}.py").write_bytes(data)
    # Two processes: the selection must reach them too.
    run = run_flake8(
        directory, "--select=SPK,E9", "--jobs=2", python=("-W", "ignore", "-m", "flake8")
    )
    return directory, run


@pytest.mark.parametrize("name", TEXTS)
def test_lines_and_columns_in_any_file(texts: tuple[Path, Run], name: str) -> None:
    directory, run = texts
    expected = by_linter(directory / f"{name}.py")
    assert [code for _, _, code, _ in expected] == WRONG_CODES
    assert run.reports[f"{name}.py"] == expected


def test_in_the_language_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports.py").write_text(WRONG)
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    texts = [text for _, _, _, text in run_flake8(tmp_path).reports["reports.py"]]
    assert texts[0].startswith("'Reports'가 TaskHandler의 생성자에 전달되어")


def test_standard_input(tmp_path: Path) -> None:
    run = run_flake8(
        tmp_path,
        "--stdin-display-name=there.py",
        paths=["-"],
        stdin=b"\xef\xbb\xbf" + WRONG.encode(),
    )
    assert run.codes("there.py") == WRONG_CODES
    assert run.status == 1


@pytest.mark.parametrize(
    ("arguments", "is_on"),
    [
        ([], False),
        (["--ignore=E501"], False),
        (["--select=SPK"], False),
        (["--select=SPK4"], False),
        (["--extend-select=SPK4"], False),
        (["--select=SPK407"], True),
        (["--select=E,SPK407"], True),
        (["--extend-select=SPK407"], True),
        (["--extend-select=SPK407", "--ignore=E501"], True),
        (["--extend-select=SPK407", "--extend-ignore=SPK407"], False),
        (["--extend-select=SPK407", "--per-file-ignores=opt_in.py:SPK4"], True),
        (["--extend-select=SPK407", "--per-file-ignores=opt_in.py:SPK407"], False),
    ],
)
def test_opt_in_rules(tmp_path: Path, arguments: list[str], is_on: bool) -> None:
    (tmp_path / "opt_in.py").write_text(OPT_IN)
    run = run_flake8(tmp_path, *arguments)
    assert run.codes("opt_in.py") == (["SPK407"] if is_on else [])


def test_options_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "opt_in.py").write_text(OPT_IN)
    (tmp_path / "wrong.py").write_text(WRONG)
    (tmp_path / ".flake8").write_text("[flake8]\nignore = E501, SPK101\nextend-select = SPK407\n")
    # Not flake8's, and so of no effect on it:
    (tmp_path / "pyproject.toml").write_text('[tool.spakky-lint]\nignore = ["SPK202"]\n')
    run = run_flake8(tmp_path, isolated=False)
    assert run.reports.keys() == {"opt_in.py", "wrong.py"}
    assert run.codes("opt_in.py") == ["SPK407"]
    assert run.codes("wrong.py") == ["SPK202"]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings of every call of the linter."""
    calls: list[Settings] = []

    def lint(text: str, selection: object, *, settings: Settings, **noqa: bool) -> tuple[()]:
        calls.append(settings)
        return ()

    monkeypatch.setattr(linter, "lint_text", lint)
    return calls


def test_the_settings_of_the_nearest_project_above_the_file(
    tmp_path: Path, given: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "pyproject.toml").write_text("[tool.spakky-lint]\nselect = 1\n")
    (tmp_path / "shop" / "pyproject.toml").write_text(
        "[project]\ndependencies = ['spakky-celery==8.5.0']\n"
        "[tool.spakky-lint]\ntimezone = 'Asia/Seoul'\n"
    )
    monkeypatch.chdir(tmp_path)
    for name in ("a.py", "shop/a.py", "./shop/deep/a.py", str(tmp_path / "shop/b.py")):
        assert list(SpakkyChecker(ast.parse(""), ["import spakky\n"], name).run()) == []
    seoul = (Backend.CELERY, ZoneInfo("Asia/Seoul"), True)
    assert [said(each) for each in given] == [said(PLAIN), seoul, seoul, seoul]


def test_settings_that_are_wrong_are_a_finding_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.spakky-lint]\ntimezone = 'Mars'\n")
    (tmp_path / "wrong.py").write_text(WRONG)
    (tmp_path / "other.py").write_text("print('hello')\n")
    run = run_flake8(tmp_path)
    assert run.reports.keys() == {"wrong.py"}
    first, *others = run.reports["wrong.py"]
    assert first[:3] == (1, 1, "SPK000")
    complaint = 'pyproject.toml: timezone: "Mars" is not a time zone; '
    assert first[3].startswith(complaint)
    inner = tmp_path / "inner"
    inner.mkdir()
    run = run_flake8(
        inner, "--stdin-display-name=../there.py", paths=["-"], stdin=b"import spakky\n"
    )
    ((_, _, code, message),) = [one for one in run.reports["../there.py"] if one[2] != "F401"]
    assert (code, message.startswith(f"{tmp_path}/{complaint}")) == ("SPK000", True)
    assert [code for _, _, code, _ in others] == WRONG_CODES


def test_a_version_that_is_not_wanted_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.spakky-lint]\nrequired-version = '>=99'\n")
    (tmp_path / "wrong.py").write_text(WRONG)
    first, *_ = run_flake8(tmp_path).reports["wrong.py"]
    assert first[2:] == (
        "SPK000",
        f'pyproject.toml: required-version: ">=99" is required, but this is {__version__}',
    )


def test_noqa_is_left_to_flake8(tmp_path: Path) -> None:
    (tmp_path / "quiet.py").write_text(WRONG.replace("@task()", "@task()  # noqa: SPK202"))
    assert run_flake8(tmp_path).codes("quiet.py") == ["SPK101"]
    assert run_flake8(tmp_path, "--disable-noqa").codes("quiet.py") == WRONG_CODES


def test_what_python_refuses_is_e999(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import spakky\ndef f(:\n")
    (tmp_path / "wrong.py").write_text(WRONG)
    run = run_flake8(tmp_path)
    assert run.codes("broken.py") == ["E999"]
    assert run.codes("wrong.py") == WRONG_CODES


def test_a_defect_of_ours_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text(WRONG)
    (tmp_path / "other.py").write_text("import os\n")
    broken = "import sys; sys.modules['spakky_lint.linting.linter'] = None; "
    run = run_flake8(
        tmp_path,
        "--jobs=1",
        python=("-c", broken + "from flake8.main.cli import main; sys.exit(main())"),
    )
    assert run.codes("other.py") == ["F401"]
    ((line, column, code, message),) = run.reports["wrong.py"]
    assert (line, column, code) == (1, 1, "SPK000")
    assert "ModuleNotFoundError" in message


@pytest.mark.parametrize(("text", "loads"), [("import os\n", False), (WRONG, True)])
def test_the_parser_is_loaded_only_for_files_that_mention_spakky(
    tmp_path: Path, text: str, loads: bool
) -> None:
    (tmp_path / "file.py").write_text(text)
    script = (
        "import sys; from flake8.main.cli import main; main(); "
        "print('.|1|1|LOADED|' + str('libcst' in sys.modules))"
    )
    run = run_flake8(tmp_path, "--jobs=1", python=("-c", script))
    assert run.reports["."] == [(1, 1, "LOADED", str(loads))]


def test_many_processes_say_what_one_says(tmp_path: Path) -> None:
    """They are forks of one that has read a part of it, or begin anew."""
    for number in range(8):
        (tmp_path / f"file_{number}.py").write_text(WRONG)
    anew = (
        "import multiprocessing, sys; multiprocessing.set_start_method('spawn'); "
        "from flake8.main.cli import main; sys.exit(main())"
    )
    alone = run_flake8(tmp_path, "--jobs=1", "--select=SPK")
    assert len(alone.reports) == 8
    assert run_flake8(tmp_path, "--jobs=3", "--select=SPK") == alone
    spawned = run_flake8(tmp_path, "--jobs=3", "--select=SPK", python=("-c", anew))
    assert spawned == alone


def test_flake8_names_the_plugin(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--version"], cwd=tmp_path, capture_output=True, text=True
    )
    assert "spakky-lint: " in " ".join(done.stdout.split())
