"""The files of ``spakky-lint check``: seen by this process, or by several at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import field, replace
from typing import TYPE_CHECKING

from spakky_lint.cli.output import say_note
from spakky_lint.cli.progress import with_progress
from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.checking import CheckedFile, fixable
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.seeing import Seen, Wish, see
from spakky_lint.project.trouble import Trouble

if TYPE_CHECKING:
    from spakky_lint.project.cache.noted import Part


@dataclass
class Work:
    """What is to be seen, and who is to see it."""

    files: Sequence[SourceFile]
    configurations: Configurations
    sources: Sources
    wish: Wish
    jobs: int | None
    """How many processes; None for as many as pay."""
    workers: int = 1
    """How many there have been."""
    notes: dict[Trouble, None] = field(default_factory=dict)
    """What other processes could not read of the project."""
    noted: list[Part] = field(default_factory=list)
    """What other processes have noted of what all rests on."""

    def seen(self) -> Iterator[tuple[SourceFile, Seen]]:
        """The files in their order; one that is to be repaired may be written as it comes."""
        jobs = self._jobs()
        if jobs == 1:
            for file in with_progress(self.files, sys.stderr):
                yield file, see(file, self.configurations, self.sources, self.wish)
            return
        found = with_progress(self._seen_by(jobs), sys.stderr, total=len(self.files))
        pairs = zip(self.files, found, strict=True)
        if self.wish.fixes is None and self.wish.comments is None:
            yield from pairs
            return
        # Nothing is written while others still read.
        for file, seen in list(pairs):
            is_changed = self._is_to_be_changed(seen)
            yield (
                file,
                see(file, self.configurations, self.sources, self.wish) if is_changed else seen,
            )

    def _jobs(self) -> int:
        if self.jobs is not None:
            return max(1, min(self.jobs, len(self.files)))
        from spakky_lint.project.workers.dividing import pays, processors

        return processors() if pays(self.files, self.sources) else 1

    def _is_to_be_changed(self, seen: Seen) -> bool:
        checked = seen.checked
        if not isinstance(checked, CheckedFile):
            return False
        if self.wish.comments is not None:
            return bool(checked.findings)
        fixes = self.wish.fixes
        return fixes is not None and any(fixable(each, fixes) for each in checked.findings)

    def _seen_by(self, jobs: int) -> Iterator[Seen]:
        # Forks have what is imported and read here.
        from spakky_lint.project.workers.local import LocalWorkers
        from spakky_lint.project.workers.running import NoWorkers, Run
        from spakky_lint.project.workers.telling import OnDisk, held

        self.workers = jobs
        configurations, done = self.configurations, 0
        wish = Wish(explains=self.wish.explains, notes=self.wish.notes)
        told = OnDisk(
            configurations.directory, configurations.options, configurations.adapted, wish
        )
        run = Run(self.files, told, configurations, LocalWorkers(jobs))
        with held(told, configurations, self.sources), closing(run.seen()) as found:
            try:
                for seen in found:
                    yield seen
                    done += 1
            except NoWorkers as error:
                say_note(f"{error}; this one does the work")
        self.notes.update(run.notes)
        self.noted.extend(run.noted)
        for file in self.files[done:]:
            yield see(
                file, configurations, self.sources, replace(self.wish, fixes=None, comments=None)
            )
