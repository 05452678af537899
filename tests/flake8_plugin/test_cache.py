"""The plugin says from a cache what it says without one, and loads no parser for it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from spakky_lint.project.cache.outputs import CACHE
from spakky_lint.project.cache.store import Store
from tests.cli.running import WRONG

_SCRIPT = """
import sys
from multiprocessing import util
from spakky_lint.project.cache import outputs
if COARSE == 0:
    outputs.COARSE = 0  # nobody waits until the files are old
from flake8.main.cli import main
code = main(sys.argv[1:])
util._exit_function()  # as at the end of the process
sys.stderr.write("libcst" if "libcst" in sys.modules else "light")
sys.exit(code)
"""
BASE = """\
from spakky.task import Crontab, TaskHandler, schedule
from app.hours import HOUR


@TaskHandler()
class Jobs:
    @schedule(crontab=Crontab(hour=HOUR))
    def run(self) -> None: ...
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "app"\ndependencies = []\n')
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "wrong.py").write_text(WRONG)
    (tmp_path / "app" / "jobs.py").write_text(BASE)
    (tmp_path / "app" / "hours.py").write_text("HOUR = 33\n")
    Store(tmp_path / CACHE).prepare()
    return tmp_path


def _flake8(
    folder: Path, *options: str, cache: bool = True, are_files_old: bool = True
) -> tuple[str, str]:
    environment = {**os.environ}
    environment.pop("SPAKKY_LINT_NO_CACHE", None)
    if not cache:
        environment["SPAKKY_LINT_NO_CACHE"] = "1"
    script = f"COARSE = {0 if are_files_old else 1}\n{_SCRIPT}"
    command = [sys.executable, "-c", script, "--isolated", "--select=SPK", *options, "app"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout, done.stderr


def test_a_second_run_parses_nothing(folder: Path) -> None:
    plain, _ = _flake8(folder, "-j1", cache=False)
    assert "app/jobs.py:7" in plain
    assert _flake8(folder, "-j1") == (plain, "libcst")
    assert _flake8(folder, "-j1") == (plain, "light")
    # What another file says has changed, and with it what is said of this one.
    (folder / "app" / "hours.py").write_text("HOUR = 3\n")
    changed = _flake8(folder, "-j1")
    assert "app/jobs.py:7" not in changed[0]
    assert changed == (_flake8(folder, "-j1", cache=False)[0], "libcst")
    assert _flake8(folder, "-j1", "--extend-ignore=SPK")[0] == ""


def test_files_that_were_just_written_are_compared_by_what_they_hold(folder: Path) -> None:
    (folder / CACHE).rename(folder / "elsewhere")  # so that the folder changes in the first run
    plain, _ = _flake8(folder, "-j1", cache=False)
    assert _flake8(folder, "-j1", are_files_old=False) == (plain, "libcst")
    assert _flake8(folder, "-j1", are_files_old=False) == (plain, "light")
    hours = folder / "app" / "hours.py"
    status = hours.stat()
    hours.write_text("HOUR = 13\n")  # of the same size, at the same time
    os.utime(hours, ns=(status.st_atime_ns, status.st_mtime_ns))
    changed = _flake8(folder, "-j1", are_files_old=False)
    assert "app/jobs.py:7" not in changed[0]
    assert _flake8(folder, "-j1", are_files_old=False) == (changed[0], "light")
    (folder / "app" / "other.py").write_text(WRONG)
    assert "app/other.py" in _flake8(folder, "-j1", are_files_old=False)[0]


def test_several_processes_share_what_they_keep(folder: Path) -> None:
    plain, _ = _flake8(folder, "-j1", cache=False)
    # What all of them need is read before they are started, unless it is known.
    assert _flake8(folder, "-j2") == (plain, "libcst")
    assert _flake8(folder, "-j2") == (plain, "light")
    # What each of them has worked out, one finds by itself; else it would load the parser.
    assert _flake8(folder, "-j1") == (plain, "light")


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_entry_is_no_entry(seed: int, folder: Path) -> None:
    plain, _ = _flake8(folder, "-j1")
    (entry,) = (folder / CACHE).glob("texts-*.entry")
    data, chance = bytearray(entry.read_bytes()), random.Random(seed)
    for _ in range(3):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    entry.write_bytes(data)
    assert _flake8(folder, "-j1")[0] == plain
