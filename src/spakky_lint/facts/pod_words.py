"""What pods may be called, by a search of the bytes: it says only where no pod can be found.

Light, for it is asked of every file, before any is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from spakky_lint.patterns import regex
from spakky_lint.program.words import NAME
from spakky_lint.runtime.names import snake_case
from spakky_lint.syntax.framework import STEREOTYPES

ANY: Final = ""
"""Stands for a name that is not known."""

_DEFINITION = regex(rb"\n[ \t\f]*(?:async[\s\\]+)?(?:class|def)[\s\\]+(" + NAME + rb")")
# The word comes first, so that the search for it is quick; what stands before it is asked then.
_NAMED = regex(rb"name(?<!\wname)[\s\\]*=")
_STEREOTYPE = regex("|".join(sorted(STEREOTYPES)).encode())


def names_of_pods(data: bytes) -> Sequence[str]:
    """What pods may be called by default, in order, and `ANY` first where one may have another
    name.
    """
    names = {snake_case(name.decode(errors="replace")) for name in _decorated(data)}
    if names and _NAMED.search(data) and _STEREOTYPE.search(data):
        names.add(ANY)
    return tuple(sorted(names))


def _decorated(data: bytes) -> Iterator[bytes]:
    """The names of what stands below a decorator."""
    position = data.find(b"@")
    while position >= 0:
        found = _DEFINITION.search(data, position)
        if found is None:
            return
        yield found[1]
        position = data.find(b"@", found.end())
