"""Whether tasks are sent to workers at all."""

from __future__ import annotations

from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.imported_names import dotted_imports


def has_workers(module: Module, settings: Settings) -> bool:
    """Whether tasks are sent to a worker, as far as the file or the project says so.

    Without a task queue they run where they are called.
    """
    return settings.backend is Backend.CELERY or _has_to_do_with_celery(module)


def _has_to_do_with_celery(module: Module) -> bool:
    return "celery" in module.text and any("celery" in name for name in dotted_imports(module))
