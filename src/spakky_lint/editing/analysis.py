"""What the linter says about an editor's text under the project's configuration.

Whatever is kept between two calls belongs to one thread: a server calls these functions in a
process of their own. What they import is heavy, so it is imported there too: an editor is answered
long before a parser is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.editing.moving import differences, moved
from spakky_lint.rules.finding import Edit, Finding
from spakky_lint.syntax.gate import passes
from spakky_lint.syntax.source import Source, as_file, of_text, searchable

if TYPE_CHECKING:
    from spakky_lint.program.sources import File, Sources
    from spakky_lint.program.statements import Import
    from spakky_lint.project.configuration import Configuration, Problem
    from spakky_lint.project.configurations import Configurations
    from spakky_lint.project.kept_configurations import KeptConfigurations
    from spakky_lint.project.kept_programs import KeptProgram, KeptPrograms

Location: TypeAlias = "tuple[Path | None, Path | None]"
"""A file, and the folder that the editor works in."""
NO_BUFFERS: Mapping[Path, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Analysis:
    """The findings of one text, in the order of their places."""

    source: Source
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with the configuration; the last good one was used then, or the defaults."""
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    """By what ranges call them, the other files that findings point into."""
    state: State | None = None
    """That of the program that this rests on; None where it rests on none."""
    is_read: bool = True
    """False where the text is no Python yet: the finding says what is wrong with it."""
    apart: Sequence[Import] | None = None
    """What a text imports that has nothing to do with tasks, and will not as long as it imports
    the same; None of any other.
    """


@dataclass(frozen=True, slots=True)
class Elsewhere:
    path: Path
    source: Source


def analyse(
    text: str,
    path: Path | None,
    folder: Path | None,
    buffers: Mapping[Path, str] = NO_BUFFERS,
    step: Callable[[], None] = lambda: None,
) -> Analysis:
    """Lint `text`, the content of the file `path` (None: it has no file yet).

    The configuration is the one that the command line would use in `folder`, the editor's root.
    `buffers` are the texts of all open files, which stand for what is on the disk. `step` is called
    now and then; what it raises gives the work up.
    """
    home = home_of(text, path, folder, buffers)
    if not home.passes(text):
        return Analysis(of_text(text), state=home.state, apart=home.apart(text))
    return _judged(of_text(text), home, path, folder, step)


def analyse_stored(
    path: Path,
    folder: Path,
    buffers: Mapping[Path, str] = NO_BUFFERS,
    step: Callable[[], None] = lambda: None,
) -> Analysis:
    """Lint what a file holds that is not open, as `analyse` does; nothing where it is gone."""
    from spakky_lint.linting.linter import lint_unreadable
    from spakky_lint.syntax.source import UnreadableSource, decode

    home = _home(path, folder, buffers)
    nothing = Analysis(of_text(""), state=home.state)
    if home.file is None:
        return nothing
    try:
        data = home.file.sources.named(path)
    except OSError:
        return nothing
    if not home.file.passes(data):
        return nothing
    try:
        source = decode(data)
    except UnreadableSource as error:
        configuration, problems = configuration_of(path, folder)
        if configuration is None:
            return nothing
        findings = lint_unreadable(error, configuration.selection).findings
        return replace(nothing, findings=findings, problems=problems, is_read=False)
    return _judged(source, home, path, folder, step)


def _judged(
    source: Source,
    home: Home,
    path: Path | None,
    folder: Path | None,
    step: Callable[[], None],
) -> Analysis:
    from spakky_lint.linting.linter import judge

    configuration, problems = configuration_of(path, folder)
    if configuration is None:
        return Analysis(source, (), problems, state=home.state)
    judged = judge(
        source, configuration.selection, settings=configuration.settings, file=home.file, step=step
    )
    elsewhere = (
        {}
        if home.file is None
        else dict(_elsewhere(judged.findings, home.file.sources, path, folder))
    )
    is_read = judged.unread is None
    return Analysis(source, judged.findings, problems, elsewhere, home.state, is_read)


def still_apart(analysis: Analysis, text: str) -> Analysis | None:
    """That of another text in its place, which need not be read either; None where it may have to.

    Nothing of the program is asked.
    """
    if analysis.apart is None:
        return None
    from spakky_lint.program.gate import imports_alone

    if imports_alone(searchable(as_file(text))) != analysis.apart:
        return None
    return replace(analysis, source=of_text(text))


def moved_to(analysis: Analysis, before: str, after: str) -> Analysis:
    """What the analysis of the text before still says of the one after."""
    if before == after:
        return analysis
    findings = moved(analysis.findings, before, after)
    return replace(analysis, source=of_text(after), findings=findings)


@dataclass(frozen=True, slots=True)
class State:
    """The number of the program's state, and that of the configurations', where somebody works."""

    root: Path
    program: int
    configurations: int
    process: int = field(default_factory=os.getpid)
    """The numbers are those of one process: what another one has found is not known to hold."""


@dataclass(frozen=True, slots=True)
class Home:
    """A text's place in its program."""

    file: File | None = None
    """None for a text that has no file yet."""
    state: State | None = None

    def passes(self, text: str) -> bool:
        """Whether the text has to be read."""
        return (passes if self.file is None else self.file.passes)(as_file(text))

    def apart(self, text: str) -> Sequence[Import] | None:
        """What a text imports that need not be read, if nothing else can change that."""
        return None if self.file is None else self.file.apart(as_file(text))


