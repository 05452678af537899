"""Standard output and error: whatever they can take, however they were set up."""

from __future__ import annotations

import os
import sys

from spakky_lint.cli.languages import in_readers_language
from spakky_lint.cli.loudness import are_notes_said
from spakky_lint.messages.message import Message, labelled

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from spakky_lint.project.trouble import Trouble


class OutputFailed(Exception):
    """The output cannot be written; the message says why."""


_record: list[tuple[bytes, bytes]] | None = None
_is_reader_gone = False


def record() -> None:
    """Remember all that is written from now on."""
    global _record  # noqa: PLW0603  # a process has one output
    _record = []


def recorded() -> Sequence[tuple[bytes, bytes]] | None:
    """What was written to standard output, `o`, and error, `e`, as bytes and in its order.

    None where nobody asked for it, or not all of it is known.
    """
    return _record


def _note(stream: TextIO, data: bytes) -> None:
    """`data` was written to the stream."""
    if _record is not None and stream is sys.stdout:
        _record.append((b"o", data))
    elif _record is not None and stream is sys.stderr:
        _record.append((b"e", data))
    else:
        forget()


def forget() -> None:
    """Not all that is written is known from now on."""
    global _record  # noqa: PLW0603  # as above
    _record = None


def write_lines(lines: Iterable[str], stream: TextIO | None) -> None:
    """Write each of `lines` with a line feed.

    A character that the stream's encoding lacks is written as its escape. A reader who has gone
    away has seen enough: the rest is dropped, as it is for a stream that was closed from the
    start. Raises OutputFailed for anything else, such as a full disk.
    """
    if stream is None:
        return
    encoding, errors = stream.encoding or "ascii", stream.errors or "strict"
    noted: list[str] = []
    try:
        for line in lines:
            text = f"{line}\n"
            try:
                stream.write(text)
            except UnicodeEncodeError:
                text = text.encode(encoding, "backslashreplace").decode(encoding)
                stream.write(text)
            if _record is not None:
                noted.append(text.replace("\n", os.linesep))
        stream.flush()
        if noted:
            _note(stream, "".join(noted).encode(encoding, errors))
    except BrokenPipeError:
        forget()
        discard(stream)
    except OSError as error:
        raise OutputFailed(error.strerror) from error


def write_bytes(data: bytes) -> None:
    """Write `data` to standard output as it is. Raises as `write_lines` does."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        _note(sys.stdout, data)
    except BrokenPipeError:
        forget()
        discard(sys.stdout)
    except OSError as error:
        raise OutputFailed(error.strerror) from error


def say(message: str) -> None:
    """One message to standard error, after the name of the program.

    Where standard error is broken too there is nobody left to tell, and the exit code has to do.
    """
    from spakky_lint.report.columns import visible  # what is never said is never paid for

    try:
        write_lines([visible(f"spakky-lint: {in_readers_language(message)}")], sys.stderr)
    except OutputFailed:
        discard(sys.stderr)


def say_troubles(troubles: Iterable[Trouble]) -> None:
    for trouble in troubles:
        say(labelled(trouble.path, trouble.message))


def say_note(message: str) -> None:
    """What is neither asked for nor wrong."""
    if are_notes_said():
        say(message)


def say_nothing_seen() -> None:
    """That what is required is not met, be there anything that does not meet it or not."""
    say(Message("no file was checked, so no requirement is met"))


def say_not_all_is_known() -> None:
    """That what is required is not met, though all that is listed meets it."""
    say(Message("a method that may be a task is not listed, so no requirement is met"))


def say_notes(notes: Iterable[Trouble]) -> None:
    if are_notes_said():
        say_troubles(notes)


def is_reader_gone() -> bool:
    """Whether somebody has stopped to read what is written."""
    return _is_reader_gone


def discard(stream: TextIO | None) -> None:
    """Drop what `stream` still holds, so that the interpreter does not trip over it at exit."""
    global _is_reader_gone  # noqa: PLW0603  # as above
    if stream is None:
        return
    _is_reader_gone = True
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
