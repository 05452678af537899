"""What a rule may know besides the text: where schedules and tasks will run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from spakky_lint.facts.environment import NOTHING_TOLD, Environment
from spakky_lint.runtime.validity import Backend

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Settings:
    backend: Backend = Backend.SPEC
    """Who executes the schedules; `celery` means a spakky-celery that still shifts weekdays."""
    timezone: ZoneInfo | None = None
    """The zone in which celery reads wall-clock times; None where the project does not say."""
    has_celery: bool = False
    """Whether the project depends on spakky-celery, of whatever version."""
    environment: Environment = NOTHING_TOLD
    """What the application runs on."""

    @property
    def dispatches(self) -> bool:
        """Whether the call of a task sends a message: without spakky-celery it runs in place."""
        return self.has_celery or self.backend is Backend.CELERY


PLAIN = Settings()


class Need(StrEnum):
    """What a rule has to know about a project before it can find anything."""

    CELERY = "the backend is celery"
    TIMEZONE = "the timezone is configured"
    DISPATCH = "the project depends on spakky-celery"

    def is_met(self, settings: Settings) -> bool:
        if self is Need.CELERY:
            return settings.backend is Backend.CELERY
        if self is Need.DISPATCH:
            return settings.dispatches
        return settings.timezone is not None
