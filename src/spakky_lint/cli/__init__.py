"""The command line: it translates arguments, and decides nothing about the code that is checked."""

from spakky_lint.cli.entry import main

__all__ = ["main"]
