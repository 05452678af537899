"""What is said of the open documents, and when."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from spakky_lint.data import dataclass
from spakky_lint.editing.analysis import Analysis, Location
from spakky_lint.lsp.configuration_problems import problem_diagnostics
from spakky_lint.lsp.documents import REST, Tracked
from spakky_lint.lsp.session import Session

if TYPE_CHECKING:
    from spakky_lint.project.configuration import Problem


@dataclass(eq=False)
class Publishing:
    session: Session
    documents: dict[str, Tracked]
    """The open ones, by their addresses."""
    _problems: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    """What is said to be wrong with configurations."""
    _around: dict[Location, tuple[Problem, ...]] = field(default_factory=dict)
    """What is wrong with those of the folders, and of documents that are closed by now."""

    def opened(self) -> Sequence[str]:
        return tuple(self.documents)

    def said(self, uri: str) -> list[types.Diagnostic]:
        """What is said of an open document."""
        document = self.documents.get(uri)
        if document is None or document.said is None:
            return []
        return self.session.diagnostics(uri, document.said)

    def show(self, uri: str, analysis: Analysis, *, is_asked_for: bool = True) -> None:
        """What is wrong with a text that is no Python is said after a rest only; until then, and
        beside it, what was found in the lines of the last one that was stays.
        """
        document = self.documents[uri]
        document.analysis = analysis
        document.hush()
        self.show_problems()
        publish = partial(self.publish, uri, is_asked_for=is_asked_for)
        if analysis.is_read:
            document.last = analysis
            publish(analysis)
            return
        before = () if document.last is None else document.last.findings
        known = analysis if document.last is None else document.last
        both = replace(known, source=analysis.source, findings=(*analysis.findings, *before))
        rest = document.changed + REST - asyncio.get_running_loop().time()
        if not self.session.options.shows_syntax_errors or not analysis.findings:
            publish(replace(both, findings=before))
        elif (document.last is None and not document.changed) or rest <= 0:
            publish(both)
        else:
            publish(replace(both, findings=before))
            loop = asyncio.get_running_loop()
            late = partial(self.publish, uri, both, is_asked_for=False)
            document.late = loop.call_later(rest, late)

    def show_again(self) -> None:
        """What is to be shown is asked for in another way."""
        for uri, document in self.documents.items():
            document.see_anew()
            if document.analysis is not None:
                self.show(uri, document.analysis, is_asked_for=False)
        self.session.ask_for_hints()

    def publish(self, uri: str, analysis: Analysis, *, is_asked_for: bool = True) -> None:
        """Say it, or have the client ask, unless it does so by itself after a change."""
        document = self.documents.get(uri)
        if document is None:
            return
        document.said = analysis
        if not self.session.pulls:
            self._push(uri, self.session.diagnostics(uri, analysis), self.session.version_of(uri))
        elif document.is_awaited or not is_asked_for:
            document.is_awaited = False
            self.session.ask_for_diagnostics()

    def withdraw(self, uri: str, document: Tracked) -> None:
        """The document was closed: what was said of it goes with it, but for the configuration."""
        known = document.analysis or document.last
        if known is not None and known.problems:
            self._around[self.session.location_of(uri)] = known.problems
        if not self.session.pulls:
            self._push(uri, [])

    def around(self) -> set[Location]:
        """Where no document is open that tells whether the configuration is right."""
        folders = self.session.folders()
        left = {each for each in self._around if each[1] is None or each[1] in folders}
        return {*left, *((None, folder) for folder in folders)}

    def show_problems_around(self, problems: dict[Location, tuple[Problem, ...]]) -> None:
        self._around = problems
        self.show_problems()

    def show_problems(self) -> None:
        """What is wrong with the configurations stands in these themselves."""
        found: dict[Path, dict[Problem, None]] = {}
        known = [each.analysis or each.last for each in self.documents.values()]
        said = [() if each is None else each.problems for each in known]
        for problems_there in (*said, *self._around.values()):
            for problem in problems_there:
                if problem.file is None:
                    self.session.tell(problem.message)
                else:
                    found.setdefault(problem.file, {})[problem] = None
        for file in {**self._problems, **found}:
            problems = tuple(found.get(file, ()))
            uri = from_fs_path(str(file))
            if uri is None or problems == self._problems.get(file, ()):
                continue
            codec, language = self.session.workspace.position_codec, self.session.language
            self._push(uri, problem_diagnostics(file, problems, codec, language))
            self._problems[file] = problems

    def _push(
        self, uri: str, diagnostics: list[types.Diagnostic], version: int | None = None
    ) -> None:
        self.session.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, diagnostics, version)
        )
