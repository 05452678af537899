"""The one setting of where the pages of the rules are published, and everything that shows it."""

from __future__ import annotations

import json

import pytest
from pygls.workspace import PositionCodec

from spakky_lint.lsp.diagnostics import diagnostic
from spakky_lint.lsp.positions import Places
from spakky_lint.report.json_report import finding_data
from spakky_lint.report.rule_json import rules_json
from spakky_lint.rules import documentation
from spakky_lint.rules.documentation import rule_url
from spakky_lint.rules.page import page
from spakky_lint.rules.registry import RULES
from spakky_lint.syntax.source import of_text
from tests.report.formats.test_sarif import checked_text, run_of
from tests.report.formats.writing import document

BAD = """\
from spakky.task import TaskHandler, task

@TaskHandler()
class Orders:
    @task()
    def ship(self) -> None: ...
"""
PAGE = "https://docs.example/lint/rules/SPK202.html"


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documentation, "documentation_url", "https://docs.example/lint")


def told() -> tuple[object, ...]:
    """The address in everything that shows one: JSON, pages, SARIF, rdjson, an editor."""
    checked = checked_text(BAD)
    (finding,) = checked.findings
    pages = json.loads("\n".join(rules_json([page(RULES["SPK202"])])))
    driver = run_of(checked)["tool"]["driver"]
    (rdjson,) = document("rdjson", checked)["diagnostics"]
    places = Places.of(of_text(BAD), PositionCodec())
    description = diagnostic("file:///a.py", places, finding, related=False).code_description
    return (
        finding_data(checked, finding)["url"],
        pages["rules"][0]["url"],
        driver["rules"][0].get("helpUri"),
        driver.get("informationUri"),
        rdjson["code"].get("url"),
        None if description is None else description.href,
    )


def test_nothing_is_linked_as_long_as_no_page_is_published() -> None:
    assert told() == (None,) * 6


@pytest.mark.usefixtures("published")
def test_a_published_page_is_linked_wherever_a_finding_is_shown() -> None:
    assert told() == (PAGE, PAGE, PAGE, "https://docs.example/lint", PAGE, PAGE)


@pytest.mark.usefixtures("published")
def test_what_is_no_rule_has_no_page() -> None:
    assert rule_url("SPK999") is None
