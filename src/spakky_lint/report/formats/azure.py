"""``--format azure``: logging commands that make issues of findings."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.report.columns import visible
from spakky_lint.report.formats.texts import full_path
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style
from spakky_lint.rules.finding import Severity

_TYPES = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.CONVENTION: "warning",  # there is nothing below it
}
# As Microsoft's own task library writes them.
_IN_MESSAGES = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"})


def lines(report: Report, style: Style) -> Iterator[str]:
    """A command a finding."""
    for file, finding in report.findings():
        start = finding.range.start
        properties = {
            "type": _TYPES[finding.severity],
            "sourcepath": full_path(file.path, report),
            "linenumber": start.line,
            "columnnumber": start.column,
            "code": finding.code,
        }
        told = "".join(
            f"{key}={str(value).translate(_IN_PROPERTIES)};" for key, value in properties.items()
        )
        message = visible(finding.message).translate(_IN_MESSAGES)
        yield f"##vso[task.logissue {told}]{message}"
