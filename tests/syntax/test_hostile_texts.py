"""Fixtures, broken at random: the linter answers, and what it says lies inside the text."""

from __future__ import annotations

import ast
import random
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from spakky_lint.linting.fixer import fix_source
from spakky_lint.linting.linter import lint_bytes, lint_text
from spakky_lint.rules.finding import Finding
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import of_text

FIXTURES = Path(__file__).parents[2] / "fixtures"
TEXTS = [
    path.read_text(encoding="utf-8")
    for path in sorted(FIXTURES.glob("rules/*/bad.py"))
    if path.parent.name != "SPK000"
]
TEXTS_PER_BLOCK = 90

_CHARACTERS = "()[]{}\"'\\#@:,;.=*+- \t\f\n\r\0\ud800\udfff\ufeff\u2028é😀0aZ_f"
_WORDS = [
    "class ", "def ", "async ", "await ", "lambda: ", "import ", "if ", "else: ", "for x in ",
    "case ", "match x:\n", "try:\n",
    "except* ", "with ", "global task\n", "del task\n", ":= ", "@task\n",
    "@schedule()\n", "yield ", "return ", '"""', "f'{", "}'", "**", "# noqa\n", "type X = ", "...",
    "# coding: latin-1\n", "\\\n", "\r\n", " " * 300,
]  # fmt: skip


def insert(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return (
        text[:at] + chance.choice([chance.choice(_CHARACTERS), chance.choice(_WORDS)]) + text[at:]
    )


def delete(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.randint(1, 8) :]


def duplicate(text: str, chance: random.Random) -> str:
    at, size = chance.randint(0, len(text)), chance.randint(1, 200)
    return text[:at] + text[at : at + size] * chance.randint(2, 3) + text[at + size :]


def move_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    lines.insert(chance.randint(0, len(lines) - 1), lines.pop(chance.randrange(len(lines))))
    return "".join(lines)


def drop_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return "".join(lines)


def indent_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    lines[at] = chance.choice([" ", "    ", "\t", "\f", " " * 2_000]) + lines[at]
    return "".join(lines)


def cut(text: str, chance: random.Random) -> str:
    return text[: chance.randint(0, len(text))]


def change_line_ends(text: str, chance: random.Random) -> str:
    return text.replace("\n", chance.choice(["\r\n", "\r"]))


MUTATIONS: Sequence[Callable[[str, random.Random], str]] = (
    insert, insert, insert, delete, delete, duplicate, move_line, drop_line, indent_line,
    indent_line, cut, change_line_ends,
)  # fmt: skip


def mutated(chance: random.Random) -> str:
    text = chance.choice(TEXTS)
    for _ in range(chance.choice([1, 1, 1, 2, 3, 6])):
        if text.strip():
            text = chance.choice(MUTATIONS)(text, chance)
    return text


def check_findings(text: str, findings: Sequence[Finding]) -> None:
    body = text.removeprefix("\ufeff")
    lines = Lines.of(body)
    for finding in findings:
        assert "please report it" not in finding.message, finding
        start, end = finding.range.start, finding.range.end
        assert start < end, finding
        assert 1 <= start.line <= len(lines.starts), finding
        assert 1 <= start.column <= len(lines.line(start.line).rstrip("\r\n")) + 1, finding
        if finding.code == "SPK000":
            assert len(findings) == 1
            continue
        assert lines.offset(end) <= len(body), finding
        for edit in finding.fix.edits if finding.fix is not None else ():
            assert 0 <= lines.offset(edit.range.start) <= lines.offset(edit.range.end) <= len(body)
        for related in finding.related:
            assert lines.offset(related.range.end) <= len(body)


@pytest.mark.parametrize("block", range(4))
def test_broken_texts_are_answered(block: int) -> None:
    chance = random.Random(block)
    fixed = 0
    for _ in range(TEXTS_PER_BLOCK):
        text = mutated(chance)
        findings = lint_text(text)
        check_findings(text, findings)
        if any(finding.fix for finding in findings) and chance.random() < 0.5:
            repaired = fix_source(of_text(text), unsafe=True)
            check_findings(repaired.text, repaired.remaining)
            if repaired.applied:
                fixed += 1
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    # What Python's compiler alone refuses stays as wrong as it was.
                    ast.parse(repaired.text)
    assert fixed >= 1


def test_broken_bytes_are_answered() -> None:
    chance = random.Random(99)
    for _ in range(150):
        data = bytearray(chance.choice(TEXTS).encode())
        for _ in range(chance.randint(1, 5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        linted = lint_bytes(bytes(data))
        assert linted.analysed
        for finding in linted.findings:
            assert "please report it" not in finding.message, finding
