"""``spakky-lint check --watch``: the report once more, whenever something changes that it rests on.

What is watched is what the run has looked at: the folders with files of the program, and those of
configurations and of what the application runs on. Results are kept between the runs as between
any others, so that a change costs what it affects.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

from spakky_lint.cli.check_caching import is_cached
from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.output import forget, is_reader_gone, say, say_note
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.cli.terminal import is_terminal
from spakky_lint.messages.message import Message, comma_separated, labelled
from spakky_lint.project.cache.kept import Changes, changes_since
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.looks import Looks
from spakky_lint.project.trouble import reason

_QUIET = 100
"""So many ms without a change end a burst of them, such as a checkout of git."""
_BURST = 1600
"""So many ms are waited for its end."""
_WAKE = 500
_NAMED = 3
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch(
    request: CheckRequest, directory: Path, checked: Callable[[CheckRequest, Looks], int]
) -> int:
    """Run `checked`, which notes what it looks at, until somebody ends it, by Ctrl-C or by reading
    no more; the exit code.
    """
    try:
        import watchfiles
    except ImportError:
        say(Message("--watch needs watchfiles: pip install 'spakky-lint[watch]'"))
        return TROUBLE
    gc.enable()  # it may run for days
    forget()
    if not is_cached(request):
        request = replace(request, jobs=1)  # others would keep for themselves what they look at
    while True:
        started, looks = time.time_ns(), Looks()
        if is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb":
            sys.stdout.write(_CLEAR)
        checked(request, looks)
        if is_reader_gone():
            return CLEAN
        folders = _folders(looks)
        if not folders:
            say(Message("there is nothing to watch"))
            return TROUBLE
        with _interrupts() as interrupted:
            say_note(Message("watching for changes: Ctrl-C ends"))
            bursts = watchfiles.watch(
                *sorted(folders),
                watch_filter=partial(_concerns, looks),
                debounce=_BURST,
                step=_QUIET,
                rust_timeout=_WAKE,
                stop_event=interrupted,
                yield_on_timeout=True,
                recursive=False,
                ignore_permission_denied=True,
            )
            try:
                changes = _changes(bursts, looks, started)
            except OSError as error:
                say(labelled("--watch", reason(error)))
                return TROUBLE
        if interrupted.is_set():
            raise KeyboardInterrupt
        if changes is not None:
            say_note(Message("changed: {paths}", paths=_named(changes, directory)))


@contextmanager
def _interrupts() -> Iterator[Event]:
    """Set by Ctrl-C, which raises nothing here: what is raised while a finalizer runs, is lost."""
    interrupted, before = Event(), signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else somebody wants it otherwise
        signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _changes(bursts: Iterator[Set[object]], looks: Looks, started: int) -> Changes | None:
    """The first that there are; None where that is not known.

    Something may have changed since it was looked at, before anybody watched.
    """
    is_first = True
    for burst in bursts:
        if burst or is_first:
            changes = changes_since(looks, started)
            if changes:
                return changes
            if burst and looks.is_incomplete:
                return None
        is_first = False
    return None


def _folders(looks: Looks) -> Set[str]:
    """Those in which something may change that was looked at."""
    found = {*looks.folders, *(each[1:] for each in looks.lists)}
    found |= {os.path.dirname(path) for path in (*looks.files, *looks.kinds)}  # noqa: PTH120
    found |= {os.path.dirname(path) for path in looks.is_incomplete}  # noqa: PTH120
    return {each for each in found if os.path.isdir(each)}  # noqa: PTH112  # never raises


def _concerns(looks: Looks, _: object, path: str) -> bool:
    folder = os.path.dirname(path)  # noqa: PTH120  # many times
    return (
        path in looks.files
        or path in looks.kinds
        or path in looks.is_incomplete
        or folder in looks.folders
        or any(f"{kind}{folder}" in looks.lists for kind in "fd*")
    )


def _named(changes: Changes, directory: Path) -> str:
    """Some of what has changed, a file before the folder that it is in."""
    others = {each if os.path.isabs(each) else each[1:] for each in changes.others}  # noqa: PTH117
    paths = sorted(changes.files) or sorted(changes.folders) or sorted(others)
    shown = [shown_path(Path(each), directory) for each in paths[:_NAMED]]
    more = len(paths) - len(shown)
    return comma_separated([*shown, *([Message("{number} more", number=more)] if more else [])])
