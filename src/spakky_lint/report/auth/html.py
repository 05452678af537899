"""Who may run what as one page that needs nothing else: a matrix of tasks by requirements."""

from __future__ import annotations

from spakky_lint.messages.translation import spoken_language
from spakky_lint.project.auditing import AuthReport
from spakky_lint.report.auth.page_data import page_data
from spakky_lint.report.auth.page_words import DYNAMIC, STATIC
from spakky_lint.report.html_page import page
from spakky_lint.report.page_words import in_page, in_template

_SCRIPTS = (
    *("words", "model", "filters", "fragment", "marks", "summary"),
    *("chips", "controls", "matrix", "details", "paper", "providers", "main"),
)


def auth_html(report: AuthReport) -> str:
    return page(
        "spakky_lint.report.auth",
        _SCRIPTS,
        {**page_data(report), "words": in_page(DYNAMIC)},
        in_template(STATIC),
        spoken_language(),
    )
