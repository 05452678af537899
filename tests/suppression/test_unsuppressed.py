"""`# noqa` is read as flake8 reads it: flake8's own classes are the judge."""

from __future__ import annotations

import argparse
import linecache
import tempfile
import tokenize
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

import pytest
from flake8.processor import FileProcessor
from flake8.violation import Violation
from hypothesis import example, given
from hypothesis import strategies as st

from spakky_lint.linting.suppression import unsuppressed
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.syntax.ranges import Position, Range
from spakky_lint.syntax.source import decode

FLAKE8_OPTIONS = argparse.Namespace(
    disable_noqa=False,
    hang_closing=False,
    indent_size=4,
    max_doc_length=None,
    max_line_length=79,
    verbose=0,
)


def finding(line: int, code: str = "SPK301") -> Finding:
    place = Range(Position(line, 1), Position(line, 2))
    return Finding(code, "name", Severity.ERROR, Consequence.RUN, "message", place)


def left(text: str, findings: Sequence[Finding]) -> list[tuple[int, str]]:
    return [(found.range.start.line, found.code) for found in unsuppressed(text, findings)]


def left_by_flake8(path: Path, findings: Sequence[Finding]) -> list[tuple[int, str]]:
    """What flake8 would print of `findings`, had a plugin reported them for this file."""
    linecache.checkcache(str(path))
    processor = FileProcessor(str(path), FLAKE8_OPTIONS)
    if processor.should_ignore_file():
        return []
    kept = []
    for found in findings:
        line = found.range.start.line
        violation = Violation(
            found.code, str(path), line, 1, "message", processor.noqa_line_for(line)
        )
        if not violation.is_inline_ignored(disable_noqa=False):
            kept.append((line, found.code))
    return kept


@pytest.mark.parametrize(
    ("comment", "silent"),
    [
        ("# noqa", True),
        ("# NoQA", True),
        ("# noqa: SPK301", True),
        ("# noqa:SPK301", True),
        ("# noqa: SPK3", True),
        ("# noqa: E501,SPK301", True),
        ("# noqa: E501 SPK301", True),
        ("# noqa: E501 ,\tSPK301", True),
        ("# noqa: SPK301 because it is so", True),
        ("# type: ignore[x] # noqa: SPK301", True),
        ("# noqa because it is so", True),
        ("# noqa : E501", True),
        ("# noqa:  E501", True),
        ("# noqa: SPK", True),
        ("# noqa: E501", False),
        ("# noqa: SPK302", False),
        ("# noqa: SPK3011", False),
        ("# noqa: spk301", False),
        ("# noqa: E501SPK301", False),
        ("# noqa: E501;SPK301", False),
        ("# noqa: E501 # noqa: SPK301", False),
        ("#noqa", False),
        ("#  noqa", False),
        ("# no qa", False),
        ("# flake8: noqa", False),
    ],
)
def test_comment_at_the_end_of_a_line(tmp_path: Path, comment: str, silent: bool) -> None:
    text = f"x = 1  {comment}\ny = 2\n"
    findings = [finding(1), finding(2)]
    assert left(text, findings) == ([(2, "SPK301")] if silent else [(1, "SPK301"), (2, "SPK301")])
    path = tmp_path / "file.py"
    path.write_text(text)
    assert left(text, findings) == left_by_flake8(path, findings)


@pytest.mark.parametrize(
    ("text", "silent_lines"),
    [
        pytest.param('x = """\n\n"""  # noqa\n', {1, 2, 3}, id="multi-line string"),
        pytest.param('x = """\n# noqa\n"""\ny = 1\n', {1, 2, 3}, id="inside a string"),
        pytest.param("x = 1 + \\\n    2  # noqa\n", {1, 2}, id="backslash"),
        pytest.param("f(\n    1,\n    2,\n)  # noqa\n", {4}, id="the lines of a bracket are alone"),
        pytest.param('x = f"""\n{1}\n"""  # noqa\n', {1, 2, 3}, id="f-string"),
        pytest.param("x = 1\r\ny = 2  # noqa\r\nz = 3\r\n", {2}, id="CRLF"),
        pytest.param("x = 1\ry = 2  # noqa\rz = 3\r", {2}, id="CR"),
        pytest.param("x = 1\x0c\n\x0cy = 2  # noqa\nz = 3\n", {2}, id="form feeds"),
        pytest.param("x = 1  # noqa", {1}, id="no final newline"),
        pytest.param("x = (\ny = 2  # noqa\n", {2}, id="not Python, physical lines count"),
    ],
)
def test_lines_that_share_a_comment(tmp_path: Path, text: str, silent_lines: set[int]) -> None:
    findings = [finding(line) for line in range(1, 1 + len(text.splitlines()))]
    lines = {found.range.start.line for found in findings}
    assert left(text, findings) == [(line, "SPK301") for line in sorted(lines - silent_lines)]
    path = tmp_path / "file.py"
    path.write_bytes(text.encode())
    assert left(text, findings) == left_by_flake8(path, findings)


