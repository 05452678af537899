"""What the linter says about an editor's text under the project's configuration.

These functions run on a worker thread. What they import is heavy, so it is imported there too:
the server answers an editor long before a parser is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from spakky_lint.rules.finding import Edit, Finding
from spakky_lint.syntax.gate import passes_text
from spakky_lint.syntax.ranges import Lines, Range
from spakky_lint.syntax.source import Source, of_text

if TYPE_CHECKING:
    from spakky_lint.program.sources import Sources
    from spakky_lint.project.configuration import Configuration
    from spakky_lint.project.kept_programs import KeptPrograms

NO_BUFFERS: Mapping[Path, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Analysis:
    """The findings of one text, in the order of their places."""

    source: Source
    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with the configuration, a sentence each; the defaults were used then."""
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    """By what ranges call them, the other files that findings point into."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    path: Path
    source: Source


def analyse(
    text: str, path: Path | None, folder: Path | None, buffers: Mapping[Path, str] = NO_BUFFERS
) -> Analysis:
    """Lint `text`, the content of the file `path` (None: it has no file yet).

    The configuration is the one that the command line would use in `folder`, the editor's root.
    `buffers` are the texts of all open files, which stand for what is on the disk.
    """
    source = of_text(text)
    program = None if path is None else _program(path, folder, {**buffers, path: text})
    file = None if program is None or path is None else program.file(path)
    if not (passes_text(text) if file is None else file.passes(text.encode(errors="replace"))):
        return Analysis(source)
    from spakky_lint.linting.linter import lint_source

    configuration, problems = _configuration(path, folder)
    if configuration is None:
        return Analysis(source, (), problems)
    findings = lint_source(
        source, configuration.selection, settings=configuration.settings, file=file
    )
    elsewhere = {} if program is None else dict(_elsewhere(findings, program, path, folder))
    return Analysis(source, findings, problems, elsewhere)


def fix_all(
    source: Source,
    path: Path | None,
    folder: Path | None,
    buffers: Mapping[Path, str] = NO_BUFFERS,
) -> Edit | None:
    """One edit that makes every safe fix; None when there is none to make."""
    from spakky_lint.linting.fixer import fix_source

    configuration, _ = _configuration(path, folder)
    if configuration is None:
        return None
    program = None if path is None else _program(path, folder, {**buffers, path: source.text})
    file = None if program is None or path is None else program.file(path)
    fixed = fix_source(source, configuration.selection, settings=configuration.settings, file=file)
    return difference(source.text, fixed.text)


def _program(path: Path, folder: Path | None, texts: Mapping[Path, str]) -> Sources:
    """The program that the file belongs to, with the texts of the editor."""
    directory = _directory(path, folder)
    overlays = {
        file: text.encode(errors="surrogatepass")
        for file, text in texts.items()
        if file.is_relative_to(directory)
    }
    return _programs().of(directory).current(overlays)


def _directory(path: Path, folder: Path | None) -> Path:
    return path.parent if folder is None else folder


@cache
def _programs() -> KeptPrograms:
    from spakky_lint.project.kept_programs import KeptPrograms

    return KeptPrograms()


def _elsewhere(
    findings: Iterable[Finding], program: Sources, path: Path | None, folder: Path | None
) -> Iterator[tuple[str, Elsewhere]]:
    from spakky_lint.syntax.source import UnreadableSource, decode

    for finding in findings:
        for related in finding.related:
            shown = related.range.path
            if shown is None or path is None:
                continue
            file = _directory(path, folder) / shown
            try:
                yield shown, Elsewhere(file, decode(program.read(file) or b""))
            except UnreadableSource:
                continue


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
