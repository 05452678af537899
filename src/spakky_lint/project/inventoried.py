"""What there is to know of the tasks of a project as celery knows them."""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import Because
from spakky_lint.facts.registration import Registration, runs_nowhere
from spakky_lint.facts.signature import Dispatch, Signature
from spakky_lint.facts.task import Trigger, Unknown
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Listing:
    """What the text tells of a task as celery knows it, besides who may run it."""

    handler: str
    """The one that runs it."""
    method: str
    """`called_key` of what is called."""
    name: str
    """What calls name it by."""
    home: str
    """The file that the method is written in, absolute."""
    signature: Signature


@dataclass(frozen=True, slots=True)
class InventoriedTask:
    """One task for celery, however many handlers inherit it."""

    located: LocatedTask
    handlers: tuple[str, ...]
    """Those that run it; of several, the framework registers it for whichever comes first."""
    signature: Signature
    registration: Registration
    lost: Because | None
    """Why nothing runs under its name."""
    doubts: tuple[Unknown, ...]
    """What may keep it from being registered, and is not seen."""
    dispatches: tuple[Dispatch, ...] = ()

    @property
    def on_demand(self) -> bool:
        return self.located.task.on_demand

    @property
    def scheduled(self) -> bool:
        return self.located.task.schedule is not None

    @property
    def is_schedule_known(self) -> bool:
        """Whether the text tells when it fires, if it does."""
        schedule = self.located.task.schedule
        return schedule is None or schedule.trigger is not Trigger.UNKNOWN

    @property
    def runs_nowhere(self) -> bool:
        """Whether no message can have reached it, wherever it was started."""
        return self.lost is not None and runs_nowhere(self.lost)

    @property
    def is_found(self) -> bool:
        """Whether it is certain that messages of its name reach it, or that none does."""
        return self.runs_nowhere or (not self.doubts and self.signature.named_by is None)

    @property
    def is_known(self) -> bool:
        """Whether everything that is told of it is certain."""
        return self.runs_nowhere or (
            self.is_found and self.signature.hidden_by is None and self.is_schedule_known
        )


@dataclass(frozen=True, slots=True)
class Inventory:
    """`tasks` are in the order of their files and lines."""

    tasks: tuple[InventoriedTask, ...]
    troubles: tuple[Trouble, ...] = ()
    """The tasks that are not among them, and calls that are not seen, because of our defects."""
