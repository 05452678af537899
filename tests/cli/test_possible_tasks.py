"""Methods that a decorator of the program may make tasks are noted beside what is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import plant, run

KIT = """\
from spakky.task import schedule, task


def in_production(function):
    if __debug__:
        return function
    return task(function)


def logged(function):
    print(function)
    return function
"""
JOBS = """\
from spakky.task import TaskHandler, task

from kit import in_production, logged


@TaskHandler()
class Jobs:
    @in_production
    def maybe(self) -> None: ...

    @logged
    def never(self) -> None: ...

    @task
    def certainly(self) -> None: ...
"""
NOTE = "jobs.py:8: @in_production may make the method below it a task"


@pytest.mark.parametrize("command", ["preview", "auth", "tasks"])
def test_a_decorator_that_is_not_followed_is_noted(tmp_path: Path, command: str) -> None:
    plant(tmp_path, {"kit.py": KIT, "jobs.py": JOBS})
    done = run(command, "--isolated", cwd=tmp_path)
    assert done.code == 0
    (note,) = [line for line in done.err.decode().splitlines() if "may make" in line]
    assert note.startswith(f"spakky-lint: {NOTE}")


@pytest.mark.parametrize(
    "asked", [("preview", "--require", "known"), ("auth", "--require", "declared,reachable")]
)
def test_nothing_that_is_required_is_met_over_it(tmp_path: Path, asked: tuple[str, ...]) -> None:
    guarded = JOBS.replace("    @task\n", "    @task\n    @public_access\n").replace(
        "from kit", "from spakky.auth import public_access\nfrom kit"
    )
    plant(tmp_path, {"kit.py": KIT, "jobs.py": guarded})
    done = run(*asked, "--isolated", cwd=tmp_path)
    assert done.code == 1
    assert b"no requirement is met" in done.err
    plant(tmp_path, {"jobs.py": guarded.replace("    @in_production\n", "")})
    assert run(*asked, "--isolated", cwd=tmp_path).code == 0


HOOKED = """\
from spakky.task import TaskHandler, task


class Made:
    def __init_subclass__(cls) -> None:
        cls.run = task(cls.run)


class Counted:
    heirs = []

    def __init_subclass__(cls) -> None:
        cls.heirs.append(cls)
"""


@pytest.mark.parametrize("command", ["preview", "auth", "tasks"])
def test_a_base_that_makes_tasks_of_what_its_heirs_define_is_noted(
    tmp_path: Path, command: str
) -> None:
    heirs = "from kit import Counted, Made\nfrom spakky.task import TaskHandler\n"
    for name in ("Made", "Counted"):
        heirs += f"\n\n@TaskHandler()\nclass Of{name}({name}):\n    def run(self) -> None: ...\n"
    plant(tmp_path, {"kit.py": HOOKED, "jobs.py": heirs})
    done = run(command, "--isolated", cwd=tmp_path)
    assert [line for line in done.err.decode().splitlines() if "__init_subclass__" in line] == [
        "spakky-lint: jobs.py:6: what __init_subclass__ of Made does to its subclasses is not known"
    ]
