"""Which findings of ``check`` are no news, as the options about baselines and revisions say."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from spakky_lint.cli.adopted import Adopted
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, labelled, message_of
from spakky_lint.project.baseline import (
    DEFAULT,
    Baseline,
    BaselineError,
    read_baseline,
    write_baseline,
)
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import absolute, shown_path
from spakky_lint.project.git_objects import RevisionError
from spakky_lint.project.identity_of_findings import Identity
from spakky_lint.project.known import Matches
from spakky_lint.project.looks import was_looked_for
from spakky_lint.project.news import Then
from spakky_lint.project.revisions import open_revision
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.report import model
from spakky_lint.report.words import count
from spakky_lint.rules.finding import Finding


class AdoptionError(Exception):
    """What was asked for cannot be had; a sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a run has looked at."""

    read: frozenset[Path]
    """The files that could be read, absolute."""
    folders: tuple[Path, ...]
    """The folders that were walked, absolute."""


@dataclass(frozen=True, slots=True)
class Adoption:
    request: CheckRequest
    configurations: Configurations
    directory: Path
    baseline: Baseline | None
    then: Then | None

    @property
    def is_writing(self) -> bool:
        return self.request.write_baseline is not None

    def news(self, path: str, text: str, findings: Sequence[Finding]) -> Sequence[Finding]:
        """What is reported of the findings of a file, with this text."""
        found = findings
        if self.baseline is not None and not self.is_writing:
            found = self.baseline.known(self.directory).news(path, text, found)
        if self.then is not None:
            found = self.then.news(path, text, found)
        return found

    def adopt(self, files: Sequence[CheckedFile], settings: Sequence[Path] | None) -> Adopted:
        """What is reported of all files, after the baseline is written where that is asked for.

        `settings` are the files of settings that were read, absolute; None for a text that is not
        saved, of which nobody is told what is gone.
        """
        adopted = Adopted(files)
        looked = None if settings is None else self._looked(files, settings)
        if self.baseline is not None:
            if self.is_writing and looked is not None:
                self._write(self.baseline, adopted, looked)
            else:
                self._leave_out(self.baseline, adopted, looked)
        if self.then is not None:
            before = adopted.files
            adopted.files, _ = self.then.compared(before)
            known = model.Known(_known(adopted.files) - _known(before), self.then.revision.name)
            adopted.known = (*adopted.known, known)
            adopted.troubles += self.then.troubles
        return adopted

    def _leave_out(self, baseline: Baseline, adopted: Adopted, looked: _Looked | None) -> None:
        adopted.files, matches = baseline.known(self.directory).compared(adopted.files)
        adopted.known = (model.Known(_known(adopted.files)),)
        if looked is None:
            return
        gone = self._gone(baseline, matches, looked)
        if self.request.prune_baseline:
            kept = Counter(matches.known()) + (matches.left - gone)
            if kept == baseline.entries() or self._save(baseline.file, kept, adopted):
                dropped = _entries(gone)
                words = Message(
                    "{dropped} dropped, {total} kept", dropped=dropped, total=kept.total()
                )
                adopted.notes.append(Trouble(self._shown(baseline), words))
        elif gone:
            adopted.notes += self._told(baseline, gone)

    def _write(self, baseline: Baseline, adopted: Adopted, looked: _Looked) -> None:
        known = baseline.known(self.directory)
        _, matches = known.compared(adopted.files)
        # Of what this run has not looked at, nobody knows better than what stands there.
        unseen = matches.left - self._gone(baseline, matches, looked)
        entries = Counter(matches.entries) + unseen
        if not self._save(baseline.file, entries, adopted):
            return
        written = replace(known, entries=entries)
        adopted.files, _ = written.compared(adopted.files)
        adopted.known = (model.Known(_known(adopted.files)),)
        words = Message("{findings} written", findings=count(len(matches.entries), "finding"))
        if unseen:
            words = Message(
                "{written}, {entries} of other files kept", written=words, entries=_entries(unseen)
            )
        if baseline.file != self.configurations.main.baseline:
            name = os.path.relpath(baseline.file, self.configurations.main.root).replace(
                os.sep, "/"
            )
            words = Message(
                '{written}; to use it in every run, set baseline = "{name}" in [tool.spakky-lint]',
                written=words,
                name=name,
            )
        adopted.notes.append(Trouble(self._shown(baseline), words))

    def _save(self, file: Path, entries: Counter[Identity], adopted: Adopted) -> bool:
        try:
            write_baseline(file, entries)
        except OSError as error:
            adopted.troubles.append(Trouble(shown_path(file, self.directory), reason(error)))
            return False
        return True

    def _looked(self, files: Sequence[CheckedFile], settings: Sequence[Path]) -> _Looked:
        read = (self.directory / file.path for file in files if file.unread is None)
        arguments = [absolute(path, self.directory) for path in self.request.paths if path]
        for path in arguments:
            was_looked_for(path)
        return _Looked(
            frozenset(Path(os.path.normpath(path)) for path in (*read, *settings)),
            tuple(Path(os.path.normpath(path)) for path in arguments if path.is_dir()),
        )

    def _gone(self, baseline: Baseline, matches: Matches, looked: _Looked) -> Counter[Identity]:
        """What no longer occurs where the run has looked for it."""
        return Counter(
            {
                entry: number
                for entry, number in matches.left.items()
                if self._was_looked_for(entry, baseline, looked)
            }
        )

    def _was_looked_for(self, entry: Identity, baseline: Baseline, looked: _Looked) -> bool:
        from spakky_lint.rules.registry import RULES

        path = baseline.path_of(entry.path)
        rule = RULES.get(entry.code)
        if rule is not None and not self.configurations.selection_for(path).enables(rule):
            return False
        if path in looked.read:
            return True
        return not baseline.is_there(entry.path) and any(map(path.is_relative_to, looked.folders))

    def _told(self, baseline: Baseline, gone: Counter[Identity]) -> Iterator[Trouble]:
        shown = self._shown(baseline)
        for line in sorted(baseline.lines_of(gone), key=lambda line: line.number):
            entry = line.entry
            place = f"{entry.path}, {entry.about}" if entry.about else entry.path
            words = Message("{code} no longer occurs ({place})", code=entry.code, place=place)
            yield Trouble(f"{shown}:{line.number}", words)
        yield Trouble(
            shown,
            Message("--prune-baseline drops this entry")
            if gone.total() == 1
            else Message("--prune-baseline drops these entries"),
        )

    def _shown(self, baseline: Baseline) -> str:
        return shown_path(baseline.file, self.directory)


def adoption_of(request: CheckRequest, configurations: Configurations, directory: Path) -> Adoption:
    """Raises AdoptionError."""
    problems: list[str] = []
    baseline, then = None, None
    file = _file(request, configurations.main, directory)
    if file is None and request.prune_baseline:
        problems.append(
            Message("--prune-baseline: neither --baseline nor the configuration names a baseline")
        )
    if file is not None:
        try:
            baseline = _baseline(request, file)
        except BaselineError as error:
            problems += (labelled(shown_path(file, directory), each) for each in error.problems)
    if request.new_since is not None:
        try:
            revision = open_revision(request.new_since, directory)
        except RevisionError as error:
            problems.append(labelled("--new-since", message_of(error)))
        else:
            then = Then(revision, configurations, directory)
    if problems:
        raise AdoptionError(*problems)
    return Adoption(request, configurations, directory, baseline, then)


def _file(request: CheckRequest, configuration: Configuration, directory: Path) -> Path | None:
    for asked in (request.write_baseline, request.baseline):
        if asked:
            return Path(os.path.normpath(absolute(asked, directory)))
    if request.no_baseline:
        return None
    if configuration.baseline is None and request.write_baseline is not None:
        return configuration.root / DEFAULT
    return configuration.baseline


def _baseline(request: CheckRequest, file: Path) -> Baseline:
    if request.write_baseline is None:
        return read_baseline(file)
    if file.suffix == ".py":
        # `--write-baseline src/tasks.py` names the file to write, and would be a sad loss.
        raise BaselineError(
            [Message("a module is not a baseline: PATHs go before --write-baseline")]
        )
    if file.is_dir():
        raise BaselineError(
            [Message("a folder is not a baseline: PATHs go before --write-baseline")]
        )
    return read_baseline(file) if file.exists() else Baseline(file)


def _entries(entries: Counter[Identity]) -> str:
    number = entries.total()
    return Message("1 entry") if number == 1 else Message("{number} entries", number=number)


def _known(files: Sequence[CheckedFile]) -> int:
    return sum(len(file.known) for file in files)
