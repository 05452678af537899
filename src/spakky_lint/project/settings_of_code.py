"""The settings of the framework that the code of a project sets itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from spakky_lint.facts.framework_settings import CELERY, PROPAGATION, is_read
from spakky_lint.facts.settings_in_code import CodeSetting, settings_in
from spakky_lint.program.sources import Sources

_MARKS = (CELERY.encode(), PROPAGATION.encode())


def settings_of_code(
    sources: Sources, belongs: Callable[[Path], bool]
) -> Iterator[tuple[str, CodeSetting]]:
    """By the shown path of its file, whatever sets one in files that belong to the project."""
    files = [
        path
        for path in sources.application_files
        if any(mark in sources.searched(path) for mark in _MARKS) and belongs(path)
    ]
    for path in files:
        for module in sources.program.modules_of([path]):
            for setting in settings_in(module):
                if setting.key is not None and is_read(setting.key.upper()):
                    yield sources.shown(path), setting
