"""What is known of the open documents, each from change to change."""

from __future__ import annotations

import asyncio

from spakky_lint.data import dataclass
from spakky_lint.editing.analysis import Analysis, moved_to
from spakky_lint.editing.calls import Calls
from spakky_lint.editing.insight import Insight
from spakky_lint.rules.finding import Edit

QUICK = 0.03
"""Seconds. A text that is linted in less is linted without waiting for a pause."""

LONGEST_PAUSE = 0.2
"""Seconds without a change after which any text is linted."""

LONGEST_WAIT = 1.0
"""Seconds of steady typing after which there are findings in any case."""

REST = 1.0
"""Seconds without a change after which it is said that a text is no Python."""


@dataclass(slots=True)
class Tracked:
    """One open document. It belongs to the thread of the event loop; times are the loop's."""

    analysis: Analysis | None = None
    """Of the text as it is now."""
    last: Analysis | None = None
    """Of the last text that could be read, with what was found in lines that the text still has."""
    said: Analysis | None = None
    """What is shown of it, or is to be."""
    is_awaited: bool = False
    """The client has pulled what was known, and waits for the rest."""
    check: asyncio.Task[None] | None = None
    is_linting: bool = False
    is_outrun: bool = False
    """The text has changed since the lint began, which goes on all the same."""
    late: asyncio.TimerHandle | None = None
    """What is to be said after a rest."""
    changed: float = 0.0
    unseen: float | None = None
    """Since when something has changed of which nothing was said yet."""
    took: float = 0.0
    """Seconds of the last lint."""
    fixes: tuple[str, tuple[str, ...] | None, tuple[Edit, ...]] | None = None
    """Of the text, and of the rules, that they were last worked out for."""

    calls: Calls | None = None
    """As `insight`."""
    insight: Insight | None = None
    """Of the text that it says, as the program was then."""
    seeing: asyncio.Task[Insight] | None = None
    """What works that out, for all who wait for it."""
    waiting: int = 0
    """How many do."""

    def edit(self, before: str, after: str) -> None:
        """The text is another one."""
        self.see_no_more()
        if self.last is not None:
            self.last = moved_to(self.last, before, after)

    def pause(self, now: float) -> float:
        """Seconds from a change until the text is worth a lint, before the change is noted.

        None where a lint takes no time to speak of, or a pause has gone before the change: it may
        be one key, and where it begins a word, the next one gives the lint up.
        """
        has_rested = self.took <= now - self.changed
        if self.took < QUICK or has_rested:
            return 0.0
        waited = 0.0 if self.unseen is None else now - self.unseen
        return max(0.0, min(LONGEST_PAUSE, self.took / 2, LONGEST_WAIT - self.took - waited))

    def is_overdue(self, now: float) -> bool:
        """Whether a lint that has begun is to be finished, though the text has changed."""
        return self.unseen is not None and now - self.unseen >= LONGEST_WAIT / 2

    def cancel(self) -> None:
        """Nobody waits any more for what is under way."""
        if self.check is not None:
            self.check.cancel()
        self.hush()

    def see_anew(self) -> None:
        """What is shown of it besides findings rests on a program that is another one now."""
        self.insight = self.calls = None
        self.see_no_more()

    def see_no_more(self) -> None:
        if self.seeing is not None:
            self.seeing.cancel()
            self.seeing = None

    def hush(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None
