"""Places, changes and differences of texts, in every encoding and with every line ending."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from spakky_lint.editing.moving import changed_lines, differences, lines_of, moved
from spakky_lint.linting.fixer import apply_edits
from spakky_lint.lsp.actions import wants
from spakky_lint.lsp.positions import Places, changed, overlap
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Related,
    Severity,
)
from spakky_lint.syntax.ranges import Lines, Position, Range
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
def test_differences_make_the_one_text_of_the_other(
    head: str, before: str, after: str, tail: str
) -> None:
    one, other = head + before + tail, head + after + tail
    edits = differences(one, other)
    assert apply_edits(one, edits) == other
    for edit in edits:
        # Whole lines: an end between \r and \n is a place that no client has.
        assert edit.range.start.column == 1
        assert edit.range.end.column == 1 or edit.range.end == Lines.of(one).position(len(one))


def test_each_group_of_lines_that_differ_is_an_edit_of_its_own() -> None:
    edits = differences("a\nb\nc\nd\ne\n", "a\nB\nc\nd\nE\nf\n")
    assert [(edit.range.start.line, edit.text) for edit in edits] == [(2, "B\n"), (5, "E\nf\n")]


@given(texts)
def test_lines_together_are_the_text(text: str) -> None:
    lines = Lines.of(text)
    assert lines_of(text) == [lines.line(number + 1) for number in range(len(lines.starts))]


def finding(first: int, last: int, *, fix: int | None = None, other: int | None = None) -> Finding:
    """One about the lines, with a fix of the one line and another place in the other."""

    def lines(start: int, end: int) -> Range:
        return Range(Position(start, 1), Position(end, 2))

    edits = () if fix is None else (Edit(lines(fix, fix), "x"),)
    return Finding(
        "SPK101",
        "a-name",
        Severity.ERROR,
        Consequence.SILENT,
        "A message.",
        lines(first, last),
        () if other is None else (Related(lines(other, other), "here"),),
        Fix("a fix", Applicability.SAFE, edits) if edits else None,
    )


BEFORE = "1\n2\n3\n4\n5\n6\n"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("1\n2\n3\n4\n5\n6\n7\n", [finding(2, 2), finding(4, 5)]),
        ("0\n1\n2\n3\n4\n5\n6\n", [finding(3, 3), finding(5, 6)]),
        ("1\n2\n5\n6\n", [finding(2, 2)]),
        ("1\n2!\n3\n4\n5\n6\n", [finding(4, 5)]),
        ("1\n2\n3\n4\n6\n", [finding(2, 2)]),
        ("2\n3\n4\n5\n6\n", [finding(1, 1), finding(3, 4)]),
        ("1\n2\nnew\n3\n4\n5\n6\n", [finding(2, 2), finding(5, 6)]),
        ("", []),
    ],
)
def test_findings_move_with_their_lines(after: str, expected: list[Finding]) -> None:
    assert list(moved([finding(2, 2), finding(4, 5)], BEFORE, after)) == expected


def test_what_belongs_to_a_finding_moves_with_it_or_is_left_out() -> None:
    found = finding(5, 5, fix=6, other=1)
    assert moved([found], BEFORE, "1\n" + BEFORE) == (finding(6, 6, fix=7, other=1),)
    assert moved([found], BEFORE, BEFORE.replace("6", "six")) == (finding(5, 5, other=1),)
    assert moved([found], BEFORE, BEFORE.replace("1", "one")) == (finding(5, 5, fix=6),)
    elsewhere = replace(found, related=(Related(replace(found.range, path="b.py"), "there"),))
    (still,) = moved([elsewhere], BEFORE, "0\n" + BEFORE)
    assert still.related == elsewhere.related


def test_a_range_that_ends_where_a_line_begins_does_not_touch_it() -> None:
    range_ = Range(Position(1, 1), Position(2, 1))
    assert changed_lines("a\nb\n", "a\nc\n").moved(range_) == range_


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
