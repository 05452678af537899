"""From bytes to text and back, so that bytes nobody edited come out as they went in."""

from __future__ import annotations

import codecs

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.syntax.ranges import Lines, Position

_LINE_END = regex(rb"\r\n|\r|\n")
# The two patterns of PEP 263 and of the tokenizer, for a line without its end.
_COOKIE = regex(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_LINES_WITH_COOKIE = 2
_NO_CODE = regex(rb"[ \t\f]*(?:#.*)?")


class UnreadableSource(Exception):
    """The text cannot be decoded, parsed or safely walked; ``message`` says why."""

    def __init__(self, message: str, position: Position = Position(1, 1)) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read at all, with the reason and the place."""

    message: str
    position: Position


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    """The decoded text, without a byte order mark, with the file's own line endings."""
    encoding: str = "utf-8"
    bom: bool = False
    exact: bool = True
    """Whether encoding the text gives the file's own bytes: some encodings have several forms."""


def of_text(text: str) -> Source:
    """A buffer that was never bytes, such as an editor's; a leading U+FEFF is a byte order mark."""
    if text.startswith("\ufeff"):
        return Source(text[1:], bom=True)
    return Source(text)


def decode(data: bytes) -> Source:
    """Decode as Python does: a byte order mark, else the coding line (PEP 263), else UTF-8.

    Raises:
        UnreadableSource: a NUL byte, an unknown encoding, or bytes that are not in the encoding.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if bom else data
    nul = body.find(b"\0")
    if nul >= 0:
        raise UnreadableSource(
            Message("the file holds a NUL byte, so it is not Python source"),
            _position(body, nul, "utf-8"),
        )
    cookie = _cookie(body)
    if cookie is None:
        return Source(_decoded(body, "utf-8"), "utf-8", bom)
    encoding = _encoding(cookie)
    if encoding == "utf-8":
        return Source(_decoded(body, encoding), encoding, bom)
    if bom:
        raise UnreadableSource(
            Message(
                "the file cannot be decoded: it begins with a UTF-8 byte order mark, but its "
                "coding line names {encoding}",
                encoding=cookie.name,
            ),
            cookie.position,
        )
    text = _decoded(body, encoding)
    if _cookie(text.encode("utf-8", "replace")) != cookie:
        raise UnreadableSource(
            Message(
                "the file cannot be decoded: its coding line names {encoding}, but is not "
                "written in it",
                encoding=cookie.name,
            ),
            cookie.position,
        )
    return Source(text, encoding, exact=_bytes(text, encoding) == body)


@dataclass(frozen=True, slots=True)
class _Cookie:
    """What a coding line names, and where."""

    name: str
    position: Position


def _cookie(body: bytes) -> _Cookie | None:
    lines = _LINE_END.split(body, _LINES_WITH_COOKIE)[:_LINES_WITH_COOKIE]
    for number, line in enumerate(lines, 1):
        found = _COOKIE.match(line)
        if found is not None:
            column = len(line[: found.start(1)].decode("utf-8", "replace")) + 1
            return _Cookie(found[1].decode("ascii"), Position(number, column))
        if _NO_CODE.fullmatch(line) is None:
            break
    return None


def _encoding(cookie: _Cookie) -> str:
    # Editors add things like "-unix", and CPython looks past them for these two.
    name = cookie.name.lower().replace("_", "-")
    for known, spellings in {
        "utf-8": ("utf-8",),
        "iso-8859-1": ("latin-1", "iso-8859-1", "iso-latin-1"),
    }.items():
        if name.startswith(tuple(f"{spelling}-" for spelling in spellings)) or name in spellings:
            return known
    try:
        return codecs.lookup(cookie.name).name.removesuffix("-sig")
    except (LookupError, ValueError):
        raise UnreadableSource(
            Message(
                "the file cannot be decoded: unknown encoding: {encoding}", encoding=cookie.name
            ),
            cookie.position,
        ) from None


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            Message(
                "the file cannot be decoded as {encoding}: byte 0x{byte} ({reason})",
                encoding=encoding,
                byte=f"{body[error.start]:02x}",
                reason=error.reason,
            ),
            _position(body, error.start, encoding),
        ) from None
    except Exception as error:  # noqa: BLE001  # a codec may be anybody's, and raise anything
        raise UnreadableSource(
            Message(
                "the file cannot be decoded as {encoding}: {error}",
                encoding=encoding,
                error=str(error),
            )
        ) from None


def _position(body: bytes, offset: int, encoding: str) -> Position:
    try:
        before = body[:offset].decode(encoding, "replace")
    except UnicodeError:  # not every codec can replace
        return Position(1, 1)
    return Lines.of(before).position(len(before))


def _bytes(text: str, encoding: str) -> bytes | None:
    """The text in that encoding, None where it cannot be said in it."""
    try:
        data = text.encode(encoding)
        return data if data.decode(encoding) == text else None
    except Exception:  # noqa: BLE001  # as above
        return None


def searchable(data: bytes) -> bytes:
    """The bytes as searches want them: in UTF-8, with LF at the end of lines.

    What cannot be decoded stays as it is, for nothing will be found out about it.
    """
    found = data
    place = data.find(b"coding")
    if place >= 0 and _may_be_cookie(data, place):
        try:
            found = decode(data).text.encode(errors="surrogatepass")
        except UnreadableSource:
            return data
    return found.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in found else found


def _may_be_cookie(data: bytes, place: int) -> bool:
    """Whether the place is in a line that says the encoding."""
    # Counted, as it is faster, before all that may end a line is looked for.
    return (
        data.count(b"\n", 0, place) < _LINES_WITH_COOKIE
        and len(_LINE_END.findall(data, 0, place)) < _LINES_WITH_COOKIE
    )


def as_file(text: str) -> bytes:
    """The bytes that a file has with this text, which nobody has saved: `decode` gives it back."""
    written = text.encode(errors="surrogatepass")
    try:
        cookie = _cookie(written)
        found = None if cookie is None else _bytes(text, _encoding(cookie))
    except UnreadableSource:
        return written
    return written if found is None else found


def encode(source: Source, text: str) -> bytes:
    """The bytes of ``text`` in the encoding and with the byte order mark of ``source``.

    Raises:
        UnreadableSource: the text, or the unedited text, has no exact form in that encoding.
    """
    data = _bytes(text, source.encoding) if source.exact else None
    if data is None:
        raise UnreadableSource(
            Message(
                "the text cannot be written back exactly as {encoding}", encoding=source.encoding
            )
        )
    return codecs.BOM_UTF8 + data if source.bom else data
