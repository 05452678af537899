"""Rule pages as documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.report.rule_facts import facts
from spakky_lint.rules.page import RulePage


def rule_markdown(page: RulePage) -> Iterator[str]:
    """One page, with one heading of the first level."""
    yield f"# {page.code} {page.name}"
    yield ""
    yield page.summary
    yield ""
    for label, value in facts(page).items():
        yield f"- {label}: {value}"
    for section in page.sections:
        yield ""
        yield f"## {section.title}"
        yield ""
        yield section.text


def catalogue_markdown(pages: Sequence[RulePage]) -> Iterator[str]:
    """A table of all rules."""
    yield "| Code | Name | Level | Fix | Summary |"
    yield "|-|-|-|-|-|"
    for page in pages:
        level = page.severity.value if page.default else f"{page.severity.value}, opt-in"
        fix = "" if page.fix is None else page.fix.value
        summary = page.summary.replace("|", "\\|")
        yield f"| {page.code} | {page.name} | {level} | {fix} | {summary} |"
