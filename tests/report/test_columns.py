"""Text in the columns of a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.report.columns import TAB, cell_width, lay_out, visible, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("task", 4),
        ("주문", 4),
        ("注文する", 8),
        ("ｆｕｌｌ", 8),
        ("café", 4),
        ("cafe\u0301", 4),  # an accent of its own
        ("\u1112\u1161\u11ab", 2),  # one syllable in three parts
        ("a\u200bb", 2),  # a space of no width
        ("🚚", 2),
    ],
)
def test_the_width_of_text(text: str, width: int) -> None:
    assert cell_width(text) == width


def test_tabs_go_to_the_next_stop() -> None:
    laid = lay_out("\ta\tbc\t주\tz")
    assert laid.text == "    a   bc  주  z"
    assert laid.columns == (0, 4, 5, 8, 9, 10, 12, 14, 16, 17)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain text", "plain text"),
        ("주문 café", "주문 café"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b\x7f", "a␀b␡"),
        ("two\nlines\r", "two␊lines␍"),
        ("next\x85line\u2028end", "next\ufffdline\ufffdend"),
        ("\ud800", "\ufffd"),
        ("\u202eevil\u2066", "\ufffdevil\ufffd"),
    ],
)
def test_what_would_steer_the_terminal_is_made_visible(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@given(st.text(alphabet=st.characters(codec=None)))
def test_a_line_keeps_its_code_points_apart(line: str) -> None:
    laid = lay_out(line)
    assert len(laid.cells) == len(line)
    assert len(laid.columns) == len(line) + 1
    assert list(laid.columns) == sorted(laid.columns)
    assert laid.width == cell_width(laid.text)
    assert all(character >= " " for character in laid.text)
    assert lay_out(laid.text).text == laid.text


def test_wrapping() -> None:
    assert list(wrap("one two three", 7)) == ["one two", "three"]
    assert list(wrap("one two three", 8)) == ["one two", "three"]
    assert list(wrap("  spread \n out  ", 40)) == ["spread out"]
    assert list(wrap("averyveryverylongword fits", 5)) == ["averyveryverylongword", "fits"]
    assert list(wrap("주문 처리", 8)) == ["주문", "처리"]
    assert list(wrap("주문 처리", 9)) == ["주문 처리"]
    assert list(wrap("", 10)) == [""]


@given(st.text(), st.integers(min_value=1, max_value=120))
def test_wrapping_loses_no_word_and_keeps_the_width(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert " ".join(lines).split() == text.split()
    assert all(cell_width(line) <= width or len(line.split()) == 1 for line in lines if line)


def test_a_tab_is_as_wide_as_the_tests_assume() -> None:
    assert TAB == 4
