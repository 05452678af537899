"""What a finding leads to, where that depends on how a backend takes a value."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.rules.finding import Consequence
from spakky_lint.runtime.outcomes import Ending
from spakky_lint.runtime.validity import Problem

_OF_ENDINGS: Mapping[Ending, Consequence] = {
    Ending.REFUSED: Consequence.STARTUP,
    Ending.SILENT: Consequence.SILENT,
    Ending.WHILE_RUNNING: Consequence.RUN,
    Ending.UNDOCUMENTED: Consequence.SILENT,
}


def consequence_of(problem: Problem) -> Consequence:
    return _OF_ENDINGS[problem.outcome.ending]
