"""What the statements of a module bind, by a search of its bytes: what they import and define.

It says only where nothing can be found; a comment or a text may look like a statement.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.program.roots import STAR
from spakky_lint.program.words import CHARACTER, NAME

WORD = regex(NAME)
_JOIN = rb"\\(?:\r\n|\r|\n)"
# Blanks at once, and not one by one: nearly all statements have nothing but one between words.
_SPACE = rb"[ \t\f]*+(?:" + _JOIN + rb"[ \t\f]*+)*+"
_MARK = b"\xef\xbb\xbf"
"""What a text in UTF-8 may begin with."""
_DOTTED = CHARACTER + rb"++(?:" + _SPACE + rb"\." + _SPACE + CHARACTER + rb"++)*+"
_FROM = regex(
    rb"from"
    + _SPACE
    + rb"((?:\."
    + _SPACE
    + rb")++(?:"
    + _DOTTED
    + rb")?|"
    + _DOTTED
    + rb")"
    + _SPACE
    + rb"(import)"
    + _SPACE
    # Of a list that is never closed nothing is read twice: it ends where the next bracket opens.
    + rb"(\((?:[^()#]++|\#[^\r\n]*+)*+[()]|\*|(?:[^\\\r\n;#(]++|"
    + _JOIN
    + rb")+)"
)
_IMPORT = regex(rb"import(?=[ \t\f\\])" + _SPACE + rb"((?:[^\\\r\n;#]++|" + _JOIN + rb")+)")
_ALIAS = regex(rb"(" + NAME + rb"[\w.\x80-\xff]*)(?:\s+as\s+(" + NAME + rb"))?")
_BOUND = regex(
    # No blank is read twice.
    rb"\n[ \t\f]*+(?:class[\s\\]++|(?:async[\s\\]++)?def[\s\\]++)?[(\[ \t\f]*+"
    rb"(" + NAME + rb"(?=[\s\\]*[(:,)\]=])(?:[ \t\f]*,[ \t\f\w,.*\x80-\xff]*)?)"
)
_DEFINITIONS = (
    (b"\nclass ", b"("),
    (b"\nclass ", b":"),
    (b"\ndef ", b"("),
    (b"\n", b" = "),
    (b"\n", b": "),
)
_COMMENT = regex(rb"#[^\r\n]*")
_QUOTES = (b'"""', b"'''")
_TEXT_OF_LINES = regex(
    rb'"""(?:[^"\\]|\\.|"(?!""))*+"""' + rb"|'''(?:[^'\\]|\\.|'(?!''))*+'''", re.DOTALL
)
_ENDS = (b"\n", b"\r", b";", b":")
"""What stands before a statement."""
_CONTINUED = (b"\\\n", b"\\\r", b"\\\r\n")
"""What stands before the rest of one."""
_STATEMENTS = 2_000
"""As many are remembered."""
_INDENT = 200
"""More blanks than this before a statement count as its beginning."""


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    name: str | None
    """What is imported from it; None for the module itself."""
    alias: str
    """What it is called here."""


def imports(data: bytes) -> Sequence[Import]:
    """What the import statements bring; a comment or a text may look like one."""
    found: list[Import] = []
    within: set[int] = set()
    for statement in _statements(b"from", _FROM, data, within):
        module, _, names = statement.groups()
        within.add(statement.start(2))
        found += _from(module, names)
    for statement in _statements(b"import", _IMPORT, data, within):
        found += _import(statement[1])
    return tuple(found)


# Most files of a program import the same as others.
@lru_cache(_STATEMENTS)
def _from(module: bytes, names: bytes) -> Sequence[Import]:
    dotted = as_text(_laid_out_plainly(module))
    if names == b"*":
        return (Import(dotted, STAR, STAR),)
    aliases = _ALIAS.findall(_laid_out_plainly(_COMMENT.sub(b"", names)))
    return tuple(_named(dotted, as_text(name), alias) for name, alias in aliases)


@lru_cache(_STATEMENTS)
def _import(modules: bytes) -> Sequence[Import]:
    return tuple(
        Import(as_text(name), None, as_text(alias or name.partition(b".")[0]))
        for name, alias in _ALIAS.findall(_laid_out_plainly(modules))
    )


def _named(module: str, name: str, alias: bytes) -> Import:
    return Import(module, name, as_text(alias) if alias else name)


def _laid_out_plainly(names: bytes) -> bytes:
    """Dotted names without anything but dots between their parts."""
    parts = names.replace(b"\\", b" ").split(b".")
    return b".".join(map(bytes.strip, parts))


def as_text(name: bytes) -> str:
    """The same object for the same name: the files of a program say most of them many times."""
    return sys.intern(name.decode(errors="replace"))


def _statements(
    keyword: bytes, pattern: re.Pattern[bytes], data: bytes, left_out: Container[int]
) -> Iterator[re.Match[bytes]]:
    """The matches where a statement may begin. To look for a word first is what makes it fast."""
    position = data.find(keyword)
    while position >= 0:
        is_start = position not in left_out and _may_begin(position, data)
        found = pattern.match(data, position) if is_start else None
        if found is not None:
            yield found
        position = data.find(keyword, position + len(keyword) if found is None else found.end())


def _may_begin(position: int, data: bytes) -> bool:
    """Whether a statement may, by what stands before it."""
    if data[position - 1 : position] != b"\n":
        before = data[max(0, position - _INDENT) : position].rstrip(b" \t\f")
        if not before or before == _MARK:
            return True
        return before.endswith(_ENDS) and not before.endswith(_CONTINUED)
    return not data.endswith(_CONTINUED, 0, position)


def names_bound(data: bytes) -> frozenset[str]:
    """What statements define at the beginning of a line."""
    return frozenset(
        as_text(word) for targets in _BOUND.findall(b"\n" + data) for word in WORD.findall(targets)
    )


def binds_plainly(name: bytes, data: bytes) -> bool:
    """Whether a line plainly defines the name; told many times faster than all that is bound."""
    places = (data.find(before + name + after) for before, after in _DEFINITIONS)
    return any(place >= 0 and not _is_in_a_text(place, data) for place in places)


def _is_in_a_text(place: int, data: bytes) -> bool:
    """Whether a text of several lines seems to have begun."""
    return any(data.count(quotes, 0, place) % 2 for quotes in _QUOTES)


def without_texts(data: bytes) -> bytes:
    """Without what seems to be a text of several lines, in which a line may look like code."""
    return _TEXT_OF_LINES.sub(b"", data) if any(each in data for each in _QUOTES) else data
