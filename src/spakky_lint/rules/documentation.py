"""Where the pages of the rules are published."""

from __future__ import annotations

from spakky_lint.rules.table import IS_DEFAULT

documentation_url: str | None = None
"""The address of the documentation without a slash at its end; None until it is published.

This is the only place that holds it. JSON, SARIF and editors take theirs from `rule_url`.
"""


def rule_url(code: str) -> str | None:
    """The page of a rule; None as long as no page is published."""
    if documentation_url is None:
        return None
    if code not in IS_DEFAULT:
        return None
    return f"{documentation_url}/rules/{code}.html"
