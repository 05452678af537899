"""What a command imports: nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import CLEAN, FOREIGN, environment, plant

HEAVY = {"libcst", "pygls", "lsprotocol", "flake8", "croniter", "rich", "asyncio", "tempfile"}
HEAVY |= {"tomlkit"}

REPORT = """
import sys
from spakky_lint.cli import main
code = main(sys.argv[1:])
print("MODULES", code, *sorted(sys.modules), file=sys.stderr)
"""


def imported(*arguments: str, cwd: Path, code: int = 0) -> set[str]:
    """The modules that are loaded at the end of a command."""
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    mark, exit_code, *modules = done.stderr.splitlines()[-1].split(" ")
    assert (mark, exit_code) == ("MODULES", str(code)), done.stderr
    return set(modules)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path, {"clean.py": CLEAN, "foreign/a.py": FOREIGN, "foreign/b.py": ""})


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["check", "--help"], ["auth", "--help"]]
)
def test_nothing_but_the_arguments_for_an_answer(tree: Path, arguments: list[str]) -> None:
    modules = imported(*arguments, cwd=tree)
    ours = {module for module in modules if module.startswith("spakky_lint")}
    of_all = {
        "spakky_lint",
        "spakky_lint.cli",
        "spakky_lint.cli.arguments",
        "spakky_lint.cli.entry",
        "spakky_lint.cli.exit_codes",
        "spakky_lint.cli.languages",
        "spakky_lint.cli.loudness",
        "spakky_lint.cli.output",
        "spakky_lint.cli.parsing",
        "spakky_lint.cli.shared_arguments",
        "spakky_lint.messages",
        "spakky_lint.messages.language",
        "spakky_lint.messages.message",
    }
    of_check = {
        "spakky_lint.cli.check_arguments",
        "spakky_lint.cli.worker_arguments",
        "spakky_lint.report",
        "spakky_lint.report.formats",
    }
    own = {"check": of_check, "auth": {"spakky_lint.cli.auth_arguments"}}
    assert ours == of_all | own.get(arguments[0], set())
    assert not HEAVY & modules
    assert not {"dataclasses", "inspect", "typing", "json", "pathlib", "tomllib"} & modules


def test_files_that_never_mention_the_framework_need_no_parser(tree: Path) -> None:
    modules = imported("check", "foreign", cwd=tree)
    assert "spakky_lint.linting.linter" in modules
    assert not HEAVY & modules
    assert not {"json", "difflib", "spakky_lint.linting.fixer"} & modules


def test_the_parser_is_there_for_those_that_do(tree: Path) -> None:
    modules = imported("check", "clean.py", cwd=tree)
    assert modules & HEAVY == {"libcst"}
