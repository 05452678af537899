"""A clean file never pays for places: to work them out costs more than twice the parse."""

from __future__ import annotations

import pytest

from benchmarks.linting import EVERY_RULE, IMPORTS, source
from spakky_lint.linting.linter import lint_bytes
from spakky_lint.syntax.places import Document


def test_no_rule_asks_where_something_stands_before_it_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(document: Document) -> None:
        raise AssertionError("a rule asked for a place")

    monkeypatch.setattr(Document, "_resolve", refuse)
    linted = lint_bytes(source(IMPORTS), EVERY_RULE)
    assert linted.analysed
    assert linted.findings == ()
