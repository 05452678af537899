"""Comments, strings and names of other scopes change nothing that `preview` and `auth` say.

Nor what `tasks` says of who calls each, nor what `--explain-unknown` says is not known.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, replace
from functools import cache

import pytest

from spakky_lint.facts.dispatches import dispatches_of
from spakky_lint.facts.paths import Path, Paths, PathState
from spakky_lint.facts.signature import Dispatching
from spakky_lint.facts.silence import unknowns_in
from spakky_lint.facts.task import Task, Unknown
from spakky_lint.facts.tasks import found_tasks
from spakky_lint.project.inventories import tasks_of_module
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.source import UnreadableSource
from tests.properties.test_what_is_no_code import (
    ADDITIONS,
    ALL,
    EVERYWHERE,
    with_docstrings,
    with_strings,
)
from tests.rules.fixture_files import Fixture

pytestmark = pytest.mark.long

_LINE = re.compile(r"line \d+")
_NO_PATHS = Paths(Path(PathState.ABSENT), Path(PathState.ABSENT), Path(PathState.ABSENT))


@dataclass(frozen=True, slots=True)
class Said:
    """All that is shown of a text; lines apart, which may be others."""

    tasks: tuple[object, ...]
    lines: tuple[int, ...]
    unknown: tuple[object, ...]
    callers: tuple[tuple[Dispatching, str | None], ...]


def said(fixture: Fixture, text: str) -> Said | None:
    """None where the text is not read."""
    file = fixture.holding(text)
    try:
        module = read_declarations(text) if file is None else file.module(text)
    except UnreadableSource:
        return None
    found = tasks_of_module(module, fixture.settings, with_auth_codes=True)
    return Said(
        tuple(map(_shown, found)),
        tuple(each.line for each in found),
        tuple(map(_unknown, unknowns_in(module))),
        tuple(
            (dispatch.kind, dispatch.within)
            for dispatches in dispatches_of(found_tasks(module)).values()
            for dispatch in dispatches
        ),
    )


def _shown(task: Task) -> object:
    assert task.access is not None
    unknown = tuple(map(_unknown, task.access.unknowns))
    paths = _LINE.sub("line", str(task.access.paths))  # a setting stands where it stands
    access = replace(task.access, unknowns=(), paths=_NO_PATHS)
    schedule = None if task.schedule is None else astuple(task.schedule)
    return replace(task, line=0, schedule=None, access=access), schedule, unknown, paths


def _unknown(found: Unknown) -> object:
    return found.kind, found.name


@cache
def said_as_written(name: str) -> Said | None:
    return said(ALL[name], ALL[name].text)


@pytest.mark.parametrize("name", ALL)
def test_what_is_no_code_changes_no_report(name: str) -> None:
    changed = ALL[name].text
    for added in ADDITIONS:
        changed = added(changed)
    assert said(ALL[name], changed) == said_as_written(name)


@pytest.mark.parametrize("name", ALL)
def test_a_docstring_more_in_each_function_changes_no_report(name: str) -> None:
    changed, origins = with_docstrings(ALL[name].text)
    assert _with_lines(said(ALL[name], changed), origins) == said_as_written(name)


@pytest.mark.parametrize("name", EVERYWHERE)
def test_strings_everywhere_change_no_report(name: str) -> None:
    fixture = EVERYWHERE[name]
    changed, origins = with_strings(fixture.text)
    found = _with_lines(said(fixture, changed), origins)
    assert found == said(fixture, fixture.text)


def _with_lines(found: Said | None, origins: dict[int, int]) -> Said | None:
    if found is None:
        return None
    return replace(found, lines=tuple(origins[line] for line in found.lines))
