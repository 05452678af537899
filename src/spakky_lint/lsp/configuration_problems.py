"""What is wrong with a configuration, as an editor shows it in the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.workspace import PositionCodec

from spakky_lint.lsp.diagnostics import SOURCE
from spakky_lint.messages.language import Language
from spakky_lint.messages.translation import in_language
from spakky_lint.patterns import regex

if TYPE_CHECKING:
    from spakky_lint.project.configuration import Problem

_LINE = regex(r"\bline (\d+)")
_KEY = regex(r"([a-z][a-z-]*)[: .\[]")
_TABLE = regex(r"\s*\[\s*tool\s*\.\s*spakky-lint\b")


def problem_diagnostics(
    file: Path, problems: Iterable[Problem], codec: PositionCodec, language: Language
) -> list[types.Diagnostic]:
    """One for each problem, in the line that it is about, as far as its words tell."""
    try:
        lines = file.read_text("utf-8", errors="replace").split("\n")
    except OSError:
        lines = [""]
    return [
        types.Diagnostic(
            range=_range(_line(lines, problem.message), lines, codec),
            message=in_language(problem.message, language),
            severity=types.DiagnosticSeverity.Error,
            source=SOURCE,
        )
        for problem in problems
    ]


def _line(lines: list[str], message: str) -> int:
    """The line, from 0, that is named, or that sets the key that is; else that of our table."""
    if named := _LINE.search(message):
        return min(int(named[1]), len(lines)) - 1
    table = next((number for number, line in enumerate(lines) if _TABLE.match(line)), 0)
    if key := _KEY.match(message):
        setting = re.compile(rf"""\s*["']?{re.escape(key[1])}["']?\s*[=.]""")
        for number in range(table, len(lines)):
            if setting.match(lines[number]):
                return number
    return table


def _range(line: int, lines: list[str], codec: PositionCodec) -> types.Range:
    text = lines[line].rstrip("\r")
    start = len(text) - len(text.lstrip())
    return types.Range(
        types.Position(line, codec.client_num_units(text[:start])),
        types.Position(line, codec.client_num_units(text)),
    )
