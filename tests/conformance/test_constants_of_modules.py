"""What requirements name that is written in another module: as the really imported classes have it.

Packages are drawn at random, written to disk and imported as the command line does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from spakky_lint.facts.task import DeclaredRequirement
from spakky_lint.project.auth_differences import AuthDifferenceKind, auth_differences
from spakky_lint.project.imported import import_modules
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.programs import sources_of
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.references import Fate
from tests.cli.running import plant
from tests.conformance.constant_texts import Drawn, draw_package
from tests.environments import SENDING
from tests.real_framework import requires_framework

pytestmark = [pytest.mark.real_framework, requires_framework]

SEEDS = range(40)
TASKS = 12
"""In each of the three modules with handlers of a package."""


@dataclass(frozen=True)
class Round:
    drawn: Mapping[str, Drawn]
    real: Sequence[LocatedTask]
    text: Sequence[LocatedTask]

    @property
    def said(self) -> Mapping[str, DeclaredRequirement]:
        return {task.name: requirement(task) for task in self.text}


def requirement(located: LocatedTask) -> DeclaredRequirement:
    assert located.task.access is not None
    (found,) = located.task.access.requirements
    return found


def read(folder: Path, names: Sequence[str]) -> tuple[list[LocatedTask], list[LocatedTask]]:
    """The tasks of these packages, as they are imported and as they are written."""
    imported = import_modules(names, folder)
    sources = sources_of(folder)
    text: list[LocatedTask] = []
    for name, file in imported.files.items():
        shown = file.relative_to(folder).as_posix()
        tasks = tasks_of_bytes(
            file.read_bytes(), shown, name, SENDING, with_auth_codes=True, file=sources.file(file)
        )
        assert isinstance(tasks, FileTasks), tasks
        text += tasks.tasks
    return list(imported.tasks[Backend.SPEC]), text


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Round:
    drawn = {}
    folder = tmp_path_factory.mktemp("drawn")
    for seed in SEEDS:
        name = f"shop{seed}"
        found = draw_package(Random(seed), name, tmp_path_factory.mktemp(name), TASKS)
        if found is not None:
            drawn[name] = found
            plant(folder, found.files)
    return Round(drawn, *read(folder, [*drawn]))


def test_no_value_is_another_than_the_framework_has(packages: Round) -> None:
    differences = auth_differences(packages.text, packages.real)
    assert [found for found in differences if found.is_contradiction] == []
    assert {found.kind for found in differences} == {AuthDifferenceKind.UNKNOWN}


def test_no_value_is_another_than_python_has(packages: Round) -> None:
    said = packages.said
    for drawn in packages.drawn.values():
        for task, value in drawn.asked.items():
            found = said[task]
            if found.requirement is None and found.fate is None:
                continue  # nobody says anything
            if isinstance(value, str):
                assert found.fate is None, drawn.shapes[task]
                assert found.requirement is not None
                named = (found.requirement.ref, found.requirement.resource)
                assert str.__str__(value) in named, drawn.shapes[task]
            else:
                assert found.fate is not None, drawn.shapes[task]


def test_the_draw_reaches_everything(packages: Round) -> None:
    asked = sum(len(drawn.asked) for drawn in packages.drawn.values())
    assert len(packages.real) == asked > 900
    told = [each for each in packages.said.values() if each.requirement is not None]
    assert len(told) > asked * 0.4
    fates = {each.fate for each in packages.said.values()}
    assert fates >= {None, Fate.REWRITTEN, Fate.DROPPED}


# What is usual is known

CONSTANTS = """\
from enum import Enum, StrEnum, auto
from typing import Final, Literal, final

BILLING: Final = "billing"
CHARGE: Literal["billing:charge"] = f"{BILLING}:charge"
WRITE = BILLING + ":write"


class Role(StrEnum):
    ADMIN = "admin"
    NIGHT_CLERK = auto()


class Thing(str, Enum):
    ORDER = "order"


class Plain(Enum):
    ORDER = f"{BILLING}:order"


@final
class Scope:
    READ = "read"

    class Own:
        WRITE = "own:write"
"""
USUAL = {
    "from .names import Role": {"Role.ADMIN": "admin", "Role.NIGHT_CLERK": "night_clerk"},
    "from .names import Role as R": {"R.ADMIN": "admin", "R.ADMIN.value": "admin"},
    "from shop.names import BILLING as B": {"f'{B}:x'": "billing:x", "B + ':y'": "billing:y"},
    "import shop.names": {
        "shop.names.CHARGE": "billing:charge",
        "shop.names.WRITE": "billing:write",
    },
    "import shop.names as n": {"n.Thing.ORDER": "order", "n.Plain.ORDER.value": "billing:order"},
    "from . import names": {"names.Scope.READ": "read", "names.Scope.Own.WRITE": "own:write"},
    "from shop import Scope, CHARGE": {"Scope.READ": "read", "CHARGE": "billing:charge"},
    "from shop.stars import Role": {"Role.ADMIN": "admin", "f'{Role.ADMIN}!'": "admin!"},
    "from shop.names import Thing": {"Thing.ORDER": "order", "Thing.ORDER.value": "order"},
    "from .names import Role as S\nADMIN = S.ADMIN": {"ADMIN": "admin", "f'{ADMIN}:x'": "admin:x"},
}


def test_what_is_usual_is_told(tmp_path: Path) -> None:
    texts = {}
    for number, (line, asked) in enumerate(USUAL.items()):
        methods = "".join(
            f"    @task\n    @require_role({written})\n    def run_{index}(self): ...\n"
            for index, written in enumerate(asked)
        )
        texts[f"shop/handlers_{number}.py"] = (
            "from spakky.auth import require_role\nfrom spakky.task import TaskHandler, task\n"
            f"{line}\n\n\n@TaskHandler()\nclass Handler:\n{methods}"
        )
    files = {
        "shop/__init__.py": "from .names import *\nfrom .other import OTHER\n",
        "shop/names.py": CONSTANTS,
        "shop/other.py": "OTHER = 'other'\n",
        "shop/stars/__init__.py": "from ..other import *\nfrom ..names import *\n",
    }
    real, text = read(plant(tmp_path, files | texts), ["shop"])
    assert auth_differences(text, real) == ()
    expected = [value for asked in USUAL.values() for value in asked.values()]
    found = [requirement(task).requirement for task in text]
    assert [None if each is None else each.ref for each in found] == expected
