"""Environment variables in YAML files: compose, and the configuration of CI.

No YAML is parsed: of the lines that name a variable of ours, those are read that say on one line
what it is, below a key that holds variables. Where a line says it in another way, its value is not
known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spakky_lint.patterns import regex
from spakky_lint.project.environment.setting_lines import Said, is_ours

_KEY = r"""(?P<quote>["']?)(?P<key>[A-Za-z_]\w*)"""
_PAIR = regex(rf"(?P<indent>\s*){_KEY}(?P=quote)\s*:(?:[ \t]+(?P<value>.*))?$")
_ITEM = regex(rf"(?P<indent>\s*)-[ \t]+{_KEY}(?:=(?P<value>.*))?$")
_PARENT = regex(r"""\s*(?:-\s+)?["']?(?P<key>[\w.-]+)["']?\s*:\s*(?P<rest>.*)$""")
_OF_KEY = regex(r"\$\{(?P<key>[A-Za-z_]\w*)(?::?-(?P<default>[^{}$]*))?\}")
_COMMENT = regex(r"(?:^|\s)#.*$")
_NO_TEXT = frozenset("&*!|>{[%@`")


def assignments(text: str, holders: Sequence[str]) -> Iterator[Said]:
    """The variables below one of the keys `holders`, or below one that begins with ``x-``."""
    lines = [line.rstrip() for line in text.splitlines()]
    above = _Above()
    for number, line in enumerate(lines, 1):
        above.go_to(line)
        if "spakky" not in line.lower() or line.lstrip().startswith("#"):
            continue
        item = _ITEM.match(line)
        found = item or _PAIR.match(line)
        if found is None or not is_ours(found["key"]):
            continue
        parent = above.parent()
        if parent is None or not (parent in holders or parent.startswith("x-")):
            continue
        yield _said(number, found, is_item=item is not None)


def env_files(text: str) -> list[str]:
    """The files that ``env_file`` of compose names."""
    lines = text.splitlines()
    names = []
    for number, line in enumerate(lines):
        found = re.match(r"(\s*)env_file\s*:\s*(.*)$", line)
        if found is None:
            continue
        inline = _COMMENT.sub("", found[2]).strip().strip("[]")
        if inline:
            names.extend(inline.split(","))
            continue
        for below in lines[number + 1 :]:
            if not below.strip() or below.lstrip().startswith("#"):
                continue
            item = re.match(r"(\s*)(?:-\s+)?(?:path\s*:\s*)?(.*)$", below)
            indent = 0 if item is None else len(item[1])
            if (
                item is None
                or indent < len(found[1])
                or not below.lstrip().startswith(("-", "path", "required", "format"))
            ):
                break
            if not below.lstrip().startswith(("required", "format")):
                names.append(_COMMENT.sub("", item[2]))
    return [name for each in names if (name := each.strip().strip("\"'"))]


def reference(value: str) -> tuple[str, str | None] | None:
    """The variable that a value takes over, in capitals, and what it is where that is not set."""
    found = _OF_KEY.fullmatch(value.strip().strip("\"'"))
    return None if found is None else (found["key"].upper(), found["default"])


def _said(number: int, found: re.Match[str], *, is_item: bool) -> Said:
    key, at = found["key"], found.start("key")
    written = found["value"]
    if written is None:
        return Said(number, key, at, None, at, at + len(key))
    start = found.start("value")
    if is_item:
        # The quote, if any, is around all of it.
        text = written.removesuffix(found["quote"]) if found["quote"] else written
        text = text if found["quote"] else _COMMENT.sub("", text).rstrip()
        value = None if "\\" in text else text
        return Said(number, key, at, value, start, start + len(text))
    value, opens, closes = _scalar(written)
    return Said(number, key, at, value, start + opens, start + closes)


def _scalar(written: str) -> tuple[str | None, int, int]:
    """What it says, and from where to where."""
    for quote in ("'", '"'):
        if written.startswith(quote):
            end = written.find(quote, 1)
            inner = written[1:end]
            is_plain = end > 0 and "\\" not in inner and written[end + 1 : end + 2] in ("", " ")
            return (inner if is_plain else None), 1, end
    bare = _COMMENT.sub("", written).rstrip()
    return (None if bare[:1] in _NO_TEXT or not bare else bare), 0, len(bare)


class _Above:
    """The lines that the one that is read stands below, the innermost last."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, str]] = []

    def go_to(self, line: str) -> None:
        stripped = line.lstrip()
        if not stripped or stripped.startswith("#"):
            return
        depth = len(line) - len(stripped)
        # An item may stand as far to the left as the key that it belongs to.
        while self._lines and (
            self._lines[-1][0] > depth
            or (self._lines[-1][0] == depth and _is_item(self._lines[-1][1]) >= _is_item(stripped))
        ):
            self._lines.pop()
        self._lines.append((depth, stripped))

    def parent(self) -> str | None:
        """The key above the last line; None where it is in a text of its own."""
        found = _PARENT.match(self._lines[-2][1]) if len(self._lines) > 1 else None
        if found is None:
            return None
        rest = _COMMENT.sub("", found["rest"]).strip()
        # An anchor is still a mapping; anything else is a text that only looks like one.
        return found["key"] if not rest or re.fullmatch(r"&\S+", rest) else None


def _is_item(stripped: str) -> bool:
    return stripped.startswith("-")
