"""Rule pages as documentation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from spakky_lint.report.rule_facts import facts
from spakky_lint.rules.pages import RulePage

_CODE_OR_MENTION = re.compile(r"```.*?```|`[^`]*`|\b(?P<mention>SPK\d{3})\b", re.DOTALL)


def rule_markdown(
    page: RulePage, target: Callable[[str], str | None] = lambda _: None
) -> Iterator[str]:
    """One page, with one heading of the first level.

    Another rule that it mentions becomes a link to the ``target`` of its code, if it has one.
    """

    def linked(mention: re.Match[str]) -> str:
        code = mention["mention"]
        url = None if code in (None, page.code) else target(code)
        return mention[0] if url is None else f"[{code}]({url})"

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
        yield _CODE_OR_MENTION.sub(linked, section.text)


def catalogue_markdown(
    pages: Sequence[RulePage], target: Callable[[str], str | None] = lambda _: None
) -> Iterator[str]:
    """A table of all rules."""
    yield "| Code | Name | Level | Fix | Summary |"
    yield "|-|-|-|-|-|"
    for page in pages:
        marks = [page.severity.value]
        if not page.default:
            marks.append("opt-in")
        if page.needs is not None:
            marks.append(f"where {page.needs.value}")
        fix = "" if page.fix is None else page.fix.value
        summary = page.summary.replace("|", "\\|")
        url = target(page.code)
        code = page.code if url is None else f"[{page.code}]({url})"
        yield f"| {code} | {page.name} | {', '.join(marks)} | {fix} | {summary} |"
