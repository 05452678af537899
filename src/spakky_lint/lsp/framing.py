"""The client's messages, told apart, or the end of them.

Who has lost count of what belongs to which message never finds a beginning again, and would wait
for one for ever. The editor starts a server that has ended anew.
"""

from __future__ import annotations

import re
import sys
from typing import BinaryIO, Final

from spakky_lint.patterns import regex

_MOST_BYTES: Final = 256 << 20
_LONGEST_LINE: Final = 8192
_HEADER: Final = regex(rb"([A-Za-z-]+):[ \t]*([^\r\n]*?)[ \t]*\r?\n")
_BLANK: Final = (b"\r\n", b"\n")


class Frames:
    """The bodies of the messages in a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def next(self) -> bytes | None:
        """The next one; None at the end, and where what comes is no message."""
        length = None
        while line := self._stream.readline(_LONGEST_LINE):
            if line in _BLANK:
                if length is None:
                    continue
                body = self._stream.read(length)
                return body if len(body) == length else None
            header = _HEADER.fullmatch(line)
            if header is None:
                self._complain(f"{line[:40]!r} is no header")
                break
            if header[1].lower() != b"content-length":
                continue
            if not re.fullmatch(rb"\d{1,12}", header[2]) or int(header[2]) > _MOST_BYTES:
                self._complain(f"{header[2][:40]!r} is no length")
                break
            length = int(header[2])
        return None

    def _complain(self, why: str) -> None:
        sys.stderr.write(f"spakky-lint: the client's messages cannot be told apart: {why}\n")
