"""The table as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from time import process_time

import pytest
from hypothesis import given, settings

from spakky_lint.facts.paths import PathState
from spakky_lint.project.auditing import NOBODY, AuditedTask, AuthReport, Caller, audit
from spakky_lint.report.auth.table import auth_table
from spakky_lint.report.columns import cell_width
from spakky_lint.report.style import Style
from spakky_lint.runtime.decisions import Subject
from tests.report.auth import golden
from tests.report.auth.generated import reports
from tests.report.auth.samples import (
    ALICE,
    BOB,
    CALLERS,
    GOOD,
    HEAD,
    SAMPLES,
    STYLES,
    handler,
    many,
    report,
)

ADMIN = Subject(id="admin", roles=frozenset({"admin"}))


def view(callers: Sequence[Caller], style: Style) -> Callable[[], Iterable[str]]:
    return lambda: auth_table(report(callers=callers), style)


VIEWS = {
    f"table-{asked}-{name}.txt": view(callers, style)
    for asked, callers in (("nobody", ()), ("callers", CALLERS))
    for name, style in STYLES.items()
}


@pytest.mark.parametrize("name", VIEWS)
def test_the_table_is_the_golden_one(name: str) -> None:
    golden.check(name, VIEWS[name]())


def plain(lines: Iterable[str]) -> list[str]:
    return [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]


WIDTHS = (40, 52, 60, 64, 72, 80, 93, 100, 111, 120, 140, 160, 200, 300)


@pytest.mark.parametrize("callers", [(), (ALICE,), CALLERS, (ALICE, NOBODY, BOB) * 3])
def test_no_line_is_wider_than_the_terminal(callers: tuple[Caller, ...]) -> None:
    made = report(callers=callers)
    for width in WIDTHS:
        lines = list(auth_table(made, Style(width)))
        assert not [line for line in lines if cell_width(line) > width]
        assert not [line for line in lines if line.endswith(" ")]


@given(reports())
@settings(max_examples=50, deadline=None)
def test_whatever_is_reported(made: AuthReport) -> None:
    """One test, for what costs is to draw a report."""
    check_none_is_wider_than_the_terminal_or_steers_it(made)
    check_no_open_path_is_missing_from_the_summary(made)


def check_none_is_wider_than_the_terminal_or_steers_it(made: AuthReport) -> None:
    for width in (50, 80, 120, 200):
        lines = list(auth_table(made, Style(width)))
        assert not [line for line in lines if cell_width(line) > width]
        assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e]", "".join(lines))


@pytest.mark.parametrize("width", WIDTHS)
def test_colour_changes_nothing_else(width: int) -> None:
    made = report(callers=CALLERS)
    coloured = auth_table(made, Style(width, colour=True))
    assert plain(coloured) == list(auth_table(made, Style(width)))


# What each row says


def table(made: AuthReport, width: int = 200) -> list[str]:
    return list(auth_table(made, Style(width)))


def row(name: str, lines: Iterable[str]) -> str:
    """The line of a task with its mark, in single spaces and without the numbers of notes."""
    for line in lines:
        words = line.split()
        if name in words[:2] and line.startswith(("   ", "!", "?", "~")):
            return re.sub(r" \[\d+\]", "", " ".join(words))
    raise AssertionError(name)


def test_each_state_has_a_word_that_is_like_no_other() -> None:
    lines = table(report())
    assert row("issue", lines).startswith("issue protected ✓ ✓ – role accountant, tenant eu")
    assert row("settle", lines).startswith("! settle protected ✓ ✓ NEVER role")
    assert row("close_books_of_the_last_month", lines).startswith(
        "!! close_books_of_the_last_month protected ✓ – OPEN role"
    )
    assert row("price_list", lines).startswith("! price_list CONFLICT ✗ ✗ ✗ role")
    assert row("approve", lines).startswith("!! approve protected ✓ PARTLY – role")
    assert row("post", lines).startswith("!! post undeclared OPEN OPEN – signed in (not enforced)")
    assert row("export", lines).startswith("! export undeclared ✗ ✗ ✗ SPK505")
    assert row("recount", lines).startswith("? recount undeclared OPEN OPEN –")
    assert row("삭제", lines).startswith("~ 삭제 undeclared unknown unknown –")
    assert row("rates", lines) == "rates public public public –"


def test_a_reason_is_told_once_and_none_that_goes_without_saying() -> None:
    notes = [line for line in table(report()) if re.match(r"\[\d+\]", line)]
    told = [re.sub(r"\[\d+\] ", "", note) for note in notes]
    assert notes == [f"[{number}] {text}" for number, text in enumerate(told, 1)]
    assert sorted(told) == [
        "@protected is hidden by @logged",
        "@require_role is not called, and takes the place of the method",
        "a class or decorator outside of the analysed code may change this: --import shows it",
        "as far as the analysis can see, nothing says who may run it",
        "beat has no caller, so each run ends in CHALLENGE SNAPSHOT_MISSING",
        "only in part: the worker drops @require_role, whose value is not a string",
        (
            "public access and a requirement meet, so the application does not start "
            "(ConflictingAuthMetadataError)"
        ),
        "the worker checks no method that is only scheduled",
    ]


def test_a_note_is_where_its_number_is() -> None:
    lines = table(report())
    number = next(line for line in lines if "only in part" in line).partition(" ")[0]
    assert [line.split()[1] for line in lines if f"PARTLY {number}" in line] == ["approve"]


def test_requirements_are_told_in_order_with_where_they_are_declared() -> None:
    lines = [line.strip() for line in table(report(), width=90)]
    start = next(number for number, line in enumerate(lines) if line.startswith("charge "))
    assert lines[start + 1 : start + 4] == [
        "role accountant, tenant eu (class)",
        "scope billing",
        "permission billing:charge on invoice, tenant eu",
    ]
    assert "require_role(ADMIN) (?)" in lines
    assert 'role "head of support"' in lines
    assert "signed in (not enforced) SPK503" in lines


def test_what_is_inherited_says_from_where() -> None:
    above = """\
