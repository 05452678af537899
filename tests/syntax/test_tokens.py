"""Tokens as Python splits them, but for texts that it would split for ever."""

from __future__ import annotations

import io
import tokenize

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.syntax.fragments import tokens_of
from spakky_lint.syntax.noqa import Noqa
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.source import UnreadableSource
from spakky_lint.syntax.tokens import python_tokens

# Splitting any of these takes Python minutes: it copies what stands before a token for each.
ENDLESS = {
    "one line": "x = [" + "1, " * 60_000 + "]\n",
    "behind a text of many lines": "x = '''" + "\n" * 60_000 + "''', " + "1, " * 30_000 + "1\n",
}


def test_the_tokens_are_those_of_python() -> None:
    text = "x = [\n    1,  # one\n]\n" * 1_000
    lines = io.StringIO(text)
    again = io.StringIO(text)
    assert [*python_tokens(lines.readline)] == [*tokenize.generate_tokens(again.readline)]


@pytest.mark.parametrize("kind", ENDLESS)
def test_too_much_on_one_line_is_refused(kind: str) -> None:
    with pytest.raises(tokenize.TokenError, match="too much on one line"):
        for _ in python_tokens(io.StringIO(ENDLESS[kind]).readline):
            pass


@pytest.mark.parametrize("kind", ENDLESS)
def test_such_a_text_is_read_all_the_same(kind: str) -> None:
    text = ENDLESS[kind]
    assert tokens_of(text.removeprefix("x = ")) is None
    assert not Noqa(f"{text}y = 1  # noqa: SPK101\n").silences(1, "SPK101")
    with pytest.raises(UnreadableSource, match="cannot be parsed"):
        read_declarations(f"{text}def :\n")


def test_a_comment_with_thousands_of_codes_is_read_once() -> None:
    head = "from spakky.task import task\n"
    found = lint_text(f"{head}x = 1  # noqa: {'SPK101,spk101,SPK9999,E501,' * 3_000}\n")
    assert len(found) == 3_001
    assert {one.code for one in found} == {"SPK001"}
