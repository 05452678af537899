"""The server: when to lint which text, and whom to tell."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeAlias, TypeVar

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument, Workspace

from spakky_lint import __version__
from spakky_lint.editing.analysis import Analysis, analyse, fix_all, moved_to, outdated
from spakky_lint.editing.calls import Calls, calls_in
from spakky_lint.editing.insight import Insight, insight
from spakky_lint.editing.names import Found, Name, definition_at, names_at
from spakky_lint.lsp import actions, options
from spakky_lint.lsp.commands import Pages
from spakky_lint.lsp.configuration_problems import problem_diagnostics
from spakky_lint.lsp.diagnostics import diagnostic
from spakky_lint.lsp.documents import LONGEST_WAIT, REST, Given, Stale, Tracked
from spakky_lint.lsp.positions import Places
from spakky_lint.lsp.progress import shown_progress
from spakky_lint.lsp.protocol import Protocol
from spakky_lint.lsp.whole import Whole
from spakky_lint.lsp.worker import Urgency, Worker
from spakky_lint.messages.language import Language, language_of_editor
from spakky_lint.rules.finding import Edit
from spakky_lint.syntax.source import of_text

if TYPE_CHECKING:
    from spakky_lint.project.configuration import Problem

P = ParamSpec("P")
T = TypeVar("T")

Named: TypeAlias = tuple[types.Range, tuple[Name, ...]]
"""What stands in a string, and what can stand there."""

_SCHEMES = ("file", "untitled")
"""Of documents that are modules, saved or not."""


class SpakkyServer(LanguageServer):
    """A language server with one worker for the linting.

    All state belongs to the thread of the event loop. A document's check is one task: a newer
    version, or the closing of the document, cancels it, so nothing stale is ever published.
    """

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("spakky-lint", __version__, protocol_cls=Protocol)
        self.protocol.edited = self._edited
        # Not pygls's own pool: a text that takes long must not keep the next message waiting.
        self._worker = Worker()
        self._documents: dict[str, Tracked] = {}
        self._refreshing: asyncio.Task[None] | None = None
        self._told: set[str] = set()
        self._problems: dict[Path, tuple[Problem, ...]] = {}
        """What is said to be wrong with configurations."""
        self._passing: asyncio.TimerHandle | None = None
        self.options = options.DEFAULT
        self.locale: str | None = None
        """That of the editor, where it tells."""
        self.pulls = False
        """Whether the client asks for diagnostics, and can be told to ask again."""
        self.whole = Whole(self, self)
        self.pages = Pages()
        self._read: set[Path | None] = set()
        """The folders of which the program has been read once."""
        self.asked_to_stop = False

    def lints(self, uri: str) -> bool:
        return _is_module(self.workspace.get_text_document(uri), self.workspace)

    # What happens to a document

    def open(self, uri: str) -> None:
        self._documents[uri] = Tracked()
        self._check_again(uri, self._documents[uri])
        self.whole.stir()

    def change(self, uri: str) -> None:
        document = self._documents.get(uri)
        if document is None:
            return
        now = asyncio.get_running_loop().time()
        document.analysis = None
        document.changed = now
        document.unseen = now if document.unseen is None else document.unseen
        document.hush()
        self.whole.stir()
        if document.is_linting and document.is_overdue(now):
            document.is_outrun = True
            return
        self._check_again(uri, document, document.pause(now))

    def forget(self, uri: str) -> None:
        """The document was closed: its diagnostics go with it."""
        document = self._documents.pop(uri, None)
        if document is None:
            return
        document.cancel()
        if not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        self.whole.stir()
        self.refresh()

    def refresh(self, *, looks: bool = False) -> None:
        """Look at the open files again: what they say may rest on another one that changed.

        The disk is looked at when `looks` says so, and otherwise unless that was just done.
        """
        if looks:
            self.whole.stir()
        if self._refreshing is not None:
            self._refreshing.cancel()
        self._refreshing = asyncio.get_running_loop().create_task(self._refresh(looks))

    def show_again(self) -> None:
        """What is to be shown is asked for in another way."""
        for uri, document in self._documents.items():
            document.insight = document.calls = None
            if document.analysis is not None:
                self._show(uri, document, document.analysis, is_asked_for=False)
        self.ask_for_hints()

    # What is known of one

    def latest(self, uri: str) -> Analysis | None:
        """What is known of the text without waiting: what was found in lines that it still has."""
        document = self._documents.get(uri)
        if document is None:
            return None
        now = document.analysis
        return document.last if now is None or not now.is_read else now

    async def settled(self, uri: str) -> Analysis | None:
        """What the linter says about the text as it is now; None for a document nobody opened."""
        while (document := self._documents.get(uri)) is not None:
            check = document.check
            if check is None or check.done():
                return document.analysis
            await asyncio.wait([check])
        return None

    async def pulled(self, uri: str) -> list[types.Diagnostic]:
        """What is to be said of the document; within a second, also of one that keeps changing."""
        document = self._documents.get(uri)
        if document is None:
            return []
        try:
            has_more = document.last is not None
            await asyncio.wait_for(self.settled(uri), LONGEST_WAIT if has_more else None)
        except TimeoutError:
            document.is_awaited = True
            return [] if document.last is None else self.diagnostics(uri, document.last)
        return self.said(uri)

    def said(self, uri: str) -> list[types.Diagnostic]:
        """What is said of an open document."""
        document = self._documents.get(uri)
        if document is None or document.said is None:
            return []
        return self.diagnostics(uri, document.said)

    async def fixes(self, uri: str, codes: tuple[str, ...] | None = None) -> tuple[Edit, ...]:
        """The edits of all safe fixes, or those of these rules; none if the text has changed."""
        analysis = await self.settled(uri)
        document = self._documents.get(uri)
        if analysis is None or document is None:
            return ()
        text = analysis.source.text
        if document.fixes is not None and document.fixes[:2] == (text, codes):
            return document.fixes[2]
        place = self._location(uri)
        try:
            edits = await self._worker.run(
                Urgency.ASKED, fix_all, analysis.source, *place, self.buffers(), codes
            )
        except Exception as error:  # noqa: BLE001  # as below
            self._tell_defect(uri, error)
            return ()
        if document.analysis is None or document.analysis.source.text != text:
            return ()
        document.fixes = (text, codes, edits)
        return edits

    async def silencing(self, uri: str, line: int, codes: Sequence[str]) -> tuple[Edit, ...]:
        """The edits that have a comment silence the rules in a line; none where no comment can."""
        from spakky_lint.syntax.noqa_writing import commented

        analysis = await self.settled(uri)
        if analysis is None:
            return ()
        made = commented(analysis.source.text, {line: codes}, "")
        return tuple(Edit(range_, words) for range_, words in made.insertions)

    async def insight(self, uri: str) -> Insight | None:
        """What there is to show of the tasks of the text as it is; None where nobody opened it."""
        document = self._documents.get(uri)
        if document is None:
            return None
        text, now = self.workspace.get_text_document(uri).source, datetime.now(UTC)
        known = document.insight
        if known is not None and known.text == text and known.holds(now):
            return known
        place = self._location(uri)
        try:
            document.insight = await self._worker.run(
                Urgency.ASKED, insight, text, *place, self.buffers(), self.locale, now
            )
        except Exception as error:  # noqa: BLE001  # as below
            self._tell_defect(uri, error)
            return Insight(text)
        self._ask_again_after(document.insight)
        return document.insight

    async def calls(self, uri: str, *, with_calls: bool) -> Calls | None:
        """The tasks of the text as it is, and who calls them; None where nobody opened it."""
        document = self._documents.get(uri)
        if document is None:
            return None
        text = self.workspace.get_text_document(uri).source
        if document.calls is not None and document.calls.text == text:
            return document.calls
        place = self._location(uri)
        work = partial(calls_in, text, *place, self.buffers(), self.locale, with_calls=with_calls)
        found = await self.run(Urgency.ASKED, work)
        if with_calls:
            document.calls = found
        return found

    async def names(self, uri: str, position: types.Position) -> Named | None:
        """What can stand in the string at the place."""
        if uri not in self._documents:
            return None
        places = self.places(uri)
        at, (path, folder) = places.at(position), self._location(uri)
        found = await self.run(
            Urgency.ASKED, names_at, places.lines.text, at, path, folder, self.buffers()
        )
        return None if found is None else (places.range(found.range), found.names)

    async def definition(self, uri: str, position: types.Position) -> types.Location | None:
        """The method that the string at the place names."""
        if uri not in self._documents:
            return None
        places = self.places(uri)
        at, (path, folder) = places.at(position), self._location(uri)
        found = await self.run(
            Urgency.ASKED, definition_at, places.lines.text, at, path, folder, self.buffers()
        )
        return None if found is None else self.location(uri, places, found)

    def places(self, uri: str) -> Places:
        source = of_text(self.workspace.get_text_document(uri).source)
        return Places.of(source, self.workspace.position_codec)

    def location(self, uri: str, places: Places, found: Found) -> types.Location | None:
        """Where it is for the client; `places` are those of the document itself."""
        if found.path is None:
            return types.Location(uri, places.range(found.range))
        address = from_fs_path(str(found.path))
        if address is None:
            return None
        return types.Location(address, self.places(address).range(found.range))

    def folder_of(self, uri: str) -> Path | None:
        """The folder that the editor works in, or else that the document is in."""
        path, folder = self._location(uri)
        return folder or (None if path is None else path.parent)

    def _ask_again_after(self, insight: Insight) -> None:
        """Once the first of the times that are shown has passed."""
        passes = min((each.fires for each in insight.tasks if each.fires), default=None)
        if passes is None:
            return
        loop = asyncio.get_running_loop()
        due = loop.time() + (passes - datetime.now(UTC)).total_seconds()
        if self._passing is not None and self._passing.when() <= due:
            return
        if self._passing is not None:
            self._passing.cancel()
        self._passing = loop.call_at(due, self._passed)

    def _passed(self) -> None:
        self._passing = None
        self.ask_for_hints()

    def ask_for_hints(self) -> None:
        """Have the client ask for what stands in the lines, and between them, once more."""
        if get_capability(self.client_capabilities, "workspace.code_lens.refresh_support"):
            self.workspace_code_lens_refresh(None)
        if get_capability(self.client_capabilities, "workspace.inlay_hint.refresh_support"):
            self.workspace_inlay_hint_refresh(None)

    def ask_for_diagnostics(self) -> None:
        """Have the client pull them again: they are other ones, and it cannot know."""
        self.workspace_diagnostic_refresh(None)

    def opened(self) -> Sequence[str]:
        return tuple(self._documents)

    def version_of(self, uri: str) -> int | None:
        return self.workspace.get_text_document(uri).version

    def folders(self) -> Sequence[Path]:
        """Those that the editor works in, on this machine."""
        roots = [to_fs_path(folder.uri) for folder in self.workspace.folders.values()]
        return tuple(Path(root) for root in (roots or [self.workspace.root_path]) if root)

    async def run(
        self, urgency: Urgency, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._worker.run(urgency, work, *args, **kwargs)

    def described(self, uri: str, analysis: Analysis) -> actions.Document:
        """The open document in its present version, whose text `analysis` is about."""
        edits = "workspace.workspace_edit.document_changes"
        return actions.Document(
            uri,
            self.version_of(uri),
            Places.of(analysis.source, self.workspace.position_codec),
            related=self._shows_related,
            versioned=bool(get_capability(self.client_capabilities, edits)),
            language=self.language,
        )

    def diagnostics(self, uri: str, analysis: Analysis) -> list[types.Diagnostic]:
        """The findings as the client shows them."""
        if not analysis.findings:
            return []  # the text need not be looked at
        codec = self.workspace.position_codec
        places = Places.of(analysis.source, codec)
        others = {
            shown: (from_fs_path(str(other.path)) or uri, Places.of(other.source, codec))
            for shown, other in analysis.elsewhere.items()
        }
        return [
            diagnostic(
                uri,
                places,
                finding,
                related=self._shows_related,
                others=others,
                language=self.language,
            )
            for finding in analysis.findings
        ]

    @property
    def language(self) -> Language:
        return language_of_editor(self.locale)

    @property
    def _shows_related(self) -> bool:
        ways = ("publish_diagnostics", "diagnostic")
        return any(
            get_capability(self.client_capabilities, f"text_document.{way}.related_information")
            for way in ways
        )

    # How it is done

    def _edited(self, uri: str, before: str, after: str) -> None:
        document = self._documents.get(uri)
        if document is not None:
            document.edit(before, after)

    def _check_again(self, uri: str, document: Tracked, pause: float = 0.0) -> None:
        document.cancel()
        document.stale = Stale()
        document.is_linting = document.is_outrun = False
        document.check = asyncio.get_running_loop().create_task(self._check(uri, document, pause))

    async def _check(self, uri: str, document: Tracked, pause: float) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(pause)
        while True:
            text, began = self.workspace.get_text_document(uri).source, loop.time()
            document.is_linting, document.is_outrun = True, False
            analysis = await self._analysed(uri, text, Urgency.EDITED, document.stale)
            document.is_linting = False
            document.took = loop.time() - began
            document.unseen = None
            if not document.is_outrun:
                break
            now = self.workspace.get_text_document(uri).source
            document.unseen = document.changed
            if analysis.is_read:
                document.last = moved_to(analysis, text, now)
                self._publish(uri, document.last)
        self._show(uri, document, analysis)
        others = (each.check for each in self._documents.values() if each is not document)
        if all(check is None or check.done() for check in others):
            # A task of its own: who waits for this document need not wait for the others.
            self.refresh()

    async def _analysed(self, uri: str, text: str, urgency: Urgency, stale: Stale) -> Analysis:
        place = self._location(uri)
        try:
            async with self._first_read(place[1]):
                return await self._worker.run(
                    urgency, analyse, text, *place, self.buffers(), stale.step
                )
        except Given:
            raise asyncio.CancelledError from None
        except Exception as error:  # noqa: BLE001  # one text defeats us, the server goes on
            self._tell_defect(uri, error)
            return Analysis(of_text(text))

    @asynccontextmanager
    async def _first_read(self, folder: Path | None) -> AsyncIterator[None]:
        """The first text of a folder waits until its program is read."""
        if folder in self._read:
            yield
            return
        self._read.add(folder)
        async with shown_progress(self, "Reading the program"):
            yield

    async def _refresh(self, looks: bool) -> None:
        known = {
            uri: document.analysis
            for uri, document in self._documents.items()
            if document.analysis is not None
        }
        places = {uri: self._location(uri) for uri in known}
        stale = await self._worker.run(
            Urgency.AROUND, outdated, known, places, self.buffers(), looks=looks
        )
        for uri in stale:
            if uri in self._documents:
                self._documents[uri].insight = self._documents[uri].calls = None
        if stale:
            self.ask_for_hints()
        for uri in stale:
            before, document = known[uri], self._documents.get(uri)
            if document is None or document.analysis is not before:
                continue
            text = self.workspace.get_text_document(uri).source
            analysis = await self._analysed(uri, text, Urgency.AROUND, document.stale)
            if document.analysis is not before:
                continue
            if analysis.findings == before.findings:
                document.analysis = document.last = analysis
                self._show_problems()
            else:
                self._show(uri, document, analysis, is_asked_for=False)

    def buffers(self) -> dict[Path, str]:
        """The texts of the open files."""
        return {
            Path(name): document.source
            for uri, document in self.workspace.text_documents.items()
            if _is_module(document, self.workspace) and (name := to_fs_path(uri)) is not None
        }

    def _show(
        self, uri: str, document: Tracked, analysis: Analysis, *, is_asked_for: bool = True
    ) -> None:
        """What is wrong with a text that is no Python is said after a rest only; until then, and
        beside it, what was found in the lines of the last one that was stays.
        """
        document.analysis = analysis
        document.hush()
        self._show_problems()
        publish = partial(self._publish, uri, is_asked_for=is_asked_for)
        if analysis.is_read:
            document.last = analysis
            publish(analysis)
            return
        before = () if document.last is None else document.last.findings
        known = analysis if document.last is None else document.last
        both = replace(known, source=analysis.source, findings=(*analysis.findings, *before))
        rest = document.changed + REST - asyncio.get_running_loop().time()
        if not self.options.shows_syntax_errors or not analysis.findings:
            publish(replace(both, findings=before))
        elif (document.last is None and not document.changed) or rest <= 0:
            publish(both)
        else:
            publish(replace(both, findings=before))
            loop = asyncio.get_running_loop()
            late = partial(self._publish, uri, both, is_asked_for=False)
            document.late = loop.call_later(rest, late)

    def _publish(self, uri: str, analysis: Analysis, *, is_asked_for: bool = True) -> None:
        """Say it, or have the client ask, unless it does so by itself after a change."""
        document = self._documents.get(uri)
        if document is None:
            return
        document.said = analysis
        if not self.pulls:
            shown = self.diagnostics(uri, analysis)
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri, shown, self.version_of(uri))
            )
        elif document.is_awaited or not is_asked_for:
            document.is_awaited = False
            self.ask_for_diagnostics()

    def _show_problems(self) -> None:
        """What is wrong with the configurations stands in these themselves."""
        found: dict[Path, dict[Problem, None]] = {}
        for document in self._documents.values():
            known = document.analysis or document.last
            for problem in () if known is None else known.problems:
                if problem.file is None:
                    self.tell(problem.message)
                else:
                    found.setdefault(problem.file, {})[problem] = None
        for file in {**self._problems, **found}:
            problems = tuple(found.get(file, ()))
            uri = from_fs_path(str(file))
            if uri is None or problems == self._problems.get(file, ()):
                continue
            shown = problem_diagnostics(file, problems, self.workspace.position_codec)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown))
            self._problems[file] = problems

    def _location(self, uri: str) -> tuple[Path | None, Path | None]:
        """The document's file, where it has one, and the folder that the editor works in."""
        name = to_fs_path(uri)
        path = None if name is None else Path(name)
        folders: Sequence[Path] = self.folders()
        if path is not None:
            folders = [folder for folder in folders if path.is_relative_to(folder)]
        return path, max(folders, key=lambda folder: len(folder.parts), default=None)

    def _tell_defect(self, uri: str, error: Exception) -> None:
        self.tell(f"spakky-lint failed on {uri}: {type(error).__name__}: {error}")

    def tell(self, problem: str) -> None:
        """Show the user a problem, once."""
        if problem not in self._told:
            self._told.add(problem)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, problem))


def _is_module(document: TextDocument, workspace: Workspace) -> bool:
    """Whether it is the text of a module: of one in a file, or of one that will have a file.

    A cell of a notebook is only a part of one, what git shows is an older one, and a stub runs
    nowhere.
    """
    scheme, _, path = document.uri.partition(":")
    if scheme not in _SCHEMES or path.endswith((".pyi", ".ipynb")):
        return False
    if workspace.get_notebook_document(cell_uri=document.uri) is not None:
        return False
    return document.language_id == "python" or path.endswith(".py")
