"""``.env`` files."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.patterns import regex
from spakky_lint.project.environment.setting_lines import Said, is_ours

_LINE = regex(r"\s*(?:export\s+)?(?P<key>[A-Za-z_][\w.-]*)\s*=[ \t]*(?P<value>.*)$")
_COMMENT = regex(r"(?:^|\s)#.*$")


def assignments(text: str) -> Iterator[Said]:
    """The assignments; of a value in quotes that goes on over lines, the lines are no others."""
    open_quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        if open_quote:
            if _closes(line, open_quote):
                open_quote = ""
            continue
        found = _LINE.match(line)
        if found is None:
            continue
        value, at = found["value"], found.start("value")
        quote = value[:1] if value[:1] in ("'", '"') else ""
        if quote and not _closes(value[1:], quote):
            open_quote = quote
            if is_ours(found["key"]):
                yield Said(number, found["key"], found.start("key"), None, at, len(line))
            continue
        if not is_ours(found["key"]):
            continue
        read, start, end = plain(value)
        yield Said(number, found["key"], found.start("key"), read, at + start, at + end)


def plain(value: str) -> tuple[str | None, int, int]:
    """What a value on one line says, and from where to where; None where it is put together."""
    if value.startswith("'"):
        end = value.find("'", 1)
        return value[1:end], 1, end
    if value.startswith('"'):
        end = _end(value[1:], '"') + 1
        inner = value[1:end]
        return (None if "$" in inner or "\\" in inner else inner), 1, end
    bare = _COMMENT.sub("", value).rstrip()
    return (None if "$" in bare or "`" in bare else bare), 0, len(bare)


def _closes(text: str, quote: str) -> bool:
    return _end(text, quote) >= 0


def _end(text: str, quote: str) -> int:
    """Where the quote is that closes; -1 for nowhere."""
    at = text.find(quote)
    while quote == '"' and at > 0 and text[at - 1] == "\\":
        at = text.find(quote, at + 1)
    return at
