"""The fixtures and pages of rules that look at files of settings."""

from __future__ import annotations

import re

import pytest

from spakky_lint.rules.finding import Consequence
from spakky_lint.rules.page import page
from spakky_lint.rules.registry import RULES
from tests.rules.fixture_files import FIXTURES, reported
from tests.rules.setting_fixtures import CODES, linted

_CODE = re.compile(r"```ini\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_the_marked_lines_are_found_and_no_others(code: str, kind: str) -> None:
    text = (FIXTURES / code / f"{kind}.env").read_text("utf-8")
    marked = [
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        if line.endswith(f"# expect: {code}")
    ]
    assert reported(linted(code, text)) == marked
    assert bool(marked) == (kind == "bad")


@pytest.mark.parametrize("code", CODES)
def test_the_examples_of_a_page_are_what_it_says(code: str) -> None:
    example, instead = (
        section.text
        for section in page(RULES[code]).sections
        if section.title in ("Example", "Use instead")
    )
    (wrong,), (right,) = _CODE.findall(example), _CODE.findall(instead)
    assert len(linted(code, wrong)) == len(wrong.splitlines())
    assert linted(code, right) == ()


def test_a_name_is_ignored_in_silence_and_a_value_ends_the_start() -> None:
    name, value = linted(
        "SPK808", "SPAKKY_CELERY__TIMEZON=UTC\nSPAKKY_CELERY__TIMEZONE='Asia/Soul'\n"
    )
    assert (name.consequence, value.consequence) == (Consequence.SILENT, Consequence.STARTUP)
    assert name.message == (
        "the framework has no setting SPAKKY_CELERY__TIMEZON, and silently ignores it: "
        "did you mean SPAKKY_CELERY__TIMEZONE?"
    )
    assert value.message == (
        'the application does not start: "Asia/Soul" of SPAKKY_CELERY__TIMEZONE is not a time '
        "zone; the name of an IANA zone is allowed, such as Asia/Seoul"
    )