@require_scope("base")
class Base:
    @task
    @require_role("r")
    def inherited(self): ...

"""
    text = f"{HEAD}{above}@TaskHandler()\nclass H(Base):\n    x = 1\n"
    lines = [" ".join(line.split()) for line in table(report({"jobs.py": text}))]
    assert "H jobs.py" in lines
    assert "inherited (of Base) protected ✓ ✓ – scope base (class Base)" in lines
    assert "role r" in lines


def test_handlers_of_one_name_in_two_files_stand_apart() -> None:
    lines = table(report({"a.py": GOOD["app/good.py"], "b.py": GOOD["app/good.py"]}))
    assert [line for line in lines if line.startswith("Good")] == [
        "GoodHandler  a.py",
        "GoodHandler  b.py",
    ]
    assert "     direct and queue: a.py: GoodHandler.hello, b.py: GoodHandler.hello" in lines


def test_tasks_of_two_subclasses_stand_with_their_handlers() -> None:
    text = (
        HEAD
        + """\
class Base:
    @task
    def one(self): ...
    @task
    def two(self): ...

@TaskHandler()
class First(Base): ...

@TaskHandler()
class Second(Base): ...
"""
    )
    lines = [line.split()[:2] for line in table(report({"jobs.py": text}))]
    start = lines.index(["First", "jobs.py"])
    assert lines[start + 1 : start + 3] == [["?", "one"], ["?", "two"]]


# What callers get


def test_the_callers_are_told_with_what_they_hold() -> None:
    lines = table(report(callers=(ALICE, NOBODY, BOB)))
    assert lines[:3] == [
        (
            "alice      roles accountant, clerk; scope billing; permission billing:charge on "
            "invoice; relation owner on account; policy: issue on invoice; tenant eu"
        ),
        "anonymous  not signed in",
        "bob        signed in, and holds nothing",
    ]


def test_how_much_a_caller_may_run_is_counted() -> None:
    made = report(GOOD, callers=(ALICE, Caller("admin", ADMIN)))
    assert table(made)[-2:] == [
        "alice may run 1 of 2 tasks directly and 1 of 2 tasks through the queue",
        "admin may run 2 of 2 tasks directly and 2 of 2 tasks through the queue",
    ]


def test_what_runs_unchecked_or_is_not_decided_is_nothing_that_a_caller_may_run() -> None:
    body = """\
    @task
    @require_role("admin")
    def asks(self): ...

    @task
    @require_role(ADMIN)
    def untold(self): ...

    @task
    @hidden
    @protected
    def one(self): ...

    @task
    @hidden
    @protected
    def other(self): ...
