"""Whatever a rule says of its fixtures can be said in every language."""

import re
from collections.abc import Iterator

import pytest

from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.registry import RULES
from tests.rules.fixture_files import BAD, Fixture, fixtures, linted

HANGUL = re.compile("[가-힣]")
BY_CODE: dict[str, list[Fixture]] = {}
for each in fixtures(BAD):
    BY_CODE.setdefault(each.code, []).append(each)


def said(finding: Finding) -> Iterator[str]:
    yield finding.message
    yield from (related.message for related in finding.related)
    if finding.fix is not None:
        yield finding.fix.title


@pytest.mark.parametrize("code", sorted(BY_CODE.keys() & RULES.keys()))
def test_every_message_has_a_translation(code: str) -> None:
    plain = {
        text
        for fixture in BY_CODE[code]
        for finding in linted(fixture, selection=fixture.own_selection)
        for text in said(finding)
        if not isinstance(text, Message) or not HANGUL.search(in_language(text, Language.KO))
    }
    assert plain == set()
