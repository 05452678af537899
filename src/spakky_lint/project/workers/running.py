"""Files that workers look into, put in order again, whatever becomes of a worker."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.project.checking import NO_MEMORY
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.trouble import Trouble
from spakky_lint.project.workers.dividing import Part, parts_of
from spakky_lint.project.workers.telling import Looked, Told, look

if TYPE_CHECKING:
    from spakky_lint.project.cache.noted import Part as Noted

T = TypeVar("T")

_AHEAD = 2
"""As many parts are handed out for each worker, so that none waits for the next."""

_PATIENCE = 1.0
"""Seconds after which a wait looks up: not every system lets a signal end it."""


class Workers(Protocol):
    """Those who do the work, behind one executor after another."""

    @property
    def size(self) -> int: ...

    @property
    def fall_together(self) -> bool:
        """Whether the end of one is the end of the executor, and of all that was handed out."""
        ...

    def begin(self) -> Executor:
        """Raises NoWorkers."""
        ...

    def end(self, executor: Executor) -> None:
        """At once, whatever they are doing."""
        ...

    def check(self) -> None:
        """Raises NoWorkers where none is left that could do anything."""
        ...


@dataclass
class Run(Generic[T]):
    """One run over the files. What was made of them comes in their order."""

    files: Sequence[SourceFile]
    program: Told
    workers: Workers
    failed: Callable[[SourceFile, str], T]
    """What is made of a file that workers come to their end over."""
    notes: dict[Trouble, None] = field(default_factory=dict)
    """What the workers could not read, each once, in order of the files."""
    noted: list[Noted] = field(default_factory=list)
    """What the workers have noted of what all that rests on, where somebody wants to know."""
    _waiting: deque[Part] = field(default_factory=deque)
    _suspects: deque[Part] = field(default_factory=deque)
    """Files that a worker may have come to its end over: handed out one by one."""
    _running: dict[Future[Looked | None], Part] = field(default_factory=dict)
    _seen: dict[int, T] = field(default_factory=dict)
    _noted: dict[int, tuple[Trouble, ...]] = field(default_factory=dict)

    def seen(self) -> Generator[T, None, None]:
        """Raises NoWorkers."""
        self._waiting.extend(parts_of(self.files, self.workers.size))
        executor = self.workers.begin()
        try:
            for number in range(len(self.files)):
                while number not in self._seen:
                    self._see_to(number)
                    executor = self._hand_out(executor)
                    executor = self._take_in(executor)
                self.notes.update(dict.fromkeys(self._noted.pop(number, ())))
                yield self._seen.pop(number)
        finally:
            self.workers.end(executor)

    def _see_to(self, number: int) -> None:
        """Where nobody is about to see it, whoever had begun with the file came to an end."""
        if not (self._running or self._waiting or self._suspects):
            self._suspects.append(Part(number, (self.files[number],), is_suspect=True))

    def _hand_out(self, executor: Executor) -> Executor:
        is_alone = self.workers.fall_together
        most = 1 if self._suspects and is_alone else _AHEAD * self.workers.size
        while len(self._running) < most and (self._suspects or self._waiting):
            part = (self._suspects or self._waiting).popleft()
            program = self.program if part.is_told else None
            try:
                future = executor.submit(
                    look,
                    self.program.key,
                    part.first,
                    part.files,
                    program,
                    is_alone=part.is_suspect,
                )
            except BrokenExecutor:
                self._put_back(part)
                return self._renewed(executor)
            self._running[future] = part
        return executor

    def _take_in(self, executor: Executor) -> Executor:
        done, _ = wait(self._running, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
        if not done:
            self.workers.check()
        is_broken = False
        for future in done:
            part = self._running.pop(future)
            try:
                looked = future.result()
            except Exception as error:  # noqa: BLE001  # whatever it is, it is about these files
                self.workers.check()
                is_broken |= isinstance(error, BrokenExecutor)
                self._failed(part, error)
                continue
            if looked is None:
                self._put_back(part.told())
                continue
            self._seen.update(looked.seen)
            self._noted[part.first] = looked.notes
            if looked.noted is not None:
                self.noted.append(looked.noted)
        return self._renewed(executor) if is_broken else executor

    def _failed(self, part: Part, error: BaseException) -> None:
        if part.is_suspect:
            self._seen[part.first] = self.failed(part.files[0], _words(error))
        else:
            self._suspects.extend(part.single())

    def _put_back(self, part: Part) -> None:
        (self._suspects if part.is_suspect else self._waiting).appendleft(part)

    def _renewed(self, executor: Executor) -> Executor:
        """Other workers, in whose hands is nothing yet: whose end it was, nobody can tell."""
        for part in self._running.values():
            self._suspects.extend(part.single())
        self._running.clear()
        self.workers.end(executor)
        return self.workers.begin()


def _words(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if isinstance(error, BrokenExecutor):
        return Message("the process that checked it ended unexpectedly, and so did a second one")
    return Message("the worker that checked it failed: {error}", error=type(error).__name__)
