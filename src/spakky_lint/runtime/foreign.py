"""Objects of the framework itself, read by its names and taken for ours.

Nothing of Spakky is imported, and whatever is read is the user's: it may answer with anything.
"""

from __future__ import annotations

from typing import Any, Final

from spakky_lint.runtime.crontab import Crontab, Month, Weekday
from spakky_lint.runtime.fields import FIELDS

METADATA: Final = "__spakky_annotation_metadata__"
TASK: Final = "spakky.task"
AUTH: Final = "spakky.auth"


def annotations_of(of: object, name: str, package: str) -> list[object]:
    """The annotations of that class on an object, in the order in which they were made."""
    metadata = getattr(of, METADATA, None)
    if not isinstance(metadata, dict):
        return []
    for kind, found in metadata.items():
        if (
            isinstance(kind, type)
            and kind.__name__ == name
            and _is_of(kind, package)
            and isinstance(found, list)
        ):
            return found
    return []


def derives(value: object, name: str, package: str) -> bool:
    """Whether the value is an instance of that class, or of one that derives from it."""
    return any(kind.__name__ == name and _is_of(kind, package) for kind in type(value).__mro__)


def our_trigger(value: object) -> object:
    """The value of a trigger with the framework's classes replaced by ours; any other as it is."""
    if derives(value, "Crontab", TASK):
        fields: dict[str, Any] = {field: _our_member(getattr(value, field)) for field in FIELDS}
        return Crontab(**fields)
    return value


def _our_member(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_our_member(each) for each in value)
    kind = type(value)
    if _is_of(kind, TASK) and isinstance(value, int):
        if kind.__name__ == "Month":
            return Month(value)
        if kind.__name__ == "Weekday":
            return Weekday(value)
    return value


def _is_of(kind: type, package: str) -> bool:
    return f"{kind.__module__}.".startswith(f"{package}.")
