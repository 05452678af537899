"""Rule pages for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.rules.documentation import rule_url
from spakky_lint.rules.rule_page import RulePage

VERSION = 1


def rules_json(pages: Sequence[RulePage]) -> Iterator[str]:
    """One JSON document: ``{"version": 1, "rules": [...]}``, section texts in markdown."""
    document = {"version": VERSION, "rules": [_page(page) for page in pages]}
    yield json.dumps(document, indent=2)


def _page(page: RulePage) -> Mapping[str, object]:
    return {
        "code": page.code,
        "name": page.name,
        "severity": page.severity.value,
        "consequence": page.consequence.value,
        "default": page.default,
        "needs": None if page.needs is None else page.needs.value,
        "since": page.since,
        "holds": None
        if page.holds is None
        else {"package": page.holds.package.value, "since": page.holds.number},
        "fix": None if page.fix is None else page.fix.value,
        "summary": page.summary,
        "url": rule_url(page.code),
        "sections": [{"title": section.title, "text": section.text} for section in page.sections],
    }
