"""An import says the same on however many lines it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from spakky_lint.linting.linter import lint_text

OUTSIDE = """\


class Push:
    @task
    def send(self) -> None: ...
"""
QUOTED = Path(__file__).parents[2] / "fixtures/rules/SPK704/bad.py"
FUTURE = "from __future__ import annotations\n"


@pytest.mark.parametrize(
    "written",
    [
        "from spakky.task import \\\n    task, TaskHandler\n",
        "from spakky.task import (\n    # both\n    task,\n    TaskHandler,\n)\n",
        "from spakky \\\n    .task import task, TaskHandler\n",
        "from \\\n    spakky.task import task\n",
    ],
)
def test_a_task_outside_of_a_handler(written: str) -> None:
    assert [one.code for one in lint_text(written + OUTSIDE)] == ["SPK201"]


@pytest.mark.parametrize(
    "written",
    [
        "from __future__ import (annotations)\n",
        "from __future__ import (\n    annotations,\n)\n",
        "from __future__ import \\\n    annotations\n",
        "from __future__ import (  # why\n    annotations as later\n)\n",
    ],
)
def test_annotations_that_are_read_later(written: str) -> None:
    text = QUOTED.read_text(encoding="utf-8")
    assert FUTURE in text
    silenced = text.replace("  # expect: SPK704", "  # noqa: SPK704")
    assert "SPK704" not in {one.code for one in lint_text(silenced)}
    found = [one.code for one in lint_text(silenced.replace(FUTURE, written))]
    assert found == [one.code for one in lint_text(silenced)]
    assert "SPK001" not in found
