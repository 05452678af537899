"""A report in the language of whoever reads it: what rules say of a file, and how to fix it."""

from __future__ import annotations

from dataclasses import replace

from spakky_lint.messages.language import Language
from spakky_lint.messages.translation import in_language
from spakky_lint.report.model import Report
from spakky_lint.rules.finding import Finding


def said(report: Report, language: Language) -> Report:
    """The report with every message of its findings in that language."""
    if language is Language.EN:
        return report
    files = tuple(
        replace(
            file,
            findings=tuple(said_finding(each, language) for each in file.findings),
            silenced=tuple(said_finding(each, language) for each in file.silenced),
        )
        for file in report.files
    )
    return replace(report, files=files, language=language)


def said_finding(finding: Finding, language: Language) -> Finding:
    """The finding with its message, its notes and the title of its fix in that language."""
    if language is Language.EN:
        return finding
    fix = finding.fix
    return replace(
        finding,
        message=in_language(finding.message, language),
        related=tuple(
            replace(each, message=in_language(each.message, language)) for each in finding.related
        ),
        fix=None if fix is None else replace(fix, title=in_language(fix.title, language)),
    )
