"""Where the commands contradict each other, or the real framework, about one application."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as File

from spakky_lint.facts.paths import Access, Path, PathState, Reason
from spakky_lint.facts.task import Auth
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.previewing import is_lost
from spakky_lint.rules.finding import Consequence
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fire_times import calendar_of, cron_expression
from spakky_lint.runtime.schedules import ScheduleRoute
from tests.properties.readings import Found, Reading
from tests.properties.real_starts import RealTask, Started

UNREGISTERED = frozenset({"SPK112", "SPK203", "SPK208", "SPK209", "SPK213", "SPK311", "SPK505"})
"""What these rules report is never registered, so nobody finds out what else is wrong with it."""
OUTSIDE = frozenset({"SPK201", "SPK310"})
"""They say that no handler runs the method."""
NOT_WRITTEN = ("NameError", "ImportError", "ModuleNotFoundError", "SyntaxError", "IndentationError")
"""What is no mistake about the framework."""

_RUNS_TO_NOTHING = (Reason.GENERATOR, Reason.NO_SELF, Reason.BODY_REPLACED)
"""It is registered, and its body never runs."""
_FAILS = (Reason.IMPORT_FAILS, Reason.START_FAILS, Reason.CONFLICT, Reason.NO_HASH)


@dataclass(frozen=True, slots=True)
class Contradiction:
    kind: str
    """What contradicts what; one cause shows as one kind."""
    words: str
    is_certain: bool = True
    """False where auth itself says that it does not know."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"


def contradictions(
    reading: Reading, started: Started, text_of: Callable[[str], str]
) -> Iterator[Contradiction]:
    """All there are; ``text_of`` gives the text of a file by its path."""
    for error in started.broken:
        if error.startswith(NOT_WRITTEN):
            yield Contradiction("no program", error)
            return
    yield from _of_the_start(reading, started)
    case = _Case(reading, started, text_of)
    if not started.error:
        yield from _of_what_is_registered(case)
        yield from _of_the_beat(case)
        yield from _of_what_is_asked(case)
    yield from _of_the_preview(case)
    yield from _of_the_findings(case)


@dataclass(frozen=True)
class _Case:
    reading: Reading
    started: Started
    text_of: Callable[[str], str]

    @cached_property
    def real(self) -> Mapping[str, Sequence[RealTask]]:
        found = defaultdict(list)
        for task in self.started.known:
            for name in {task.name, task.celery}:  # which may be another one of the same method
                found[name].append(task)
        return found

    def names(self, task: RealTask) -> set[str]:
        """All names of the method, which is registered once."""
        return {each.name for each in self.started.known if each.celery == task.celery}

    @cached_property
    def audited(self) -> Iterable[LocatedTask]:
        """Of a method that is defined twice the last one."""
        return {(task.name, task.handler): task for task in self.reading.audited}.values()

    def registered(self, task: LocatedTask) -> list[RealTask]:
        """What the framework registers of it, by that handler."""
        return [each for each in self.real.get(task.name, ()) if each.handler == task.handler]

    @cached_property
    def is_fatal(self) -> bool:
        """Whether it is reported not to start."""
        return any(_is_fatal(found) for found in self.reading.findings)

    def at(self, task: LocatedTask) -> list[Found]:
        """The findings at the method, and where it is decorated by hand below."""
        lines = {*self._lines(task)}
        return [
            found
            for found in self.reading.findings
            if found.path == task.path and found.line in lines
        ]

    def _lines(self, task: LocatedTask) -> Iterator[int]:
        for owner in ast.walk(ast.parse(self.text_of(task.path))):
            if not isinstance(owner, ast.ClassDef):
                continue
            for node in owner.body:
                if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    continue
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                if first == task.task.line:
                    yield from range(first, node.lineno + 1)
                    for other in owner.body:
                        if isinstance(other, ast.Assign) and _reads(node.name, other.value):
                            yield other.lineno
                    return
        raise AssertionError(f"no method begins in line {task.task.line} of {task.path}")


def _reads(name: str, value: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))


def _of_the_start(reading: Reading, started: Started) -> Iterator[Contradiction]:
    fatal = [found for found in reading.findings if _is_fatal(found)]
    if started.error:
        if not fatal:
            name = started.error[:60]
            yield Contradiction(f"nothing found, but it does not start: {name}", started.error)
        return
    # Nobody finds out what else is wrong with what is not registered.
    is_lost = any(found.finding.code in UNREGISTERED | OUTSIDE for found in reading.findings)
    for found in fatal:
        if found.finding.consequence is Consequence.IMPORT or not is_lost:
            yield Contradiction(f"{found.finding.code}, but it starts", str(found))


def _is_fatal(found: Found) -> bool:
    return found.finding.consequence in (Consequence.IMPORT, Consequence.STARTUP)


def _access(task: LocatedTask) -> Auth:
    access = task.task.access
    assert access is not None
    return access


def _is_registered_by(path: Path) -> bool | None:
    """None where it may be registered and comes to nothing."""
    if path.state is not PathState.ABSENT:
        return True
    return None if path.reason in _RUNS_TO_NOTHING else False


def _of_what_is_registered(case: _Case) -> Iterator[Contradiction]:
    audited = {task.name for task in case.audited}
    for task in case.started.known:
        names = case.names(task) | {task.celery}
        if names.isdisjoint(audited):
            yield Contradiction("registered, but not listed by auth", str(task))
    for listed in case.audited:
        paths, real = _access(listed).paths, case.registered(listed)
        for way, path, is_real in (
            ("queue", paths.queue, any(each.on_demand for each in real)),
            ("beat", paths.beat, any(each.scheduled for each in real)),
        ):
            told = _is_registered_by(path)
            if told is not None and told != is_real:
                how = "certainly" if _access(listed).is_certain else "perhaps"
                said = f"{how} {path.state.value}"
                yield Contradiction(
                    f"{way} {said}, but {'registered' if is_real else 'not registered'}",
                    f"{listed.name} of {listed.handler}: {path.because}",
                    _access(listed).is_certain,
                )