@pytest.mark.parametrize(
    ("line", "silent"),
    [
        ("# flake8: noqa", True),
        ("    # FLAKE8: NOQA", True),
        ("# flake8=noqa", True),
        ("# flake8:noqa", True),
        ("# flake8: noqa: E501", True),
        ("x = 0  # flake8: noqa", False),
        ("#flake8: noqa", False),
        ("# flake8 : noqa", False),
    ],
)
def test_whole_file(tmp_path: Path, line: str, silent: bool) -> None:
    text = f"x = 1\n\n{line}\n"
    assert left(text, [finding(1)]) == ([] if silent else [(1, "SPK301")])
    path = tmp_path / "file.py"
    path.write_text(text)
    assert left(text, [finding(1)]) == left_by_flake8(path, [finding(1)])


def test_a_byte_order_mark_hides_nothing() -> None:
    assert left("\ufeff# flake8: noqa\nx = 1\n", [finding(2)]) == []
    assert left("\ufeffx = 1  # noqa\ny = 2\n", [finding(1), finding(2)]) == [(2, "SPK301")]


@pytest.mark.parametrize("character", ["\ud800", "\0", "\ufffe"])
def test_text_that_no_tokenizer_takes(character: str) -> None:
    text = f"x = '{character}'  # noqa\ny = '{character}'\n"
    assert left(text, [finding(1), finding(2), finding(9)]) == [(2, "SPK301"), (9, "SPK301")]


def test_no_warning_of_the_tokenizer_gets_out() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert left("x = '\\{'  # noqa\n", [finding(1)]) == []
    assert caught == []


def test_order_and_identity_are_kept() -> None:
    findings = (finding(2), finding(1, "SPK302"), finding(1))
    assert unsuppressed("x = 1\ny = 2\n", findings) == findings
    assert unsuppressed("x = 1  # noqa: SPK302\n", findings) == (findings[0], findings[2])


@pytest.mark.parametrize(
    ("text", "findings"),
    [("x = 1  # noqa\n", []), ("x = 1  # no\n", [finding(1)]), ("noqa = 1\n", [finding(1)])],
)
def test_nothing_is_tokenized_in_vain(text: str, findings: list[Finding]) -> None:
    with mock.patch.object(tokenize, "generate_tokens") as tokenizer:
        assert unsuppressed(text, findings) == tuple(findings)
    assert not tokenizer.called


FRAGMENTS = (
    *("# noqa", "#noqa", "# NOQA", "# noqa:", "# noqa: ", "# noqa :", "# flake8: noqa", "#", ":"),
    *("# flake8=noqa", "# \u212aoqa", "# fla\u212ae8: noqa", "SPK301", "SPK3", "spk301", "SPK30"),
    *("\u017fPK301", "E501", "SPK", "3", ",", ";", " ", "  ", "\t", "\x0c", "\x0b", "\u2028"),
    *("\xa0", "\x85", "\\\n", "\n", "\n", "\n", "\r\n", "\r", '"""', "'''", '"', "'", 'f"""'),
    *("rb'", "{", "}", "(", ")", "[", "]", "x", "=", "1", "if x:", "\n    pass", "\n  y", "\\"),
    *("def f():", "$", "?", "é", "\U0001f600", "0_", "1e", "async", "lambda: ", "\ufeff"),
)


@pytest.fixture(scope="module")
def python_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as directory:
        yield Path(directory, "file.py")


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
@example("# flake8: noqa")
@example("x = '\\{'  # noqa\n")
@example("\ufeff\ufeff# flake8: noqa\n")
@example('x = """\n# noqa:\nSPK301"""\n')
@example("x = \\\n1 # noqa: \\\nSPK301\n")
def test_any_text_is_read_as_flake8_reads_it(python_file: Path, text: str) -> None:
    findings = [
        finding(line, code)
        for line in range(1, text.count("\n") + text.count("\r") + 2)
        for code in ("SPK301", "SPK302", "SPK410")
    ]
    python_file.write_bytes(text.encode())
    # Files that are written in quick succession look alike to the line cache.
    linecache.clearcache()
    read = decode(python_file.read_bytes()).text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # flake8 does not mind `\{` in a string
        expected = left_by_flake8(python_file, findings)
    assert left(read, findings) == expected
