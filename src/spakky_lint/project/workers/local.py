"""Workers that are processes of this machine."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.project.workers import NoWorkers
from spakky_lint.project.workers.forking import await_threads, can_fork, threads


@dataclass
class LocalWorkers:
    size: int
    are_forks: bool = False
    """Whether they have to be: what they are asked about is in this process alone."""
    fall_together: bool = True
    _others: set[BaseProcess] = field(default_factory=set)
    """Processes that this one has started for something else."""
    _threads: int | None = None
    """How many this process had before it started any."""

    def begin(self) -> Executor:
        executor = self._begun() or self._begun()  # a second time, if somebody has killed one
        if executor is None:
            raise NoWorkers(Message("no other process can be started"))
        return executor

    def _begun(self) -> Executor | None:
        """None where the executor is not even able to answer."""
        self._others, self._threads = set(multiprocessing.active_children()), threads()
        is_fork = can_fork()
        if self.are_forks and not is_fork:
            return None
        context = multiprocessing.get_context("fork" if is_fork else "spawn")
        executor = ProcessPoolExecutor(self.size, context, _prepare)
        try:
            with _interrupts_held():
                first = executor.submit(os.getpid)
            first.result()
        except (BrokenExecutor, OSError):
            self.end(executor)
            return None
        except BaseException:  # an interrupt, which nobody else would answer for it
            self.end(executor)
            raise
        return executor

    def end(self, executor: Executor) -> None:
        # All of them: one that waits for work may hold what the others need to hear of the end.
        for process in set(multiprocessing.active_children()) - self._others:
            process.kill()
        executor.shutdown(cancel_futures=True)
        await_threads(self._threads)

    def check(self) -> None:
        """The executor tells when one is gone."""


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """What is started meanwhile never hears of an interrupt: ending it is up to this process."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare() -> None:
    """In the new process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # as in a process that checks all by itself
    gc.freeze()  # what it shares with the parent is no garbage, and copied where it is looked at
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Do not outlive whoever asks, however that came to its end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
