"""The flake8 plugin: the linter's findings under flake8's own selection, suppression and output.

flake8 runs plugins like this one on a file that Python's own parser accepts; one that it refuses
is flake8's E999, and the plugin is not asked. A file that is not in its declared encoding reaches
plugins read as latin-1. The configuration in pyproject.toml does not select rules here: flake8's
options do. Only where the schedules run, `backend` and `timezone`, is read from the nearest one
above the file.
"""

from __future__ import annotations

import argparse
import ast
import os
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from spakky_lint.syntax.gate import is_relevant_text

if TYPE_CHECKING:
    from flake8.style_guide import StyleGuideManager

    from spakky_lint.rules.selection import Selection
    from spakky_lint.rules.settings import Settings

_STDIN = "-"


class SpakkyChecker:
    """The checker that the entry point `SPK` names; flake8 makes one for each file."""

    choices: ClassVar[_Choices | None] = None
    """What the user asks of flake8; None selects what is on by default."""

    def __init__(self, tree: ast.AST, lines: Sequence[str], filename: str) -> None:
        """Take one file: `tree` tells flake8 when to call, `lines` are read.

        flake8 has decoded the lines, removed a byte order mark and made every line ending a
        newline, which changes neither lines nor columns.
        """
        self._text = "".join(lines)
        self._filename = filename

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Note the options, from the command line and the configuration files."""
        cls.choices = _Choices(options)

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
        from spakky_lint.linting.linter import lint_text
        from spakky_lint.rules.selection import DEFAULT

        name, selection, heeds_noqa = self._filename, DEFAULT, True
        if self.choices is not None:
            name = self.choices.shown(name)
            selection = self.choices.selection(name)
            heeds_noqa = self.choices.heeds_noqa
        settings, problems = _settings(Path(os.path.abspath(name)).parent)  # noqa: PTH100
        # flake8 leaves out what noqa comments silence, and so has to hear of all the rest.
        findings = lint_text(
            self._text, selection, settings=settings, noqa=False, unused_noqa=heeds_noqa
        )
        return [
            *((1, 0, f"SPK000 {problem}") for problem in problems),
            *(
                (
                    finding.range.start.line,
                    finding.range.start.column - 1,
                    f"{finding.code} {finding.message}",
                )
                for finding in findings
            ),
        ]


class _Choices:
    """The options of one run."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self.heeds_noqa = not options.disable_noqa

    def shown(self, name: str) -> str:
        """What the user calls the file."""
        return str(self._options.stdin_display_name) if name == _STDIN else name

    def selection(self, name: str) -> Selection:
        """The rules that flake8 will report for a file, by their full codes.

        An opt-in rule also has to stand in `select` or `extend-select` with its full code. Putting
        the opt-in rules on flake8's default ignore list instead would not do: any `ignore` of the
        user's replaces that list. `enable-extensions` cannot be honoured: flake8 takes it away
        before plugins see the options.
        """
        from flake8.style_guide import Decision

        from spakky_lint.rules.registry import RULES
        from spakky_lint.rules.selection import Selection

        select = (*(self._options.select or ()), *(self._options.extend_select or ()))
        asked = Selection(None, select, ())
        guide = self._guides.style_guide_for(name)
        return Selection(
            tuple(
                code
                for code, rule in RULES.items()
                if asked.enables(rule) and guide.should_report_error(code) is Decision.Selected
            )
        )

    @cached_property
    def _guides(self) -> StyleGuideManager:
        """flake8's own decisions, its `per-file-ignores` among them."""
        from flake8.formatting.default import Nothing
        from flake8.style_guide import StyleGuideManager

        return StyleGuideManager(self._options, Nothing(self._options))


@cache
def _settings(folder: Path) -> tuple[Settings, tuple[str, ...]]:
    """Where the schedules of the files in `folder` run, and what is wrong with the saying."""
    from spakky_lint.project.configuration import (
        ConfigurationError,
        find_configuration,
        read_settings,
    )
    from spakky_lint.rules.settings import PLAIN

    file = find_configuration(folder)
    if file is None:
        return PLAIN, ()
    try:
        return read_settings(file), ()
    except ConfigurationError as error:
        # There is no other place where flake8 would show it without ending its run.
        problems = (" ".join(problem.split()) for problem in error.problems)
        return PLAIN, tuple(f"{error.file}: {problem}" for problem in problems)
