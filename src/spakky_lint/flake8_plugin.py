"""The flake8 plugin: the linter's findings under flake8's own selection, suppression and output.

flake8 runs plugins like this one on a file that Python's own parser accepts; one that it refuses
is flake8's E999, and the plugin is not asked. A file that is not in its declared encoding reaches
plugins read as latin-1. The configuration in pyproject.toml does not select rules here: flake8's
options do.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator, Sequence
from typing import ClassVar

from spakky_lint.syntax.gate import is_relevant_text


class SpakkyChecker:
    """The checker that the entry point `SPK` names; flake8 makes one for each file."""

    selectors: ClassVar[tuple[str, ...]] = ()
    """What the user selected; an opt-in rule whose full code is not among it stays off.

    Putting the opt-in rules on flake8's default ignore list instead would not do: any `ignore`
    of the user's replaces that list.
    """

    def __init__(self, tree: ast.AST, lines: Sequence[str]) -> None:
        """Take one file: `tree` tells flake8 when to call, `lines` are read.

        flake8 has decoded the lines, removed a byte order mark and made every line ending a
        newline, which changes neither lines nor columns.
        """
        self._text = "".join(lines)

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Note `select` and `extend-select`, from the command line or the configuration files.

        `enable-extensions` cannot be honoured: flake8 takes it away before plugins see the options.
        """
        cls.selectors = (*(options.select or ()), *(options.extend_select or ()))

    def run(self) -> Iterator[tuple[int, int, str, type[SpakkyChecker]]]:
        """Each finding as flake8 wants it: line from 1, column from 0, code and message, origin.

        An exception that gets this far would end flake8's run over all files, so it is reported
        as a finding of this one.
        """
        try:
            reports = self._reports()
        except Exception as error:  # noqa: BLE001
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            reports = [(1, 0, f"SPK000 spakky-lint itself failed on this file: {reason}")]
        for line, column, message in reports:
            yield line, column, message, type(self)

    def _reports(self) -> list[tuple[int, int, str]]:
        if not is_relevant_text(self._text):
            return []
        # Only now: loading the parser costs more than checking most files.
        from spakky_lint.linter import lint_text
        from spakky_lint.rules.selection import Selection

        # flake8 reads noqa comments itself, and says with --disable-noqa that nobody shall.
        findings = lint_text(self._text, Selection(None, self.selectors, ()), noqa=False)
        return [
            (
                finding.range.start.line,
                finding.range.start.column - 1,
                f"{finding.code} {finding.message}",
            )
            for finding in findings
        ]
