"""Places, changes and differences of texts, in every encoding and with every line ending."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from spakky_lint.linting.fixer import apply_edits
from spakky_lint.lsp.actions import wants
from spakky_lint.lsp.analysis import difference
from spakky_lint.lsp.positions import Places, changed, overlap
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import of_text

ENCODINGS = list(types.PositionEncodingKind)
PIECES = ("\n", "\r\n", "\r", "\x0c", "\u2028", "\x85", "a", "b", "é", "한", "\U0001f600", "\ud800")
texts = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


@given(st.booleans(), texts, st.data(), st.sampled_from(ENCODINGS))
def test_a_place_goes_to_the_client_and_back(
    mark: bool, text: str, data: st.DataObject, encoding: types.PositionEncodingKind
) -> None:
    codec = PositionCodec(encoding)
    offset = data.draw(st.integers(0, len(text)))
    if text[max(offset - 1, 0) : offset + 1] == "\r\n":  # no client can point into a line ending
        offset += 1
    whole = "\ufeff" * mark + text
    places = Places.of(of_text(whole), codec)
    place = places.position(Lines.of(text).position(offset))
    insertion = types.TextDocumentContentChangePartial(types.Range(place, place), "<here>")
    expected = "\ufeff" * mark + text[:offset] + "<here>" + text[offset:]
    assert changed(whole, insertion, codec) == expected


@pytest.mark.parametrize(
    ("line", "character", "expected"),
    [
        (0, 99, "ab|\r\ncd"),
        (1, 99, "ab\r\ncd|"),
        (1, 0, "ab\r\n|cd"),
        (2, 0, "ab\r\ncd|"),
        (99, 99, "ab\r\ncd|"),
    ],
)
def test_a_place_past_the_end_is_the_end(line: int, character: int, expected: str) -> None:
    place = types.Position(line, character)
    insertion = types.TextDocumentContentChangePartial(types.Range(place, place), "|")
    assert changed("ab\r\ncd", insertion, PositionCodec()) == expected


def test_a_deletion_and_a_whole_text() -> None:
    range_ = types.Range(types.Position(0, 1), types.Position(1, 2))
    deletion = types.TextDocumentContentChangePartial(range_, "")
    assert changed("a\U0001f600\n\U0001f600b\n", deletion, PositionCodec()) == "ab\n"
    whole = types.TextDocumentContentChangeWholeDocument("new")
    assert changed("old", whole, PositionCodec()) == "new"


@given(texts, texts, texts, texts)
def test_a_difference_makes_the_one_text_of_the_other(
    head: str, before: str, after: str, tail: str
) -> None:
    one, other = head + before + tail, head + after + tail
    edit = difference(one, other)
    if edit is None:
        assert one == other
        return
    assert apply_edits(one, [edit]) == other
    # Whole lines: an end between \r and \n is a place that no client has.
    assert edit.range.start.column == 1
    assert edit.range.end.column == 1 or edit.range.end == Lines.of(one).position(len(one))


def test_a_difference_is_small() -> None:
    edit = difference("a\nb\nc\nd\n", "a\nB\nc\nd\n")
    assert edit is not None
    assert edit.text == "B\n"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (((0, 0), (0, 5)), ((0, 5), (0, 5)), True),
        (((0, 0), (0, 5)), ((0, 6), (0, 6)), False),
        (((0, 0), (2, 0)), ((1, 9), (1, 9)), True),
        (((1, 0), (2, 0)), ((0, 0), (0, 99)), False),
    ],
)
def test_overlap(
    one: tuple[tuple[int, int], tuple[int, int]],
    other: tuple[tuple[int, int], tuple[int, int]],
    expected: bool,
) -> None:
    first = types.Range(types.Position(*one[0]), types.Position(*one[1]))
    second = types.Range(types.Position(*other[0]), types.Position(*other[1]))
    assert overlap(first, second) is expected
    assert overlap(second, first) is expected


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (None, True),
        ([], False),
        ([""], True),
        (["quickfix"], True),
        ([types.CodeActionKind.QuickFix], True),
        (["quick"], False),
        (["quickfix.deeper"], False),
        (["refactor", "quickfix"], True),
    ],
)
def test_kinds_that_a_client_wants(only: list[str] | None, expected: bool) -> None:
    assert wants(only, "quickfix") is expected
