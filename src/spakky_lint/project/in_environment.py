"""Imported tasks where their project runs: what no class tells of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from spakky_lint.facts.environment import Environment
from spakky_lint.facts.propagation import propagation_at, with_propagation
from spakky_lint.facts.workers import with_workers
from spakky_lint.program.program import Program
from spakky_lint.project.located import LocatedTask


def in_environment(
    tasks: Iterable[LocatedTask],
    files: Mapping[str, Path],
    program: Program,
    environment: Environment,
) -> Sequence[LocatedTask]:
    """The tasks as they run there; `files` are those that reports show, by what they call them."""
    return [_placed(each, files, program, environment) for each in tasks]


def _placed(
    located: LocatedTask, files: Mapping[str, Path], program: Program, environment: Environment
) -> LocatedTask:
    access, file = located.task.access, files.get(located.path)
    if access is None or file is None:
        return located
    access = with_workers(access, environment)
    access = with_propagation(access, propagation_at(file, program, environment))
    return replace(located, task=replace(located.task, access=access))
