"""Why a path does what it does, where the reason has more than one clause."""

from __future__ import annotations

import pytest

from spakky_lint.facts.auth import auth_of
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.paths import Because, Reason
from spakky_lint.report.auth.reason_words import because_words, reason_words
from spakky_lint.syntax.parse import read_declarations

HANDLER = """\
from datetime import time
from spakky.auth import protected, require_role
from spakky.task import TaskHandler, schedule, task

@TaskHandler()
@require_role("admin")
class Jobs:
    @schedule(at=time(3, 0))
    def nightly(self) -> None:
        {}
    def helper(self) -> None: ...
    @task
    def post(self) -> None: ...
    @property
    def size(self) -> int: ...
    @staticmethod
    def fixed() -> None: ...
"""
UNCHECKED = "the worker checks no method that is only scheduled"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("self.helper()", f"{UNCHECKED}, and refuses its call of helper"),
        ("if self.size: self.post()", f"{UNCHECKED}, and refuses its call of post"),
        ("self.size; self.fixed(); Jobs.helper(self); print(self)", UNCHECKED),
    ],
)
def test_a_run_of_beat_ends_at_a_call_of_a_guarded_method(body: str, expected: str) -> None:
    module = read_declarations(HANDLER.format(body))
    found = next(each for each in module.functions if each.function.name == "nightly")
    assert found.owner is not None
    auth = auth_of(found.function, found.owner, found.owner, module)
    assert reason_words(auth.paths.beat) == expected


OF_ONE_CLAUSE = [each for each in Reason if each is not Reason.UNREADABLE]


@pytest.mark.parametrize("reason", OF_ONE_CLAUSE, ids=str)
def test_a_reason_is_one_clause_behind_what_it_is_the_reason_of(reason: Reason) -> None:
    """As in "it never runs: …"."""
    told = because_words(
        Because(reason, by="@x", what="@y", failure=FailureKind.HANDLER_NOT_CALLED)
    )
    assert ":" not in told
    assert "never runs" not in told
