"""What the place of a file says of it."""

from __future__ import annotations

from pathlib import Path

_FOLDERS = frozenset({"test", "tests", "testing"})


def is_test(path: Path, top: Path) -> bool:
    """Whether it belongs to the tests, as pytest and unittest find them."""
    inner = path.relative_to(top) if path.is_relative_to(top) else path
    return (
        not _FOLDERS.isdisjoint(inner.parts[:-1])
        or inner.stem == "conftest"
        or inner.name.startswith("test_")
        or inner.stem.endswith("_test")
    )
