"""The scaffold of a new rule: a refusal is one sentence, and what is made has to be filled in."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.rules.registry import RULES

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
COPIED = (".ci", "docs", "fixtures", "src", "tests", "pyproject.toml", "README.md", "Makefile")
CODE, NAME = "SPK297", "night-shift"

RULE = '''\
"""Work at night."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import MethodDeclaration, Module


class NightShift(Rule[MethodDeclaration]):
    """Something is called `nightly`.

    ## What it does
    Reports a method named `nightly`.

    ## Why it matters
    Nobody is awake.

    ## Example
    ```python
    class Reports:
        @task
        def nightly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def daily(self) -> None: ...
    ```
    """

    code = "SPK297"
    name = "night-shift"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        for decorator in declaration.function.decorators:
            if declaration.function.name == "nightly":
                yield self.finding(decorator.place, "'nightly' is at night: call it daily")
'''


UNFINISHED = "test_no_page_is_unfinished"
WITHOUT_FINDING = "test_bad_code_has_a_finding_of_its_own_rule"
"""Tests that look at all rules."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, or of what of it the scaffold and the tests of rules need.

    With what is compiled of it, which is as valid there.
    """
    top = tmp_path_factory.mktemp("repository")
    ignored = shutil.ignore_patterns(".*_cache")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, top / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, top / name)
    return top


@pytest.fixture
def copy(repository: Path) -> Iterator[Path]:
    """The copy as it was: what a test makes in it is gone afterwards."""
    before = set(repository.rglob("*"))
    yield repository
    for path in sorted(set(repository.rglob("*")) - before, reverse=True):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def python(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(directory / "src"), str(directory)))
    # In the copy there is nothing but what the scaffold writes.
    clean = {"PYTHONDONTWRITEBYTECODE": "1"} if directory != ROOT else {}
    environment = {**os.environ, "PYTHONPATH": paths, **clean}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def failing(directory: Path) -> set[str]:
    """The tests about the new rule and about all rules that fail in a copy."""
    asked = " or ".join((CODE, "every_rule", UNFINISHED, WITHOUT_FINDING))
    done = python(
        directory,
        *("-m", "pytest", "-q", "--processes", "0", "-p", "no:cacheprovider"),
        *("-p", "no:pytest-lsp", "--assert=plain"),  # which take half of the time to start
        *("-k", asked),
        *("tests/rules/test_catalogue.py", "tests/rules/test_fixtures.py"),
        f"tests/evidence/test_{CODE.lower()}.py",
    )
    assert "errors during collection" not in done.stdout, done.stdout
    return {
        line.partition("::")[2].partition(" ")[0]
        for line in done.stdout.splitlines()
        if line.startswith(("FAILED ", "ERROR "))
    }


def test_what_is_made_is_missed_by_the_tests_until_it_is_filled_in(copy: Path) -> None:
    before = {path for path in copy.rglob("*") if path.is_file()}
    made = python(copy, ".ci/new-rule", CODE, NAME)
    assert (made.returncode, made.stderr) == (0, "")
    files = {path for path in copy.rglob("*") if path.is_file()} - before
    rule = copy / "src/spakky_lint/rules/catalogue/tasks/night_shift.py"
    bad = copy / f"fixtures/rules/{CODE}/bad.py"
    evidence = copy / f"tests/evidence/test_{CODE.lower()}.py"
    assert files == {rule, bad, bad.with_name("good.py"), evidence}
    assert all(f"wrote {path.relative_to(copy)}" in made.stdout for path in files)
    for command in (["check"], ["format", "--check"]):
        checked = python(copy, "-m", "ruff", *command, "--no-cache", str(rule), str(evidence))
        assert checked.returncode == 0, checked.stdout

    missed = failing(copy)
    assert UNFINISHED in missed
    assert f"test_the_example_of_a_page_gives_its_finding[{CODE}]" in missed
    assert WITHOUT_FINDING in missed
    if sys.version_info >= (3, 12):
        assert "test_correct_code_works_as_it_is_meant" in missed

    rule.write_text(RULE)
    text = bad.read_text()
    case = "class Orders:\n    @task  # expect: SPK201 SPK297\n    def nightly(self) -> None:"
    bad.write_text(re.sub(r"@TaskHandler\(\)\nclass(?s:.*)-> None:[^\n]*", case, text))
    evidence.write_text(
        re.sub(r"pytest.fail\(.*\)", "assert probe", evidence.read_text()).replace(
            "import pytest", ""
        )
    )
    assert failing(copy) == set()


PROGRAM = ("app/__init__.py", "app/base.py", "app/orders.py", "evidence.txt")


def test_fixtures_of_several_files_are_made_for_a_rule_that_is_there(copy: Path) -> None:
    folder = copy / "fixtures/rules/SPK101"
    before = {path for path in copy.rglob("*") if path.is_file()}
    made = python(copy, ".ci/new-rule", "--several", "SPK101", "")
    assert (made.returncode, made.stderr) == (0, "")
    files = {path for path in copy.rglob("*") if path.is_file()} - before
    assert files == {folder / kind / file for kind in ("bad", "good") for file in PROGRAM}
    again = python(copy, ".ci/new-rule", "--several", "SPK101")
    assert again.returncode == 2
    assert "SPK101/bad/app/__init__.py is there already" in again.stderr


def test_fixtures_of_several_files_are_made_with_a_new_rule(copy: Path) -> None:
    made = python(copy, ".ci/new-rule", CODE, NAME, "--several")
    assert (made.returncode, made.stderr) == (0, "")
    folder = copy / f"fixtures/rules/{CODE}"
    assert all((folder / "good" / file).exists() for file in PROGRAM)
    assert (folder / "bad.py").exists()
    assert WITHOUT_FINDING in failing(copy)


def test_the_usage_tells_of_several_files() -> None:
    shown = python(ROOT, ".ci/new-rule", "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "--several" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([CODE, NAME, "--many"], "--many is no option: --several and --help are allowed"),
        (["--several", "SPK301", NAME], "SPK301 is taken by schedule-trigger-count; SPK3"),
        ([], "give a code and a name: make rule CODE=SPK218 NAME=detached-task"),
        (["SPK297"], "give a code and a name: make rule CODE=SPK218 NAME=detached-task"),
        (["", "night-shift"], "give a code and a name: make rule CODE=SPK218 NAME=detached-task"),
        (["spk297", NAME], '"spk297" is no code: SPK and three digits are allowed, such as SPK218'),
        (["SPK29", NAME], '"SPK29" is no code: SPK and three digits are allowed, such as SPK218'),
        (["SPK997", NAME], "SPK997 belongs to no family: SPK0xx files, SPK1xx handlers, "),
        (["SPK301", NAME], "SPK301 is taken by schedule-trigger-count; SPK3"),
        (["SPK297", "Night-Shift"], '"Night-Shift" is not a name: '),
        (["SPK297", "../night-shift"], '"../night-shift" is not a name: '),
        (["SPK297", "use-the-day"], '"use-the-day" gives an order with "use": say what is wrong'),
        (["SPK297", "night-avoid"], '"night-avoid" gives an order with "avoid": '),
        (["SPK297", "task-called"], '"task-called" is taken by SPK202: '),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In this process: to start one for each takes most of the time."""
    monkeypatch.setattr(sys, "argv", ["new-rule", *arguments])
    monkeypatch.setattr(sys, "path", [*sys.path])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / ".ci" / "new-rule"), run_name="__main__")
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert printed.err.count("\n") == 1
    assert printed.err.startswith(f"error: {sentence}")


def test_nothing_that_is_there_is_overwritten(copy: Path) -> None:
    there = copy / "src/spakky_lint/rules/catalogue/tasks/night_shift.py"
    there.write_text("mine = 1\n")
    done = python(copy, ".ci/new-rule", CODE, NAME)
    assert (done.returncode, done.stdout) == (2, "")
    assert "tasks/night_shift.py is there already" in done.stderr
    assert there.read_text() == "mine = 1\n"
    assert not (copy / f"fixtures/rules/{CODE}").exists()


def test_the_code_it_proposes_is_free() -> None:
    done = python(ROOT, ".ci/new-rule", "SPK301", NAME)
    proposed = re.search(r"(SPK\d{3}) is free", done.stderr)
    assert proposed is not None
    assert proposed[1] not in RULES
    assert proposed[1].startswith("SPK3")
