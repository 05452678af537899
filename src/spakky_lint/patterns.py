"""Regular expressions that are compiled when somebody first searches with them.

A run asks for a few of those that its modules have, and to compile all of them takes as long as to
read hundreds of files.
"""

from __future__ import annotations

__all__ = ["regex"]

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from re import compile as regex
else:

    class regex:  # noqa: N801  # it stands for `re.compile`
        """What `re.compile` gives; each of its methods is looked up once."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self._given = pattern, flags

        def __getattr__(self, name: str) -> object:
            import re

            found = getattr(re.compile(*self._given), name)
            setattr(self, name, found)
            return found
