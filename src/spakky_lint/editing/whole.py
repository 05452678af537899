"""The whole program in a folder that an editor works in: its files, and what is said of settings.

These functions run on the worker, as those of `analysis` do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.editing.analysis import Analysis, State, configurations_in, state_in
from spakky_lint.syntax.source import of_text

if TYPE_CHECKING:
    from spakky_lint.project.programs import Stamp


def files_in(
    folder: Path, buffers: Mapping[Path, str], *, looks: bool = False
) -> tuple[State, dict[Path, Stamp]]:
    """The state of the program, and the files that `check` would look at in the folder.

    The state alone does not tell of files that another process has read.
    """
    from spakky_lint.project.discovery import discover
    from spakky_lint.project.programs import stamp_of

    state = state_in(folder, buffers, looks=looks)
    configurations = configurations_in(folder)
    if configurations is None:
        return state, {}
    found = discover([str(folder)], folder, configurations.choice)
    return state, {each.path: stamp_of(each.path) for each in found.files}


def settings_in(folder: Path, analysed: Sequence[Path]) -> dict[Path, Analysis]:
    """What is found in the files of settings of the projects that the files belong to."""
    from spakky_lint.project.settings_of_projects import settings_of

    configurations = configurations_in(folder)
    if configurations is None:
        return {}
    return {
        folder / each.path: Analysis(of_text(each.text or ""), each.findings)
        for each in settings_of(analysed, configurations, folder, set())
    }
