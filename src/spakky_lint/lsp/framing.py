"""The client's messages, told apart, or the end of them.

Who has lost count of what belongs to which message never finds a beginning again, and would wait
for one for ever. The editor starts a server that has ended anew.
"""

from __future__ import annotations

import re
import sys
from typing import BinaryIO, Final

_MOST_BYTES: Final = 256 << 20
_LONGEST_LINE: Final = 8192
_HEADER: Final = re.compile(rb"([A-Za-z-]+):[ \t]*([^\r\n]*?)[ \t]*\r?\n")
_BLANK: Final = (b"\r\n", b"\n")


class Frames:
    """What pygls reads messages from: lines of headers as it knows them, and bodies."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readline(self) -> bytes:
        """The next line of a header; nothing at the end, and where it is no header."""
        line = self._stream.readline(_LONGEST_LINE)
        if not line or line in _BLANK:
            return line
        header = _HEADER.fullmatch(line)
        if header is None:
            return self._end(f"{line[:40]!r} is no header")
        if header[1].lower() != b"content-length":
            return line
        if not re.fullmatch(rb"\d{1,12}", header[2]) or int(header[2]) > _MOST_BYTES:
            return self._end(f"{header[2][:40]!r} is no length")
        return b"Content-Length: %d\r\n" % int(header[2])

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def _end(self, why: str) -> bytes:
        sys.stderr.write(f"spakky-lint: the client's messages cannot be told apart: {why}\n")
        return b""
