"""Who executes schedules."""

from __future__ import annotations

from enum import StrEnum


class Backend(StrEnum):
    """Who executes the schedules."""

    SPEC = "spec"
    CELERY = "celery"
