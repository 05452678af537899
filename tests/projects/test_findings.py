"""Every project gives the findings that it marks and no others, as a whole and file by file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

from spakky_lint.project.checking import check_file
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.discovery import SourceFile, discover
from spakky_lint.project.inventories import tasks_of_file
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.programs import sources_of
from spakky_lint.project.trouble import Trouble
from tests.configurations import read_configuration
from tests.marks import Difference, Mark, Report, compare
from tests.projects.cases import CASES, PROJECTS, UNREADABLE, Case
from tests.projects.not_yet import NOT_YET, expected

OUTSIDE_HANDLERS = frozenset({"SPK201", "SPK310"})
"""They say of a method that no handler runs it."""

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@every_case
def test_a_project_has_the_findings_that_it_marks(case: Case, folder: Path) -> None:
    assert compare(case.marks(), _found_in_all(case, folder)) == expected(case)


@every_case
def test_each_file_alone_has_the_same_findings(case: Case, folder: Path) -> None:
    reports = (report for file in _files(folder) for report in _found(case, folder, file.shown))
    assert compare(case.marks(), reports) == expected(case)


@every_case
def test_what_no_handler_runs_is_in_no_inventory(case: Case, folder: Path) -> None:
    lost = {
        (report.path, _first_line(folder / report.path, report.line))
        for report in _found_in_all(case, folder)
        if report.code in OUTSIDE_HANDLERS
    }
    listed = {(located.path, located.task.line) for located in _inventory(case, folder)}
    assert lost.isdisjoint(listed)


def test_what_is_still_to_be_done_is_named_once() -> None:
    assert set(NOT_YET) <= set(CASES)
    assert all(difference != Difference() for difference in NOT_YET.values())


def test_the_readme_lists_every_project_with_its_codes() -> None:
    rows = _rows((PROJECTS / "README.md").read_text("utf-8"))
    assert dict(rows) == {case.name: _codes(case.marks()) for case in CASES.values()}


def test_every_project_has_its_evidence() -> None:
    assert [
        case.name for case in CASES.values() if not (case.folder / "evidence.txt").exists()
    ] == []


def test_a_mark_with_two_places_takes_either_or_both() -> None:
    one, other = Report("a.py", 1, "SPK105"), Report("b.py", 2, "SPK105")
    marks = (Mark((one, other)),)
    assert compare(marks, (one,)) == compare(marks, (one, other)) == Difference()
    assert compare(marks, ()) == Difference(missing=("a.py:1 SPK105 or b.py:2 SPK105",))


def test_a_finding_without_a_mark_is_false_and_so_is_one_too_many() -> None:
    one, other = Report("a.py", 1, "SPK105"), Report("a.py", 2, "SPK105")
    assert compare((Mark((one,)),), (one, one, other)) == Difference(
        false=("a.py:1 SPK105", "a.py:2 SPK105")
    )


def _files(folder: Path, path: str = ".") -> tuple[SourceFile, ...]:
    found = discover((path,), folder)
    assert found.troubles == ()
    return found.files


def _configuration(case: Case, folder: Path) -> Configuration:
    return Configuration(folder) if case.is_isolated else read_configuration(folder)


@cache
def _found_in_all(case: Case, folder: Path) -> Sequence[Report]:
    return tuple(_found(case, folder, "."))


def _found(case: Case, folder: Path, path: str) -> Iterator[Report]:
    """What a run on a path finds, as the command line runs it."""
    configuration = _configuration(case, folder)
    sources = sources_of(folder, configuration)
    for file in _files(folder, path):
        checked = check_file(file, configuration, sources=sources)
        assert not isinstance(checked, Trouble), checked
        for finding in checked.findings:
            yield Report(file.shown, finding.range.start.line, finding.code)


def _inventory(case: Case, folder: Path) -> Iterator[LocatedTask]:
    """What `auth` and `preview` read."""
    configuration = _configuration(case, folder)
    sources = sources_of(folder, configuration)
    unreadable = {mark.places[0].path for mark in case.marks() if mark.code == UNREADABLE}
    for file in _files(folder):
        tasks = tasks_of_file(
            file, configuration.root, configuration.settings, sources, with_auth_codes=True
        )
        if isinstance(tasks, Trouble):
            assert file.shown in unreadable, tasks
        else:
            yield from tasks.tasks


def _first_line(file: Path, line: int) -> int:
    """Where the method begins that has this line in its decorators or its head."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if first <= line <= node.lineno:
                return first
    raise AssertionError(f"no method has line {line} of {file}")


def _rows(readme: str) -> Iterator[tuple[str, str]]:
    for line in readme.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and cells[1] in CASES:
            yield cells[1], cells[2]


def _codes(marks: Iterable[Mark]) -> str:
    """`SPK105, SPK201 x2`, or `silent`."""
    codes = [mark.code for mark in marks]
    counted = (f"{c} x{codes.count(c)}" if codes.count(c) > 1 else c for c in sorted(set(codes)))
    return ", ".join(counted) or "silent"
