"""Which findings were there in a git revision already, for ``--new-since``.

Both states are checked with the rules that are selected today, each with what the project ran on
then and now. So a finding whose line nobody touched is new where its cause is: a base that has
changed in another file, or a version that the project has moved to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.checking import check_bytes, check_settings
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.configurations_then import ConfigurationsThen, configurations_then
from spakky_lint.project.discovery import SUFFIXES, shown_path
from spakky_lint.project.identity_of_findings import Identity
from spakky_lint.project.known import Known, Matches
from spakky_lint.project.programs_then import sources_in
from spakky_lint.project.revisions import Revision
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.finding import Finding


@dataclass(frozen=True, eq=False)
class Then:
    """The findings of a revision, of one file after another as somebody asks for them."""

    revision: Revision
    configurations: Configurations
    """Those of today."""
    directory: Path
    troubles: dict[Trouble, None] = field(default_factory=dict)
    """What could not be checked as it was then, each once."""
    _known: dict[str, Counter[Identity]] = field(default_factory=dict)

    def news(self, path: str, text: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """What is new of the findings of a file, with this text."""
        return self._known_of([path]).news(path, text, findings) if findings else ()

    def compared(self, files: Iterable[CheckedFile]) -> tuple[Sequence[CheckedFile], Matches]:
        """What is new in each of the files, and which known findings they have."""
        files = tuple(files)
        return self._known_of([file.path for file in files if file.findings]).compared(files)

    def _known_of(self, paths: Iterable[str]) -> Known:
        entries: Counter[Identity] = Counter()
        is_any_new = False
        for path in dict.fromkeys(paths):
            if self.revision.is_file(self.directory / path):
                entries.update(self._entries(path))
            else:
                is_any_new = True
        if is_any_new:
            for path in self._gone:
                entries.update(self._entries(path))
        return _of(entries, self._is_there)

    def _is_there(self, path: str) -> bool:
        return (self.directory / path).exists()

    @cached_property
    def _gone(self) -> Sequence[str]:
        """The modules that were there then and are not now: a new file may be one of them."""
        paths = (self.revision.top / name for name in self.revision.blobs)
        return tuple(
            shown_path(path, self.directory)
            for path in paths
            if path.name.endswith(SUFFIXES) and not path.exists()
        )

    def _entries(self, path: str) -> Counter[Identity]:
        if path not in self._known:
            checked = self._check(path)
            known = _of(Counter(), self._is_there)
            self._known[path] = Counter(() if checked is None else known.entries_of(checked))
        return self._known[path]

    def _check(self, shown: str) -> CheckedFile | None:
        path = self.directory / shown
        if not path.name.endswith(SUFFIXES) and (settings := self._settings_file(path)) is not None:
            return settings
        data = self._program.read(path)
        if data is None:
            return None
        checked = check_bytes(
            shown,
            data,
            self._then.selection_for(path),
            settings=self._then.settings_for(path),
            file=self._program.file(path),
        )
        if isinstance(checked, CheckedFile):
            return checked
        self.troubles[Trouble(f"{self.revision.name}:{checked.path}", checked.message)] = None
        return None

    def _settings_file(self, path: Path) -> CheckedFile | None:
        """The file of settings that it was then; None where it was none."""
        configuration = self._then.of(path)
        if configuration.projects is None:
            return None
        project = configuration.projects.of(path)
        for file in project.surroundings.setting_files:
            if file.path == path:
                shown = shown_path(path, self.directory)
                return check_settings(file, shown, self._then, configuration.settings_for(path))
        return None

    @cached_property
    def _then(self) -> ConfigurationsThen:
        return configurations_then(self.configurations, self.revision)

    @cached_property
    def _program(self) -> Sources:
        return sources_in(self.revision, self.directory, self.configurations)


def _of(entries: Counter[Identity], is_there: Callable[[str], bool]) -> Known:
    return Known(entries, str, is_there)
