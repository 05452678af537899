"""From the lines of a file to those that set an environment variable of the framework's.

Of any other variable nothing but its name is looked at, and of a file that names none of ours
nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.facts.framework_settings import SettingLine, is_noticed, is_read
from spakky_lint.syntax.ranges import Position, Range

_MARKS = (b"SPAKKY_CELERY_", b"SPAKKY_AUTH_SNAPSHOT_PROPAGATION_")


def names_ours(data: bytes) -> bool:
    """Whether a name of ours may stand in the file."""
    if b"SPAKKY" not in data and b"spakky" not in data and b"Spakky" not in data:
        return False
    upper = data.upper()
    return any(mark in upper for mark in _MARKS)


@dataclass(frozen=True, slots=True)
class Said:
    """One assignment in a line of a text, by offsets from the start of the line."""

    line: int
    key: str
    key_at: int
    value: str | None
    value_at: int
    value_end: int


def is_ours(key: str) -> bool:
    """Whether a variable is one to look at; of all others no value is taken."""
    return is_noticed(key.upper())


def lines_of(
    path: str, assignments: Iterator[Said], *, is_example: bool = False
) -> list[SettingLine]:
    return [
        SettingLine(
            said.key.upper(),
            said.value if is_read(said.key.upper()) else None,
            Source(SourceKind.SETTINGS_FILE, path, said.line),
            _range(said.line, said.key_at, said.key_at + len(said.key)),
            _range(said.line, said.value_at, said.value_end),
            is_example,
        )
        for said in assignments
    ]


def _range(line: int, start: int, end: int) -> Range:
    return Range(Position(line, start + 1), Position(line, end + 1))
