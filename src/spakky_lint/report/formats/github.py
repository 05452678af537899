"""``--format github``: workflow commands that make annotations of findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.columns import visible
from spakky_lint.report.formats.texts import full_path
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style
from spakky_lint.rules.finding import Finding, Severity
from spakky_lint.syntax.ranges import Range

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.CONVENTION: "notice",
}
_HELP = Message("help")
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def lines(report: Report, style: Style) -> Iterator[str]:
    """A command a finding.

    The path is the whole one, of which the runner makes one from the root of the repository.
    """
    for file, finding in report.findings():
        properties = {
            "title": f"spakky-lint ({finding.code})",
            "file": full_path(file.path, report),
            **_place(finding.range),
        }
        told = ",".join(
            f"{key}={str(value).translate(_IN_PROPERTIES)}" for key, value in properties.items()
        )
        message = "\n".join(_message(file, finding, report.language)).translate(_IN_MESSAGES)
        yield f"::{_COMMANDS[finding.severity]} {told}::{message}"


def _place(range_: Range) -> Mapping[str, int]:
    start, end = range_.start, range_.end
    if start.line != end.line:  # the runner refuses columns then
        return {"line": start.line, "endLine": end.line}
    return {
        "line": start.line,
        "col": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _message(file: CheckedFile, finding: Finding, language: Language) -> Iterator[str]:
    """With the place, which the log of the run does not show otherwise."""
    start = finding.range.start
    place = f"{visible(file.path)}:{start.line}:{start.column}"
    yield f"{place}: {finding.code} {visible(finding.message)}"
    if finding.fix is not None:
        yield f"  {in_language(_HELP, language)}: {visible(finding.fix.title)}"
