"""``--format text``: each finding with its source, what it leads to and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.columns import cell_width, visible, wrap
from spakky_lint.report.model import Report
from spakky_lint.report.snippet import last_line, snippet
from spakky_lint.report.style import INKS, PLAIN, Ink, Style
from spakky_lint.report.words import count
from spakky_lint.rules.finding import Applicability, Finding, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.syntax.ranges import Lines

_LABELS = {
    Severity.ERROR: Message("error"),
    Severity.WARNING: Message("warning"),
    Severity.CONVENTION: Message("convention"),
}
_HELP, _NOTE = Message("help"), Message("note")
_HOW = {
    Applicability.SAFE: Message("safe fix"),
    Applicability.UNSAFE: Message("unsafe fix"),
}


def text_report(report: Report, style: Style = PLAIN) -> Iterator[str]:
    """A block of lines a finding, an empty line after each, and a summary."""
    for file in report.files:
        lines = Lines.of(file.text) if file.text is not None and file.findings else None
        for finding in file.findings:
            yield from _finding(file, finding, lines, style, report.language)
            yield ""
    if not report.is_brief:
        yield from summary(report)


def summary(report: Report) -> Iterator[str]:
    """What was fixed, what was found, and what a further run could fix."""
    return (in_language(line, report.language) for line in _summary(report))


def _summary(report: Report) -> Iterator[str]:
    if applied := report.applied():
        findings = count(applied, "finding")
        files = count(sum(bool(file.applied) for file in report.files), "file")
        if report.silences:
            yield Message(
                "Silenced {findings} in {files} by comments.", findings=findings, files=files
            )
        else:
            yield Message("Fixed {findings} in {files}.", findings=findings, files=files)
    severities = report.severities()
    if severities:
        yield _found(report, severities)
        if offer := _offer(report):
            yield offer
    else:
        yield _clean(report)
    yield from _known(report)
    yield from _passed_over(report)


def _found(report: Report, severities: Mapping[Severity, int]) -> str:
    found = listed([count(severities[one], one.value) for one in Severity if severities[one]])
    with_findings = sum(bool(file.findings) for file in report.files)
    files = count(len(report.files), "file")
    if with_findings == len(report.files):
        return Message("Found {found} in {files}.", found=found, files=files)
    return Message(
        "Found {found} in {number} of {files}.", found=found, number=with_findings, files=files
    )


def _clean(report: Report) -> str:
    if not report.files:
        return Message("Checked no files.")
    # A run that looked at nothing of Spakky should not be mistaken for a clean bill.
    files, analysed = count(len(report.files), "file"), report.analysed()
    mention = (
        Message("{number} mentions Spakky", number=analysed)
        if analysed == 1
        else Message("{number} mention Spakky", number=analysed)
    )
    if any(known.count for known in report.known):
        return Message("No new findings in {files}; {mention}.", files=files, mention=mention)
    return Message("No findings in {files}; {mention}.", files=files, mention=mention)


def _known(report: Report) -> Iterator[str]:
    """What is not shown, and why."""
    for known in report.known:
        if not known.count:
            continue
        findings = count(known.count, "finding")
        where = (
            Message("in the baseline")
            if known.revision is None
            else Message("already in {revision}", revision=known.revision)
        )
        if known.count == 1:
            yield Message("{findings} is {where}, and not shown.", findings=findings, where=where)
        else:
            yield Message("{findings} are {where}, and not shown.", findings=findings, where=where)


def _passed_over(report: Report) -> Iterator[str]:
    """What nobody should take for clean."""
    over = report.passed_over()
    skipped: list[str] = []
    if over.files:
        skipped.append(Message("{files} that could not be read", files=count(over.files, "file")))
    if report.explains:  # then each is named
        if skipped:
            yield Message("Skipped: {skipped}.", skipped=listed(skipped))
        return
    if over.registrations == 1:
        skipped.append(Message("1 class without a known registration"))
    elif over.registrations:
        skipped.append(
            Message("{number} classes without a known registration", number=over.registrations)
        )
    if over.others:
        things = count(over.others, "thing")
        skipped.append(Message("{things} not known from the code", things=things))
    if over.registrations or over.others:
        yield Message("Skipped: {skipped}. --explain-unknown shows where.", skipped=listed(skipped))
    elif skipped:
        yield Message("Skipped: {skipped}.", skipped=listed(skipped))


def _offer(report: Report) -> str | None:
    safe, all_ = report.fixable(Applicability.SAFE), report.fixable(Applicability.UNSAFE)
    if safe == all_ == 0:
        return None
    if report.fixes is Applicability.UNSAFE or safe == 0:
        return Message("{number} can be fixed with --fix --unsafe-fixes.", number=all_)
    if safe == all_:
        return Message("{number} can be fixed with --fix.", number=safe)
    return Message(
        "{number} can be fixed with --fix, {more} more with --fix --unsafe-fixes.",
        number=safe,
        more=all_ - safe,
    )


def _finding(
    file: CheckedFile, finding: Finding, lines: Lines | None, style: Style, language: Language
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
    label = in_language(_LABELS[finding.severity], language)
    yield from _note(margin, label, ink, finding.message, style)
    if finding.fix is not None:
        how = in_language(_HOW[finding.fix.applicability], language)
        label = in_language(_HELP, language)
        yield from _note(margin, label, Ink.HELP, f"{finding.fix.title} ({how})", style)
    for related in finding.related:
        where = related.range.start
        other = related.range.path
        place = (
            in_language(Message("line {number}", number=where.line), language)
            if other is None
            else f"{other}:{where.line}:{where.column}"
        )
        label = in_language(_NOTE, language)
        yield from _note(margin, label, Ink.NOTE, f"{related.message} ({place})", style)
        # The text at hand is not the one of another file.
        if lines is not None and other is None:
            yield from snippet(lines, related.range, digits, style, Ink.NOTE, mark="-")


def _note(margin: str, label: str, ink: Ink, text: str, style: Style) -> Iterator[str]:
    """``= label: text``, wrapped, with the following lines under the text."""
    indent = f"{margin}   {' ' * cell_width(label)}  "
    first, *rest = wrap(visible(" ".join(text.split())), style.width - len(indent))
    yield f"{margin} {style.paint('=', Ink.FRAME)} {style.paint(f'{label}:', ink)} {first}"
    for line in rest:
        yield f"{indent}{line}"
