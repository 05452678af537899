"""The processes that lint, as the process that speaks with the client sees them.

They are others because a parser holds Python's lock for as long as it reads: in a thread of the
server a long text would keep every message waiting, the last one too. The first process does
whatever it can. The second is started when something is waited for, and the first is busy with
something else for longer than anybody wants to wait; it reads the program anew, so nothing goes to
it without need.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import pickle
import threading
from collections.abc import Callable, Mapping
from dataclasses import field
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from spakky_lint.data import dataclass
from spakky_lint.lsp.linting_process import GIVE_UP, Answer, Failed, Job, Link, Way, started

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 0.3
"""Seconds after which a second process is started for what somebody waits for."""
SHORT_PATIENCE = 0.05
"""Seconds after which one that is there is asked. What it finds is looked into again by the first:
only that one knows what has changed since.
"""
_MOST = 2


class Urgency(IntEnum):
    """The lowest comes first."""

    ASKED = 0
    """Somebody waits for an answer."""
    EDITED = 1
    AROUND = 2
    """Other files, which may have changed with it."""


@dataclass(eq=False)
class _Process:
    link: Link
    texts: dict[Path, str] = field(default_factory=dict)
    """What it has of the editor's texts."""
    at_work: _Asked | None = None
    is_ready: bool = False
    """It reads what it is sent: a long message to one that starts would keep the server waiting."""


@dataclass(eq=False)
class _Asked:
    urgency: Urgency
    work: Callable[..., Any]  # Any: whatever it answers with
    texts: Mapping[Path, str] | None
    may_be_given_up: bool
    answer: asyncio.Future[Any]
    has_waited: bool = False
    was_lost: bool = False
    """A process has come to its end over it, or just before it."""


class Worker:
    """All of it belongs to the thread of the event loop, but for the threads that listen."""

    def __init__(self) -> None:
        self._processes: list[_Process] = []
        self._waiting: list[tuple[int, int, _Asked]] = []
        """A heap; of those that are equally urgent, the last comes first."""
        self._numbers = itertools.count()
        self._first: Link | None = None

    def prepare(self) -> None:
        """Start the first process: now, as long as there is no thread that a fork would lose."""
        self._first = started(Way.best())

    def end(self) -> None:
        """At once, whatever they are in the middle of."""
        for link in (self._first, *(each.link for each in self._processes)):
            if link is not None:
                link.kill()

    async def run(
        self, urgency: Urgency, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the work comes to; it is not begun any more once nobody waits for it.

        Raises:
            Failed: it came to no end.
        """
        found: T = await self._asked(urgency, partial(work, *args, **kwargs), None)
        return found

    async def run_on(
        self,
        urgency: Urgency,
        texts: Mapping[Path, str],
        work: Callable[..., T],
        *args: object,
        may_be_given_up: bool = False,
        **kwargs: object,
    ) -> T:
        """The same, of work that also takes the ``buffers``: the editor's texts.

        What may be given up takes a ``step``, too, and ends with the next one as soon as nobody
        waits for it.
        """
        found: T = await self._asked(
            urgency, partial(work, *args, **kwargs), texts, may_be_given_up
        )
        return found

    async def _asked(
        self,
        urgency: Urgency,
        work: Callable[..., Any],
        texts: Mapping[Path, str] | None,
        may_be_given_up: bool = False,
    ) -> Any:
        loop = asyncio.get_running_loop()
        asked = _Asked(urgency, work, texts, may_be_given_up, loop.create_future())
        heapq.heappush(self._waiting, (urgency, -next(self._numbers), asked))
        self._hand_out(loop)
        if asked.urgency < Urgency.AROUND and not self._is_begun(asked):
            has_second = len(self._processes) == _MOST
            patience = SHORT_PATIENCE if has_second else PATIENCE
            loop.call_later(patience, self._waited, loop, asked)
        try:
            return await asked.answer
        finally:
            if not asked.answer.done() or asked.answer.cancelled():
                self._give_up(asked)

    def _is_begun(self, asked: _Asked) -> bool:
        return any(each.at_work is asked for each in self._processes)

    def _waited(self, loop: asyncio.AbstractEventLoop, asked: _Asked) -> None:
        asked.has_waited = True
        self._hand_out(loop)

    def _give_up(self, asked: _Asked) -> None:
        for process in self._processes:
            if process.at_work is asked and asked.may_be_given_up:
                process.link.send(GIVE_UP)

    def _hand_out(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give whoever is free something to do."""
        for number in range(_MOST):
            is_second = number > 0
            if number == len(self._processes):
                # It begins as soon as it says that it reads what it is sent.
                if self._next(is_second=is_second) is not None:
                    self._processes.append(self._new(loop))
                return
            process = self._processes[number]
            if not process.is_ready:
                return  # that is soon, and sooner than another one would be
            asked = None if process.at_work else self._next(is_second=is_second)
            if asked is not None:
                self._waiting.remove(asked)
                heapq.heapify(self._waiting)
                self._begin(process, asked[2])

    def _next(self, *, is_second: bool) -> tuple[int, int, _Asked] | None:
        while self._waiting and self._waiting[0][2].answer.done():
            heapq.heappop(self._waiting)  # nobody waits for it any more
        if not is_second:
            return self._waiting[0] if self._waiting else None
        waited = (
            each for each in self._waiting if each[2].has_waited and not each[2].answer.done()
        )
        return min(waited, default=None)

    def _begin(self, process: _Process, asked: _Asked) -> None:
        changes: dict[Path, str | None] = {}
        if asked.texts is not None:
            had, has = process.texts, asked.texts
            changes = {path: text for path, text in has.items() if had.get(path) != text}
            changes.update(dict.fromkeys(had.keys() - has.keys()))
            process.texts = dict(has)
        process.at_work = asked
        job = Job(asked.work, asked.texts is not None, changes, asked.may_be_given_up)
        try:
            process.link.send(job)
        except (OSError, ValueError):
            return  # it is gone, as whoever listens to it will say
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            process.at_work, process.texts = None, {}
            asked.answer.set_exception(Failed(f"{type(error).__name__}: {error}"))

    def _new(self, loop: asyncio.AbstractEventLoop) -> _Process:
        link, self._first = self._first or started(Way.SPAWN), None
        process = _Process(link)
        listen = partial(self._listen, loop, process)
        threading.Thread(target=listen, name="spakky-lint-answers", daemon=True).start()
        return process

    def _listen(self, loop: asyncio.AbstractEventLoop, process: _Process) -> None:
        while (answer := process.link.receive()) is not None:
            loop.call_soon_threadsafe(self._answered, loop, process, answer)
        loop.call_soon_threadsafe(self._lost, loop, process)

    def _answered(self, loop: asyncio.AbstractEventLoop, process: _Process, answer: Answer) -> None:
        asked, process.at_work = process.at_work, None
        process.is_ready = True
        if asked is not None and not asked.answer.done():
            if answer.problem is None:
                asked.answer.set_result(answer.result)
            else:
                asked.answer.set_exception(Failed(answer.problem))
        self._hand_out(loop)

    def _lost(self, loop: asyncio.AbstractEventLoop, process: _Process) -> None:
        """It has come to an end by itself. The next one starts anew, and tries once more."""
        if process in self._processes:
            self._processes.remove(process)
        process.link.kill()
        asked = process.at_work
        if asked is not None and not asked.answer.done():
            if asked.was_lost:
                asked.answer.set_exception(Failed("the process that lints has ended"))
            else:
                asked.was_lost = True
                heapq.heappush(self._waiting, (asked.urgency, -next(self._numbers), asked))
        self._hand_out(loop)
