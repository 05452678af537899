"""Blanks of the parser are not looked through again: they are what libcst takes for such."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from spakky_lint.syntax.parse import parse

FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"
ODD = {
    "continued": "value = 1 + \\\n    2 \\\r\n    + 3\nwith a, \\\n  b:\n  pass\n",
    "old line ends": "if a:\r    b = \\\r        c\r",
    "form feeds": "\fa\f=\f1\n\f\nclass\fA:\f\n\f  b = 1\n",
    "tabs": "def\tf(\ta\t,\tb\t)\t:\n\treturn\t(\ta\t)\t# no\t\n",
    "in texts": "f'{ a !r: >{ b } } '\n'a' \\\n  'b'\n",
}


def _blanks(text: str) -> list[cst.SimpleWhitespace]:
    found: list[cst.SimpleWhitespace] = []
    waiting: list[cst.CSTNode] = [parse(text).tree]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        if isinstance(node, cst.SimpleWhitespace):
            found.append(node)
    return found


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_blanks_are_blanks_to_libcst(text: str) -> None:
    assert _blanks(text)
    for blank in _blanks(text):
        assert cst.SimpleWhitespace(blank.value).deep_equals(blank)


def test_blanks_of_whole_files_are_blanks_to_libcst() -> None:
    for file in sorted(FIXTURES.glob("*/good.py"))[::4]:
        for value in {blank.value for blank in _blanks(file.read_text("utf-8"))}:
            cst.SimpleWhitespace(value)


def test_what_others_make_of_libcst_is_checked_as_ever() -> None:
    parse("a = 1\n")
    with pytest.raises(cst.CSTValidationError):
        cst.SimpleWhitespace("a")
