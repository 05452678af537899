"""What settings come to, wherever they are from."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend


def said(settings: Settings) -> tuple[Backend, ZoneInfo | None, bool]:
    """The backend, the zone, and whether tasks are sent to celery."""
    return settings.backend, settings.timezone, settings.has_celery
