"""The table of formats: what is in it, and what is true of all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spakky_lint.project.configuration_keys import OUTPUT_FORMATS
from spakky_lint.report import formats
from spakky_lint.report.formats import DEFAULT, FORMATS, format_problem, resolved
from tests.report.formats.writing import HOSTILE, MESSAGES, PATHS, written
from tests.report.samples import CLEAN, FOREIGN, ORDERS

LINES = ("concise", "github", "azure", "pylint", "json-lines")
"""The formats with a line a finding."""


def test_every_module_of_a_format_is_in_the_table() -> None:
    modules = {path.stem for path in Path(formats.__file__).parent.glob("*.py")}
    helpers = {"__init__", "texts", "sarif_rules"}
    assert {name.replace("-", "_") for name in FORMATS} >= modules - helpers


def test_the_default_is_for_people() -> None:
    assert resolved(None) is FORMATS[DEFAULT] is FORMATS["text"]
    assert resolved("sarif") is FORMATS["sarif"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("sarif", None),
        ("srif", 'no format is called "srif"; did you mean sarif?'),
        ("GitHub", 'no format is called "GitHub"; did you mean github?'),
        ("jsonl", 'no format is called "jsonl"; did you mean json?'),
        ("junit-xml", 'no format is called "junit-xml"; did you mean junit?'),
    ],
)
def test_an_unknown_name_leads_to_the_nearest(name: str, problem: str | None) -> None:
    assert format_problem(name) == problem


def test_a_name_like_none_of_them_leads_to_all() -> None:
    problem = format_problem("html")
    assert problem is not None
    assert all(name in problem for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_names_and_messages_of_any_kind_can_be_written(name: str) -> None:
    text = written(name, *HOSTILE)
    if name not in ("github", "azure"):  # those carry the very name, line by line
        assert not {"\x1b", "\x00", "\x07", "\x7f"} & set(text)
    if FORMATS[name].is_document:
        text.encode()
    if name in LINES:
        assert len(text.splitlines()) >= len(PATHS) * len(MESSAGES) * 2
        assert text.count("\n") == len(PATHS) * len(MESSAGES) * 2
        assert "\r" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_without_findings_can_be_written(name: str) -> None:
    for files in ((), (CLEAN, FOREIGN)):
        text = written(name, *files)
        assert (text == "") is (name in LINES)


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_is_the_same_in_every_run(name: str) -> None:
    assert written(name, ORDERS, CLEAN) == written(name, ORDERS, CLEAN)


def test_each_line_of_json_lines_is_a_finding_of_json() -> None:
    expected = json.loads(written("json", ORDERS, *HOSTILE))["findings"]
    found = [json.loads(line) for line in written("json-lines", ORDERS, *HOSTILE).splitlines()]
    assert found == expected
    assert written("json-lines", ORDERS).isascii()


def test_the_configuration_takes_every_format_and_no_other() -> None:
    assert tuple(FORMATS) == OUTPUT_FORMATS
