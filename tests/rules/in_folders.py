"""Run the command line in folders: `python -m tests.rules.in_folders FOLDER ... -- ARGUMENT ...`.

Each run has a process of its own, for a process is about one program; it is a child of this one, so
that what it needs is imported once. What the runs print is told as JSON, by folder.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence

import spakky_lint.linting.linter
import spakky_lint.rules.registry  # noqa: F401  # each run would import them
from spakky_lint.cli import main as command


def printed_in(folder: str, arguments: Sequence[str]) -> str:
    with tempfile.TemporaryFile("w+b") as output:
        child = os.fork()
        if child == 0:
            status = 3
            try:
                os.dup2(output.fileno(), 1)
                os.chdir(folder)
                sys.argv[1:] = arguments
                status = command()
                sys.stdout.flush()
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        output.seek(0)
        printed = output.read().decode()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"it failed in {folder}: {printed}")
    return printed


def main() -> None:
    end = sys.argv.index("--")
    folders, arguments = sys.argv[1:end], sys.argv[end + 1 :]
    json.dump({folder: printed_in(folder, arguments) for folder in folders}, sys.stdout)


if __name__ == "__main__":
    main()
