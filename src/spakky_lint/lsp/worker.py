"""The thread that lints: what was asked for last comes first."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from functools import partial
from queue import PriorityQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# Whatever the work answers with.
_Job = tuple[int, int, "Future[Any]", Callable[[], Any]]


class Urgency(IntEnum):
    """The lowest comes first."""

    ASKED = 0
    """Somebody waits for an answer."""
    EDITED = 1
    AROUND = 2
    """Other files, which may have changed with it."""


class Worker:
    """One thread. The program that it reads is its own, and is asked by nobody else."""

    def __init__(self) -> None:
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None

    async def run(
        self, urgency: Urgency, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the work comes to; it is not begun any more once nobody waits for it."""
        future: Future[T] = Future()
        self._jobs.put((urgency, -next(self._numbers), future, partial(work, *args, **kwargs)))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="spakky-lint", daemon=True)
            self._thread.start()
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        from spakky_lint.syntax.deep_stack import BYTES, has_deep_stack

        if threading.stack_size() > BYTES:
            has_deep_stack()  # and so needs no other thread for what is nested deeply
        while True:
            _, _, future, work = self._jobs.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001  # it is for whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)
