"""What the linter says about an editor's text under the project's configuration.

These functions run on a worker thread. What they import is heavy, so it is imported there too:
the server answers an editor long before a parser is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.rules.finding import Edit, Finding
from spakky_lint.syntax.gate import passes_text
from spakky_lint.syntax.ranges import Lines, Range
from spakky_lint.syntax.source import Source, of_text

if TYPE_CHECKING:
    from spakky_lint.project.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Analysis:
    """The findings of one text, in the order of their places."""

    source: Source
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with the configuration, a sentence each; the defaults were used then."""


def analyse(text: str, path: Path | None, folder: Path | None) -> Analysis:
    """Lint `text`, the content of the file `path` (None: it has no file yet).

    The configuration is the one that the command line would use in `folder`, the editor's root.
    """
    source = of_text(text)
    if not passes_text(text):
        return Analysis(source)
    from spakky_lint.linting.linter import lint_source

    configuration, problems = _configuration(path, folder)
    if configuration is None:
        return Analysis(source, (), problems)
    findings = lint_source(source, configuration.selection, settings=configuration.settings)
    return Analysis(source, findings, problems)


def fix_all(source: Source, path: Path | None, folder: Path | None) -> Edit | None:
    """One edit that makes every safe fix; None when there is none to make."""
    from spakky_lint.linting.fixer import fix_source

    configuration, _ = _configuration(path, folder)
    if configuration is None:
        return None
    fixed = fix_source(source, configuration.selection, settings=configuration.settings)
    return difference(source.text, fixed.text)


def difference(before: str, after: str) -> Edit | None:
    """The lines of `before` that differ, replaced by those of `after`; None for equal texts."""
    if before == after:
        return None
    old, new = _split(before), _split(after)
    shared = min(len(old), len(new))
    head = 0
    while head < shared and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shared - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    lines = Lines.of(before)
    start = sum(map(len, old[:head]))
    end = len(before) - sum(map(len, old[len(old) - tail :]))
    return Edit(
        Range(lines.position(start), lines.position(end)), "".join(new[head : len(new) - tail])
    )


def _split(text: str) -> list[str]:
    lines = Lines.of(text)
    return [lines.line(number) for number in range(1, len(lines.starts) + 1)]


def _configuration(
    path: Path | None, folder: Path | None
) -> tuple[Configuration | None, tuple[str, ...]]:
    """What is asked for a file, None when it is excluded, and what is wrong with the asking."""
    from spakky_lint.project.configuration import (
        Configuration,
        ConfigurationError,
        find_configuration,
        read_configuration,
    )

    root = folder or (None if path is None else path.parent)
    file = None if root is None else find_configuration(root)
    if root is None or file is None:
        return Configuration(root or Path()), ()
    try:
        configuration = read_configuration(file)
    except ConfigurationError as error:
        problems = tuple(f"{error.file}: {problem}" for problem in error.problems)
        return Configuration(root), problems
    if path is None:
        return configuration, ()
    if configuration.excludes(path):
        return None, ()
    return replace(configuration, selection=configuration.selection_for(path)), ()
