"""One run with a cache: what it takes over from the run before, and what it leaves."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.project.cache.kept import BadEntry, Changes, Kept
from spakky_lint.project.cache.outcomes import (
    Outcome,
    outcome_in,
    pages_data,
    pages_of,
    results_of,
)
from spakky_lint.project.cache.reach import Reach, changed_since, is_other_in_all, reach_of
from spakky_lint.project.cache.rested_on import joined, needed, unchanged
from spakky_lint.project.cache.store import Store
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.looks import Looks, digest
from spakky_lint.project.plain import BadData
from spakky_lint.project.results import Results
from spakky_lint.project.survey_parts import Subject, SurveyPart
from spakky_lint.project.travelling import (
    outcome_data,
    trouble_data,
    trouble_of,
)
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.pages import know_later
from spakky_lint.syntax.dependencies import Node

TYPE_CHECKING = False  # as type checkers know it; what reads notes is needed by few runs
if TYPE_CHECKING:
    from spakky_lint.program.sources import Sources
    from spakky_lint.project.cache.answers import Answers
    from spakky_lint.project.cache.noted import Noted, Part
    from spakky_lint.project.discovery import Discovery
    from spakky_lint.project.surveys import Survey

_RUN: Final = "run"
_NOTES: Final = "notes"
_TOGETHER: Final = 256
"""Files beside each other rest on the same, which is written down once for so many."""


@dataclass
class _Before:
    """What is taken over from the run before."""

    noted: Noted
    answers: Answers
    reach: Reach
    outcomes: Mapping[Subject, object]
    """As data, of the files that are not checked again."""


@dataclass
class CachedRun:
    """`name` tells this run from those that ask for something else, or in another way."""

    store: Store
    name: str
    directory: Path
    started: int
    """In ns, before it looked at anything."""
    looks: Looks
    prefix: str = ""
    """What the paths of files in the directory begin with."""
    kept: Kept | None = None
    changes: Changes = field(default_factory=Changes)
    nodes: dict[Subject, Node] = field(default_factory=dict)
    """Of the last files that were checked, and"""
    noted: list[Noted] = field(default_factory=list)
    """of those before them."""
    before: _Before | None = None
    outcomes: dict[Path, object] = field(default_factory=dict)
    """As data, of all files."""
    checked: set[Path] = field(default_factory=set)
    """Those that were checked in this run."""
    parts: list[Part] = field(default_factory=list)
    """What other processes have noted."""
    hits: int = 0
    is_kept: bool = False
    """Whether what the run came to is kept, and the next one may take it over."""

    @classmethod
    def begin(
        cls, store: Store, name: str, directory: Path, started: int, looks: Looks
    ) -> CachedRun:
        """Look at what is kept, and at what has changed since."""
        store.prepare()
        prefix = f"{directory.as_posix().rstrip('/')}/"
        run = cls(store, name, directory, started, looks, prefix)
        try:
            data = store.load(f"{name}-{_RUN}")
            run.kept = None if data is None else Kept.from_data(data)
        except BadEntry:
            run.kept = None
        if run.kept is not None:
            run.changes = changed_since(run.kept, directory)
        return run

    def replayed(self) -> Results | None:
        """All that the run before came to, where nothing has changed since."""
        kept = self.kept
        if kept is None or self.changes:
            return None
        try:
            results = results_of(kept, self._shown)
        except BadData:
            self.kept = None
            return None
        self.hits = len(kept.found)
        self._use(kept, _RUN, _NOTES)
        know_later(lambda: pages_of(kept.pages))
        return results

    def surveyed(self) -> Survey | None:
        """What a report was made of, whatever has changed since; None where nothing of it counts
        any more.
        """
        from spakky_lint.project.surveys import Survey
        from spakky_lint.project.typed_data import value_of

        if self.kept is None or self._is_other_in_all():
            return None
        try:
            survey = value_of(self.kept.told, Survey)
            self.notes()
        except BadData:
            self.kept = None
            return None
        if not self.changes:
            self.hits = len(self.kept.found)
            self._use(self.kept, _RUN, _NOTES)
        return survey

    def is_same(self, part: Subject) -> bool:
        """Whether the file, or the part of a survey, is taken over from the run before."""
        return self.before is not None and part in self.before.outcomes

    def save_survey(
        self, found: Discovery, sources: Sources, survey: Survey, parts: Iterable[SurveyPart]
    ) -> None:
        """Keep what a report is made of; `parts` are those of it that are no files."""
        from spakky_lint.project.surveys import Survey
        from spakky_lint.project.typed_data import NoData, data_of

        looks = self._all_looks()
        if looks is None:
            return
        try:
            told = data_of(survey, Survey)
        except NoData:
            return  # it holds a value that no type of ours foresees
        whole: list[Subject] = [*(file.path for file in found.files), *parts]
        others = [each for each in whole if self.is_same(each) and each not in self.nodes]
        noted, answers = self._noted(others, sources)
        kept = Kept(
            digest(os.urandom(16)),
            self.started,
            looks,
            [str(file.path) for file in found.files],
            [*map(str, sources.files)] if sources.is_walked else [],
            [None for _ in found.files],
            [],
            [],
            [*map(trouble_data, found.notes)],
            [],
            None,
            is_guess_known=False,
            told=told,
        )
        self._save(kept, noted, answers)

    def _use(self, kept: Kept, *parts: str) -> None:
        """Bring what was taken over up to date, and keep it for longer than what nobody uses."""
        if self.changes.is_stamped_anew:
            kept.started = self.started  # all was compared since then
            self.store.save(f"{self.name}-{_RUN}", kept.data())
        else:
            for part in parts:
                self.store.used(f"{self.name}-{part}")
        self.is_kept = True

    @property
    def files(self) -> Sequence[SourceFile]:
        """Those that the run before has found."""
        found = () if self.kept is None else self.kept.found
        return [SourceFile(Path(path), self._shown(path)) for path in found]

    def found(self) -> Sequence[SourceFile] | None:
        """The files to check, where nothing has changed but what modules hold."""
        return self.files if self.kept is not None and self._are_files_the_same() else None

    def notes(self) -> tuple[Trouble, ...]:
        """About these files."""
        return () if self.kept is None else tuple(map(trouble_of, self.kept.notes))

    def begin_with(self, sources: Sources) -> Sources:
        """The program, without a walk through it where that would find the same."""
        kept = self.kept
        if kept is None or not kept.sources or not self._are_files_the_same():
            return sources
        files = [*map(Path, kept.sources)]
        return replace(sources, walk=lambda: files)

    def _are_files_the_same(self) -> bool:
        return not (self.changes.folders or self._is_other_in_all())

    def _is_other_in_all(self) -> bool:
        """Whether something has changed that all findings may rest on."""
        return self.kept is None or is_other_in_all(self.kept, self.changes)

    def take_over(self, found: Sequence[SourceFile], sources: Sources) -> bool:
        """Find out which files, and parts of a survey, need not be worked out again; False where
        that cannot be told.
        """
        if self.kept is None or self._is_other_in_all():
            return False
        from spakky_lint.project.cache.answers import Answers
        from spakky_lint.project.cache.noted import BadNotes, Noted

        data = self.store.load(f"{self.name}-{_NOTES}")
        if not isinstance(data, list) or len(data) != 3 or data[0] != self.kept.identity:
            return False
        try:
            noted, answers = Noted.from_data(data[1]), Answers.from_data(data[2])
        except BadNotes:
            return False
        reach = reach_of(self.kept, self.changes, noted, answers, sources)
        if reach is None:
            return False
        wanted = {each.path for each in found}
        outcomes: dict[Subject, object] = {
            path: data
            for path, data in zip(map(Path, self.kept.found), self.kept.outcomes, strict=True)
            if path in wanted and path not in reach.again
        }
        parts = {part for part in noted.files if isinstance(part, SurveyPart)}
        outcomes |= dict.fromkeys(parts - reach.again)
        self.before = _Before(noted, answers, reach, outcomes)
        return True

    def all_known(self, files: Sequence[SourceFile]) -> Mapping[Path, Outcome]:
        """What came of the files that need not be checked again."""
        found: dict[Path, Outcome] = {}
        outcomes = {} if self.before is None else self.before.outcomes
        for file in files:
            if file.path in outcomes:
                data = outcomes[file.path]
                try:
                    found[file.path] = outcome_in(str(file.path), data, self.kept, self._shown)
                except BadData:
                    continue
                self.outcomes[file.path] = data
        self.hits = len(found)
        return found

    def note(self, file: SourceFile, outcome: Outcome, node: Node | None) -> None:
        """What came of a file that was checked, and what that rests on."""
        is_nothing = outcome == CheckedFile(file.shown)
        data = None if is_nothing else outcome_data(outcome, with_text=False)
        self.outcomes[file.path] = data
        self.checked.add(file.path)
        if node is not None:
            self.nodes[file.path] = node
            if len(self.nodes) == _TOGETHER:
                self._write_down()

    def _write_down(self) -> None:
        """What the nodes say, in a fourth of the memory."""
        from spakky_lint.project.cache.noted import Noted

        self.noted.append(Noted.of(self.nodes.items()))
        self.nodes.clear()

    def save(self, found: Sequence[SourceFile], sources: Sources, results: Results) -> None:
        """Keep what the run came to, for the next one, unless an outcome is not noted."""
        if any(file.path not in self.outcomes for file in found):
            return
        others = [file.path for file in found if file.path not in self.checked]
        noted, answers = self._noted(others, sources)
        looks = self._all_looks()
        if looks is None:
            return
        kept = Kept(
            digest(os.urandom(16)),
            self.started,
            looks,
            [str(file.path) for file in found],
            [*map(str, sources.files)] if sources.is_walked else [],
            [self.outcomes[file.path] for file in found],
            [outcome_data(each) for each in results.settings],
            [*map(str, results.settings_seen)],
            [*map(trouble_data, results.notes)],
            [*map(trouble_data, results.later_notes)],
            results.guess,
            results.is_guess_known,
            pages=pages_data(results),
        )
        self._save(kept, noted, answers)

    def _noted(self, others: Iterable[Subject], sources: Sources) -> tuple[Noted, Answers]:
        """What all rests on; `others` is what was not worked out again."""
        from spakky_lint.project.cache.answers import Answers
        from spakky_lint.project.cache.noted import Noted

        self._write_down()
        noted = Noted.joined([*self.noted, *(each.noted for each in self.parts)])
        if self.before is None:
            answers = Answers.of(noted, sources)
        else:
            noted = Noted.joined([self.before.noted.only(others), noted])
            answers = self.before.answers.renewed(noted, sources, self.before.reach)
        for part in self.parts:
            answers.brought.update(part.brought)
            answers.handed_on.update(part.handed_on)
        return noted, answers

    def _save(self, kept: Kept, noted: Noted, answers: Answers) -> None:
        from spakky_lint.project.cache.meaning import meanings_of

        kept.meanings = meanings_of(kept.looks, str(self.directory))
        # One after the other: of a large program, what is written takes much memory.
        if self.store.save(
            f"{self.name}-{_NOTES}", [kept.identity, noted.data(), answers.data()]
        ) and self.store.save(f"{self.name}-{_RUN}", kept.data()):
            self.kept, self.is_kept = kept, True

    def all_looks(self, looks: Looks) -> Looks | None:
        """All that the results rest on, with these; None where they are not kept."""
        if self.kept is None or not self.is_kept:
            return None
        return self._needed(self.kept.looks.with_more(looks))

    def looked_at(self, looks: Looks) -> Looks:
        """All that was looked at, with these, whether anything is kept of it or not."""
        for part in self.parts:
            looks = looks.with_more(part.looks)
        if self.kept is None:
            return looks
        before = self.kept.looks if self.is_kept else unchanged(self.kept.looks, self.changes)
        return self._needed(before.with_more(looks))

    @property
    def entries(self) -> Sequence[str]:
        """The names of what is kept of the run."""
        return [f"{self.name}-{_RUN}", f"{self.name}-{_NOTES}"]

    def _all_looks(self) -> Looks | None:
        """Those of this run, and those of the run before that still hold.

        None where not all that was looked at is known, or a file was changed meanwhile.
        """
        looks = joined(self.looks, [part.looks for part in self.parts])
        if looks is None:
            return None
        # Where the files are known from before, nobody has looked for them again.
        is_before_needed = self.before is not None or self._are_files_the_same()
        if self.kept is not None and is_before_needed:
            looks = unchanged(self.kept.looks, self.changes).with_more(looks)
        return self._needed(looks)

    def _needed(self, looks: Looks) -> Looks:
        return needed(looks, self.store.folder)

    def _shown(self, path: str) -> str:
        return path.replace(os.sep, "/").removeprefix(self.prefix)  # as `shown_path`, many times
