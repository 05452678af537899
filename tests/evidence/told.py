"""What the `evidence.txt` of a fixture tells of the tasks of an application."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tests.evidence.cases import RULES
from tests.projects.cases import Case
from tests.projects.transcript import transcript_of

_TASKS = "tasks()"


def tasks_told(rule: str, kind: str) -> Sequence[Sequence[str]]:
    """The names that celery knows, each time that they are asked for."""
    transcript = transcript_of(Case(RULES / rule / kind))
    return [
        ast.literal_eval(step.seen[0])
        for section in transcript.sections
        for step in section
        if step.command == _TASKS
    ]
