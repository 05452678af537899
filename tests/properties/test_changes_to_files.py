"""What means nothing, done to every file of a drawn application, changes no report.

Neither the findings nor what `auth` says of each task; its schedule is what `preview` shows.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from spakky_lint.facts.paths import Reason
from spakky_lint.facts.task import Schedule, Task
from tests.cli.running import plant
from tests.properties.applications import Application, application
from tests.properties.readings import read_auth
from tests.properties.test_what_is_no_code import ADDITIONS, sentences, with_docstrings

pytestmark = pytest.mark.long

SEEDS = tuple(range(1, 6))
LAYOUTS = 3

OF_SEVERAL = frozenset({"SPK105", "SPK109", "SPK110", "SPK117"})
"""They are said of one class or of each, as these stand in one file or in several."""


Said = tuple[Counter[tuple[str, str]], dict[str, "About"]]


class _Renaming(ast.NodeTransformer):
    """Other names for what is bound in functions of modules."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:  # ast's name
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:  # ast's name
        before = self._names
        bound: list[ast.arg | ast.FunctionDef] = [
            *(each for each in ast.walk(node.args) if isinstance(each, ast.arg)),
            *(each for each in node.body if isinstance(each, ast.FunctionDef)),
        ]
        names = [each.arg if isinstance(each, ast.arg) else each.name for each in bound]
        # `level` may be given by its name.
        self._names = before | {name: f"{name}_there" for name in names if name != "level"}
        for each in bound:
            if isinstance(each, ast.arg):
                each.arg = self._names.get(each.arg, each.arg)
            else:
                each.name = self._names[each.name]
        self.generic_visit(node)
        self._names = before
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:  # ast's name
        node.id = self._names.get(node.id, node.id)
        return node


def in_another_format_with_other_locals(text: str) -> str:
    return ast.unparse(_Renaming().visit(ast.parse(text))) + "\n"


def with_more(text: str) -> str:
    """With all that is no code of the program at once, for what costs is to read it."""
    changed, _ = with_docstrings(text)
    about = sentences(text)
    return changed + "".join(added(about) for added in ADDITIONS)


CHANGES: dict[str, Callable[[str], str]] = {
    "what is no code": with_more,
    "another format and other locals": in_another_format_with_other_locals,
}


def said(application: Application, folder: Path) -> Said:
    findings, audited = read_auth(plant(folder, application.files))
    labels = Counter(
        (found.finding.code, _owner(application.files[found.path], found.line))
        for found in findings
    )
    return labels, {_local(located.name): _told(located.task) for located in audited}


def _owner(text: str, line: int) -> str:
    """What the line is a part of, by its name; of a constant, by the names that it has."""
    names: list[str] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Assign):
            if isinstance(node, ast.Assign):
                decorators, name = [], ast.unparse(node.targets[0])
            else:
                decorators, name = node.decorator_list, node.name
            first = min([node.lineno, *(each.lineno for each in decorators)])
            if first <= line <= (node.end_lineno or node.lineno):
                names.append(name)
    return ".".join(names)


def _local(name: str) -> str:
    """Without the module."""
    return ".".join(name.split(".")[-2:])


@cache
def drawn(seed: int) -> tuple[Application, Said]:
    found = application(seed)
    with TemporaryDirectory() as name:
        return found, said(found, Path(name).resolve())


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a task."""

    handler: str
    on_demand: bool
    schedule: Schedule | None
    is_certain: bool
    access: tuple[object, ...]
    reasons: tuple[object, ...]


def _told(task: Task) -> About:
    access = task.access
    assert access is not None
    asked = tuple((found.kind, found.requirement) for found in access.requirements)
    paths = [path for _, path in access.paths.named]
    return About(
        task.handler,
        task.on_demand,
        task.schedule,
        access.is_certain,
        (access.access, asked, *(path.state for path in paths)),
        # By whom is said as it is written there.
        (*(path.reason for path in paths), *sorted(access.problems)),
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("change", CHANGES)
def test_what_means_nothing_changes_no_report(seed: int, change: str, tmp_path: Path) -> None:
    before, told = drawn(seed)
    changed = {path: CHANGES[change](text) for path, text in before.files.items()}
    assert said(Application(changed, before.root), tmp_path) == told


@pytest.mark.parametrize("layout", range(100, 100 + LAYOUTS))
@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_classes_in_other_files_have_the_same_reports(
    seed: int, layout: int, tmp_path: Path
) -> None:
    """Classes, constants and decorators stand elsewhere, and are imported in other ways."""
    _, told = drawn(seed)
    moved = said(application(seed, layout), tmp_path)
    # Only some layouts have a start, which one handler may keep from starting all others.
    stopped = _stopped(told) | _stopped(moved)
    assert wherever(moved, stopped) == wherever(told, stopped)


def wherever(told: Said, stopped: frozenset[str]) -> object:
    """Without which of several it is said of, or which of several reasons is given."""
    findings, tasks = told
    labels = {(code, "" if code in OF_SEVERAL else owner) for code, owner in findings}
    return labels, {
        name: (about.on_demand, about.access[:2] if name in stopped else about.access)
        for name, about in tasks.items()
    }


def _stopped(told: Said) -> frozenset[str]:
    """The tasks that another handler of the start keeps from running."""
    _, tasks = told
    return frozenset(name for name, about in tasks.items() if Reason.ANOTHER_FAILS in about.reasons)


def test_there_is_something_to_say() -> None:
    found = [told for _, told in map(drawn, SEEDS)]
    assert sum(bool(findings) for findings, _ in found) >= 4
    assert sum(len(tasks) for _, tasks in found) >= 12
    assert len({code for findings, _ in found for code, _ in findings}) >= 8
