"""What `preview`, `auth` and `tasks` are told of a program: worked out, or taken from a run before.

Nothing but facts is kept. Where a file has changed that they rest on, all of them are worked out
again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
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
from spakky_lint.project.discovery import Discovery
from spakky_lint.project.looks import Looks, noting
from spakky_lint.project.surveys import Survey
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.pages import know_later


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
        self.survey = run.surveyed()
        if self.survey is None or not self.survey.has(backends, with_inventory=with_inventory):
            self.survey = None
            return start.finding(paths)
        pages = self.survey.pages
        know_later(lambda: pages)
        return start.with_files(Discovery(tuple(run.files), (), run.notes()))

    def keep(self, found: Discovery, survey: Survey, troubles: Sequence[Trouble]) -> None:
        """Keep it for the next run, unless something could not be read."""
        if self.run is not None and not troubles:
            self.run.save_survey(found, survey)

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
