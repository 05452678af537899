"""Rule pages as documentation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.patterns import regex
from spakky_lint.report.rule_facts import LEVELS, facts
from spakky_lint.rules.finding import Applicability
from spakky_lint.rules.rule_page import RulePage
from spakky_lint.rules.settings import Need

_TITLES = (
    Message("Code"),
    Message("Name"),
    Message("Level"),
    Message("Fix"),
    Message("Summary"),
)
_FIXES = {Applicability.SAFE: Message("safe"), Applicability.UNSAFE: Message("unsafe")}
_NEEDS = {
    Need.CELERY: Message("where the backend is celery"),
    Need.TIMEZONE: Message("where the timezone is configured"),
    Need.DISPATCH: Message("where the project depends on spakky-celery"),
    Need.NO_BACKEND: Message(
        "where the project depends on spakky-celery and its settings name no result backend"
    ),
}
_CODE_OR_MENTION = regex(r"```.*?```|`[^`]*`|\b(?P<mention>SPK\d{3})\b", re.DOTALL)


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
    yield f"| {' | '.join(map(spoken, _TITLES))} |"
    yield "|-|-|-|-|-|"
    for page in pages:
        marks = [spoken(LEVELS[page.severity])]
        if not page.default:
            marks.append(spoken(Message("opt-in")))
        if page.needs is not None:
            marks.append(spoken(_NEEDS[page.needs]))
        fix = "" if page.fix is None else spoken(_FIXES[page.fix])
        summary = page.summary.replace("|", "\\|")
        url = target(page.code)
        code = page.code if url is None else f"[{page.code}]({url})"
        yield f"| {code} | {page.name} | {', '.join(marks)} | {fix} | {summary} |"
