"""The three ways to a task, and what guards each: measured on spakky-celery 8.5.0.

- direct: a call in the same process, in which the caller's AuthContext is kept;
- queue: a worker, which needs a signed snapshot of the caller's AuthContext in the message;
- beat: no caller at all, so no snapshot either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, StrEnum, auto
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.facts.failure_kinds import FailureKind
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
    UNKNOWN = "unknown"
    """The text does not tell which of these it is."""


class Reason(Enum):
    """Why a path is in its state."""

    # There is nothing to run
    IMPORT_FAILS = auto()
    START_FAILS = auto()
    ANOTHER_FAILS = auto()
    """Another handler keeps the application from starting."""
    NO_HANDLER = auto()
    """The container knows another class than the one that others ask for."""
    CLASS_REPLACED = auto()
    """A requirement without its name is in the place of the class."""
    BODY_REPLACED = auto()
    """A requirement without its name is in the place of the method."""
    NESTED = auto()
    """No handler is found inside a class."""
    CLASS_REDEFINED = auto()
    """A second class of the name takes its place."""
    REDEFINED = auto()
    """A second method of the name takes its place."""
    NO_METHOD = auto()
    """A property is in its place."""
    SIGNATURE = auto()
    """It is an `@overload`."""
    GENERATOR = auto()
    """Nobody goes through what it yields."""
    NO_SELF = auto()
    """No call reaches a body that does not take its object."""
    SECOND_POD = auto()
    """The imported class is decorated as a pod again."""
    CONFLICT = auto()
    """Public access and a requirement meet at start."""
    NO_HASH = auto()
    """What a requirement names cannot be hashed, and nothing starts."""
    OUTSIDE_PACKAGES = auto()
    """A scan does not look into the folder of its module."""
    FAILING_MODULE = auto()
    """A scan passes over its module, which cannot be imported."""
    PROVIDER_MISSING = auto()
    """Nothing gives a capability that is asked for."""
    PROVIDER_REPEATED = auto()
    """Several give the same."""
    # There is no such way
    NO_TASK = auto()
    NO_SCHEDULE = auto()
    LAZY = auto()
    """Nobody makes the handler before somebody asks for it."""
    HIDDEN_ROUTE = auto()
    """A decorator hides `@task` or `@schedule`."""
    NO_FUNCTION = auto()
    """The imported method is none that is registered."""
    BEAT_DIES = auto()
    """beat does not get past its date, which no year has."""
    # It is open
    UNDECLARED = auto()
    PUBLIC = auto()
    CALLED_PAST = auto()
    """In the caller's process another method calls it through `self`, where no guard is."""
    ONLY_SCHEDULED = auto()
    """The worker checks no method that is only scheduled."""
    UNCHECKED_WORKER = auto()
    """Workers before spakky-celery 6.6 ask for nothing."""
    AUTH_LEFT_OUT = auto()
    """The start loads its plugins without spakky-auth."""
    MARKS_ANOTHER = auto()
    """A marker marks its argument, and not what stands below it."""
    UNGUARDED = auto()
    """Nothing guards what the decorator makes of the method."""
    HANDED_OUT = auto()
    """A requirement is lost on a decorator that hands out what is below it."""
    HIDDEN = auto()
    """A decorator hides a requirement."""
    MAY_BE_HIDDEN = auto()
    """A decorator that is not seen whole may hide it."""
    OUT_OF_SIGHT = auto()
    """The framework does not see a requirement of the imported class."""
    DROPPED = auto()
    """The worker drops a requirement that names no text."""
    UNREADABLE = auto()
    """The auth of the imported class cannot be read."""
    # Nobody passes
    NAMES_NOTHING = auto()
    """A requirement names nothing that could be asked for."""
    NO_CALLER = auto()
    """beat has none, so that each run ends in CHALLENGE SNAPSHOT_MISSING."""
    NO_SNAPSHOTS = auto()
    """Messages carry none, so that each run ends in CHALLENGE SNAPSHOT_MISSING."""
    NO_SIGNER = auto()
    """Without spakky-auth nobody signs snapshots, and workers ask for them all the same."""
    # Nobody can tell
    SNAPSHOTS_UNKNOWN = auto()
    """Whether messages carry snapshots is not told."""


@dataclass(frozen=True, slots=True)
class Because:
    reason: Reason
    by: str = ""
    """What does it, as it is written: `@logged`."""
    what: str = ""
    """What it is done to: `@protected`."""
    failure: FailureKind | None = None
    """What fails on import or at start."""


