"""A rule's page, read from the docstring of its class."""

from __future__ import annotations

import inspect
import re

from spakky_lint.data import dataclass
from spakky_lint.facts.versions import Since
from spakky_lint.rules.finding import Applicability, Consequence, Severity
from spakky_lint.rules.rule import AnyRule
from spakky_lint.rules.settings import Need

_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class RulePage:
    code: str
    name: str
    severity: Severity
    consequence: Consequence
    default: bool
    since: str
    fix: Applicability | None
    summary: str
    sections: tuple[Section, ...]
    needs: Need | None = None
    holds: Since | None = None

    def section(self, title: str) -> Section | None:
        return next((section for section in self.sections if section.title == title), None)


def page(rule: AnyRule) -> RulePage:
    text = inspect.cleandoc(rule.__doc__ or "")
    summary, *rest = _HEADING.split(text)
    titles, bodies = rest[::2], rest[1::2]
    return RulePage(
        rule.code,
        rule.name,
        rule.severity,
        rule.consequence,
        rule.default,
        rule.since,
        rule.fix,
        " ".join(summary.split()),
        tuple(
            Section(title.strip(), body.strip()) for title, body in zip(titles, bodies, strict=True)
        ),
        rule.needs,
        rule.holds,
    )
