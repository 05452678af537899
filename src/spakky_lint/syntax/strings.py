"""The value of a text or bytes literal.

`ast.literal_eval`, which libcst uses, warns about unknown escapes, and a warning may be an error or
printed text in somebody else's process.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from spakky_lint.patterns import regex
from spakky_lint.syntax import cst

_TEXT_ESCAPE = regex(
    r"\\(?:[\n\\'\"abfnrtv]|[0-3]?[0-7]{1,2}|x[0-9a-fA-F]{2}"
    r"|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^{}]+\})"
)
_BYTES_ESCAPE = regex(r"\\(?:[\n\\'\"abfnrtv]|[0-3]?[0-7]{1,2}|x[0-9a-fA-F]{2})")


def string_value(node: cst.SimpleString | cst.ConcatenatedString) -> str | bytes | None:
    """What the literal says, or None: an f-string in it, text beside bytes, an unknown escape."""
    parts = [_simple(each) for each in pieces_of(node)]
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) == len(parts):
        return "".join(texts)
    chunks = [part for part in parts if isinstance(part, bytes)]
    return b"".join(chunks) if len(chunks) == len(parts) else None


def pieces_of(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """The texts that are written beside each other; what is none is its own only piece."""
    # A loop, not a recursion: every part nests in the one before it.
    while isinstance(node, cst.ConcatenatedString):
        yield node.left
        node = node.right
    yield node


def text_of(node: cst.CSTNode) -> str | None:
    """What a text in one pair of quotes says; None for anything else."""
    said = string_value(node) if isinstance(node, cst.SimpleString) else None
    return said if isinstance(said, str) else None


def _simple(node: cst.BaseExpression) -> str | bytes | None:
    if not isinstance(node, cst.SimpleString):
        return None
    prefix, quote = node.prefix.lower(), node.quote
    return _said(prefix, quote, node.value[len(prefix) + len(quote) : -len(quote)])


def formatted_text(node: cst.FormattedString, part: cst.FormattedStringText) -> str | None:
    """What stands between the braces of an f-string, or None: an unknown escape."""
    prefix = node.prefix.lower().replace("f", "")
    written = part.value
    if "\\N{" in written:
        return None
    said = _said(prefix, node.quote, written.replace("{{", "{").replace("}}", "}"))
    return said if isinstance(said, str) else None


def _said(prefix: str, quote: str, written: str) -> str | bytes | None:
    written = written.replace("\r\n", "\n").replace("\r", "\n")
    if "b" in prefix and not written.isascii():
        return None
    if "\\" not in written or "r" in prefix:
        return written.encode() if "b" in prefix else written
    known = _BYTES_ESCAPE if "b" in prefix else _TEXT_ESCAPE
    if "\\" in known.sub("", written):
        return None
    try:
        value = ast.literal_eval(f"{prefix}{quote}{written}{quote}")
    except (SyntaxError, ValueError):  # no character is called so, or has that number
        return None
    return value if isinstance(value, (str, bytes)) else None
