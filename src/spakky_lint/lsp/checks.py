"""Which text is linted, and when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import field
from pathlib import Path

from lsprotocol import types

from spakky_lint.data import dataclass
from spakky_lint.editing.analysis import (
    Analysis,
    analyse,
    moved_to,
    outdated,
    problems_for,
    still_apart,
)
from spakky_lint.lsp.documents import LONGEST_WAIT, Tracked
from spakky_lint.lsp.linting_process import Failed
from spakky_lint.lsp.progress import shown_progress
from spakky_lint.lsp.publishing import Publishing
from spakky_lint.lsp.session import Session
from spakky_lint.lsp.whole import Whole
from spakky_lint.lsp.worker import Urgency, Worker
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.syntax.source import of_text


@dataclass(eq=False)
class Checks:
    """A document's check is one task: a newer version, or the closing of the document, cancels it,
    so nothing stale is ever published.
    """

    session: Session
    worker: Worker
    documents: dict[str, Tracked]
    publishing: Publishing
    whole: Whole
    _refreshing: asyncio.Task[None] | None = None
    _read: set[Path | None] = field(default_factory=set)
    """The folders of which the program has been read once."""

    # What happens to a document

    def open(self, uri: str) -> None:
        self.documents[uri] = Tracked()
        self._check_again(uri, self.documents[uri])
        self.whole.stir()

    def edit(self, uri: str, before: str, after: str) -> None:
        """The text is another one, and more changes may follow at once."""
        document = self.documents.get(uri)
        if document is not None:
            document.edit(before, after)

    def change(self, uri: str) -> None:
        """The text has changed, and is to be linted."""
        document = self.documents.get(uri)
        if document is None:
            return
        now = asyncio.get_running_loop().time()
        pause, before = document.pause(now), document.analysis
        document.analysis = None
        document.changed = now
        document.unseen = now if document.unseen is None else document.unseen
        document.hush()
        self.whole.stir()
        self._refresh_no_more()  # the end of the check begins it anew
        apart = None if before is None else still_apart(before, self.session.text_of(uri))
        if apart is not None:
            self._found(uri, document, apart)
            return
        if document.is_linting and document.is_overdue(now):
            document.is_outrun = True
            return
        self._check_again(uri, document, pause)

    def forget(self, uri: str) -> None:
        """The document was closed."""
        document = self.documents.pop(uri, None)
        if document is None:
            return
        document.cancel()
        document.see_no_more()
        self.publishing.withdraw(uri, document)
        self.whole.stir()
        self.refresh()

    def refresh(self, *, looks: bool = False) -> None:
        """Look at the open files again: what they say may rest on another one that changed.

        The disk is looked at when `looks` says so, and otherwise unless that was just done.
        """
        if looks:
            self.whole.stir()
        self._refresh_no_more()
        self._refreshing = asyncio.get_running_loop().create_task(self._refresh(looks))

    # What is known of one

    def latest(self, uri: str) -> Analysis | None:
        """What is known of the text without waiting: what was found in lines that it still has."""
        document = self.documents.get(uri)
        if document is None:
            return None
        now = document.analysis
        return document.last if now is None or not now.is_read else now

    async def settled(self, uri: str) -> Analysis | None:
        """What the linter says about the text as it is now; None for a document nobody opened."""
        while (document := self.documents.get(uri)) is not None:
            check = document.check
            if check is None or check.done():
                return document.analysis
            await asyncio.wait([check])
        return None

    async def pulled(self, uri: str) -> list[types.Diagnostic]:
        """What is to be said of the document; within a second, also of one that keeps changing."""
        document = self.documents.get(uri)
        if document is None:
            return []
        try:
            has_more = document.last is not None
            await asyncio.wait_for(self.settled(uri), LONGEST_WAIT if has_more else None)
        except TimeoutError:
            document.is_awaited = True
            known = document.last
            return [] if known is None else self.session.diagnostics(uri, known)
        return self.publishing.said(uri)

    # How it is done

    def _check_again(self, uri: str, document: Tracked, pause: float = 0.0) -> None:
        document.cancel()
        document.is_linting = document.is_outrun = False
        document.check = asyncio.get_running_loop().create_task(self._check(uri, document, pause))

    async def _check(self, uri: str, document: Tracked, pause: float) -> None:
        loop = asyncio.get_running_loop()
        if pause:
            await asyncio.sleep(pause)
        while True:
            text, began = self.session.text_of(uri), loop.time()
            document.is_linting, document.is_outrun = True, False
            analysis = await self._analysed(uri, text, Urgency.EDITED)
            document.is_linting = False
            document.took = loop.time() - began
            if not document.is_outrun:
                break
            document.unseen = document.changed
            if analysis.is_read:
                document.last = moved_to(analysis, text, self.session.text_of(uri))
                self.publishing.publish(uri, document.last)
        self._found(uri, document, analysis)

    def _found(self, uri: str, document: Tracked, analysis: Analysis) -> None:
        """Show what is known of the text as it is."""
        document.unseen = None
        self.publishing.show(uri, analysis)
        others = [each.check for each in self.documents.values() if each is not document]
        if others and all(check is None or check.done() for check in others):
            # A task of its own: who waits for this document need not wait for the others.
            self.refresh()

    async def _analysed(self, uri: str, text: str, urgency: Urgency) -> Analysis:
        place = self.session.location_of(uri)
        buffers = self.session.buffers()
        try:
            async with self._first_read(place[1]):
                return await self.worker.run_on(
                    urgency, buffers, analyse, text, *place, may_be_given_up=True
                )
        except Failed as error:  # one text defeats us, the server goes on
            self.session.tell_defect(uri, error)
            return Analysis(of_text(text))

    @asynccontextmanager
    async def _first_read(self, folder: Path | None) -> AsyncIterator[None]:
        """The first text of a folder waits until its program is read."""
        if folder in self._read:
            yield
            return
        self._read.add(folder)
        title = in_language(Message("Reading the program"), self.session.language)
        async with shown_progress(self.session, title):
            yield

    def _refresh_no_more(self) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()
            self._refreshing = None

    async def _refresh(self, looks: bool) -> None:
        known = {
            uri: document.analysis
            for uri, document in self.documents.items()
            if document.analysis is not None
        }
        states = {uri: analysis.state for uri, analysis in known.items()}
        places = {uri: self.session.location_of(uri) for uri in known}
        stale = await self.worker.run_on(
            Urgency.AROUND, self.session.buffers(), outdated, states, places, looks=looks
        )
        around = self.publishing.around()
        problems = await self.worker.run(Urgency.AROUND, problems_for, around, looks=looks)
        self.publishing.show_problems_around(problems)
        for uri in stale:
            if uri in self.documents:
                self.documents[uri].see_anew()
        if stale:
            self.session.ask_for_hints()
        for uri in stale:
            before, document = known[uri], self.documents.get(uri)
            if document is None or document.analysis is not before:
                continue
            analysis = await self._analysed(uri, self.session.text_of(uri), Urgency.AROUND)
            if document.analysis is not before or self.documents.get(uri) is not document:
                continue
            if analysis.findings == before.findings:
                document.analysis = document.last = analysis
                self.publishing.show_problems()
            else:
                self.publishing.show(uri, analysis, is_asked_for=False)