@dataclass(frozen=True, slots=True)
class Path:
    state: PathState
    because: Because | None = None
    """None where the state says it all."""

    @property
    def is_partial(self) -> bool:
        """Whether some of what is required is checked, and some is not."""
        return self.state is PathState.ENFORCED and self.because is not None

    @property
    def may_be_unchecked(self) -> bool:
        """Whether somebody may get in who was not asked for all that is required."""
        if self.state is PathState.UNKNOWN:
            return self.reason is not Reason.SNAPSHOTS_UNKNOWN
        return self.state is PathState.OPEN or self.is_partial

    @property
    def reason(self) -> Reason | None:
        return None if self.because is None else self.because.reason


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
        every = (self.direct, self.queue, self.beat)
        return all(path.state is PathState.ABSENT for path in every)

    @property
    def in_doubt(self) -> Paths:
        """The paths of a task about which something is not seen: none of them is seen to be open.

        What is seen to refuse callers does so whatever is added to it.
        """
        return Paths(*(_in_doubt(path) for _, path in self.named))


def _in_doubt(path: Path) -> Path:
    is_doubtful = path.state is PathState.OPEN or path.is_partial
    return replace(path, state=PathState.UNKNOWN) if is_doubtful else path


def open_because(reason: Reason, by: str = "", what: str = "") -> Path:
    return Path(PathState.OPEN, Because(reason, by, what))


def absent(reason: Reason) -> Path:
    return Path(PathState.ABSENT, Because(reason))


ENFORCED = Path(PathState.ENFORCED)


@dataclass(frozen=True, slots=True)
class Guards:
    """What becomes of the requirements of a task, on the caller's side and in the worker."""

    caller: Path = ENFORCED
    worker: Path = ENFORCED


WHOLE = Guards()
"""Both sides ask for everything."""


def guards_of(
    requirements: Sequence[tuple[str, Fate | None]], unseen: Because | None = None
) -> Guards:
    """The guards that requirements make: each with the fate of what it names.

    A name is only needed where there is such a fate.
    `unseen` says why the framework does not get to see some more of them.
    """
    refused = _with(Fate.REFUSED, requirements)
    if refused is not None:
        never = Path(PathState.ABSENT, Because(Reason.NO_HASH, what=refused))
        return Guards(never, never)
    missing = _with(Fate.MISSING, requirements)
    if missing is not None:
        nobody = Path(PathState.NEVER_PASSES, Because(Reason.NAMES_NOTHING, what=missing))
        return Guards(nobody, nobody)
    asked = [name for name, found in requirements if found is not Fate.DROPPED]
    dropped = _with(Fate.DROPPED, requirements)
    lost = unseen if dropped is None else Because(Reason.DROPPED, what=dropped)
    return Guards(_guard(bool(requirements), unseen), _guard(bool(asked), lost))


def _with(fate: Fate, requirements: Sequence[tuple[str, Fate | None]]) -> str | None:
    return next((name for name, found in requirements if found is fate), None)


def _guard(asks: bool, lost: Because | None) -> Path:
    """The guard of a side that asks for something or for nothing, and does not ask for all."""
    if lost is None:
        return ENFORCED
    return Path(PathState.ENFORCED if asks else PathState.OPEN, lost)


def paths_of(
    access: Access,
    *,
    on_demand: bool,
    scheduled: bool,
    unenforced: Because | None = None,
    guards: Guards = WHOLE,
    broken: Because | None = None,
    no_task: Because | None = None,
    no_schedule: Because | None = None,
) -> Paths:
    """What each path does.

    `unenforced` says why everything that is declared is out of the framework's sight, `broken` why
    there is nothing to run at all, `no_task` why it is no task in spite of its decorator, and
    `no_schedule` why it is no schedule.
    """
    if broken is None and access is Access.CONFLICT:
        broken = Because(Reason.CONFLICT)
    if broken is not None:
        nothing = Path(PathState.ABSENT, broken)
        return Paths(nothing, nothing, nothing)
    if unenforced is not None:
        guards = Guards(Path(PathState.OPEN, unenforced), Path(PathState.OPEN, unenforced))
    elif access is not Access.PROTECTED:
        is_public = access is Access.PUBLIC
        free = open_because(Reason.PUBLIC if is_public else Reason.UNDECLARED)
        guards = Guards(free, free)
    return Paths(
        guards.caller,
        _registered(guards.worker if on_demand else absent(Reason.NO_TASK), no_task),
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


def _registered(path: Path, lost: Because | None) -> Path:
    return path if lost is None or path.state is PathState.ABSENT else Path(PathState.ABSENT, lost)


def beat_path(
    protected: bool, *, on_demand: bool, scheduled: bool, worker: Path = ENFORCED
) -> Path:
    """What happens when beat runs a task that the `worker` guards.

    The worker checks tasks only, and beat sends no snapshot that could pass.
    """
    if not scheduled:
        return absent(Reason.NO_SCHEDULE)
    if worker.state is PathState.ABSENT:
        return worker
    if worker.state is PathState.OPEN and (on_demand or not protected):
        return worker
    if not protected:
        return open_because(Reason.UNDECLARED)
    if on_demand:
        return Path(PathState.NEVER_PASSES, Because(Reason.NO_CALLER))
    return open_because(Reason.ONLY_SCHEDULED)
