"""The files of ``spakky-lint check``: seen by this process, or by several at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from spakky_lint.cli.output import say_note
from spakky_lint.cli.progress import with_progress
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, message_of
from spakky_lint.program.sources import Sources
from spakky_lint.project.along import Along
from spakky_lint.project.checked_file import CheckedFile, fixable
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.seeing import FileRequest, Seen, see, unseen
from spakky_lint.project.trouble import Trouble
from spakky_lint.project.workers import NoWorkers

if TYPE_CHECKING:
    from spakky_lint.project.cache.noted import Part


@dataclass
class Work:
    """What is to be seen, and who is to see it."""

    files: Sequence[SourceFile]
    configurations: Configurations
    sources: Sources
    requested: FileRequest
    jobs: int | None
    """How many processes; None for as many as pay."""
    cluster: str | None = None
    """The scheduler of a cluster that is to do it, as HOST:PORT."""
    workers: int = 1
    """How many there have been."""
    notes: dict[Trouble, None] = field(default_factory=dict)
    """What other processes could not read of the project."""
    noted: list[Part] = field(default_factory=list)
    """What other processes have noted of what all rests on."""

    def seen(self) -> Iterator[tuple[SourceFile, Seen]]:
        """The files in their order; one that is to be repaired may be written as it comes.

        Raises NoWorkers where a cluster was asked for and does not do it.
        """
        jobs = 1 if self.cluster is not None else self._jobs()
        if self.cluster is None and jobs == 1:
            yield from self._seen_here()
            return
        by_others = self._seen_by(jobs) if self.cluster is None else self._seen_on(self.cluster)
        found = with_progress(by_others, sys.stderr, total=len(self.files))
        pairs = zip(self.files, found, strict=True)
        if not self._is_repairing:
            yield from pairs
            return
        # Nothing is written while others still read.
        for file, seen in list(pairs):
            yield file, self._see(file, self.requested) if self._is_to_be_changed(seen) else seen

    @property
    def _is_repairing(self) -> bool:
        return self.requested.fixes is not None or self.requested.comments is not None

    def _seen_here(self) -> Iterator[tuple[SourceFile, Seen]]:
        """By this process alone."""
        along = Along(self.files, bytearray(len(self.files)))
        found: dict[int, Seen] = {}
        for number, file in enumerate(with_progress(self.files, sys.stderr)):
            if self._is_repairing:  # a file may be written before the next one is seen
                yield file, self._see(file, self.requested)
                continue
            found.update(along.seen(number, self.sources, self._look))
            yield file, found.pop(number)

    def _look(self, file: SourceFile) -> Seen:
        return self._see(file, self.requested)

    def _see(self, file: SourceFile, requested: FileRequest) -> Seen:
        return see(file, self.configurations, self.sources, requested)

    def _jobs(self) -> int:
        if self.jobs == 1:
            return 1
        from spakky_lint.project.workers.dividing import processes_for

        return processes_for(self.jobs, self.files, self.sources)

    def _is_to_be_changed(self, seen: Seen) -> bool:
        checked = seen.checked
        if not isinstance(checked, CheckedFile):
            return False
        if self.requested.comments is not None:
            return bool(checked.findings)
        fixes = self.requested.fixes
        return fixes is not None and any(fixable(each, fixes) for each in checked.findings)

    @property
    def _only_looking(self) -> FileRequest:
        """What others do: they repair nothing."""
        return FileRequest(explains=self.requested.explains, notes=self.requested.notes)

    def _seen_by(self, jobs: int) -> Iterator[Seen]:
        """By so many processes of this machine; by this one, where no other can be had."""
        from spakky_lint.project.workers.ahead import prepare
        from spakky_lint.project.workers.local import LocalWorkers
        from spakky_lint.project.workers.running import Run
        from spakky_lint.project.workers.telling import OnDisk, held, to_be_checked

        self.workers = jobs
        given, done = self.configurations, 0
        told = OnDisk(given.directory, given.options, given.adapted, self._only_looking)
        opened = to_be_checked(given, self.sources, told.requested, lambda: given.notes)
        run = Run(self.files, told, LocalWorkers(jobs), partial(unseen, given))
        with held(told.key, opened, self.files), closing(run.seen()) as found:
            prepare(told.key, self.sources, jobs, len(self.files))
            self.sources.parsing.divide(jobs)
            try:
                for seen in found:
                    yield seen
                    done += 1
            except NoWorkers as error:
                say_note(
                    Message(
                        "{reason}, so this process does the work alone", reason=message_of(error)
                    )
                )
        self.notes.update(run.notes)
        self.noted.extend(run.noted)
        for file in self.files[done:]:
            yield self._see(file, self._only_looking)

    def _seen_on(self, cluster: str) -> Iterator[Seen]:
        """By the workers of a cluster; what lies beside the program, by this process."""
        from spakky_lint.project.workers.cluster import ClusterWorkers
        from spakky_lint.project.workers.running import Run
        from spakky_lint.project.workers.sending import send

        inside = [file for file in self.files if file.path.is_relative_to(self.sources.top)]
        told = send(inside, self.configurations, self.sources, self._only_looking)
        workers = ClusterWorkers(cluster)
        run = Run(inside, told, workers, partial(unseen, self.configurations))
        with closing(run.seen()) as found:
            for file in self.files:
                is_inside = file.path.is_relative_to(self.sources.top)
                yield next(found) if is_inside else self._see(file, self._only_looking)
        self.workers = workers.size
