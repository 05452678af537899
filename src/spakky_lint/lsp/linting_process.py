"""A process that lints: it is given one job after the other, and keeps the program between them.

It is a fork of the server where that is quick and safe, and else a process that is started anew.
Messages are pickles behind their length; both sides are ours.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import signal
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from enum import Enum, auto
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from spakky_lint.data import dataclass

STACK_SIZE: Final = 40 * 1024 * 1024
"""Bytes of a thread's stack: what the deepest text takes (`syntax/deep_stack`), and more. It is
reserved, not used.
"""
_REST: Final = 0.02
"""Seconds without a job after which garbage is looked for."""
_MUCH: Final = 200_000
"""Objects after which it is looked for at once."""
GIVE_UP: Final = "give up"
_LENGTH: Final = struct.Struct("!Q")


class Failed(Exception):
    """The work came to no end; says why."""


class Given(Exception):
    """The work is given up: the text has changed."""


@dataclass(frozen=True, slots=True)
class Job:
    work: Callable[..., Any]  # Any: whatever it answers with
    takes_texts: bool
    changes: Mapping[Path, str | None]
    """The editor's texts that are other ones than before; None for those that were closed."""
    may_be_given_up: bool


@dataclass(frozen=True, slots=True)
class Answer:
    result: Any = None  # Any: as above
    problem: str | None = None
    """Why there is no result."""


class Link:
    """What is sent to the other process, and comes from it."""

    def __init__(self, source: IO[bytes], target: IO[bytes], kill: Callable[[], None]) -> None:
        self._source = source
        self._target = target
        self.kill = kill

    def send(self, message: object) -> None:
        """Raises OSError where the other side is gone."""
        body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        self._target.write(_LENGTH.pack(len(body)) + body)
        self._target.flush()

    def receive(self) -> Any:  # Any: whatever was sent
        """The next message; None when the other side is gone."""
        with contextlib.suppress(OSError, EOFError, struct.error):
            (length,) = _LENGTH.unpack(self._source.read(_LENGTH.size))
            body = self._source.read(length)
            if len(body) == length:
                return pickle.loads(body)  # from our own process
        return None


class Way(Enum):
    """How a process is started."""

    FORK = auto()
    SPAWN = auto()

    @classmethod
    def best(cls) -> Way:
        from spakky_lint.project.workers.forking import can_fork

        return cls.FORK if can_fork() else cls.SPAWN


def started(way: Way) -> Link:
    """The link to a new process."""
    return _forked() if way is Way.FORK else _spawned()


def _forked() -> Link:
    (its_input, to_it), (from_it, its_output) = os.pipe(), os.pipe()
    sys.stderr.flush()
    process = os.fork()
    if process == 0:
        os.close(to_it)
        os.close(from_it)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)  # what the client listens to belongs to the server
        sys.stdout = sys.stderr
        _work_off(os.fdopen(its_input, "rb"), os.fdopen(its_output, "wb"))
    os.close(its_input)
    os.close(its_output)

    def kill() -> None:
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)

    return Link(os.fdopen(from_it, "rb"), os.fdopen(to_it, "wb"), kill)


def _spawned() -> Link:
    import subprocess

    process = subprocess.Popen(
        # Safely: nothing that lies where the editor works is a module of ours.
        [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def kill() -> None:
        process.kill()
        process.wait()

    assert process.stdin is not None
    assert process.stdout is not None
    return Link(process.stdout, process.stdin, kill)


def _work_off(source: IO[bytes], target: IO[bytes]) -> NoReturn:
    """Do what is asked for until nobody asks any more. This is all that the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server's end is ours, too
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    given_up = threading.Event()
    link = Link(source, target, lambda: None)

    def work() -> None:
        from spakky_lint.syntax.deep_stack import BYTES, has_deep_stack

        gc.disable()  # garbage is looked for when nobody waits: a tree is thousands of objects
        if threading.stack_size() > BYTES:
            has_deep_stack()  # and so needs no other thread for what is nested deeply
        texts: dict[Path, str] = {}
        while True:
            job = _next(jobs)
            changed = {path: text for path, text in job.changes.items() if text is not None}
            texts = {**{k: v for k, v in texts.items() if k not in job.changes}, **changed}
            try:
                _tell(link, _answer(job, texts, given_up))
            except OSError:
                os._exit(1)

    link.send(Answer())  # it is there
    threading.stack_size(STACK_SIZE)
    threading.Thread(target=work, daemon=True).start()
    while (message := link.receive()) is not None:
        if isinstance(message, Job):
            given_up.clear()  # it was for the one before
            jobs.put(message)
        else:
            given_up.set()
    os._exit(0)


def _next(jobs: queue.SimpleQueue[Job]) -> Job:
    """The next job. Garbage is looked for until there is one, or when there is much."""
    try:
        return jobs.get(timeout=0 if gc.get_count()[0] > _MUCH else _REST)
    except queue.Empty:
        _collect_garbage()
    return jobs.get()


def _collect_garbage() -> None:
    """In as many objects as the collector would have searched by now."""
    new, younger, older = (
        count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)
    )
    if new:
        gc.collect(0 if not younger else 2 if older else 1)


def _tell(link: Link, answer: Answer) -> None:
    try:
        link.send(answer)
    except (pickle.PicklingError, TypeError, AttributeError) as error:  # a defect of ours
        link.send(Answer(problem=f"{type(error).__name__}: {error}"))


def _answer(job: Job, texts: Mapping[Path, str], given_up: threading.Event) -> Answer:
    def step() -> None:
        if given_up.is_set():
            raise Given

    arguments: dict[str, object] = {"buffers": texts} if job.takes_texts else {}
    if job.may_be_given_up:
        arguments["step"] = step
    try:
        return Answer(job.work(**arguments))
    except Given:
        return Answer(problem=GIVE_UP)
    except Exception as error:  # noqa: BLE001  # it is for whoever waits
        return Answer(problem=f"{type(error).__name__}: {error}")


def main() -> NoReturn:
    """The process that is started anew, from its standard input to its standard output."""
    protocol = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    _work_off(sys.stdin.buffer, protocol)
