"""A rule as SARIF describes it: what a viewer shows beside a finding."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.report.rule_markdown import rule_markdown
from spakky_lint.report.rule_text import rule_text
from spakky_lint.rules.documentation import rule_url
from spakky_lint.rules.finding import Severity
from spakky_lint.rules.pages import page_of

LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.CONVENTION: "note",
}
_PROBLEMS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.CONVENTION: "recommendation",
}
"""As GitHub calls them."""


def rule_data(code: str) -> Mapping[str, object]:
    shown = page_of(code)
    if shown is None:
        return {"id": code}
    what = shown.section("What it does")
    url = rule_url(code)
    return {
        "id": shown.code,
        "name": shown.name,
        "shortDescription": {"text": shown.summary},
        "fullDescription": {"text": shown.summary if what is None else " ".join(what.text.split())},
        "help": {
            "text": "\n".join(rule_text(shown)),
            "markdown": "\n".join(rule_markdown(shown)),
        },
        **({} if url is None else {"helpUri": url}),
        "defaultConfiguration": {
            "level": LEVELS[shown.severity],
            "enabled": shown.default,
        },
        "properties": {
            "tags": [shown.consequence.value],
            "problem.severity": _PROBLEMS[shown.severity],
        },
    }
