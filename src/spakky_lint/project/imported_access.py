"""Who may run a task, from what the importing process tells about its real class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from spakky_lint.facts.auth import uncertain
from spakky_lint.facts.paths import (
    Access,
    Because,
    PathState,
    Reason,
    guards_of,
    open_because,
    paths_of,
)
from spakky_lint.facts.task import Auth, DeclaredOn, DeclaredRequirement
from spakky_lint.project.located import LocatedTask
from spakky_lint.runtime.references import Fate
from spakky_lint.runtime.requirements import AuthRequirement, AuthRequirementKind

# What the process answers is JSON, and made by ourselves.
_Json = Any


def access_from(said: _Json, *, on_demand: bool, scheduled: bool) -> Auth:
    """The access of one task. Of what cannot be read, nothing is certain."""
    trouble = said.get("trouble")
    if trouble is not None:
        reason = Because(Reason.UNREADABLE, by=trouble)
        unread = paths_of(
            Access.UNDECLARED, on_demand=on_demand, scheduled=scheduled, unenforced=reason
        )
        return uncertain(Auth(Access.UNDECLARED, (), (), unread))
    asked = tuple(map(_requirement, said["requirements"]))
    hidden = tuple(map(_requirement, said["unenforced"]))
    if said["conflict"]:
        access = Access.CONFLICT
    elif asked:
        access = Access.PROTECTED
    else:
        access = Access.PUBLIC if said["public"] else Access.UNDECLARED
    unseen = Because(Reason.OUT_OF_SIGHT, what=_named(hidden[0])) if hidden else None
    guards = guards_of([(_named(found), found.fate) for found in asked], unseen)
    if said["static"] and guards.caller.state is PathState.ENFORCED:
        guards = replace(guards, caller=_STATIC)
    paths = paths_of(
        access,
        on_demand=on_demand,
        scheduled=scheduled,
        unenforced=None if asked else unseen,
        guards=guards,
        broken=_BARE if said["bare"] else _TWICE if said["pods"] > 1 else None,
        no_task=None if said["registered"] else _UNREGISTERED,
    )
    return Auth(access, asked, hidden, paths)


def with_rivals(tasks: Sequence[LocatedTask]) -> list[LocatedTask]:
    """The tasks; where others have their name and are guarded differently, nothing is certain.

    A worker knows one task of a name, of one handler, whichever comes first.
    """
    guards: dict[str, set[object]] = defaultdict(set)
    for located in tasks:
        guards[located.name].add(_guard(located))
    return [located if len(guards[located.name]) == 1 else _uncertain(located) for located in tasks]


def _guard(located: LocatedTask) -> object:
    access = located.task.access
    if access is None:
        return None
    asked = tuple((found.kind, found.requirement, found.written) for found in access.requirements)
    return access.access, asked, access.paths.queue


def _uncertain(located: LocatedTask) -> LocatedTask:
    access = located.task.access
    if access is None:
        return located
    return replace(located, task=replace(located.task, access=uncertain(access)))


_STATIC = open_because(Reason.UNGUARDED, by="@staticmethod")
"""In a worker it is guarded."""
_UNREGISTERED = Because(Reason.NO_FUNCTION)
_TWICE = Because(Reason.SECOND_POD)
_BARE = Because(Reason.BODY_REPLACED, by="a requirement")


def _named(found: DeclaredRequirement) -> str:
    return f"@{found.written.partition('(')[0]}"


def _requirement(said: _Json) -> DeclaredRequirement:
    kind, known, fate = AuthRequirementKind(said["kind"]), said["known"], said["fate"]
    return DeclaredRequirement(
        kind,
        None if known is None else AuthRequirement(kind=kind, **known),
        said["written"],
        DeclaredOn(said["on"]),
        said["by"],
        None if fate is None else Fate[fate],
    )
