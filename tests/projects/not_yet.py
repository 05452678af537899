"""What is not found yet in the projects, or falsely."""

from __future__ import annotations

from collections.abc import Mapping

from tests.marks import Difference
from tests.projects.cases import Case

NOT_YET: Mapping[str, Difference] = {}
"""What is still to be done, exactly; whoever does it takes the entry away."""


def expected(case: Case) -> Difference:
    """How the findings of a project differ from its marks."""
    return NOT_YET.get(case.name, Difference())
