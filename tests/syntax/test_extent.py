"""The bound on how much is parsed: nothing gets past, and no ordinary text is refused."""

from __future__ import annotations

import pytest

from spakky_lint.syntax.extent import MAX_WORDS, check_extent
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.ranges import Position
from spakky_lint.syntax.source import UnreadableSource


def test_a_text_is_refused_where_it_passes_the_bound() -> None:
    text = "x = [\n" + "1,\n" * MAX_WORDS + "]\n"
    with pytest.raises(UnreadableSource, match="more than 200,000 words and signs") as raised:
        read_declarations(text)
    # Four on the first line, three on every other.
    assert raised.value.position == Position(2 + (MAX_WORDS - 4) // 3, 1 + (MAX_WORDS - 4) % 3)


@pytest.mark.parametrize(
    "text",
    ["x = '" + "0a" * MAX_WORDS + "'\n", "# " + " " * 2 * MAX_WORDS, "ab " * MAX_WORDS],
    ids=["one long text", "blanks", "as many words as are allowed"],
)
def test_length_alone_is_no_reason(text: str) -> None:
    check_extent(text)


def test_one_word_more_is_refused() -> None:
    with pytest.raises(UnreadableSource):
        check_extent("ab " * (MAX_WORDS + 1))
