"""What the place of a file says of it."""

from __future__ import annotations

from pathlib import Path

_FOLDERS = frozenset({"test", "tests", "testing"})


def is_test(path: Path, top: Path) -> bool:
    """Whether it belongs to the tests, as pytest and unittest find them."""
    # As text: every file of a program comes through here.
    *folders, name = path.as_posix().removeprefix(top.as_posix()).split("/")
    return (
        not _FOLDERS.isdisjoint(folders)
        or name.startswith(("test_", "conftest."))
        or name.endswith("_test.py")
    )
