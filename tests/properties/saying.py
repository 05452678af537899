"""All that is said of a text: its findings, and what `preview`, `auth` and `tasks` show of it.

With who calls each task, and what `--explain-unknown` says is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cache

from spakky_lint.facts.dispatches import dispatches_of
from spakky_lint.facts.paths import Path, Paths, PathState
from spakky_lint.facts.signature import Dispatching
from spakky_lint.facts.silence import unknowns_in
from spakky_lint.facts.task import Task, Unknown
from spakky_lint.facts.tasks import found_tasks
from spakky_lint.linting.linter import lint_module
from spakky_lint.linting.suppression import unsuppressed
from spakky_lint.program.sources import File
from spakky_lint.project.inventories import tasks_of_module
from spakky_lint.rules.finding import Finding
from spakky_lint.syntax.gate import passes
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.source import UnreadableSource, as_file
from tests.rules.fixture_files import Fixture, linted

_LINE = re.compile(r"line \d+")
_NO_PATHS = Paths(Path(PathState.ABSENT), Path(PathState.ABSENT), Path(PathState.ABSENT))


@dataclass(frozen=True, slots=True)
class Said:
    """Lines apart, which may be others."""

    findings: Sequence[tuple[int, str, str, str]]
    """Line, code and message of each, and what its fix would write."""
    tasks: tuple[object, ...] = ()
    lines: tuple[int, ...] = ()
    """Of the tasks."""
    unknown: tuple[object, ...] = ()
    callers: tuple[tuple[Dispatching, str | None], ...] = ()

    def with_lines(self, origins: Mapping[int, int]) -> Said:
        """As of the text whose lines were these before."""
        findings = sorted((origins[each[0]], *each[1:]) for each in self.findings)
        lines = tuple(origins[line] for line in self.lines)
        return replace(self, findings=findings, lines=lines)


def said(fixture: Fixture, text: str, file: File | None = None) -> Said:
    """Of the text in the place of the fixture; it is read once for all.

    The file is that of another program than the fixture's where other files of it differ, too.
    """
    file = file or fixture.holding(text)
    try:
        module = read_declarations(text) if file is None else file.module(text)
    except UnreadableSource:
        return Said(_findings(linted(fixture, text)))
    is_relevant = (passes if file is None else file.passes)(as_file(text))
    found: Sequence[Finding] = ()
    if is_relevant:
        every = lint_module(module, fixture.selection, fixture.settings, unused_noqa=True)
        found = unsuppressed(text, every)
    tasks = tasks_of_module(module, fixture.settings, with_auth_codes=True)
    return Said(
        _findings(found),
        tuple(map(_shown, tasks)),
        tuple(each.line for each in tasks),
        tuple(map(_unknown, unknowns_in(module))),
        tuple(
            (dispatch.kind, dispatch.within)
            for dispatches in dispatches_of(found_tasks(module)).values()
            for dispatch in dispatches
        ),
    )


@cache
def said_as_written(fixture: Fixture) -> Said:
    return said(fixture, fixture.text)


def _findings(found: Sequence[Finding]) -> list[tuple[int, str, str, str]]:
    return sorted((one.range.start.line, one.code, one.message, _fix(one)) for one in found)


def _fix(finding: Finding) -> str:
    fix = finding.fix
    return "" if fix is None else "|".join((fix.title, *(edit.text for edit in fix.edits)))


def _shown(task: Task) -> object:
    assert task.access is not None
    unknown = tuple(map(_unknown, task.access.unknowns))
    paths = _LINE.sub("line", str(task.access.paths))  # a setting stands where it stands
    access = replace(task.access, unknowns=(), paths=_NO_PATHS)
    schedule = None if task.schedule is None else astuple(task.schedule)
    return replace(task, line=0, schedule=None, access=access), schedule, unknown, paths


def _unknown(found: Unknown) -> object:
    return found.kind, found.name
