"""``--format text``: each finding with its source, what it leads to and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.project.checking import CheckedFile
from spakky_lint.report.columns import visible, wrap
from spakky_lint.report.model import Report
from spakky_lint.report.snippet import last_line, snippet
from spakky_lint.report.style import INKS, PLAIN, Ink, Style
from spakky_lint.report.words import count
from spakky_lint.rules.finding import Applicability, Finding, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.syntax.ranges import Lines


def text_report(report: Report, style: Style = PLAIN) -> Iterator[str]:
    """A block of lines a finding, an empty line after each, and a summary."""
    for file in report.files:
        lines = Lines.of(file.text) if file.text is not None and file.findings else None
        for finding in file.findings:
            yield from _finding(file, finding, lines, style)
            yield ""
    if not report.is_brief:
        yield from summary(report)


def summary(report: Report) -> Iterator[str]:
    """What was fixed, what was found, and what a further run could fix."""
    if applied := report.applied():
        files = sum(bool(file.applied) for file in report.files)
        done, how = ("Silenced", " by comments") if report.silences else ("Fixed", "")
        yield f"{done} {count(applied, 'finding')} in {count(files, 'file')}{how}."
    severities = report.severities()
    files = len(report.files)
    if not severities:
        yield _clean(report)
        yield from _known(report)
        yield from _passed_over(report)
        return
    found = listed([count(severities[one], one.value) for one in Severity if severities[one]])
    with_findings = sum(bool(file.findings) for file in report.files)
    some = f"{with_findings} of " if with_findings < files else ""
    yield f"Found {found} in {some}{count(files, 'file')}."
    if offer := _offer(report):
        yield offer
    yield from _known(report)
    yield from _passed_over(report)


def _clean(report: Report) -> str:
    files, analysed = len(report.files), report.analysed()
    if not files:
        return "Checked no files."
    # A run that looked at nothing of Spakky should not be mistaken for a clean bill.
    mentions = "mentions" if analysed == 1 else "mention"
    what = "new findings" if any(known.count for known in report.known) else "findings"
    return f"No {what} in {count(files, 'file')}; {analysed} {mentions} Spakky."


def _known(report: Report) -> Iterator[str]:
    """What is not shown, and why."""
    for known in report.known:
        where = "in the baseline" if known.revision is None else f"known since {known.revision}"
        verb = "is" if known.count == 1 else "are"
        if known.count:
            yield f"{count(known.count, 'finding')} {verb} {where}, and not shown."


def _passed_over(report: Report) -> Iterator[str]:
    """What nobody should take for clean."""
    over = report.passed_over()
    parts = [(over.files, f"{count(over.files, 'file')} that could not be read")]
    if not report.explains:  # else each is named
        classes = "class" if over.registrations == 1 else "classes"
        things = count(over.others, "thing")
        parts += [
            (
                over.registrations,
                f"{over.registrations} {classes} that nothing is seen to register",
            ),
            (over.others, f"{things} that the text does not tell"),
        ]
    told = [words for number, words in parts if number]
    if told:
        is_more = any(number for number, _ in parts[1:])
        more = " --explain-unknown shows where." if is_more else ""
        yield f"Passed over: {listed(told)}.{more}"


def _offer(report: Report) -> str | None:
    safe, all_ = report.fixable(Applicability.SAFE), report.fixable(Applicability.UNSAFE)
    if safe == all_ == 0:
        return None
    if report.fixes is Applicability.UNSAFE or safe == 0:
        return f"{all_} can be fixed with --fix --unsafe-fixes."
    if safe == all_:
        return f"{safe} can be fixed with --fix."
    return f"{safe} can be fixed with --fix, {all_ - safe} more with --fix --unsafe-fixes."


def _finding(
    file: CheckedFile, finding: Finding, lines: Lines | None, style: Style
) -> Iterator[str]:
    ink = INKS[finding.severity]
    start = finding.range.start
    place = f"{visible(file.path)}:{start.line}:{start.column}:"
    yield f"{place} {style.paint(finding.code, ink)} {style.paint(finding.name, Ink.CODE)}"
    near = [related.range for related in finding.related if related.range.path is None]
    shown = [finding.range, *near] if lines else []
    digits = max((len(str(last_line(range_))) for range_ in shown), default=1)
    margin = " " * digits
    if lines is not None:
        yield from snippet(lines, finding.range, digits, style, ink)
        yield f"{margin} {style.paint('|', Ink.FRAME)}"
    yield from _note(margin, finding.severity.value, ink, finding.message, style)
    if finding.fix is not None:
        title = f"{finding.fix.title} ({finding.fix.applicability.value} fix)"
        yield from _note(margin, "help", Ink.HELP, title, style)
    for related in finding.related:
        where = related.range.start
        other = related.range.path
        place = f"line {where.line}" if other is None else f"{other}:{where.line}:{where.column}"
        yield from _note(margin, "note", Ink.NOTE, f"{related.message} ({place})", style)
        # The text at hand is not the one of another file.
        if lines is not None and other is None:
            yield from snippet(lines, related.range, digits, style, Ink.NOTE, mark="-")


def _note(margin: str, label: str, ink: Ink, text: str, style: Style) -> Iterator[str]:
    """``= label: text``, wrapped, with the following lines under the text."""
    indent = f"{margin}   {' ' * len(label)}  "
    first, *rest = wrap(visible(" ".join(text.split())), style.width - len(indent))
    yield f"{margin} {style.paint('=', Ink.FRAME)} {style.paint(f'{label}:', ink)} {first}"
    for line in rest:
        yield f"{indent}{line}"
