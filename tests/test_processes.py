"""Tests that are run in several processes: the same is told of them as by one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFTEST = """\
import os

import pytest

from tests.processes import add_option, share


def pytest_addoption(parser):
    add_option(parser)


def pytest_configure(config):
    share(config, lambda modules: [(module,) for module in modules])


@pytest.fixture(scope="session")
def process():
    with open(f"{os.getpid()}.begun", "x"):
        yield os.getpid()
    with open(f"{os.getpid()}.ended", "x"):
        pass
"""
RIGHT = """\
import pytest


@pytest.mark.parametrize("number", range(3))
def test_right(number, process, tmp_path):
    assert number < 3
"""
WRONG = """\
import warnings

import pytest


def test_wrong(process):
    print("said before")
    assert process == "another"


def test_left_out():
    pytest.skip("for a reason")


def test_warned():
    warnings.warn("mind this")
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")


def outcome(folder: Path, texts: dict[str, str], *arguments: str) -> tuple[int, str]:
    """The exit status of pytest over these modules, and what it writes."""
    for name, text in {"conftest.py": CONFTEST, **texts}.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    settings = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment = {**os.environ, **settings, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


def closing_line(output: str) -> str:
    return re.sub(r" in \S+s", "", output.splitlines()[-1]).strip("= ")


SEVERAL = {
    "test_a.py": RIGHT,
    "test_b.py": WRONG,
    "test_c.py": RIGHT,
    "test_d.py": "import nothing_of_this_name\n",
}


def test_what_is_told_is_what_one_process_tells(tmp_path: Path) -> None:
    told = {}
    for processes in ("0", "2"):
        (folder := tmp_path / processes).mkdir()
        told[processes] = outcome(
            folder, SEVERAL, "-ra", "--continue-on-collection-errors", "--processes", processes
        )
    for status, output in told.values():
        assert status == pytest.ExitCode.TESTS_FAILED
        assert closing_line(output) == "1 failed, 7 passed, 1 skipped, 1 warning, 1 error"
        assert "assert " in output
        assert "said before" in output
        assert "for a reason" in output
        assert "mind this" in output
        assert "nothing_of_this_name" in output


def test_what_belongs_to_the_session_is_made_and_ended_once_in_a_process(tmp_path: Path) -> None:
    texts = {f"test_{letter}.py": RIGHT for letter in "abcdef"}
    status, output = outcome(tmp_path, texts, "--processes", "2")
    assert (status, closing_line(output)) == (0, "18 passed")
    begun = {path.stem for path in tmp_path.glob("*.begun")}
    assert begun == {path.stem for path in tmp_path.glob("*.ended")}
    assert 1 <= len(begun) <= 2


def test_a_folder_has_the_fixtures_of_its_conftest(tmp_path: Path) -> None:
    fixture = "import pytest\n\n\n@pytest.fixture\ndef near():\n    return 1\n"
    test = "def test_near(near, process):\n    assert near\n"
    folders = [tmp_path / "below", tmp_path / "below" / "deeper"]
    for folder in folders:
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / f"test_{folder.name}.py").write_text(test, "utf-8")
    (folders[0] / "conftest.py").write_text(fixture, "utf-8")
    for arguments in [(), ("below",), ("below/test_below.py", "below/deeper")]:
        status, output = outcome(tmp_path, {}, *arguments, "--processes", "1")
        assert (status, closing_line(output)) == (0, "2 passed"), arguments


def test_a_process_that_dies_fails_its_module_and_no_other(tmp_path: Path) -> None:
    dies = "import os\n\n\ndef test_dies():\n    os.kill(os.getpid(), 9)\n"
    texts = {"test_a.py": dies, "test_b.py": RIGHT, "test_c.py": RIGHT, "test_d.py": dies}
    status, output = outcome(tmp_path, texts, "--processes", "1")
    assert status == pytest.ExitCode.TESTS_FAILED
    assert closing_line(output) == "2 failed, 6 passed"
    assert "FAILED test_a.py - the process that ran it ended with status -9" in output


def test_a_run_ends_with_the_first_failure_where_that_is_asked_for(tmp_path: Path) -> None:
    waits = "import time\n\n\ndef test_waits():\n    time.sleep(60)\n"
    texts = {"test_a.py": "def test_wrong():\n    assert False\n", "test_b.py": waits}
    status, output = outcome(tmp_path, texts, "--processes", "2", "-x")
    assert status == pytest.ExitCode.TESTS_FAILED
    assert "1 failed" in closing_line(output)


def test_tests_are_chosen_as_ever(tmp_path: Path) -> None:
    status, output = outcome(
        tmp_path, SEVERAL, "--ignore", "test_d.py", "-k", "right", "--processes", "2"
    )
    assert (status, closing_line(output)) == (0, "6 passed")
    status, output = outcome(tmp_path, SEVERAL, "test_b.py::test_warned", "--processes", "2")
    assert (status, closing_line(output)) == (0, "1 passed, 1 warning")
    status, output = outcome(tmp_path, SEVERAL, "-k", "no_such_test", "--ignore", "test_d.py")
    assert status == pytest.ExitCode.NO_TESTS_COLLECTED


def test_what_is_no_number_of_processes_is_an_error(tmp_path: Path) -> None:
    status, output = outcome(tmp_path, SEVERAL, "--processes", "many")
    assert status == pytest.ExitCode.USAGE_ERROR
    assert "--processes: 'many' is neither a number, auto nor logical" in output
