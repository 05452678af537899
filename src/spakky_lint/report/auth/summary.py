"""What there is to say about a report as a whole, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import Access, PathState
from spakky_lint.facts.task import Auth
from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import spoken
from spakky_lint.project.auditing import AuditedTask, AuthReport
from spakky_lint.report.auth.path_words import path_standing
from spakky_lint.report.auth.standing import Standing
from spakky_lint.report.words import count
from spakky_lint.rules.lists import listed
from spakky_lint.runtime.decision import AuthorizationDecisionState
from spakky_lint.runtime.decisions import NOT_ENFORCED, Decision


@dataclass(frozen=True, slots=True)
class Concerned:
    """A task, and the paths that something is said about."""

    audited: AuditedTask
    paths: tuple[str, ...]
    """None where it is said about the task itself."""

    @property
    def is_certain(self) -> bool:
        return self.audited.access.is_certain

    @property
    def where(self) -> str:
        """``direct and beat``, ``queue (in part)``."""
        found = dict(self.audited.access.paths.named)
        shown = [
            spoken(Message("{path} (in part)", path=name)) if found[name].is_partial else name
            for name in self.paths
        ]
        return spoken(listed(shown)) if shown else ""


@dataclass(frozen=True, slots=True)
class Concern:
    """What is said about some tasks; of those that are FINE, that they are public."""

    standing: Standing
    tasks: tuple[Concerned, ...]

    @property
    def is_wrong(self) -> bool:
        return self.standing is not Standing.FINE

    @property
    def sentence(self) -> str:
        one, many = _SENTENCES[self.standing]
        said = (one if len(self.tasks) == 1 else many).filled(number=len(self.tasks))
        perhaps = sum(not concerned.is_certain for concerned in self.tasks)
        if not perhaps or self.standing is Standing.UNKNOWN:
            return spoken(said)
        if perhaps == len(self.tasks):
            return spoken(Message("{said}, as far as the analysis can see", said=said))
        return spoken(
            Message(
                "{said}, {number} of them as far as the analysis can see", said=said, number=perhaps
            )
        )


_SENTENCES: Mapping[Standing, tuple[Template, Template]] = {
    Standing.UNENFORCED: (
        Template("{number} task says who may run it and runs without that check"),
        Template("{number} tasks say who may run them and run without that check"),
    ),
    Standing.NEVER_PASSES: (
        Template("{number} task is refused on every run"),
        Template("{number} tasks are refused on every run"),
    ),
    Standing.NEVER_RUNS: (
        Template("{number} task never runs at all"),
        Template("{number} tasks never run at all"),
    ),
    Standing.UNDECLARED: (
        Template("{number} task runs without a check, and nothing says who may run it"),
        Template("{number} tasks run without a check, and nothing says who may run them"),
    ),
    Standing.UNKNOWN: (
        Template("{number} task has a path that is not known from the code"),
        Template("{number} tasks have a path that is not known from the code"),
    ),
    Standing.FINE: (
        Template("{number} task is public on purpose"),
        Template("{number} tasks are public on purpose"),
    ),
}


def concerns(tasks: Iterable[AuditedTask]) -> tuple[Concern, ...]:
    """From the worst on; a task may be in several. Every open path is in one."""
    found: dict[Standing, list[Concerned]] = {standing: [] for standing in Standing}
    known: dict[int, Sequence[tuple[list[Concerned], tuple[str, ...]]]] = {}
    """By the id of an access, which many tasks may have: where they go, with which paths."""
    for audited in tasks:
        access = audited.access
        if id(access) not in known:
            said = _told(access).items()
            known[id(access)] = [(found[standing], tuple(paths)) for standing, paths in said]
        for concerned, paths in known[id(access)]:
            concerned.append(Concerned(audited, paths))
    return tuple(
        Concern(standing, tuple(concerned)) for standing, concerned in found.items() if concerned
    )


def _told(access: Auth) -> Mapping[Standing, Sequence[str]]:
    if access.paths.are_absent:
        return {Standing.NEVER_RUNS: ()}
    found: dict[Standing, list[str]] = {}
    for name, path in access.paths.named:
        standing = path_standing(access, path)
        if standing is not Standing.FINE or path.state is PathState.OPEN:
            found.setdefault(standing, []).append(name)
    return found


def worst(audited: AuditedTask) -> Standing:
    concerned = _told(audited.access)
    return next((standing for standing in Standing if standing in concerned), Standing.FINE)


def counts(report: AuthReport) -> Iterator[tuple[Access, int]]:
    """How many tasks say what, from what is said most clearly on."""
    numbers = Counter(each.access.access for each in report.tasks)
    return ((access, numbers[access]) for access in Access if numbers[access])


def uncertain(report: AuthReport) -> int:
    """How many tasks may ask for something else than is seen."""
    return sum(not each.access.is_certain for each in report.tasks)


def all_is_well(report: AuthReport) -> str:
    """What there is to say where nothing is wrong."""
    if uncertain(report):
        return spoken(
            Message("as far as the analysis can see, every path is checked, or public on purpose")
        )
    return spoken(Message("every path is checked, or public on purpose"))


def number_of_tasks(report: AuthReport) -> str:
    return spoken(count(len(report.tasks), "task"))


def permitted(report: AuthReport) -> Iterator[tuple[str, str]]:
    """Each caller, with what it may run: ``may run 3 of 8 tasks directly (2 more run unchecked)``.

    Beat runs nothing in the name of a caller.
    """
    for index, caller in enumerate(report.callers):
        parts = []
        decisions = [each.decisions[index] for each in report.tasks]
        for found, way in (
            ([each.direct for each in decisions], Message("directly")),
            ([each.queue for each in decisions], Message("through the queue")),
        ):
            there = [decision for decision in found if decision is not None]
            if there:
                parts.append(_permitted(there, way))
        can = (
            Message("may run {tasks}", tasks=listed(parts)) if parts else Message("can run nothing")
        )
        yield caller.name, spoken(can)


def _permitted(decisions: Sequence[Decision], way: str) -> str:
    """What is let through or not decided counts for itself: nobody may do that."""
    unchecked = sum(each.reason_code == NOT_ENFORCED for each in decisions)
    allowed = sum(each.state is AuthorizationDecisionState.ALLOW for each in decisions) - unchecked
    undecided = sum(each.state is AuthorizationDecisionState.ERROR for each in decisions)
    besides: list[str] = []
    if unchecked == 1:
        besides.append(Message("1 more runs unchecked"))
    elif unchecked:
        besides.append(Message("{number} more run unchecked", number=unchecked))
    if undecided == 1:
        besides.append(Message("1 is not decided"))
    elif undecided:
        besides.append(Message("{number} are not decided", number=undecided))
    return Message(
        "{number} of {tasks} {way}{more}",
        number=allowed,
        tasks=count(len(decisions), "task"),
        way=way,
        more=Message(" ({besides})", besides=tuple(besides)) if besides else "",
    )
