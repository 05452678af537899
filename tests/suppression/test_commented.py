"""Where `# noqa` comments are written: flake8 has to read them, and nothing else may change."""

from __future__ import annotations

import ast
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.linting.fixer import apply_edits
from spakky_lint.rules.finding import Edit
from spakky_lint.syntax.noqa import Noqa
from spakky_lint.syntax.noqa_writing import commented


def written(text: str, line: int, *codes: str, reason: str = "") -> str:
    made = commented(text, {line: codes or ("SPK301",)}, reason)
    assert not made.impossible
    return apply_edits(text, [Edit(*each) for each in made.insertions])


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("x = 1\n", 1, "x = 1  # noqa: SPK301\n"),
        ("x = 1", 1, "x = 1  # noqa: SPK301"),
        ("x = 1 \t\r\ny = 2\r\n", 1, "x = 1  # noqa: SPK301\r\ny = 2\r\n"),
        ("x = 1\ry = 2\r", 2, "x = 1\ry = 2  # noqa: SPK301\r"),
        ("x = 1  # why\n", 1, "x = 1  # why  # noqa: SPK301\n"),
        ("x = 1  # noqa: E501\n", 1, "x = 1  # noqa: E501, SPK301\n"),
        ("x = 1  # noqa:E501,W291\n", 1, "x = 1  # noqa:E501,W291,SPK301\n"),
        ("x = 1  # noqa: E501 W291\n", 1, "x = 1  # noqa: E501 W291, SPK301\n"),
        ("x = 1  # noqa: E501  # too long\n", 1, "x = 1  # noqa: E501, SPK301  # too long\n"),
        ("x = 1  # a # noqa: E501, # b\n", 1, "x = 1  # a # noqa: E501, SPK301, # b\n"),
        ("x = 1  # noqa: spk301\n", 1, "x = 1  # noqa: spk301, SPK301\n"),
        ("x = (\n    1,\n)\n", 1, "x = (  # noqa: SPK301\n    1,\n)\n"),
        ("x = (\n    1,\n)\n", 2, "x = (\n    1,  # noqa: SPK301\n)\n"),
        ("x = 1 + \\\n    2\n", 1, "x = 1 + \\\n    2  # noqa: SPK301\n"),
        ("x = 1 + \\\n    2  # two\n", 2, "x = 1 + \\\n    2  # two  # noqa: SPK301\n"),
        ('x = f(\n    """\n    a\n    """, 1\n)\n', 3, None),
        ('x = """a\nb"""  # noqa: E501\n', 1, 'x = """a\nb"""  # noqa: E501, SPK301\n'),
        ('def f() -> None:\n    """a\n\n    b"""\n', 2, None),
        ("x = 1; y = '#'\n", 1, "x = 1; y = '#'  # noqa: SPK301\n"),
    ],
)
def test_a_comment_goes_where_flake8_reads_it(text: str, line: int, expected: str | None) -> None:
    found = written(text, line)
    if expected is not None:
        assert found == expected
    assert Noqa(found).silences(line, "SPK301")
    assert not Noqa(found).silences(line, "SPK302")
    assert ast.dump(ast.parse(found)) == ast.dump(ast.parse(text))


def test_codes_of_one_line_share_a_comment_and_stand_in_order() -> None:
    text = 'x = """\n\n"""\n'
    made = commented(text, {1: ["SPK401", "SPK301"], 2: ["SPK302"], 3: ["SPK301"]})
    assert made.insertions[0][1] == "  # noqa: SPK301, SPK302, SPK401"
    assert len(made.insertions) == 1


def test_what_silences_already_is_left_alone() -> None:
    for comment in ("# noqa: SPK3", "# noqa: SPK301,SPK302", "# noqa: E501, SPK301 # b"):
        assert written(f"x = 1  {comment}\n", 1) == f"x = 1  {comment}\n"


def test_a_reason_is_a_comment_of_its_own() -> None:
    for reason in ("T123 is open", "# noqa", "noqa: E1", "x", "주문"):
        for text in ("x = 1\n", "x = 1  # noqa: E501\n", "x = 1  # noqa: E501  # long\n"):
            found = written(text, 1, reason=reason)
            assert found.endswith(f"  # {reason}\n")
            assert Noqa(found).silences(1, "SPK301")
            assert not Noqa(found).silences(1, "T1")
            assert Noqa(found).silences(1, "E501") == ("E501" in text)
    twice = written("x = 1  # noqa: E501  # old\n", 1, reason="old")
    assert twice == "x = 1  # noqa: E501, SPK301  # old\n"


@pytest.mark.parametrize(
    "text",
    [
        'x = "# noqa: E501"\n',
        'x = """\n# noqa: E501\n"""  # noqa: E502\n',
        "x = (\n",
        pytest.param(
            "x = '\n",
            marks=pytest.mark.skipif(
                sys.version_info < (3, 12),
                reason="before Python 3.12 an unclosed string is split into tokens, too",
            ),
        ),
    ],
)
def test_where_flake8_reads_something_else_nothing_is_written(text: str) -> None:
    made = commented(text, {1: ["SPK301"]})
    assert (made.insertions, made.impossible) == ((), frozenset({1})) or (
        list(made.insertions),
        made.impossible,
    ) == ([], frozenset({1}))


LINES = st.lists(
    st.sampled_from(
        [
            "x = 1",
            "y = (1,  # noqa: E501",
            "     2)",
            'z = """a',
            'b""" + \\',
            "  '# noqa: W1'",
            "# alone",
            "",
            "\f",
            "w = 1  # noqa : X",
            "v = [  # type: ignore",
            "]",
        ]
    ),
    min_size=1,
    max_size=8,
)


@given(LINES, st.data())
def test_whatever_is_written_silences_and_changes_no_code(
    lines: list[str], data: st.DataObject
) -> None:
    text = "\n".join(lines)
    number = data.draw(st.integers(1, len(lines)))
    made = commented(text, {number: ["SPK301"]})
    after = apply_edits(text, [Edit(*each) for each in made.insertions])
    if made.impossible:
        assert after == text
        return
    assert Noqa(after).silences(number, "SPK301")
    assert not commented(after, {number: ["SPK301"]}).impossible
    try:
        tree = ast.dump(ast.parse(text))
    except SyntaxError:
        return
    assert ast.dump(ast.parse(after)) == tree
