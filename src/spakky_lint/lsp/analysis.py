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
from spakky_lint.syntax.source import Source, as_file, of_text

if TYPE_CHECKING:
    from spakky_lint.program.sources import Sources
    from spakky_lint.project.configuration import Configuration
    from spakky_lint.project.kept_programs import KeptProgram, KeptPrograms

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
    program: int | None = None
    """The number of the program's state that this rests on; None where it rests on none."""


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
    kept = None if path is None else _kept(path, folder)
    program = None if kept is None else _program(kept, {**buffers, **_own(path, text)})
    version = None if kept is None else kept.version
    file = None if program is None or path is None else program.file(path)
    if not (passes_text(text) if file is None else file.passes(as_file(text))):
        return Analysis(source, program=version)
    from spakky_lint.linting.linter import lint_source

    configuration, problems = _configuration(path, folder)
    if configuration is None:
        return Analysis(source, (), problems, program=version)
    findings = lint_source(
        source, configuration.selection, settings=configuration.settings, file=file
    )
    elsewhere = {} if program is None else dict(_elsewhere(findings, program, path, folder))
    return Analysis(source, findings, problems, elsewhere, version)


def outdated(
    analyses: Mapping[str, Analysis],
    places: Mapping[str, tuple[Path | None, Path | None]],
    buffers: Mapping[Path, str],
    *,
    looks: bool,
) -> list[str]:
    """Which of the analyses rest on a program that has changed since.

    `places` are the file of each and the folder that the editor works in.
    """
    stale = []
    versions: dict[Path, int] = {}
    for name, analysis in analyses.items():
        path, folder = places[name]
        if path is None:
            continue
        kept = _kept(path, folder)
        if kept.directory not in versions:
            _program(kept, buffers, looks=looks)
            versions[kept.directory] = kept.version
        if analysis.program != versions[kept.directory]:
            stale.append(name)
    return stale


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
    kept = None if path is None else _kept(path, folder)
    program = None if kept is None else _program(kept, {**buffers, **_own(path, source.text)})
    file = None if program is None or path is None else program.file(path)
    fixed = fix_source(source, configuration.selection, settings=configuration.settings, file=file)
    return difference(source.text, fixed.text)


def _kept(path: Path, folder: Path | None) -> KeptProgram:
    """The program that the file belongs to."""
    return _programs().around(path) if folder is None else _programs().of(folder)


def _program(kept: KeptProgram, texts: Mapping[Path, str], *, looks: bool = False) -> Sources:
    """The program as it is with the texts of the editor."""
    return kept.current(
        {
            file: as_file(text)
            for file, text in texts.items()
            if file.is_relative_to(kept.directory)
        },
        looks=looks,
    )


def _own(path: Path | None, text: str) -> dict[Path, str]:
    return {} if path is None else {path: text}


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
            file = _kept(path, folder).directory / shown
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
    from spakky_lint.project.configuration import Configuration
    from spakky_lint.project.configurations import Configurations

    root = folder or (None if path is None else path.parent)
    if root is None:
        return Configuration(Path()), ()
    configurations = Configurations(root)
    place = root / "_" if path is None else path
    found = configurations.of(place)
    if problems := configurations.problems_for(place):
        return Configuration(root), tuple(f"{each.file}: {each.message}" for each in problems)
    if path is None:
        return found, ()
    if configurations.excludes(path):
        return None, ()
    selection, settings = found.selection_for(path), found.settings_for(path)
    return replace(found, selection=selection, settings=settings), ()
