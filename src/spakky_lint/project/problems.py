"""The codes of the findings at a task, which reports show beside what is true of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice

from spakky_lint.data import dataclass
from spakky_lint.facts.task import FoundTask
from spakky_lint.linting.linter import lint_module
from spakky_lint.rules.families import AUTH, CRONTABS, SCHEDULES, Family, family_of
from spakky_lint.rules.finding import Finding, Severity
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorators import Decorator
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
    of_schedules = _Findings([each for each in findings if each.code in _of_schedules()])
    of_auth = _Findings([each for each in findings if family_of(each.code) is AUTH])
    at_handlers: dict[ClassDeclaration, frozenset[int]] = {}
    known: dict[tuple[Function, frozenset[int]], Problems] = {}
    found: list[Problems] = []
    for task in tasks:
        handler = task.handler
        if handler not in at_handlers:
            at_handlers[handler] = frozenset(_at_handler(task, module, of_auth))
        # Of what is wrong with their methods, handlers have all in common.
        key = task.function, at_handlers[handler]
        if key not in known:
            schedule = of_schedules.codes(_in_schedule(task, of_schedules))
            auth = {*at_handlers[handler], *_at_method(task.function, of_auth)}
            known[key] = Problems(schedule, of_auth.codes(auth))
        found.append(known[key])
    return tuple(found)


@cache
def _of_schedules() -> tuple[str, ...]:
    errors = (code for code, rule in RULES.items() if rule.severity is Severity.ERROR)
    return tuple(code for code in errors if _is_of(code, SCHEDULES, CRONTABS))


@cache
def _of_auth() -> tuple[str, ...]:
    return tuple(code for code in RULES if _is_of(code, AUTH))


def _is_of(code: str, *families: Family) -> bool:
    return family_of(code) in families


@dataclass(frozen=True)
class _Findings:
    """Findings in their order, to be looked up by what is around them."""

    every: Sequence[Finding]

    def codes(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Each once, in the order of the findings with these numbers."""
        return tuple(dict.fromkeys(self.every[number].code for number in sorted(numbers)))

    def inside(self, around: Range) -> Iterator[int]:
        """The numbers of those that stand in the range."""
        start, end = around.start, around.end
        first = bisect_left(self._starts, (start.line, start.column))
        for line, column, number in islice(self._starts, first, None):
            if (line, column) > (end.line, end.column):
                return
            if self.every[number].range.end <= end:
                yield number

    @cached_property
    def _starts(self) -> Sequence[tuple[int, int, int]]:
        """The line, the column and the number of each, by their places."""
        starts = ((each.range.start, number) for number, each in enumerate(self.every))
        return sorted((start.line, start.column, number) for start, number in starts)

    @cached_property
    def pointing(self) -> Mapping[Range, Sequence[tuple[str | None, int]]]:
        """By range, the files and the numbers of those that stand where the method is called or
        decorated once more, and point at it.
        """
        found: dict[Range, list[tuple[str | None, int]]] = {}
        for number, finding in enumerate(self.every):
            if RULES[finding.code].is_at_uses:
                for related in finding.related:
                    found.setdefault(related.range, []).append((related.range.path, number))
        return found


def _in_schedule(task: FoundTask, findings: _Findings) -> Iterator[int]:
    schedules = task.function.decorated("schedule")
    if findings.every and schedules:  # or no place has to be worked out
        yield from findings.inside(schedules[0].place.range)


def _at_method(function: Function, findings: _Findings) -> Iterator[int]:
    """Those at the method and its decorators, and those that point at these."""
    if not findings.every:  # and no place has to be worked out
        return
    here = function.place.range.path
    of_method = set(_ranges(function.decorators))
    for found in of_method:
        pointing = findings.pointing.get(found, ())
        yield from (number for path, number in pointing if path in (None, here))
    for around in {function.place.range, *of_method}:
        if around.path == here:
            yield from findings.inside(around)


def _at_handler(task: FoundTask, module: Module, findings: _Findings) -> Iterator[int]:
    """Those at the decorators of the handler, as far as they stand in the file of the task."""
    if not findings.every:
        return
    here = task.function.place.range.path
    shared = [found for _, found in shared_auth(task.handler, module)]
    for around in set(_ranges((*task.handler.decorators, *shared))):
        if around.path == here:
            yield from findings.inside(around)


def _ranges(decorators: Iterable[Decorator]) -> Iterator[Range]:
    """Where the decorators stand, and where they are made when that is somewhere else."""
    for found in decorators:
        yield found.place.range
        if found.call is not None and not found.is_inline:
            yield found.call.place.range
