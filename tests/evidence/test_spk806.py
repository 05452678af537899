"""SPK806 handler-outside-packages: the start succeeds, and the handler has no task.

`tests/evidence/test_programs.py` runs what `evidence.txt` tells; here it is held to the claim.
"""

from __future__ import annotations

import pytest

from tests.evidence.cases import Evidence
from tests.evidence.told import tasks_told

evidence = Evidence("SPK806")

LOST = ("app.jobs.reports.Reports.daily", "app.mail.templates.letters.Letters.send")


@pytest.mark.parametrize("task", LOST)
def test_it_is_no_task_until_the_folder_is_a_package(task: str) -> None:
    as_it_is, repaired = tasks_told("SPK806", "bad")
    assert task not in as_it_is
    assert task in repaired


@pytest.mark.parametrize("handler", ["Added", "Imported", "Scanned", "Inside"])
def test_what_is_added_imported_or_scanned_by_itself_is_a_task(handler: str) -> None:
    (found,) = tasks_told("SPK806", "good")
    assert any(f".{handler}.run" in task for task in found)
