"""All that stands in one comment shares its room."""

from __future__ import annotations

from functools import partial

import pytest

from spakky_lint.project.auditing import AuthReport
from spakky_lint.project.auth_comparing import compare_auth
from spakky_lint.project.auth_differences import auth_differences
from spakky_lint.project.demands import Demand, unmet
from spakky_lint.report.auth.changes import auth_changes_markdown
from spakky_lint.report.auth.demands import unmet_markdown
from spakky_lint.report.auth.differences import auth_differences_markdown
from spakky_lint.report.auth.markdown import auth_markdown
from spakky_lint.report.comment import Section, in_one
from tests.report.auth.samples import CALLERS, many, report
from tests.report.auth.test_differences import located
from tests.report.auth.test_markdown import GITHUB_TAKES
from tests.report.rendering import kinds

DEMANDS = (Demand.DECLARED, Demand.ENFORCED, Demand.REACHABLE)


def whole(*sections: Section) -> str:
    return "\n".join(in_one(sections)) + "\n"


def sections(made: AuthReport) -> tuple[Section, Section, Section]:
    """A report, how it differs from a text that has nothing of it, and what it does not meet."""
    differences = auth_differences((), located(made))
    return (
        partial(auth_markdown, made),
        partial(auth_differences_markdown, differences),
        partial(unmet_markdown, unmet(made, DEMANDS), DEMANDS),
    )


@pytest.mark.parametrize("number", [16, 100, 300, 1000, 5000])
def test_a_report_with_all_below_it_is_no_longer_than_github_takes(number: int) -> None:
    comment = whole(*sections(many(report(callers=CALLERS), number)))
    assert len(comment) < GITHUB_TAKES
    for there in ("### Auth: ", "**The imported classes differ", "**Required and not met: "):
        assert comment.count(f"\n{there}") + comment.startswith(there) >= 1
    assert comment.count("<details>") == comment.count("</details>") == 1
    assert "table_open" in kinds(comment)


def test_changes_with_all_below_them_are_no_longer_than_github_takes() -> None:
    made = many(report(), 3000)
    comparison = compare_auth(AuthReport(()), made)
    *_, below = sections(made)
    comment = whole(partial(auth_changes_markdown, comparison, "main", "0123456789"), below)
    assert len(comment) < GITHUB_TAKES
    assert "3000 added" in comment
    assert "**Required and not met: " in comment


def test_what_is_not_compared_shares_the_room() -> None:
    uncertain = [each for each in report().tasks if not each.access.is_certain]
    made = many(AuthReport(tuple(uncertain)), 3000)
    other = many(report(), 3000)
    both = AuthReport((*made.tasks, *other.tasks))
    comparison = compare_auth(made, both)
    assert comparison.unknown
    comment = whole(partial(auth_changes_markdown, comparison, "main", "0123456789"))
    assert len(comment) < GITHUB_TAKES
    assert comment.endswith(" more.\n")


def test_the_first_section_has_what_the_others_leave() -> None:
    made = many(report(), 1000)
    first, *below = sections(made)
    alone = whole(first)
    beside = whole(first, partial(unmet_markdown, (), DEMANDS))
    squeezed = whole(first, *below)
    assert len(alone) - 200 < len(beside)
    assert alone.count("\n- `") > squeezed.partition("**The imp")[0].count("\n- `") > 50


def test_there_is_an_empty_line_between_sections() -> None:
    assert in_one([lambda _: ["one"], lambda _: ["two", "three"]]) == ["one", "", "two", "three"]
