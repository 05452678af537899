"""Whatever a name is, a comment shows it, and does nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.report.columns import visible
from spakky_lint.report.markdown_text import code, in_cell, prose
from tests.report.auth.generated import HOSTILE
from tests.report.rendering import cells, codes, inline, kinds, texts

anything = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.text("`| \\a", max_size=9))
_CODE = {"paragraph_open", "inline", "paragraph_close", "code_inline"}


@given(anything)
def test_code_shows_the_text(text: str) -> None:
    made = code(text)
    assert kinds(made) == _CODE
    assert codes(made) == [visible(text) or " "]


@given(anything, anything)
def test_code_in_a_cell_shows_the_text(one: str, other: str) -> None:
    made = f"| a | b |\n|-|-|\n| {in_cell(code(one))} | {in_cell(code(other))} |"
    assert cells(made)[1:] == [[visible(one) or " ", visible(other) or " "]]
    assert codes(made) == [visible(one) or " ", visible(other) or " "]


@given(st.lists(anything, max_size=5).map(" ".join))
def test_prose_is_text_and_code(text: str) -> None:
    made = prose(text)
    assert kinds(f"- {made}") <= {
        "bullet_list_open",
        "list_item_open",
        *_CODE,
        "text",
        "list_item_close",
        "bullet_list_close",
    }
    shown = "".join(token.content for token in inline(f"- {made}"))
    assert shown.split() == visible(" ".join(text.split())).split()
    assert not set(texts(f"- {made}")) & set("@#<>[]*_`|~&\\{}/")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("beat has no caller", "beat has no caller"),
        ("ends in CHALLENGE SNAPSHOT_MISSING", "ends in CHALLENGE `SNAPSHOT_MISSING`"),
        ("the worker drops @require_role, which", "the worker drops `@require_role`, which"),
        ('asks for require_role("a", tenant="b")', 'asks for `require_role("a", tenant="b")`'),
        ("never (SNAPSHOT_MISSING) at all", "never (`SNAPSHOT_MISSING`) at all"),
        ("(says f(x))", "(says `f(x)`)"),
        ("(SNAPSHOT_MISSING)으로 끝납니다", "(`SNAPSHOT_MISSING`)으로 끝납니다"),
        ("role:관리자는 없음", "`role:관리자는` 없음"),
        ("direct: enforced → open, it's so", "direct: enforced → open, it's so"),
        ("1. one", "`1`. one"),
        ("a | b", "a `|` b"),
        ("", ""),
    ],
)
def test_prose_keeps_words_as_they_are(text: str, made: str) -> None:
    assert prose(text) == made
