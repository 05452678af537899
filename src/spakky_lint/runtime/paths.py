"""The three ways to a task, and what guards each: measured on spakky-celery 8.5.0.

- direct: a call in the same process, in which the caller's AuthContext is kept;
- queue: a worker, which needs a signed snapshot of the caller's AuthContext in the message;
- beat: no caller at all, so no snapshot either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from spakky_lint.runtime.references import Fate


class Access(StrEnum):
    """What a task says about who may run it, its class and itself together."""

    PROTECTED = "protected"
    PUBLIC = "public"
    UNDECLARED = "undeclared"
    CONFLICT = "conflict"
    """Public and protected at once, which stops the application at start."""


class PathState(StrEnum):
    ENFORCED = "enforced"
    """Runs for those who meet the requirements."""
    OPEN = "open"
    """Runs without a check."""
    NEVER_PASSES = "never-passes"
    """Every run is refused."""
    ABSENT = "absent"
    """The task cannot be reached that way."""


@dataclass(frozen=True, slots=True)
class Path:
    state: PathState
    reason: str | None = None
    """A clause; None where the state says it all."""

    @property
    def is_partial(self) -> bool:
        """Whether some of what is required is checked, and some is not."""
        return self.state is PathState.ENFORCED and self.reason is not None


PATHS: Final = ("direct", "queue", "beat")


@dataclass(frozen=True, slots=True)
class Paths:
    direct: Path
    queue: Path
    beat: Path

    @property
    def named(self) -> tuple[tuple[str, Path], ...]:
        return tuple(zip(PATHS, (self.direct, self.queue, self.beat), strict=True))

    @property
    def are_absent(self) -> bool:
        """Whether none leads to the task."""
        return all(path.state is PathState.ABSENT for _, path in self.named)


ENFORCED = Path(PathState.ENFORCED)


@dataclass(frozen=True, slots=True)
class Guards:
    """What becomes of the requirements of a task, on the caller's side and in the worker."""

    caller: Path = ENFORCED
    worker: Path = ENFORCED


WHOLE = Guards()
"""Both sides ask for everything."""

_CONFLICT = Path(
    PathState.ABSENT,
    "the application does not start: public access and a requirement meet "
    "(ConflictingAuthMetadataError)",
)
_NO_TASK = Path(PathState.ABSENT, "it is no @task")
_NO_SCHEDULE = Path(PathState.ABSENT, "it is not scheduled")
_NOTHING_DECLARED = Path(PathState.OPEN, "nothing says who may run it")
_PUBLIC = Path(PathState.OPEN, "it is public")
CALLED_PAST = Path(PathState.OPEN, "another method of the class calls it past the guard")
"""What a call through `self` does in the caller's process; any other direct call is checked."""
UNCHECKED_SCHEDULE = Path(PathState.OPEN, "the worker checks no method that is only scheduled")
"""What becomes of a requirement when beat runs what is no task."""
NO_CALLER = Path(
    PathState.NEVER_PASSES, "beat has no caller, so each run ends in CHALLENGE SNAPSHOT_MISSING"
)
"""What becomes of a requirement when beat runs a task."""


def guards_of(requirements: Sequence[tuple[str, Fate | None]], unseen: str | None = None) -> Guards:
    """The guards that requirements make: each with the fate of what it names.

    A name is only needed where there is such a fate.
    `unseen` says why the framework does not get to see some more of them.
    """
    refused = _with(Fate.REFUSED, requirements)
    if refused is not None:
        never = Path(
            PathState.ABSENT, f"the application does not start: what {refused} names has no hash"
        )
        return Guards(never, never)
    missing = _with(Fate.MISSING, requirements)
    if missing is not None:
        nobody = Path(PathState.NEVER_PASSES, f"{missing} names nothing that could be asked for")
        return Guards(nobody, nobody)
    asked = [name for name, found in requirements if found is not Fate.DROPPED]
    dropped = _with(Fate.DROPPED, requirements)
    lost = None if dropped is None else f"the worker drops {dropped}, which names no text"
    return Guards(
        _guard(bool(requirements), unseen), _guard(bool(asked), unseen if lost is None else lost)
    )


def _with(fate: Fate, requirements: Sequence[tuple[str, Fate | None]]) -> str | None:
    return next((name for name, found in requirements if found is fate), None)


def _guard(asks: bool, lost: str | None) -> Path:
    """The guard of a side that asks for something or for nothing, and does not ask for all."""
    if lost is None:
        return ENFORCED
    return Path(PathState.ENFORCED, f"only in part: {lost}") if asks else Path(PathState.OPEN, lost)


def paths_of(
    access: Access,
    *,
    on_demand: bool,
    scheduled: bool,
    unenforced: str | None = None,
    guards: Guards = WHOLE,
    broken: str | None = None,
    no_task: str | None = None,
    no_schedule: str | None = None,
) -> Paths:
    """What each path does.

    `unenforced` says why everything that is declared is out of the framework's sight, `broken` why
    there is nothing to run at all, `no_task` why it is no task in spite of its decorator, and
    `no_schedule` why it is no schedule.
    """
    if broken is not None:
        nothing = Path(PathState.ABSENT, broken)
        return Paths(nothing, nothing, nothing)
    if access is Access.CONFLICT:
        return Paths(_CONFLICT, _CONFLICT, _CONFLICT)
    if unenforced is not None:
        guards = Guards(Path(PathState.OPEN, unenforced), Path(PathState.OPEN, unenforced))
    elif access is not Access.PROTECTED:
        free = _PUBLIC if access is Access.PUBLIC else _NOTHING_DECLARED
        guards = Guards(free, free)
    return Paths(
        guards.caller,
        _registered(guards.worker if on_demand else _NO_TASK, no_task),
        _registered(
            beat_path(
                access is Access.PROTECTED and unenforced is None,
                on_demand=on_demand and no_task is None,
                scheduled=scheduled,
                worker=guards.worker,
            ),
            no_schedule,
        ),
    )


def _registered(path: Path, lost: str | None) -> Path:
    return path if lost is None or path.state is PathState.ABSENT else Path(PathState.ABSENT, lost)


def beat_path(
    protected: bool, *, on_demand: bool, scheduled: bool, worker: Path = ENFORCED
) -> Path:
    """What happens when beat runs a task that the `worker` guards.

    The worker checks tasks only, and beat sends no snapshot that could pass.
    """
    if not scheduled:
        return _NO_SCHEDULE
    if worker.state is PathState.ABSENT:
        return worker
    if worker.state is PathState.OPEN and (on_demand or not protected):
        return worker
    if not protected:
        return _NOTHING_DECLARED
    return NO_CALLER if on_demand else UNCHECKED_SCHEDULE
