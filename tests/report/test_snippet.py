"""Source lines with marks under them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.report.columns import cell_width
from spakky_lint.report.snippet import LONGEST, snippet
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.syntax.ranges import Lines, Position, Range
from tests.report.samples import span


def shown(text: str, range_: Range, digits: int = 1) -> list[str]:
    return list(snippet(Lines.of(text), range_, digits, PLAIN, Ink.ERROR))


def test_one_line() -> None:
    assert shown("class A:\n    @task()\n", span(2, 5, 12)) == [
        "  |",
        "2 |     @task()",
        "  |     ^^^^^^^",
    ]


def test_line_numbers_take_the_room_they_are_given() -> None:
    assert shown("@task()", span(1, 1, 8), digits=3) == [
        "    |",
        "  1 | @task()",
        "    | ^^^^^^^",
    ]


def test_tabs_and_wide_characters_stay_aligned() -> None:
    assert shown("\t주문 = ('注', @task())\n", span(1, 13, 20)) == [
        "  |",
        "1 |     주문 = ('注', @task())",
        "  |                   ^^^^^^^",
    ]
    assert shown("\tname\t= 주문\n", span(1, 9, 11)) == [
        "  |",
        "1 |     name    = 주문",
        "  |               ^^^^",
    ]


def test_several_lines_are_marked_without_their_indentation() -> None:
    text = "@schedule(\n\n    interval=300,\n)  # every\ndef f(): ...\n"
    assert shown(text, span(1, 2, 2, end_line=4)) == [
        "  |",
        "1 | @schedule(",
        "  |  ^^^^^^^^^",
        "2 |",
        "3 |     interval=300,",
        "  |     ^^^^^^^^^^^^^",
        "4 | )  # every",
        "  | ^",
    ]


def test_a_range_of_whole_lines_ends_with_its_last_line() -> None:
    assert shown("a = 1\nb = 2\nc = 3\n", span(1, 1, 1, end_line=3)) == [
        "  |",
        "1 | a = 1",
        "  | ^^^^^",
        "2 | b = 2",
        "  | ^^^^^",
    ]


def test_a_long_range_loses_its_middle() -> None:
    text = "".join(f"line{number}\n" for number in range(1, 21))
    lines = shown(text, span(1, 1, 7, end_line=20), digits=2)
    assert [line for line in lines if "^" not in line] == [
        "   |",
        " 1 | line1",
        " 2 | line2",
        " 3 | line3",
        " 4 | line4",
        "...",
        "20 | line20",
    ]


def test_an_empty_range_is_still_seen() -> None:
    assert shown("def f()\n", span(1, 8, 8))[2] == "  |        ^"
    assert shown("def f()\n", span(1, 8, 9))[2] == "  |        ^"
    assert shown("\n", span(1, 1, 2)) == ["  |", "1 |", "  | ^"]
    assert shown("", span(1, 1, 1)) == ["  |", "1 |", "  | ^"]


def test_line_endings_are_not_shown() -> None:
    for ending in ("\n", "\r\n", "\r"):
        assert shown(f"a{ending}@task(){ending}", span(2, 1, 8)) == [
            "  |",
            "2 | @task()",
            "  | ^^^^^^^",
        ]


def test_a_place_past_the_end_shows_nothing() -> None:
    assert shown("a\n", span(9, 1, 2)) == []


def test_a_long_line_is_cut_around_its_marks() -> None:
    text = f"x = [{'0, ' * 400}@task(), {'1, ' * 400}]"
    column = text.index("@task") + 1
    _, source, marks = shown(text, span(1, column, column + 7))
    assert source.startswith("1 | ...")
    assert source.endswith("...")
    assert cell_width(source) <= len("1 | ") + LONGEST + 6
    assert source[marks.index("^") : marks.rindex("^") + 1] == "@task()"
    _, source, marks = shown(text, span(1, 1, len(text) + 1))
    assert source.startswith("1 | x = [0, 0")
    assert len(marks) <= len(source)


def test_colour_wraps_the_marks_and_the_frame_only() -> None:
    lines = list(snippet(Lines.of("@task()"), span(1, 1, 8), 1, Style(80, True), Ink.ERROR))
    assert lines == [
        "  \x1b[34m|\x1b[0m",
        "\x1b[34m1\x1b[0m \x1b[34m|\x1b[0m @task()",
        "  \x1b[34m|\x1b[0m \x1b[1;31m^^^^^^^\x1b[0m",
    ]


@given(
    st.text(alphabet=st.sampled_from("ab \t\n\r주\u0301\x1b"), max_size=60),
    st.integers(1, 12),
    st.integers(1, 30),
    st.integers(0, 12),
    st.integers(1, 30),
)
def test_any_range_of_any_text_can_be_shown(
    text: str, line: int, column: int, lines: int, end: int
) -> None:
    start = Position(line, column)
    stop = Position(line + lines, end if lines else max(end, column))
    printed = shown(text, Range(start, stop), digits=2)
    assert all(len(row.splitlines()) == 1 for row in printed)
    for source, marks in pairwise(printed):
        if "^" in marks:
            # at most one column past the text, for a place at its end
            assert cell_width(marks) <= max(cell_width(source) + 2, len("12 |  ^"))
