"""The tasks of a project as celery knows them: what each is called with, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from spakky_lint.facts.registration import (
    Registration,
    doubts,
    lost_because,
    registration_of,
)
from spakky_lint.facts.signature import Dispatch, Signature
from spakky_lint.facts.signatures import signature_of
from spakky_lint.facts.task import FoundTask
from spakky_lint.program.view import view_of
from spakky_lint.project.identity import Place, place_of
from spakky_lint.project.inventoried import InventoriedTask, Inventory, Listing
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.trouble import Trouble, defect
from spakky_lint.syntax.declarations import Function

_NO_CALLS: Mapping[str, Sequence[Dispatch]] = {}


def listing_of(
    located: LocatedTask, signed: Callable[[FoundTask], Signature] = signature_of
) -> Listing:
    """Of a task that was read from its text; `signed` may remember signatures."""
    found = _found(located)
    function = found.function
    return Listing(
        found.handler.name,
        called_key(function),
        function.name,
        _home(function),
        signed(found),
    )


def called_key(function: Function) -> str:
    """Which method it is, for whoever has read neither it nor its callers."""
    start = function.place.range.start
    return f"{_home(function)}:{start.line}:{start.column}"


def _home(function: Function) -> str:
    """Empty in a text that stands alone."""
    view = view_of(function.body.reader.home)
    return "" if view is None else str(view.path)


def inventory(
    tasks: Iterable[LocatedTask],
    calls: Mapping[str, Sequence[Dispatch]] = _NO_CALLS,
    listing: Callable[[LocatedTask], Listing] = listing_of,
) -> Inventory:
    """What there is to know of tasks that were read with their access.

    `calls` are the dispatches of each method, in their order.
    """
    found: dict[Place, list[LocatedTask]] = {}
    for located in tasks:
        found.setdefault(place_of(located), []).append(located)
    told: list[InventoriedTask] = []
    troubles: list[Trouble] = []
    for several in found.values():
        try:
            told.append(_inventoried(several, calls, listing))
        except Exception as error:  # noqa: BLE001  # whatever is wrong with us, one task is enough
            troubles.append(Trouble(several[0].path, defect(error)))
    return Inventory(tuple(told), tuple(troubles))


def _inventoried(
    several: Sequence[LocatedTask],
    calls: Mapping[str, Sequence[Dispatch]],
    listing: Callable[[LocatedTask], Listing],
) -> InventoriedTask:
    order = list(Registration)
    of_each = {order.index(_registration(each)): each for each in reversed(several)}
    located = of_each[min(of_each)]
    access, listed = located.task.access, listing(located)
    assert access is not None, located.name
    return InventoriedTask(
        located,
        tuple(dict.fromkeys(listing(each).handler for each in several)),
        listed.signature,
        registration_of(access),
        lost_because(access),
        doubts(access),
        tuple(_placed(each, located.path) for each in calls.get(listed.method, ())),
    )


def _placed(dispatch: Dispatch, path: str) -> Dispatch:
    """With its file, also in a text that stands alone."""
    where = dispatch.range
    return dispatch if where.path else replace(dispatch, range=replace(where, path=path))


def _registration(located: LocatedTask) -> Registration:
    access = located.task.access
    assert access is not None, located.name
    return registration_of(access)


def _found(located: LocatedTask) -> FoundTask:
    found = located.task.found
    assert found is not None, "it was read from its text"
    return found