def _of_the_beat(case: _Case) -> Iterator[Contradiction]:
    beat = case.started.beat or {}
    celery = {task.name: task.celery for task in case.started.known}
    previewed = {task.name: task for task in case.reading.previewed}
    for task in case.started.known:
        if task.scheduled and (case.names(task) | {task.celery}).isdisjoint(previewed):
            yield Contradiction("in beat, but not previewed", task.name)
    for name, located in previewed.items():
        schedule = located.task.schedule
        trigger = beat.get(celery.get(name, name))
        if schedule is None or schedule.route is None or trigger is None:
            continue
        if _shown(schedule.route) != trigger:
            yield Contradiction(
                "previewed otherwise", f"{name}: {_shown(schedule.route)}, in beat {trigger}"
            )


def _shown(route: ScheduleRoute) -> str:
    if route.interval is not None:
        return str(route.interval)
    calendar = calendar_of(route, Backend.CELERY)
    assert calendar is not None
    return cron_expression(calendar[0], Backend.CELERY)


def _of_what_is_asked(case: _Case) -> Iterator[Contradiction]:
    for task in case.audited:
        access, name = _access(task), task.name
        real = [each for each in case.registered(task) if each.name == name]
        if not access.is_certain or len(real) != 1:
            continue
        if any(found.requirement is None for found in access.requirements):
            continue
        told = {
            (
                found.requirement.kind.value,
                found.requirement.ref,
                found.requirement.resource,
                found.requirement.action,
                found.requirement.tenant,
            )
            for found in access.requirements
            if found.requirement is not None
        }
        if told != real[0].asked:
            yield Contradiction(
                "asked for otherwise",
                f"{name}: {_sorted(told)}, on the framework {_sorted(real[0].asked)}",
            )
        if (access.access is Access.PUBLIC) != real[0].public:
            yield Contradiction("public otherwise", f"{name}: {access.access}, {real[0].public}")


def _sorted(asked: object) -> list[str]:
    assert isinstance(asked, set | frozenset)
    return sorted(map(str, asked))


def _of_the_preview(case: _Case) -> Iterator[Contradiction]:
    with_schedule: dict[str, LocatedTask] = {}
    for task in case.reading.audited:  # beat knows it once, and any of its handlers will do
        if task.task.schedule is not None:
            known = with_schedule.get(task.name)
            if known is None or _access(known).paths.beat.state is PathState.ABSENT:
                with_schedule[task.name] = task
    previewed = {task.name for task in case.reading.previewed if task.task.schedule is not None}
    for name in sorted(with_schedule.keys() ^ previewed):
        yield Contradiction("auth and preview list other schedules", name)
    for located in case.reading.previewed:
        schedule = located.task.schedule
        told = with_schedule.get(located.name)
        if schedule is None or told is None:
            continue
        path, is_certain = _access(told).paths.beat, _access(told).is_certain
        is_absent = path.state is PathState.ABSENT and is_certain and not is_lost(located)
        if is_absent and schedule.route is not None and not schedule.problems:
            why = "the program fails" if path.reason in _FAILS else "the schedule is lost"
            yield Contradiction(
                f"previewed as if it fired, though for auth {why}",
                f"{located.name}: {path.because}",
            )


def _of_the_findings(case: _Case) -> Iterator[Contradiction]:
    all_codes = {found.finding.code for found in case.reading.findings}
    for task in case.reading.audited:
        access, paths = _access(task), _access(task).paths
        codes = {found.finding.code for found in case.at(task)}
        for code in sorted(set(access.problems) - all_codes - {"SPK515"}):
            yield Contradiction(f"{code} by auth, not by check", task.name)
        if paths.are_absent:
            continue
        for code in sorted(codes & OUTSIDE):
            yield Contradiction(f"{code}, but listed by auth", f"{task.name}: {paths}")
        for code, is_told in _told_by_paths(access).items():
            if code in codes and not is_told:
                where = " of what does not start" if case.is_fatal else ""
                yield Contradiction(
                    f"{code}, and auth says otherwise{where}", f"{task.name}: {paths}"
                )
        for code, end in (("SPK510", Reason.ONLY_SCHEDULED), ("SPK511", Reason.NO_CALLER)):
            if paths.beat.reason is end and code not in codes:
                how = "certainly" if access.is_certain else "perhaps"
                yield Contradiction(
                    f"auth tells what {code} is about, {how}, check not",
                    task.name,
                    access.is_certain,
                )


def _told_by_paths(access: Auth) -> Mapping[str, bool]:
    """What auth must say where check reports something."""
    paths = access.paths
    whole = [path for _, path in paths.named if _is_whole(path)]
    is_beaten = paths.beat.state is PathState.ABSENT
    return {
        "SPK502": not whole,
        "SPK503": not whole or bool(access.unenforced),
        "SPK507": not _is_whole(paths.queue),
        "SPK509": access.access is Access.CONFLICT,
        "SPK510": is_beaten or paths.beat.reason is Reason.ONLY_SCHEDULED or not access.is_certain,
        "SPK511": is_beaten or paths.beat.reason is Reason.NO_CALLER or not access.is_certain,
        "SPK512": not whole,
        "SPK513": not _is_whole(paths.direct),
    }


def _is_whole(path: Path) -> bool:
    return path.state is PathState.ENFORCED and not path.is_partial


def text_below(folder: File) -> Callable[[str], str]:
    return lambda path: (folder / path).read_text("utf-8")
