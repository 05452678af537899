"""Documents that other programs read: written whole, to a file or to standard output."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.cli.output import say, write_bytes
from spakky_lint.messages.message import Message, message_of
from spakky_lint.project.trouble import reason


def write_document(output: str | None, directory: Path, data: bytes) -> bool:
    """To the file `output`, else to standard output, whatever encoding that has.

    False, after saying why, where it cannot be written.
    """
    if output is None or output == "-":
        write_bytes(data)
        return True
    from spakky_lint.project import writing  # heavier than all that standard output needs

    try:
        writing.write_document(directory / output, data)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        words = reason(error) if isinstance(error, OSError) else message_of(error)
        say(
            Message(
                "{file}: not written: {reason}",
                file=output,
                reason=words,
            )
        )
        return False
    return True
