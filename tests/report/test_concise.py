"""The concise format, to the letter."""

from __future__ import annotations

from dataclasses import replace

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.concise import concise_report
from spakky_lint.report.counts import counts_report
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style
from spakky_lint.rules.finding import Applicability
from tests.report.samples import CALLED, CLEAN, FOREIGN, ORDERS, SWEPT


def test_a_line_a_finding_and_nothing_else() -> None:
    assert list(concise_report(Report((CLEAN, ORDERS, FOREIGN)))) == [
        (
            "shop/orders.py:7:5: E SPK202 task is called, but it lacks the method it decorates, "
            "and importing the module fails: write @task"
        ),
        "shop/orders.py:10:5: W SPK510 beat runs it unprotected",
    ]
    assert list(concise_report(Report((CLEAN, FOREIGN)))) == []


def test_a_finding_stays_on_its_line() -> None:
    finding = replace(CALLED, message="a\nb\tc\x1b[0m  d")
    file = CheckedFile("two\nlines.py", (finding,))
    assert list(concise_report(Report((file,)))) == ["two␊lines.py:7:5: E SPK202 a␊b␉c␛[0m  d"]


def test_colour() -> None:
    file = replace(ORDERS, findings=(SWEPT,))
    assert list(concise_report(Report((file,)), Style(colour=True))) == [
        "shop/orders.py:10:5: \x1b[1;33mW\x1b[0m \x1b[1mSPK510\x1b[0m beat runs it unprotected"
    ]


def test_statistics_begin_with_the_most_frequent() -> None:
    many = replace(ORDERS, findings=(SWEPT, CALLED, *([SWEPT] * 10)))
    assert list(counts_report(Report((many, ORDERS)))) == [
        "12  SPK510  [ ] protected-schedule-unenforced",
        " 2  SPK202  [*] task-called",
    ]
    assert list(counts_report(Report((ORDERS,)))) == [
        "1  SPK202  [*] task-called",
        "1  SPK510  [ ] protected-schedule-unenforced",
    ]
    assert list(counts_report(Report((CLEAN,)))) == []


def test_statistics_mark_what_the_fixes_that_are_asked_for_mend() -> None:
    assert CALLED.fix is not None
    unsafe = replace(CALLED, fix=replace(CALLED.fix, applicability=Applicability.UNSAFE))
    some = replace(ORDERS, findings=(CALLED, unsafe))
    assert list(counts_report(Report((some,)))) == ["2  SPK202  [-] task-called"]
    asked = Report((some,), Applicability.UNSAFE)
    assert list(counts_report(asked)) == ["2  SPK202  [*] task-called"]
