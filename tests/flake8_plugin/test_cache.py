"""The plugin says from a cache what it says without one, and loads no parser for it."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from spakky_lint.project.cache.outputs import CACHE
from spakky_lint.project.cache.store import Store
from tests.cache.programs import Program
from tests.cli.running import WRONG
from tests.forks import Kind, stand_in

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
_IS_OURS = 'options[0] == "-c" and "flake8" in options[1]'
_COUNTING = """
import os
from spakky_lint.program import program
parse = program.parse
def parsed(text):
    with open(os.environ["PARSED"], "a") as file:
        file.write(text.partition("\\n")[0] + "\\n")
    return parse(text)
program.parse = parsed
"""
_FLAKE8 = (
    *("flake8.main.cli", "flake8.plugins.pyflakes", "pycodestyle", "mccabe"),
    *("spakky_lint.flake8_plugin", "spakky_lint.project.cache.outputs"),
)
_LIGHT = Kind("flake8", _IS_OURS, _FLAKE8)
_WHOLE = Kind("flake8 and parser", _IS_OURS, (*_FLAKE8, "spakky_lint.*"))
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


def _flake8_and_parser(
    folder: Path,
    *options: str,
    cache: bool = True,
    are_files_old: bool = True,
    parsed: Path | None = None,
    asked: str = "app",
    python: Kind = _LIGHT,
) -> tuple[str, str]:
    """What it says, and whether it has loaded the parser.

    `parsed` is where to write the first line of each text that is parsed.
    """
    environment = {**os.environ}
    environment.pop("SPAKKY_LINT_NO_CACHE", None)
    if not cache:
        environment["SPAKKY_LINT_NO_CACHE"] = "1"
    script = f"COARSE = {0 if are_files_old else 1}\n{_SCRIPT}"
    if parsed is not None:
        script = _COUNTING + script
        environment["PARSED"] = str(parsed)
    command = [stand_in(python), "-c", script, "--isolated", "--select=SPK", *options, asked]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr in ("libcst", "light")
    return done.stdout, done.stderr


def _flake8(folder: Path, *options: str, **how: Any) -> str:  # Any: as above
    """What it says; the parser is there before, which most of the time of a run goes into."""
    said, _ = _flake8_and_parser(folder, *options, python=_WHOLE, **how)
    return said


def test_a_second_run_parses_nothing(folder: Path) -> None:
    plain = _flake8(folder, "-j1", cache=False)
    assert "app/jobs.py:7" in plain
    assert _flake8_and_parser(folder, "-j1") == (plain, "libcst")
    assert _flake8_and_parser(folder, "-j1") == (plain, "light")
    # What another file says has changed, and with it what is said of this one.
    (folder / "app" / "hours.py").write_text("HOUR = 3\n")
    changed = _flake8_and_parser(folder, "-j1")
    assert "app/jobs.py:7" not in changed[0]
    assert changed == (_flake8(folder, "-j1", cache=False), "libcst")
    assert _flake8(folder, "-j1", "--extend-ignore=SPK") == ""


def test_files_that_were_just_written_are_compared_by_what_they_hold(folder: Path) -> None:
    (folder / CACHE).rename(folder / "elsewhere")  # so that the folder changes in the first run
    plain = _flake8(folder, "-j1", cache=False)
    assert _flake8_and_parser(folder, "-j1", are_files_old=False) == (plain, "libcst")
    assert _flake8_and_parser(folder, "-j1", are_files_old=False) == (plain, "light")
    hours = folder / "app" / "hours.py"
    status = hours.stat()
    hours.write_text("HOUR = 13\n")  # of the same size, at the same time
    os.utime(hours, ns=(status.st_atime_ns, status.st_mtime_ns))
    changed = _flake8_and_parser(folder, "-j1", are_files_old=False)
    assert "app/jobs.py:7" not in changed[0]
    assert _flake8_and_parser(folder, "-j1", are_files_old=False) == (changed[0], "light")
    (folder / "app" / "other.py").write_text(WRONG)
    assert "app/other.py" in _flake8(folder, "-j1", are_files_old=False)


def test_several_processes_share_what_they_keep(folder: Path) -> None:
    plain = _flake8(folder, "-j1", cache=False)
    # What all of them need is read before they are started, unless it is known.
    assert _flake8_and_parser(folder, "-j2") == (plain, "libcst")
    assert _flake8_and_parser(folder, "-j2") == (plain, "light")
    # What each of them has worked out, one finds by itself; else it would load the parser.
    assert _flake8_and_parser(folder, "-j1") == (plain, "light")


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_entry_is_no_entry(seed: int, folder: Path) -> None:
    plain = _flake8(folder, "-j1")
    (entry,) = (folder / CACHE).glob("texts-*.entry")
    data, chance = bytearray(entry.read_bytes()), random.Random(seed)
    for _ in range(3):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    entry.write_bytes(data)
    assert _flake8(folder, "-j1") == plain


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_after_a_change_only_what_depends_on_it_is_parsed(jobs: str, folder: Path) -> None:
    app, log = folder / "app", folder.with_name(f"{folder.name}-parsed")
    for number in range(12):
        name, base = f"handler_{number}", "base" if number < 3 else "other"
        (app / f"{name}.py").write_text(
            f"# {name}\nfrom spakky.task import TaskHandler, task\nfrom app.{base} import Base\n"
            f"@TaskHandler()\nclass Handler{number}(Base):\n"
            f"    @task\n    def run{number}(self, *args: int) -> None: ...\n"
        )
    for base in ("base", "other"):
        text = f"# {base}\nfrom spakky.task import task\nclass Base:\n    x = 1\n"
        (app / f"{base}.py").write_text(text)

    def parsed() -> set[str]:
        before = log.read_text().splitlines() if log.exists() else []
        _flake8(folder, jobs, parsed=log)
        return {each[2:] for each in log.read_text().splitlines()[len(before) :] if "#" in each}

    assert len(parsed()) == 14
    assert parsed() == set()
    with (app / "handler_7.py").open("a") as file:
        file.write("\nx = 1\n")
    assert parsed() <= {"handler_7", "other"}
    assert parsed() == set()
    with (app / "base.py").open("a") as file:
        file.write("    @task\n    async def note(self, *, key: object): ...\n")
    # Whoever inherits it, and what these need; nobody else.
    assert parsed() >= {"base", "handler_0", "handler_1", "handler_2"}
    assert parsed() == set()
    (app / "hours.py").write_text("HOUR = 3\n")  # no other file is said anything else of
    assert not {each for each in parsed() if each.startswith("handler")}


@pytest.mark.parametrize("seed", range(2))
def test_after_random_edits_it_says_what_it_says_without_a_cache(seed: int, tmp_path: Path) -> None:
    (tmp_path / CACHE).mkdir()
    program = Program(tmp_path, seed)
    Store(tmp_path / CACHE).prepare()
    edited: list[Sequence[str]] = []
    for _ in range(5):
        jobs = program.random.choice(("-j1", "-j2"))
        assert _flake8(tmp_path, jobs) == _flake8(tmp_path, "-j1", cache=False), edited
        edited.append(program.edit())


def test_a_run_on_few_files_leaves_what_is_known_of_all_others(folder: Path) -> None:
    log = folder.with_name(f"{folder.name}-parsed")
    _flake8(folder, "-j1")
    with (folder / "app" / "jobs.py").open("a") as file:
        file.write("\nx = 1\n")
    for _ in range(2):
        assert "jobs.py:7" in _flake8(folder, "-j1", asked="app/jobs.py")
    said = _flake8(folder, "-j1", parsed=log)
    assert said == _flake8(folder, "-j1", cache=False)
    assert not log.exists()
    assert len([*(folder / CACHE).glob("texts-*.entry")]) <= 2
