"""The codes of the findings at a task, which reports show beside what is true of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from spakky_lint.data import dataclass
from spakky_lint.facts.task import FoundTask
from spakky_lint.linting.linter import lint_module
from spakky_lint.rules.families import AUTH, CRONTABS, SCHEDULES, Family, family_of
from spakky_lint.rules.finding import Finding, Severity
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.syntax.declarations import Decorator, Module
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.shared_auth import shared_auth


@dataclass(frozen=True, slots=True)
class Problems:
    schedule: tuple[str, ...]
    auth: tuple[str, ...]


def problems_of(
    tasks: Sequence[FoundTask], module: Module, settings: Settings, *, with_auth_codes: bool
) -> tuple[Problems, ...]:
    """Of each task the errors in its schedule and, if they are asked for, findings about its auth.

    A preview tells itself what only surprises: shifted weekdays, short months.
    """
    selected = (*_of_schedules(), *(_of_auth() if with_auth_codes else ()))
    findings = lint_module(module, Selection(select=selected), settings)
    of_schedules = [finding for finding in findings if finding.code in _of_schedules()]
    of_auth = [finding for finding in findings if family_of(finding.code) is AUTH]
    known: dict[tuple[object, ...], Problems] = {}
    for task in tasks:
        key = _key(task, module)
        if key not in known:
            at = _codes(_at(task, module, of_auth))
            known[key] = Problems(_codes(_in_schedule(task, of_schedules)), at)
    return tuple(known[_key(task, module)] for task in tasks)


def _key(task: FoundTask, module: Module) -> tuple[object, ...]:
    """What the same is found out for: the method on handlers that are decorated alike."""
    return task.function, task.handler.decorators, id(shared_auth(task.handler, module))


@cache
def _of_schedules() -> tuple[str, ...]:
    errors = (code for code, rule in RULES.items() if rule.severity is Severity.ERROR)
    return tuple(code for code in errors if _is_of(code, SCHEDULES, CRONTABS))


@cache
def _of_auth() -> tuple[str, ...]:
    return tuple(code for code in RULES if _is_of(code, AUTH))


def _is_of(code: str, *families: Family) -> bool:
    return family_of(code) in families


def _codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in findings))


def _in_schedule(task: FoundTask, findings: Sequence[Finding]) -> Iterator[Finding]:
    schedules = task.function.decorated("schedule")
    if findings and schedules:  # or no place has to be worked out
        around = schedules[0].place.range
        yield from (finding for finding in findings if _is_in(finding, around))


def _at(task: FoundTask, module: Module, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Those at the method and its decorators, or at the decorators of its class.

    Some stand where the method is called or decorated once more, and point at it.
    """
    if not findings:  # and no place has to be worked out
        return
    function = task.function
    here = function.place.range.path
    of_method = set(_ranges(function.decorators))
    shared = [found for _, found in shared_auth(task.handler, module)]
    of_task = {function.place.range, *of_method, *_ranges((*task.handler.decorators, *shared))}
    for finding in findings:
        points_at_it = RULES[finding.code].is_at_uses and any(
            related.range in of_method and related.range.path in (None, here)
            for related in finding.related
        )
        if points_at_it or any(
            _is_in(finding, around) for around in of_task if around.path == here
        ):
            yield finding


def _ranges(decorators: Iterable[Decorator]) -> Iterator[Range]:
    """Where the decorators stand, and where they are made when that is somewhere else."""
    for found in decorators:
        yield found.place.range
        if found.call is not None and not found.is_inline:
            yield found.call.place.range


def _is_in(finding: Finding, around: Range) -> bool:
    return around.start <= finding.range.start and finding.range.end <= around.end
