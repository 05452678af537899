"""How well what a task says about who may run it is kept."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """From the worst on."""

    UNENFORCED = "unenforced"
    """It says who may run it, and a path does not check that, or not all of it."""
    NEVER_PASSES = "never-passes"
    """A path refuses every run."""
    NEVER_RUNS = "never-runs"
    """There is no path to it."""
    UNDECLARED = "undeclared"
    """It says nothing, and runs."""
    UNKNOWN = "unknown"
    """The text does not tell what a path does."""
    FINE = "fine"
