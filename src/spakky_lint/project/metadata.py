"""The metadata that the framework has left on classes and functions, read by its names.

Nothing of Spakky is imported, and whatever is read is the user's: it may answer with anything.
"""

from __future__ import annotations

METADATA = "__spakky_annotation_metadata__"


def annotations_of(of: object, name: str, package: str) -> list[object]:
    """The annotations of that class on an object, in the order in which they were made."""
    metadata = getattr(of, METADATA, None)
    if not isinstance(metadata, dict):
        return []
    for kind, found in metadata.items():
        if (
            isinstance(kind, type)
            and kind.__name__ == name
            and f"{kind.__module__}.".startswith(f"{package}.")
            and isinstance(found, list)
        ):
            return found
    return []
