"""Which files are checked again after a change: those that it may concern, and nobody else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Set
from pathlib import Path

import pytest

from spakky_lint.cli import main
from spakky_lint.project.cache.store import NAME

FILES = {
    "pyproject.toml": '[project]\nname = "app"\ndependencies = ["spakky-task==8.5.0"]\n',
    "app/__init__.py": "",
    "app/base.py": "from spakky.task import task\n\n\n"
    "class Base:\n    @task\n    def a(self): ...\n",
    "app/one.py": "from spakky.task import TaskHandler\n\nfrom app.base import Base\n\n\n"
    "@TaskHandler()\nclass One(Base): ...\n",
    "app/two.py": "from spakky.task import TaskHandler\n\nfrom app.base import Base\n\n\n"
    "@TaskHandler()\nclass Two(Base): ...\n",
    "app/times.py": "HOUR = 3\n",
    "app/three.py": "from spakky.task import Crontab, TaskHandler, schedule\n\n"
    "from app.times import HOUR\n\n\n@TaskHandler()\nclass Three:\n"
    "    @schedule(crontab=Crontab(hour=HOUR))\n    def run(self): ...\n",
    "app/plain.py": "def add(a, b):\n    return a + b\n",
}

Check = Callable[[], Set[str]]


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """Run, and tell which files were looked into."""
    monkeypatch.delenv("SPAKKY_LINT_NO_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def run() -> Set[str]:
        main(["check", "-j1", "-v"])
        err = capsys.readouterr().err
        found = re.search(r"^checked: (.*)$", err, re.MULTILINE)
        assert found is not None, err
        return {*found[1].split(", ")} - {"nothing"}

    return run


def _edit(name: str, old: str, new: str) -> None:
    path = Path(name)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


ALL = {name for name in FILES if name.endswith(".py")}


def test_everything_at_first_and_then_nothing(check: Check) -> None:
    assert check() == ALL
    assert check() == set()
    assert check() == set()


def test_a_changed_base_concerns_what_inherits_it(check: Check) -> None:
    check()
    _edit("app/base.py", "def a(self)", "def a(self, b)")
    assert check() == {"app/base.py", "app/one.py", "app/two.py"}
    assert check() == set()


def test_a_changed_constant_concerns_who_uses_it(check: Check) -> None:
    check()
    _edit("app/times.py", "3", "33")
    assert check() == {"app/times.py", "app/three.py"}


def test_a_function_that_nobody_imports_concerns_nobody(check: Check) -> None:
    check()
    _edit("app/plain.py", "a + b", "a - b")
    assert check() == {"app/plain.py"}


def test_a_leaf_concerns_itself(check: Check) -> None:
    check()
    _edit("app/three.py", "def run(self)", "async def run(self)")
    assert check() == {"app/three.py"}


def test_the_same_text_written_anew_is_no_change(check: Check) -> None:
    check()
    path = Path("app/base.py")
    path.write_text(path.read_text())
    assert check() == set()


def test_a_change_in_the_same_tick_of_the_same_size_is_seen(check: Check) -> None:
    check()
    path = Path("app/times.py")
    status = path.stat()
    path.write_text("HOUR = 9\n")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert check() == {"app/times.py", "app/three.py"}


def test_a_new_file_concerns_itself_and_who_says_its_name(check: Check) -> None:
    check()
    Path("app/extra.py").write_text("X = 1\n")
    assert check() == {"app/extra.py"}
    Path("app/extra.py").unlink()
    assert check() == set()


@pytest.mark.parametrize("are_notes_lost", [True, False])
def test_a_new_file_is_found_where_all_were_checked_again(
    check: Check, are_notes_lost: bool, tmp_path: Path
) -> None:
    """Whoever checks all files again, and has not looked for them, still knows all folders."""
    (tmp_path / "app/empty").mkdir()
    check()
    if are_notes_lost:
        (notes,) = (tmp_path / NAME).glob("*-notes.entry")
        notes.unlink()
        _edit("app/plain.py", "a + b", "a - b")
    else:
        _edit("app/times.py", "HOUR = 3", "from spakky.task import Crontab as HOUR")
    assert check() == ALL
    Path("app/empty/late.py").write_text(FILES["app/one.py"])
    assert "app/empty/late.py" in check()


def test_a_file_of_the_project_concerns_all(check: Check) -> None:
    check()
    _edit("pyproject.toml", "8.5.0", "8.4.0")
    assert check() == ALL


def test_what_is_no_part_of_the_program_concerns_nobody(check: Check) -> None:
    check()
    Path("README.md").write_text("# App\n")
    Path("notes").mkdir()
    Path("notes/data.json").write_text("{}\n")
    assert check() == set()


def test_another_selection_is_another_run(check: Check) -> None:
    check()
    main(["check", "-j1", "--select", "SPK3", "-q"])
    assert check() == set()


def test_what_several_processes_found_is_kept_too(check: Check) -> None:
    command = [sys.executable, "-m", "spakky_lint", "check", "-j2"]
    subprocess.run(command, check=False, capture_output=True)
    assert check() == set()
    _edit("app/base.py", "def a(self)", "def a(self, b)")
    assert check() == {"app/base.py", "app/one.py", "app/two.py"}
