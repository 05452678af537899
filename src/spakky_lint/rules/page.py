"""A rule's page, read from the docstring of its class."""

from __future__ import annotations

import inspect
import re

from spakky_lint.patterns import regex
from spakky_lint.rules.rule import AnyRule
from spakky_lint.rules.rule_page import RulePage, Section

_HEADING = regex(r"^## (?P<title>.+)$", re.MULTILINE)


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
        rule.failure,
    )
