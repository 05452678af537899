"""SPK807 handler-in-failing-module: the start succeeds, and the handler has no task.

`tests/evidence/test_programs.py` runs what `evidence.txt` tells; here it is held to the claim.
"""

from __future__ import annotations

import pytest

from tests.evidence.cases import Evidence
from tests.evidence.told import tasks_told

evidence = Evidence("SPK807")

LOST = (
    "app.mail.letters.Letters.send",
    "app.orders.Orders.run",
    "app.reports.Reports.daily",
    "app.stock.Stock.count",
)


@pytest.mark.parametrize("task", LOST)
def test_it_is_no_task_until_the_import_is_right(task: str) -> None:
    as_it_is, repaired = tasks_told("SPK807", "bad")
    assert task not in as_it_is
    assert task in repaired


@pytest.mark.parametrize("task", ["app.reports.Reports.run", "app.mail.letters.Letters.send"])
def test_what_only_looks_like_a_failing_import_is_a_task(task: str) -> None:
    (found,) = tasks_told("SPK807", "good")
    assert task in found
