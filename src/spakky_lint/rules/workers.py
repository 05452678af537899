"""Whether tasks are sent to workers at all."""

from __future__ import annotations

import re

from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.validity import Backend
from spakky_lint.syntax.declarations import Module

_CELERY = re.compile(r"celery", re.IGNORECASE)


def has_workers(module: Module, settings: Settings) -> bool:
    """Whether tasks are sent to a worker, as far as the file or the project says so.

    Without a task queue they run where they are called.
    """
    return settings.backend is Backend.CELERY or _CELERY.search(module.text) is not None
