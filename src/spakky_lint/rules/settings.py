"""What a rule may know besides the text: where the schedules will run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spakky_lint.runtime.validity import Backend

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Settings:
    backend: Backend = Backend.SPEC
    """Who executes the schedules; `celery` means a spakky-celery that still shifts weekdays."""
    timezone: ZoneInfo | None = None
    """The zone in which celery reads wall-clock times; None where the project does not say."""


PLAIN = Settings()