def home_of(text: str, path: Path | None, folder: Path | None, buffers: Mapping[Path, str]) -> Home:
    if path is None:
        return Home(state=_state_without_file(folder))
    return _home(path, folder, {**buffers, path: text})


def _home(path: Path, folder: Path | None, texts: Mapping[Path, str]) -> Home:
    kept = _kept(path, folder)
    file = _program(kept, texts).file(path)
    return Home(file, _state_of(kept, _root(path, folder), looks=False))


def outdated(
    states: Mapping[str, State | None],
    places: Mapping[str, Location],
    buffers: Mapping[Path, str],
    *,
    looks: bool,
) -> list[str]:
    """Which analyses rest on a program that has changed since, by the states that they rest on.

    `places` are the file of each and the folder that the editor works in.
    """
    stale = []
    now: dict[tuple[Path, Path], State] = {}
    for name, state in states.items():
        path, folder = places[name]
        if path is None:
            if state != _state_without_file(folder, looks=looks):
                stale.append(name)
            continue
        kept, root = _kept(path, folder), _root(path, folder)
        if (kept.directory, root) not in now:
            now[kept.directory, root] = _state(kept, root, buffers, looks=looks)
        if state != now[kept.directory, root]:
            stale.append(name)
    return stale


def state_in(folder: Path, buffers: Mapping[Path, str], *, looks: bool = False) -> State:
    """That of the program and the configurations in a folder that the editor works in."""
    return _state(_programs().of(folder), folder, buffers, looks=looks)


def configurations_in(folder: Path) -> Configurations | None:
    """Those in force in the folder; None where what is there cannot be read."""
    return _configurations(folder).current(folder / "_").configurations


def fix_all(
    source: Source,
    path: Path | None,
    folder: Path | None,
    buffers: Mapping[Path, str] = NO_BUFFERS,
    codes: Sequence[str] | None = None,
) -> tuple[Edit, ...]:
    """The edits that make every safe fix, one for each group of lines that differ.

    With `codes` only those of these rules.
    """
    from spakky_lint.linting.fixer import fix_source

    configuration, _ = configuration_of(path, folder)
    if configuration is None:
        return ()
    file = home_of(source.text, path, folder, buffers).file

    def wanted(text: str, findings: Sequence[Finding]) -> Sequence[Finding]:
        # The other rules are asked too: they tell which comments silence something.
        return [one for one in findings if codes is None or one.code in codes]

    fixed = fix_source(
        source,
        configuration.selection,
        settings=configuration.settings,
        file=file,
        wanted=wanted,
    )
    return differences(source.text, fixed.text)


def _state(kept: KeptProgram, root: Path, texts: Mapping[Path, str], *, looks: bool) -> State:
    _program(kept, texts, looks=looks)
    return _state_of(kept, root, looks=looks)


def _state_without_file(folder: Path | None, *, looks: bool = False) -> State | None:
    """What a text rests on that has no file yet: the configuration alone."""
    if folder is None:
        return None
    configurations = _configurations(folder)
    configurations.look(at_once=looks)
    return State(folder, 0, configurations.version)


def _state_of(kept: KeptProgram, root: Path, *, looks: bool) -> State:
    configurations = _configurations(root)
    configurations.look(at_once=looks)
    return State(root, kept.version, configurations.version)


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
            file = shown_in(shown, path, folder)
            try:
                yield shown, Elsewhere(file, decode(program.read(file) or b""))
            except UnreadableSource:
                continue


def shown_in(shown: str | None, path: Path, folder: Path | None) -> Path:
    """The file that ranges call so in the program of the file `path`."""
    return path if shown is None else _kept(path, folder).directory / shown


def configuration_of(
    path: Path | None, folder: Path | None
) -> tuple[Configuration | None, tuple[Problem, ...]]:
    """What is asked for a file, None when it is excluded, and what is wrong with the asking."""
    from spakky_lint.project.configuration import Configuration

    if path is None and folder is None:
        return Configuration(Path()), ()
    root = _root(path, folder)
    place = root / "_" if path is None else path
    asked = _configurations(root).current(place)
    problems = tuple(asked.problems)
    configurations = asked.configurations
    if configurations is None:
        return Configuration(root), problems
    found = configurations.of(place)
    if path is None:
        return found, problems
    if configurations.excludes(path):
        return None, problems
    selection, settings = found.selection_for(path), found.settings_for(path)
    return replace(found, selection=selection, settings=settings), problems


def problems_for(places: Iterable[Location], *, looks: bool) -> dict[Location, tuple[Problem, ...]]:
    """What is wrong with the configurations that are in force at the places, where anything is."""
    found = {}
    for path, folder in places:
        root = _root(path, folder)
        asked = _configurations(root).current(root / "_" if path is None else path, looks=looks)
        if asked.problems:
            found[path, folder] = tuple(asked.problems)
    return found


def _root(path: Path | None, folder: Path | None) -> Path:
    """The folder that is worked in."""
    if folder is not None:
        return folder
    return Path() if path is None else path.parent


@cache
def _configurations(root: Path) -> KeptConfigurations:
    from spakky_lint.project.kept_configurations import KeptConfigurations

    return KeptConfigurations(root)
