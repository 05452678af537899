"""The bound on how much is parsed: nothing gets past, and no ordinary text is refused."""

from __future__ import annotations

import contextlib

import pytest

from spakky_lint.syntax.extent import MAX_DECORATORS, MAX_WORDS, check_extent
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
    [
        "x = '" + "0a" * MAX_WORDS + "'\n",
        "# " + " " * 2 * MAX_WORDS,
        "ab " * MAX_WORDS,
        "# " + "ab " * 2 * MAX_WORDS,
        '"""' + "ab\n" * 2 * MAX_WORDS + '"""',
        'x = rb"' + '\\"a ' * 2 * MAX_WORDS + '"',
    ],
    ids=["one long text", "blanks", "as many words as are allowed", "comment", "docstring", "text"],
)
def test_length_alone_is_no_reason(text: str) -> None:
    check_extent(text)


def test_one_word_more_is_refused() -> None:
    with pytest.raises(UnreadableSource):
        check_extent("ab " * (MAX_WORDS + 1))


@pytest.mark.parametrize("quote", ["'", '"', "'''", '"""'])
def test_the_words_of_a_formatted_text_count(quote: str) -> None:
    with pytest.raises(UnreadableSource):
        check_extent(f"x = rF{quote}" + "{a} " * MAX_WORDS + quote)


@pytest.mark.parametrize("opening", ["'", '"', '"""', "'''", '\\"', "'\"", "f'"])
def test_what_is_never_closed_is_looked_at_once(opening: str) -> None:
    """It would take hours if each began to look for its end anew."""
    with contextlib.suppress(UnreadableSource):
        check_extent(opening * 1_000_000)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_one_definition_has_so_many_decorators_and_no_more(end: str) -> None:
    allowed = f"class A:{end}" + f"    @b{end}" * MAX_DECORATORS + f"    def c(self): ...{end}"
    check_extent(allowed * 2)
    with pytest.raises(UnreadableSource, match="more than 1,000 decorators") as raised:
        check_extent(f"class A:{end}    @b{end}" + allowed.partition(end)[2])
    assert raised.value.position == Position(MAX_DECORATORS + 2, 5)
