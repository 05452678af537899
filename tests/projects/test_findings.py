"""Every project gives the findings that it marks and no others, whichever way it is checked."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from spakky_lint.project.checking import check_file
from spakky_lint.project.configuration import Configuration, find_configuration, read_configuration
from spakky_lint.project.discovery import SourceFile, discover
from spakky_lint.project.inventories import LocatedTask, tasks_of_file
from spakky_lint.project.programs import sources_of
from spakky_lint.project.trouble import Trouble
from tests.cli.running import run
from tests.flake8_plugin.flake8_process import run_flake8
from tests.projects.cases import CASES, Case, Difference, Mark, Report, compare

NOT_YET: Mapping[str, Difference] = {
    "04-reexports-with-all": Difference(
        missing=("app/customers.py:7 SPK110 or app/products.py:7 SPK110",)
    ),
    "39-class-constants-and-enums": Difference(
        missing=("app/hours.py:19 SPK401 or app/wrong.py:12 SPK401",)
    ),
    "58-awaited-nowhere": Difference(missing=("app/checkout.py:23 SPK211",)),
    "63-built-by-hand": Difference(missing=("app/checkout.py:16 SPK113",)),
    "68-handlers-below-handlers": Difference(missing=("app/shipping.py:8 SPK109",)),
    "80-names-of-pods": Difference(
        missing=("app/payments.py:6 SPK105 or app/payouts.py:5 SPK105",)
    ),
    "83-one-wrapper-in-two-modules": Difference(
        missing=("app/mails.py:9 SPK208 or app/orders.py:9 SPK208",)
    ),
    "88-stars-in-a-circle": Difference(missing=("app/drafts.py:5 SPK201",)),
}
"""What is still to be done, exactly; whoever does it takes the entry away."""

IN_PROCESSES = (
    "09-broken-module",  # a file that is no Python
    "15-two-services",  # two applications and a library
    "45-several-roots",  # four distributions, a finding across them
    "50-class-auth-from-elsewhere",  # requirements
    "79-results-of-inherited-tasks",  # a configuration, and results
    "87-ways-to-write-a-file",  # encodings and line ends
)
"""Chosen for breadth: a process for each of all would take minutes."""

OUTSIDE_HANDLERS = frozenset({"SPK201", "SPK310"})
"""They say of a method that no handler runs it."""

UNREADABLE = "SPK000"

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Path]:
    top = tmp_path_factory.mktemp("projects")

    @cache
    def copy(case: Case) -> Path:
        return case.copy(top / case.name)

    return copy


@pytest.fixture
def folder(case: Case, copies: Callable[[Case], Path]) -> Path:
    return copies(case)


@every_case
def test_a_project_has_the_findings_that_it_marks(case: Case, folder: Path) -> None:
    assert compare(case.marks(), _found(case, folder)) == _expected(case)


@every_case
def test_each_file_alone_has_the_same_findings(case: Case, folder: Path) -> None:
    reports = (report for file in _files(folder) for report in _found(case, folder, file.shown))
    assert compare(case.marks(), reports) == _expected(case)


@every_case
def test_what_no_handler_runs_is_in_no_inventory(case: Case, folder: Path) -> None:
    lost = {
        (report.path, _first_line(folder / report.path, report.line))
        for report in _found(case, folder)
        if report.code in OUTSIDE_HANDLERS
    }
    listed = {(located.path, located.task.line) for located in _inventory(case, folder)}
    assert lost.isdisjoint(listed)


@pytest.mark.parametrize("case", [CASES[name] for name in IN_PROCESSES], ids=IN_PROCESSES)
def test_the_command_line_finds_the_same(case: Case, folder: Path) -> None:
    done = run("check", ".", *case.arguments, "--format", "json", cwd=folder)
    reports = [
        Report(found["path"], found["range"]["start"]["line"], found["code"])
        for found in json.loads(done.out)["findings"]
    ]
    assert compare(case.marks(), reports) == _expected(case)
    assert done.code == bool(reports)


@pytest.mark.parametrize("case", [CASES[name] for name in IN_PROCESSES], ids=IN_PROCESSES)
def test_flake8_finds_the_same(case: Case, folder: Path) -> None:
    done = run_flake8(folder, "--select", "SPK", isolated=case.is_isolated)
    reports = [
        Report(path, line, code)
        for path, found in done.reports.items()
        for line, _, code, _ in found
    ]
    assert compare(_without_unreadable(case.marks()), reports) == _expected(case)


def test_what_is_still_to_be_done_is_named_once() -> None:
    assert set(NOT_YET) <= set(CASES)
    assert all(difference != Difference() for difference in NOT_YET.values())


def test_the_readme_lists_every_project_with_its_codes() -> None:
    rows = _rows((CASES["01-relative-depths"].folder.parent / "README.md").read_text("utf-8"))
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


def _expected(case: Case) -> Difference:
    return NOT_YET.get(case.name, Difference())


def _without_unreadable(marks: Iterable[Mark]) -> list[Mark]:
    """flake8 has its own word for what Python cannot parse."""
    return [mark for mark in marks if mark.code != UNREADABLE]


def _files(folder: Path, path: str = ".") -> tuple[SourceFile, ...]:
    found = discover((path,), folder)
    assert found.troubles == ()
    return found.files


def _configuration(case: Case, folder: Path) -> Configuration:
    file = None if case.is_isolated else find_configuration(folder)
    return Configuration(folder) if file is None else read_configuration(file)


def _found(case: Case, folder: Path, path: str = ".") -> Iterator[Report]:
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
            file, configuration.root, configuration.settings, sources, with_access=True
        )
        if isinstance(tasks, Trouble):
            assert file.shown in unreadable, tasks
        else:
            yield from tasks


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
