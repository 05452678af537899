"""What a check has found, without what is no news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from spakky_lint.data import dataclass
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.model import Known


@dataclass(slots=True)
class Adopted:
    files: Sequence[CheckedFile]
    known: tuple[Known, ...] = ()
    notes: list[Trouble] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
