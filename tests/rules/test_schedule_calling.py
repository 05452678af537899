"""The fix of SPK312, where it would do harm, and the calls that are meant to run in place."""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.selection import Selection

TEXT = """\
{imports}
from spakky.task import TaskHandler, schedule

{on_the_class}
@TaskHandler()
class Reports:
    @schedule(at=NINE)
    {on_the_method}
    def daily(self): ...

class Desk:
    def __init__(self, reports: Reports):
        self.reports = reports

    def {caller}(self):
        self.reports.daily()
"""


def found(
    imports: str = "", on_the_class: str = "", on_the_method: str = "", caller: str = "close"
) -> tuple[Finding, ...]:
    text = TEXT.format(
        imports=imports, on_the_class=on_the_class, on_the_method=on_the_method, caller=caller
    )
    return lint_text(text, Selection(("SPK312",)))


def test_the_fix_imports_what_it_needs() -> None:
    (finding,) = found()
    assert finding.fix is not None
    assert [edit.text for edit in finding.fix.edits] == [", task", "    @task\n"]


@pytest.mark.parametrize(
    ("on_the_class", "on_the_method"), [("@protected", ""), ("", "@require_role('clerk')")]
)
def test_a_guarded_method_is_not_made_a_scheduled_task_with_auth(
    on_the_class: str, on_the_method: str
) -> None:
    imports = "from spakky.auth import protected, require_role"
    (finding,) = found(imports, on_the_class, on_the_method)
    assert finding.fix is None


@pytest.mark.parametrize("imports", ["import pytest", "from unittest import TestCase"])
def test_a_file_of_tests_is_left_alone(imports: str) -> None:
    assert found(imports) == ()


@pytest.mark.parametrize(
    "caller", ["main", "_start", "on_startup", "set_up", "test_it", "__init__"]
)
def test_a_function_that_runs_at_the_start_is_left_alone(caller: str) -> None:
    assert found(caller=caller) == ()


@pytest.mark.parametrize("caller", ["restart", "domain", "initial", "startled", "attest"])
def test_a_name_that_only_contains_such_a_word_is_not(caller: str) -> None:
    assert len(found(caller=caller)) == 1
