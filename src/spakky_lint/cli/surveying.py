"""What `preview`, `auth` and `tasks` are told of a program: worked out, or taken from a run before.

Nothing but facts is kept. Where files have changed, what rests on them is worked out again, and the
rest is taken over.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from spakky_lint.cli.configured import Configured, begun
from spakky_lint.cli.exit_codes import TROUBLE
from spakky_lint.cli.loudness import is_work_told
from spakky_lint.cli.requests import CacheOptions, ConfigurationOptions
from spakky_lint.data import dataclass
from spakky_lint.project.cache.outputs import OFF
from spakky_lint.project.cache.run import CachedRun
from spakky_lint.project.discovery import Discovery, SourceFile
from spakky_lint.project.looks import Looks, noting
from spakky_lint.project.survey_parts import Subject, SurveyPart
from spakky_lint.project.surveys import ReadFile, Survey
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.pages import know_later
from spakky_lint.syntax.dependencies import Node

TYPE_CHECKING = False  # as type checkers know it; where nothing has changed, nothing is read
if TYPE_CHECKING:
    from spakky_lint.program.sources import Sources


@dataclass
class Surveying:
    """One command's way to its survey."""

    options: CacheOptions
    looks: Looks | None
    """What is looked at, where something may be kept."""
    started: int = field(default_factory=time.time_ns)
    run: CachedRun | None = None
    survey: Survey | None = None
    """That of an earlier run, where it is the same."""
    before: Survey | None = None
    """That of an earlier run, where something of it may be the same."""
    is_in_part: bool = False
    """Whether it is known what of it is."""

    def read(
        self,
        options: ConfigurationOptions,
        directory: Path,
        paths: Sequence[str],
        *asked: object,
        backends: int = 1,
        with_inventory: bool = False,
    ) -> Configured:
        """The configuration with the files. `asked` is all of the command that the survey rests
        on, besides the configuration and the paths; the others say what it has.
        """
        start = begun(options, directory)
        if self.looks is None or start.configurations.problems or start.option_problems:
            return start.finding(paths)
        from spakky_lint.cli.caching import asked_of, cached_run

        key = ("survey", paths, *asked, *asked_of(options))
        main = start.configurations.main
        run = self.run = cached_run(self.options, main, directory, self.looks, self.started, *key)
        known = run.surveyed()
        if known is None or not known.has(backends, with_inventory=with_inventory):
            return start.finding(paths)
        know_later(lambda: known.pages)
        if not run.changes:
            self.survey = known
            return start.with_files(Discovery(tuple(run.files), (), run.notes()))
        self.before = known
        found = run.found()
        if found is None:
            return start.finding(paths)
        return start.with_files(Discovery(tuple(found), (), run.notes()))

    def taking_over(self, found: Discovery, sources: Sources) -> Sources:
        """The program, with which it is found out what changes affect."""
        if self.run is None:
            return sources
        sources = self.run.begin_with(sources)
        if self.before is not None:
            self.is_in_part = self.run.take_over(found.files, sources)
        return sources

    def known(self, files: Sequence[SourceFile], backend: int) -> Mapping[Path, ReadFile | None]:
        """What the files were read to whose tasks are the same; None where that is nothing."""
        if self.run is None or self.before is None or not self.is_in_part:
            return {}
        told = {each.path: each for each in self.before.read[backend]}
        same = (file for file in files if self.run.is_same(file.path))
        return {file.path: told.get(file.shown) for file in same}

    def is_same(self, part: SurveyPart) -> bool:
        """Whether the part need not be worked out again."""
        return self.run is not None and self.is_in_part and self.run.is_same(part)

    def node_of(self, part: Subject) -> Node | None:
        """Where it is noted what it rests on; None where nobody wants to know.

        What is not asked for again keeps the node that it had.
        """
        return None if self.run is None else self.run.nodes.setdefault(part, Node())

    def forget_node_of(self, part: Subject) -> None:
        """The part rests on nothing."""
        if self.run is not None:
            self.run.nodes.pop(part, None)

    def keep(
        self,
        found: Discovery,
        sources: Sources,
        survey: Survey,
        troubles: Sequence[Trouble],
        parts: Iterable[SurveyPart] = (),
    ) -> None:
        """Keep it, with these parts of it, for the next run, unless something was not read."""
        if self.run is not None and not troubles:
            self.run.save_survey(found, sources, survey, parts)

    def end(self, code: int, directory: Path, *, is_pure: bool) -> int:
        """The exit code. What was written is kept, too, where the command does nothing else."""
        if self.run is None or self.looks is None:
            return code
        from spakky_lint.cli.caching import say_trouble
        from spakky_lint.cli.repeating import keep_output

        say_trouble(self.run, directory)
        if is_pure and code != TROUBLE and not is_work_told():
            keep_output(self.run, self.looks, code)
        return code


@contextmanager
def surveying(options: CacheOptions, *, is_of_now: bool) -> Iterator[Surveying]:
    """`is_of_now` is whether it is about the files as they are, and about nothing else."""
    if options.is_off or os.environ.get(OFF) or not is_of_now:
        yield Surveying(options, None)
        return
    looks = Looks()
    with noting(looks):
        yield Surveying(options, looks)
