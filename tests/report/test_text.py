"""The text format, to the letter."""

from __future__ import annotations

from dataclasses import replace

from spakky_lint.project.checked_file import CheckedFile, Repair, repaired
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style
from spakky_lint.report.text import text_report
from spakky_lint.rules.finding import Applicability, Finding
from tests.report.samples import CALLED, CLEAN, FOREIGN, ORDER, ORDERS, SWEPT, TEXT, span


def printed(*files: CheckedFile, fixes: Applicability = Applicability.SAFE) -> str:
    return "\n".join(text_report(Report(files, fixes)))


def closing(*findings: Finding, fixes: Applicability = Applicability.SAFE) -> list[str]:
    """The lines after the last finding."""
    report = printed(replace(ORDERS, findings=findings), fixes=fixes)
    return report.rpartition("\n\n")[2].split("\n")


def test_findings() -> None:
    assert printed(CLEAN, ORDERS, FOREIGN) == (
        """\
shop/orders.py:7:5: SPK202 task-called
  |
7 |     @task()
  |     ^^^^^^^
  |
  = error: task is called, but it lacks the method it decorates, and importing
           the module fails: write @task
  = help: Write @task (safe fix)

shop/orders.py:10:5: SPK510 protected-schedule-unenforced
   |
10 |     @schedule(
   |     ^^^^^^^^^^
11 |         interval=300,
   |         ^^^^^^^^^^^^^
12 |     )
   |     ^
   |
   = warning: beat runs it unprotected
   = help: Drop @protected (unsafe fix)
   = note: protected here (line 5)
   |
 5 | @protected
   | ----------

Found 1 error and 1 warning in 1 of 3 files.
1 can be fixed with --fix, 1 more with --fix --unsafe-fixes."""
    )


def test_a_finding_without_text() -> None:
    unreadable = CheckedFile("blob.py", (replace(CALLED, fix=None),), None, analysed=True)
    assert printed(unreadable).split("\n")[:4] == [
        "blob.py:7:5: SPK202 task-called",
        "  = error: task is called, but it lacks the method it decorates, and importing",
        "           the module fails: write @task",
        "",
    ]


def test_a_clean_run_says_what_it_looked_at() -> None:
    assert printed(CLEAN, FOREIGN, CLEAN) == "No findings in 3 files; 2 mention Spakky."
    assert printed(CLEAN) == "No findings in 1 file; 1 mentions Spakky."
    assert printed(FOREIGN) == "No findings in 1 file; 0 mention Spakky."
    assert printed() == "Checked no files."


def test_the_summary_counts_by_severity() -> None:
    assert closing(CALLED, ORDER, SWEPT, ORDER)[0] == (
        "Found 1 error, 1 warning and 2 conventions in 1 file."
    )
    assert closing(ORDER) == ["Found 1 convention in 1 file."]


def test_the_summary_offers_what_a_further_run_would_fix() -> None:
    assert closing(CALLED, CALLED)[1:] == ["2 can be fixed with --fix."]
    assert closing(SWEPT, ORDER)[1:] == ["1 can be fixed with --fix --unsafe-fixes."]
    assert closing(CALLED, SWEPT, fixes=Applicability.UNSAFE)[1:] == [
        "2 can be fixed with --fix --unsafe-fixes."
    ]


def test_what_was_fixed_comes_first_in_the_summary() -> None:
    fixed = repaired(ORDERS, Repair(b"", b"", "utf-8", TEXT, (CALLED,), (SWEPT,)))
    assert printed(fixed, CLEAN).split("\n")[-3:] == [
        "Fixed 1 finding in 1 file.",
        "Found 1 warning in 1 of 2 files.",
        "1 can be fixed with --fix --unsafe-fixes.",
    ]
    all_fixed = repaired(ORDERS, Repair(b"", b"", "utf-8", TEXT, (CALLED, SWEPT), ()))
    assert printed(all_fixed, all_fixed) == (
        "Fixed 4 findings in 2 files.\nNo findings in 2 files; 2 mention Spakky."
    )


def test_prose_fills_the_width() -> None:
    file = replace(ORDERS, findings=(CALLED,))
    narrow = list(text_report(Report((file,)), Style(width=40)))
    assert narrow[5:9] == [
        "  = error: task is called, but it lacks",
        "           the method it decorates, and",
        "           importing the module fails:",
        "           write @task",
    ]


def test_colour_goes_by_severity() -> None:
    def coloured(finding: Finding) -> str:
        file = replace(ORDERS, findings=(finding,))
        return "\n".join(text_report(Report((file,)), Style(colour=True)))

    for finding, ink in ((CALLED, "1;31"), (SWEPT, "1;33"), (ORDER, "1;36")):
        text = coloured(finding)
        assert f"\x1b[{ink}m{finding.code}\x1b[0m \x1b[1m{finding.name}\x1b[0m" in text
        assert f"\x1b[{ink}m{finding.severity.value}:\x1b[0m {finding.message[:10]}" in text
        assert f"\x1b[{ink}m^^^" in text


def test_nothing_steers_the_terminal() -> None:
    evil = replace(CALLED, message="a\x1b[2Jb\nc", range=span(1, 1, 4))
    file = CheckedFile("e\x1b[2Jvil\n.py", (evil,), "x\x1b[2J = 1\n", analysed=True)
    text = printed(file)
    assert "\x1b" not in text
    assert text.split("\n")[0] == "e␛[2Jvil␊.py:1:1: SPK202 task-called"
    assert "1 | x␛[2J = 1" in text
    assert "= error: a␛[2Jb c" in text
