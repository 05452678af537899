"""What a report is made of: all that the text of a program tells of its tasks, as plain data.

It rests on files alone. What rests on a moment, on a caller or on a language is worked out from it.
It is made of parts, each of which may be taken over from an earlier run by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cached_property

from spakky_lint.data import dataclass
from spakky_lint.facts.application import Application, Asked
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.signature import Dispatch
from spakky_lint.project.inventoried import Inventory, Listing
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.pages import page_about, page_of
from spakky_lint.rules.rule_page import RulePage
from spakky_lint.runtime.capabilities import AuthCapability


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file was read to."""

    path: str
    """As reports show it."""
    tasks: tuple[LocatedTask, ...]
    """In the order of their lines; from another run without the place in the tree."""
    possible: tuple[Trouble, ...] = ()
    """The methods that may be tasks, and are not listed."""
    listings: tuple[Listing, ...] = ()
    """Of each of the tasks, where somebody asked for an inventory."""


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    """`called_key` of what is called, which need not be a task."""
    dispatch: Dispatch


@dataclass(frozen=True, slots=True)
class Caller:
    """A file that calls methods or hands them on."""

    path: str
    """Absolute."""
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class AskingFile:
    """A file whose tasks ask for auth, or may."""

    path: str
    """Absolute, as the next."""
    around: str
    """The file by which the application is named that has it."""
    asked: tuple[tuple[AuthCapability, Asked], ...]


@dataclass(frozen=True)
class Survey:
    read: tuple[tuple[ReadFile, ...], ...]
    """The files with anything to tell, in their order, as each of the backends runs their tasks
    that somebody asked for."""
    notes: tuple[Trouble, ...]
    """About what was read for it."""
    applications: tuple[Application, ...] = ()
    """Those that need auth providers for the tasks."""
    asking: tuple[AskingFile, ...] = ()
    """What files ask for that no visible start brings together."""
    callers: tuple[Caller, ...] = ()
    """The files that may call tasks, where somebody asked for an inventory."""
    inventory: Inventory | None = None
    """The tasks as celery knows them, where somebody asked for them."""
    guess: str | None = None
    """What the paths of the tasks rest on and nobody knows, in a sentence."""
    pages: tuple[RulePage, ...] = ()
    """Those of rules that a report of it may name."""

    @cached_property
    def tasks(self) -> tuple[tuple[LocatedTask, ...], ...]:
        """Of each of the backends."""
        return tuple(
            tuple(task for file in several for task in file.tasks) for several in self.read
        )

    def files(self) -> Set[str]:
        """Those that have tasks, as reports show them."""
        return {each.path for several in self.tasks for each in several}

    @cached_property
    def possible(self) -> tuple[Trouble, ...]:
        return tuple(each for file in self.read[0] for each in file.possible)

    def has(self, backends: int, *, with_inventory: bool) -> bool:
        """Whether it tells all that a report of so many backends asks for."""
        return (
            len(self.read) == backends
            and (self.inventory is not None) is with_inventory
            and all(each.task.access is not None for several in self.tasks for each in several)
            and all(
                len(file.listings) == (len(file.tasks) if with_inventory else 0)
                for several in self.read
                for file in several
            )
        )


def pages_behind(tasks: Iterable[LocatedTask]) -> tuple[RulePage, ...]:
    """Those that a report of the tasks may name."""
    codes: set[str] = set()
    failures: set[FailureKind] = set()
    seen: set[int] = set()
    for each in tasks:
        schedule, access = each.task.schedule, each.task.access
        codes.update(() if schedule is None else schedule.problems)
        if access is not None and id(access) not in seen:  # many have the same one
            seen.add(id(access))
            codes.update(access.problems)
            reasons = (path.because for _, path in access.paths.named)
            failures.update(
                found.failure
                for found in reasons
                if found is not None and found.failure is not None
            )
    of_codes = [page for code in sorted(codes) if (page := page_of(code)) is not None]
    return (*of_codes, *map(page_about, sorted(failures, key=lambda each: each.name)))
