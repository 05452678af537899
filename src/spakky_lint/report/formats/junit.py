"""``--format junit``: findings as tests that failed, as JUnit and its like write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.columns import REPLACEMENT, visible
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style
from spakky_lint.rules.finding import Finding

_NAME = "spakky-lint"
_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",  # in text it may end a section that nothing began: ]]>
        '"': "&quot;",
        "\ufffe": REPLACEMENT,  # XML has no way to write these
        "\uffff": REPLACEMENT,
    }
)


def lines(report: Report, style: Style) -> Iterator[str]:
    """A suite a file with findings; a test that passed where there are none."""
    files = [file for file in report.files if file.findings]
    total = sum(len(file.findings) for file in files)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<testsuites {_counts(_NAME, max(total, 1), total)}>"
    for file in files:
        yield from _suite(file.path, file.findings, file)
    if not files:
        yield from _clean(report.language)
    yield "</testsuites>"


def _clean(language: Language) -> Iterator[str]:
    name = in_language(Message("No findings"), language)
    yield f"  <testsuite {_counts(_NAME, 1, 0)}>"
    yield f'    <testcase name="{name}" classname="{_NAME}"/>'
    yield "  </testsuite>"


def _suite(path: str, findings: Sequence[Finding], file: CheckedFile) -> Iterator[str]:
    yield f"  <testsuite {_counts(path, len(findings), len(findings))}>"
    for finding in findings:
        yield from _case(file.path, finding)
    yield "  </testsuite>"


def _counts(name: str, tests: int, failures: int) -> str:
    counts = f'tests="{tests}" failures="{failures}" errors="0" skipped="0"'
    return f'name="{_escaped(name)}" {counts}'


def _case(path: str, finding: Finding) -> Iterator[str]:
    start = finding.range.start
    message = _escaped(finding.message)
    names = f'name="{finding.code} {finding.name}" classname="{_escaped(path.removesuffix(".py"))}"'
    place = f'file="{_escaped(path)}" line="{start.line}" column="{start.column}"'
    told = f"{_escaped(path)}:{start.line}:{start.column}: {finding.code} {message}"
    yield f"    <testcase {names} {place}>"
    yield f'      <failure message="{message}" type="{finding.severity.value}">{told}</failure>'
    yield "    </testcase>"


def _escaped(text: str) -> str:
    """For an attribute in double quotes and for text; control characters as signs for them."""
    return visible(text).translate(_ESCAPES)
