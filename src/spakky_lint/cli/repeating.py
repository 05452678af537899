"""The same command once more: it writes what it wrote, where nothing has changed since.

Nothing else is imported for it, not even what reads options: a command is the same where all its
arguments are, and what a command may ask of its surroundings.
"""

# ruff: noqa: PTH109, PTH118  # to import pathlib takes longer than all that is done here

from __future__ import annotations

import os
import sys

from spakky_lint import __version__
from spakky_lint.project.cache.outputs import (
    ERROR,
    OFF,
    OUT,
    entry,
    entry_name,
    folders_of,
    written_before,
)

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from spakky_lint.project.cache.run import CachedRun
    from spakky_lint.project.looks import Looks

_MATTERING = frozenset(
    {
        *("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TERM", "COLUMNS", "LINES"),
        *("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_CTYPE"),
        *("VIRTUAL_ENV", "HOME", "USERPROFILE", "XDG_CONFIG_HOME", "CI_PROJECT_DIR"),
    }
)
"""The variables that an output may rest on, besides those that are our own."""

_asked: list[str] | None = None
"""The arguments of this process, where its output may be kept."""


def repeated(arguments: Sequence[str]) -> int | None:
    """Write what the command has written before, and its exit code; None where it has to be worked
    out. What is written meanwhile may be kept then.

    Raises OSError where standard output takes nothing.
    """
    global _asked  # noqa: PLW0603  # a process has one command
    if os.environ.get(OFF):
        return None
    try:
        key = _key(arguments)
    except (OSError, ValueError):
        return None
    _asked = [*arguments]
    name = entry_name(key)
    for folder in _folders(arguments):
        known = written_before(f"{folder}{os.sep}{name}.entry", key)
        if known is not None:
            code, written, names = known
            _write(written)
            _use(folder, (name, *names))
            return code
    from spakky_lint.cli.output import record

    record()
    return None


def keep_output(run: CachedRun, looks: Looks, code: int) -> None:
    """Keep what this process has written for the same command, if it was asked so, and if that can
    be told by looking at the files alone.
    """
    from spakky_lint.cli.output import recorded
    from spakky_lint.project.cache.versions import with_own

    written = recorded()
    seen = run.all_looks(looks) if _asked is not None and written is not None else None
    if _asked is None or written is None or seen is None:
        return
    key = _key(_asked)
    made = entry(
        key, os.fsencode(os.getcwd()), code, written, with_own(seen), run.started, run.entries
    )
    if made is not None:
        run.store.save_bytes(entry_name(key), made)


def _key(arguments: Sequence[str]) -> bytes:
    """All that tells one command from others. Raises OSError."""
    environment = [
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name in _MATTERING or name.startswith("SPAKKY")
    ]
    told = [
        *(__version__, __file__, sys.version, sys.platform, sys.byteorder, sys.executable),
        *(sys.getfilesystemencoding(), os.getcwd()),
        *("arguments", *arguments),
        *("path", *sys.path),
        *("environment", *environment),
        *("output", _way(sys.stdout), _way(sys.stderr)),
    ]
    return ascii(told).encode()


def _way(stream: TextIO | None) -> str:
    """What becomes of a text on the stream. Raises OSError."""
    if stream is None:
        return ""
    size: object = os.get_terminal_size(stream.fileno()) if stream.isatty() else ""
    return f"{stream.encoding} {stream.errors} {size}"


def _folders(arguments: Sequence[str]) -> Iterator[str]:
    """Where the cache may be, as far as that is told without any configuration."""
    named = None
    for number, argument in enumerate(arguments):
        if argument.startswith("--cache-dir="):
            named = argument.partition("=")[2]
        elif argument == "--cache-dir" and number + 1 < len(arguments):
            named = arguments[number + 1]
    return folders_of(named, os.getcwd())


def _write(written: Sequence[tuple[bytes, bytes]]) -> None:
    """Raises OSError."""
    for name, data in written:
        stream = sys.stdout if name == OUT else sys.stderr
        try:
            stream.buffer.write(data)
            stream.buffer.flush()
        except OSError as error:
            if not isinstance(error, BrokenPipeError) and name != ERROR:
                raise
            from spakky_lint.cli.output import discard

            discard(stream)


def _use(folder: str, names: Sequence[str]) -> None:
    """Keep the entries for longer than those that nobody uses."""
    for name in names:
        try:
            os.utime(os.path.join(folder, f"{name}.entry"))
        except OSError:
            continue
