"""A comment on a pull request: read as GitHub reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings

from spakky_lint.facts.paths import PathState
from spakky_lint.project.auditing import NOBODY, AuditedTask, AuthReport, Caller
from spakky_lint.report.auth.markdown import auth_markdown
from spakky_lint.report.columns import visible
from tests.report.auth import golden
from tests.report.auth.generated import HOSTILE, reports
from tests.report.auth.samples import ALICE, BOB, CALLERS, GOOD, many, report
from tests.report.rendering import cells, codes, kinds, texts, tokens

GITHUB_TAKES = 65_536


def view(files: dict[str, str] | None, callers: Sequence[Caller]) -> Callable[[], Iterable[str]]:
    return lambda: auth_markdown(report(callers=callers) if files is None else report(files))


VIEWS = {
    "comment.md": view(None, ()),
    "comment-callers.md": view(None, CALLERS),
    "comment-good.md": view(GOOD, ()),
}


@pytest.mark.parametrize("name", VIEWS)
def test_the_comment_is_the_golden_one(name: str) -> None:
    golden.check(name, VIEWS[name]())


def comment(made: AuthReport) -> str:
    return "\n".join(auth_markdown(made))


def test_the_worst_stands_first() -> None:
    lines = comment(report()).splitlines()
    assert lines[0] == (
        "### Auth: 3 not enforced, 1 always refused, 2 never run, 2 undeclared and 1 not known"
    )
    told = [line.strip("*:") for line in lines if re.fullmatch(r"(\*\*)?\d+ task.* (\D)+", line)]
    assert told[1:] == [
        "3 tasks say who may run them and run without that check",
        "1 task is refused on every run",
        "2 tasks never run at all",
        "2 tasks run without a check, and nothing says who may run them",
        "1 task has a path that is not known from the code",
        "1 task is public on purpose",
    ]
    assert (
        "- `InvoiceHandler.close_books_of_the_last_month` (`app/billing.py:45`), beat: the worker "
        "checks no method that is only scheduled"
    ) in lines


def test_what_is_not_certain_is_said() -> None:
    lines = comment(report()).splitlines()
    listed = [line for line in lines if line.startswith("- direct and queue: ")]
    assert listed == [
        "- direct and queue: `LedgerHandler.recount`",
        "- direct and queue: `고객핸들러.삭제` (not certain)",
        "- direct and queue: `LedgerHandler.rates`",
    ]


def test_the_callers_are_no_part_of_the_list_above_them() -> None:
    lists = 0
    above: list[str] = []
    for token in tokens(comment(report(callers=CALLERS))):
        lists += token.type == "bullet_list_open"
        if token.type == "inline" and "may run" in token.content and "`alice`" in token.content:
            assert above[-1] == "**Callers**"
            return
        if token.type == "inline" and token.content.startswith("**"):
            above.append(token.content)
    raise AssertionError(lists)


def test_a_good_report_is_short() -> None:
    lines = comment(report(GOOD)).splitlines()
    assert lines[0] == "### Auth: every path is checked, or public on purpose"
    assert "<details>" not in lines
    assert len(lines) < 20


def test_no_tasks_is_said() -> None:
    assert comment(AuthReport(())) == "### Auth: no tasks"


def test_a_long_table_is_folded() -> None:
    made = comment(report())
    assert made.index("<details>") < made.index("| Task |") < made.index("</details>")
    # A table in HTML is read as Markdown after an empty line only.
    assert "\n\n|  | Task |" in made
    assert len(cells(made)) == 1 + 16


def test_the_table_says_what_the_terminal_says() -> None:
    made = re.sub(r" \[\d+\]", "", comment(report(callers=CALLERS)))
    rows = {row[1].partition("<br>")[0]: row for row in cells(made)}
    assert rows["LedgerHandler.post"][:7] == [
        "!!",
        "LedgerHandler.post<br>app/billing.py:59",
        "undeclared",
        "OPEN",
        "OPEN",
        "–",
        "signed in not enforced<br>SPK503",
    ]
    closing = rows["InvoiceHandler.close_books_of_the_last_month"]
    assert closing[5] == "OPEN"
    assert closing[7] == "direct ALLOW<br>beat ALLOW NOT_ENFORCED"
    assert rows["AccountHandler.unlock"][6] == "require_role(ADMIN) (?)"


def test_many_callers_share_a_column() -> None:
    made = report(GOOD, callers=(ALICE, NOBODY, BOB, ALICE))
    rows = cells(comment(made))
    assert rows[0][-1] == "Callers"
    assert rows[1][-1] == (
        "alice DENY INSUFFICIENT_ROLE<br>anonymous CHALLENGE MISSING_CREDENTIAL SNAPSHOT_MISSING"
        "<br>bob DENY INSUFFICIENT_ROLE<br>alice DENY INSUFFICIENT_ROLE"
    )


# Names of any sort


@pytest.mark.parametrize("name", ["a|b", "|", "a\\|b", "`|`"])
def test_a_caller_of_any_name_has_one_column(name: str) -> None:
    made = report(GOOD, callers=(replace(ALICE, name=name),))
    rows = cells(comment(made))
    assert {len(row) for row in rows} == {8}
    assert rows[0][7].strip("`") == name.strip("`")
    assert len(rows) == len(made.tasks) + 1


_HARMLESS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    *("strong_open", "strong_close", "code_inline", "html_block", "html_inline"),
}
_OWN_HTML = {"<br>", "<details>", "</details>", "<summary>", "</summary>"}


@given(reports())
@settings(max_examples=50, deadline=None)
def test_whatever_is_reported(made: AuthReport) -> None:
    """One test, for what costs is to draw a report."""
    markdown = comment(made)
    check_harmless(markdown)
    check_every_row_has_all_cells_and_every_task_a_row(made, cells(markdown))
    check_every_open_path_is_told_above_the_table(made, markdown)


def check_harmless(markdown: str) -> None:
    assert kinds(markdown) <= _HARMLESS
    for token in tokens(markdown):
        for child in (token, *(token.children or ())):
            if child.type.startswith("html"):
                assert set(re.findall(r"<[^>]*>", child.content)) <= _OWN_HTML
    assert "@" not in texts(markdown)


def check_every_row_has_all_cells_and_every_task_a_row(
    made: AuthReport, rows: Sequence[Sequence[str]]
) -> None:
    assert {len(row) for row in rows} <= {len(row) for row in rows[:1]}
    assert len(rows) == (len(made.tasks) + 1 if made.tasks else 0)
    assert all(len(row) == 7 + min(len(made.callers), 3) for row in rows) or len(made.callers) > 3


@pytest.mark.parametrize("name", [name for name in HOSTILE if name])
def test_a_hostile_path_is_shown_as_it_is(name: str) -> None:
    made = report(GOOD)
    first, second = made.tasks
    moved = replace(first, located=replace(first.located, path=name))
    shown = codes(comment(AuthReport((moved, second))))
    assert visible(f"{name}:{first.located.task.line}") in shown


def check_every_open_path_is_told_above_the_table(made: AuthReport, markdown: str) -> None:
    above = markdown.partition("|  | Task |")[0].splitlines()
    for each in made.tasks:
        name = each.located.task.name.rpartition(".")[2]
        listed = " ".join(
            line.partition(")")[2] if line.startswith("- `") else line.partition(":")[0]
            for line in above
            if re.search(rf"\.{name}\b", line)
        )
        for path in open_paths(each):
            assert path in listed


def open_paths(each: AuditedTask) -> list[str]:
    return [name for name, path in each.access.paths.named if path.state is PathState.OPEN]


# A comment that is too long


@pytest.mark.parametrize(
    ("number", "callers"),
    [(300, ()), (1000, CALLERS), (300, (ALICE, NOBODY) * 40), (3000, (ALICE, NOBODY) * 40)],
)
def test_a_comment_is_never_longer_than_github_takes(
    number: int, callers: tuple[Caller, ...]
) -> None:
    made = comment(many(report(callers=callers), number))
    assert len(made) < GITHUB_TAKES
    assert made.count("<details>") == made.count("</details>") == 1
    rows = cells(made)
    assert {len(row) for row in rows} == {len(rows[0])}


def test_what_is_left_out_is_counted_and_the_worst_is_not() -> None:
    made = comment(many(report(), 1000))
    rows = cells(made)[1:]
    left_out = re.search(r"(\d+) tasks left out, none worse than the last one shown", made)
    assert left_out is not None
    assert len(rows) + int(left_out[1]) == 1000
    assert all(row[0] == "!!" for row in rows[:187])
    listed = re.findall(r"^- `InvoiceHandler\.", made, re.MULTILINE)
    assert len(listed) > 100
    assert re.search(r"^- … and \d+ more$", made, re.MULTILINE)


def test_what_is_as_long_as_it_may_be_is_whole() -> None:
    made = comment(many(report(), 60))
    assert "left out" not in made
    assert "more" not in made
