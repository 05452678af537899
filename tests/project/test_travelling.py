"""What came of a file is the same behind a way as JSON, and nothing else passes for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spakky_lint.facts.unknown_kinds import ReportedUnknown, UnknownKind
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.checking import check_bytes, explained
from spakky_lint.project.plain import BadData
from spakky_lint.project.travelling import outcome_data, outcome_of
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.finding import Applicability
from spakky_lint.syntax.ranges import Position, Range

_FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"


def _outcomes(code: str) -> Iterator[CheckedFile | Trouble]:
    """Of a file with findings; one without has nothing that they have not."""
    for file in (_FIXTURES / code).glob("bad.py"):
        data = file.read_bytes()
        checked = check_bytes(file.name, data)
        assert isinstance(checked, CheckedFile)
        yield from (checked, explained(checked, data))
        if any(finding.fix and finding.code == code for finding in checked.findings):
            fixed = check_bytes(file.name, data, fixes=Applicability.UNSAFE)
            assert isinstance(fixed, CheckedFile)
            yield fixed


def _there_and_back(outcome: CheckedFile | Trouble) -> CheckedFile | Trouble:
    return outcome_of(json.loads(json.dumps(outcome_data(outcome))))


@pytest.mark.parametrize("code", sorted(each.parent.name for each in _FIXTURES.glob("*/bad.py")))
def test_nothing_is_lost_on_the_way(code: str) -> None:
    outcomes = [*_outcomes(code)]

    assert list(map(_there_and_back, outcomes)) == outcomes


def test_what_no_fixture_has() -> None:
    finding = check_bytes("app.py", b"x = 1\0\n")
    assert isinstance(finding, CheckedFile)
    elsewhere = Range(Position(1, 2), Position(3, 4), "app/other.py")
    outcome = replace(
        finding,
        trouble="not fixed: no space left on device",
        unknowns=(ReportedUnknown(UnknownKind.BASE, "Base", elsewhere),),
        known=finding.findings,
        silenced=finding.findings,
    )
    assert outcome.unread is not None

    back = _there_and_back(outcome)

    assert back == outcome
    # Ranges are equal wherever they are.
    assert isinstance(back, CheckedFile)
    assert back.unknowns[0].range.path == "app/other.py"


def test_trouble() -> None:
    trouble = Trouble("app.py", "permission denied")

    assert _there_and_back(trouble) == trouble


def test_a_text_may_stay_behind() -> None:
    data = (_FIXTURES / "SPK301" / "bad.py").read_bytes()
    checked = check_bytes("bad.py", data)
    assert isinstance(checked, CheckedFile)
    sent = outcome_data(checked, with_text=False)

    assert checked.text is not None
    assert checked.text not in json.dumps(sent)
    assert outcome_of(sent, {"bad.py": checked.text}.__getitem__) == checked
    with pytest.raises(BadData):
        outcome_of(sent)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@cache
def _fixed() -> CheckedFile:
    data = (_FIXTURES / "SPK301" / "bad.py").read_bytes()
    checked = check_bytes("bad.py", data, fixes=Applicability.UNSAFE)
    assert isinstance(checked, CheckedFile)
    return checked


@settings(max_examples=300)
@given(st.data())
def test_whatever_it_is_it_is_read_or_refused(data: st.DataObject) -> None:
    sent: object = json.loads(json.dumps(outcome_data(_fixed())))
    # Somewhere in it stands something else.
    place = sent
    assert isinstance(place, list)
    while True:
        index = data.draw(st.integers(0, len(place) - 1))
        inner = place[index]
        if isinstance(inner, list) and inner and data.draw(st.booleans()):
            place = inner
            continue
        place[index] = data.draw(_VALUES)
        break

    try:
        outcome = outcome_of(sent)
    except BadData:
        return
    assert _there_and_back(outcome) == outcome
