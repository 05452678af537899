"""What is worked out of an open document when the client asks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from lsprotocol import types

from spakky_lint.data import dataclass
from spakky_lint.editing.analysis import fix_all
from spakky_lint.editing.calls import Calls, calls_in
from spakky_lint.editing.insight import Insight, insight
from spakky_lint.editing.names import Name, definition_at, names_at
from spakky_lint.editing.offered import silenced
from spakky_lint.lsp.checks import Checks
from spakky_lint.lsp.documents import Tracked
from spakky_lint.lsp.linting_process import Failed
from spakky_lint.lsp.session import Session
from spakky_lint.lsp.worker import Urgency, Worker
from spakky_lint.rules.finding import Edit

LONGEST_SLEEP = 60.0
"""Seconds between two looks at the clock."""

Named: TypeAlias = tuple[types.Range, tuple[Name, ...]]
"""What stands in a string, and what can stand there."""


@dataclass(eq=False)
class Answers:
    """Each is None of a document that nobody has opened, and is kept for as long as it holds."""

    session: Session
    worker: Worker
    documents: dict[str, Tracked]
    checks: Checks
    _passes: datetime | None = None
    """The first time that is shown, after which another one is to be."""
    _looking: asyncio.TimerHandle | None = None

    async def fixes(self, uri: str, codes: tuple[str, ...] | None = None) -> tuple[Edit, ...]:
        """The edits of all safe fixes, or those of these rules; none if the text has changed."""
        analysis = await self.checks.settled(uri)
        document = self.documents.get(uri)
        if analysis is None or document is None:
            return ()
        text = analysis.source.text
        if document.fixes is not None and document.fixes[:2] == (text, codes):
            return document.fixes[2]
        place, buffers = self.session.location_of(uri), self.session.buffers()
        try:
            edits = await self.worker.run_on(
                Urgency.ASKED, buffers, fix_all, analysis.source, *place, codes=codes
            )
        except Failed as error:
            self.session.tell_defect(uri, error)
            return ()
        if document.analysis is None or document.analysis.source.text != text:
            return ()
        document.fixes = (text, codes, edits)
        return edits

    async def silencing(self, uri: str, line: int, codes: Sequence[str]) -> tuple[Edit, ...]:
        """The edits that have a comment silence the rules in a line; none where no comment can."""
        analysis = await self.checks.settled(uri)
        if analysis is None:
            return ()
        return silenced(analysis.source.text, line, codes)

    async def insight(self, uri: str) -> Insight | None:
        """What there is to show of the tasks of the text as it is.

        Hovers and hints wait for the same work, which is given up with the last of them, and where
        the text changes, begun anew.
        """
        while (document := self.documents.get(uri)) is not None:
            text, now = self.session.text_of(uri), datetime.now(UTC)
            known = document.insight
            if known is not None and known.text == text and known.holds(now):
                return known
            work = document.seeing
            if work is None or work.done():
                see = self._see(uri, document, text, now)
                work = document.seeing = asyncio.get_running_loop().create_task(see)
            document.waiting += 1
            try:
                await asyncio.wait([work])
            finally:
                document.waiting -= 1
                if document.waiting == 0:
                    work.cancel()
            if not work.cancelled():
                return work.result()
        return None

    async def _see(self, uri: str, document: Tracked, text: str, now: datetime) -> Insight:
        try:
            document.insight = await self.worker.run_on(
                Urgency.ASKED,
                self.session.buffers(),
                insight,
                text,
                *self.session.location_of(uri),
                locale=self.session.locale,
                now=now,
                may_be_given_up=True,
            )
        except Failed as error:
            self.session.tell_defect(uri, error)
            return Insight(text)
        self._ask_again_after(document.insight)
        return document.insight

    async def calls(self, uri: str, *, with_calls: bool) -> Calls | None:
        """The tasks of the text as it is, and who calls them."""
        document = self.documents.get(uri)
        if document is None:
            return None
        text = self.session.text_of(uri)
        if document.calls is not None and document.calls.text == text:
            return document.calls
        found = await self.worker.run_on(
            Urgency.ASKED,
            self.session.buffers(),
            calls_in,
            text,
            *self.session.location_of(uri),
            locale=self.session.locale,
            with_calls=with_calls,
            may_be_given_up=True,
        )
        if with_calls:
            document.calls = found
        return found

    async def names(self, uri: str, position: types.Position) -> Named | None:
        """What can stand in the string at the place."""
        if uri not in self.documents:
            return None
        places = self.session.places(uri)
        at, place = places.at(position), self.session.location_of(uri)
        found = await self.worker.run_on(
            Urgency.ASKED, self.session.buffers(), names_at, places.lines.text, at, *place
        )
        return None if found is None else (places.range(found.range), found.names)

    async def definition(self, uri: str, position: types.Position) -> types.Location | None:
        """The method that the string at the place names."""
        if uri not in self.documents:
            return None
        places = self.session.places(uri)
        at, place = places.at(position), self.session.location_of(uri)
        found = await self.worker.run_on(
            Urgency.ASKED, self.session.buffers(), definition_at, places.lines.text, at, *place
        )
        return None if found is None else self.session.location(uri, places, found)

    def _ask_again_after(self, insight: Insight) -> None:
        passes = min((each.fires for each in insight.tasks if each.fires), default=None)
        if passes is not None and (self._passes is None or passes < self._passes):
            self._passes = passes
            self._look_at_clock()

    def _look_at_clock(self) -> None:
        if self._passes is None:
            return
        left = (self._passes - datetime.now(UTC)).total_seconds()
        if self._looking is not None:
            self._looking.cancel()
        if left <= 0:
            self._passes = self._looking = None
            self.session.ask_for_hints()
        else:
            # The loop's own clock stands still while the machine sleeps.
            wait = min(left, LONGEST_SLEEP)
            self._looking = asyncio.get_running_loop().call_later(wait, self._look_at_clock)