"""
    hides = "def hidden(f):\n    def g(self):\n        return f(self)\n    return g\n\n"
    tasks = [each.located for each in handler(body, hides).tasks]
    assert table(audit(tasks, (NOBODY, Caller("admin", ADMIN))))[-3:-1] == [
        (
            "anonymous may run 0 of 4 tasks directly (2 more run unchecked) and 0 of 4 tasks "
            "through the queue (2 more run unchecked)"
        ),
        (
            "admin may run 1 of 4 tasks directly (2 more run unchecked, 1 is not decided) and 1 of "
            "4 tasks through the queue (2 more run unchecked, 1 is not decided)"
        ),
    ]


def test_one_decision_for_all_paths_names_none() -> None:
    lines = table(report(callers=(ALICE,)))
    assert row("issue", lines).endswith("ALLOW")
    assert row("lock", lines).endswith("DENY INSUFFICIENT_ROLE")
    assert row("settle", lines).endswith("direct, queue ALLOW")
    assert row("close_books_of_the_last_month", lines).endswith("direct ALLOW")
    assert row("export", lines).endswith("–")
    assert "beat ALLOW NOT_ENFORCED" in "\n".join(lines)


def test_the_callers_are_columns_where_there_is_room_and_else_rows() -> None:
    titles = [line for line in table(report(callers=(ALICE,))) if line.startswith("   task")]
    assert titles[0].split()[-1] == "alice"
    below = table(report(callers=(ALICE, NOBODY, BOB, ALICE, BOB, NOBODY)), width=100)
    assert not any("alice" in line and "task" in line for line in below[7:12])
    assert "       bob        DENY INSUFFICIENT_ROLE" in below


def test_a_caller_with_a_long_name_stands_above_what_it_gets() -> None:
    long = Caller("somebody-with-a-very-long-name" * 2, Subject(id="x"))
    lines = table(report(GOOD, callers=(long,)), width=60)
    assert "         DENY INSUFFICIENT_ROLE" in lines


def test_a_long_name_does_not_push_away_what_the_others_hold() -> None:
    long = Caller("somebody-with-a-very-long-name" * 2, Subject(id="x", roles=frozenset({"y"})))
    lines = table(report(GOOD, callers=(long, BOB)), width=60)
    assert lines[:3] == [long.name, "     role y", "bob  signed in, and holds nothing"]


@pytest.mark.parametrize("width", [40, 50, 60])
def test_a_name_that_is_too_long_is_broken_between_its_parts(width: int) -> None:
    long = "send_the_monthly_statement_to_every_customer_who_asked_for_one"
    lines = table(handler(f"    @task\n    def {long}(self): ...\n"), width)
    assert not [line for line in lines if cell_width(line) > width]
    parts = [line.strip(" ?") for line in lines if "_" in line]
    first = [*accumulate(parts)].index(long)
    assert all(part.endswith("_") for part in parts[:first])


def test_the_class_that_a_task_is_of_is_not_broken_in_a_narrow_column() -> None:
    name = "AClassWithAVeryLongNameThatOthersInherit"
    above = f"class {name}:\n    @task\n    def f(self): ...\n\n"
    subclass = f"{HEAD}{above}@TaskHandler()\nclass H({name}): ...\n"
    lines = table(report({"jobs.py": subclass}), 80)
    assert any(f"f (of {name})" in line for line in lines)


# The end


def test_the_worst_is_told_first() -> None:
    lines = table(report())
    told = [line for line in lines[-20:] if re.match(r"(!!|!|\?|~|  ) +\d", line)]
    assert told == [
        "!! 3 tasks say who may run them and run without that check",
        "!  1 task is refused on every run",
        "!  2 tasks never run at all",
        "?  2 tasks run without a check, and nothing says who may run them",
        "~  1 task has a path that is not known from the code",
        "   1 task is public on purpose",
    ]
    counts = "16 tasks: 9 protected, 1 public, 5 undeclared, 1 conflict"
    assert any(re.fullmatch(rf"{counts}; \d not certain \[\d\]", line) for line in lines)
    assert "     InvoiceHandler.approve: queue (in part)  app/billing.py:52" in lines


def test_what_is_not_certain_is_marked_where_it_is_listed() -> None:
    lines = table(report())
    (note,) = (line.partition(" ")[0] for line in lines if "a class or decorator outside" in line)
    listed = [line for line in lines if line.startswith("     direct and queue: ")]
    assert any(f"고객핸들러.삭제 {note}" in line for line in listed)
    assert any("LedgerHandler.recount" in line for line in listed)
    assert not any(f"LedgerHandler.recount {note}" in line for line in listed)


def test_tasks_of_one_name_in_one_file_are_told_apart() -> None:
    body = "    if x:\n        @task\n        def f(self): ...\n"
    lines = table(handler(body + body.replace("if x", "if y")))
    listed = " ".join(lines[-4:])
    assert re.findall(r"jobs\.py:\d+: H\.f", listed) == ["jobs.py:21: H.f", "jobs.py:24: H.f"]


def test_that_all_is_well_is_said() -> None:
    lines = table(report(GOOD))
    assert "Every path is checked, or public on purpose" in lines
    assert not any(line.startswith(("!", "?")) for line in lines)
    unsure = handler("    @task\n    @protected\n    def f(self): ...\n", "from x import d\n@d\n")
    assert "As far as the analysis can see, every path is checked, or public on purpose" in table(
        unsure
    )


def test_no_tasks_is_said() -> None:
    assert table(AuthReport(())) == ["No tasks."]
    assert table(AuthReport((), (NOBODY,))) == ["anonymous  not signed in", "", "No tasks."]


def check_no_open_path_is_missing_from_the_summary(made: AuthReport) -> None:
    if not made.tasks:
        return
    summary = told_at_the_end(made)
    for each in made.tasks:
        assert open_paths(each) <= summary.get(short(each), set())


def open_paths(each: AuditedTask) -> set[str]:
    return {name for name, path in each.access.paths.named if path.state is PathState.OPEN}


def short(each: AuditedTask) -> str:
    return each.located.task.name.rpartition(".")[2]


def told_at_the_end(made: AuthReport) -> dict[str, set[str]]:
    """The paths that are named beside each task, by its method."""
    lines = list(auth_table(made, Style(100_000)))
    number = len(made.tasks)
    start = next(n for n, line in enumerate(lines) if re.match(rf"{number} tasks?: ", line))
    found: dict[str, set[str]] = {}
    for line in lines[start + 1 :]:
        for name in re.findall(r"\brun\d+\b", line):
            listed = set(re.findall(r"\b(?:direct|queue|beat)\b", line))
            found.setdefault(name, set()).update(listed)
    return found


@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_thousand_tasks_are_laid_out_in_little_time(width: int) -> None:
    made = many(report(callers=CALLERS), 1000)
    begin = process_time()
    lines = table(made, width)
    assert process_time() - begin < 2
    assert any(line.startswith("1000 tasks: ") for line in lines)


def test_samples_hold_every_state() -> None:
    states = {path.state for each in report(SAMPLES).tasks for _, path in each.access.paths.named}
    assert states == set(PathState)
