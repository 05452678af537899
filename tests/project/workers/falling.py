"""Workers over some files, of which one is the end of whoever reads it.

    python -m tests.project.workers.falling exit|kill|memory|once FOLDER

Prints what is seen of each file in that folder, a line of JSON each.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import discover
from spakky_lint.project.programs import sources_of
from spakky_lint.project.seeing import FileRequest, unseen
from spakky_lint.project.workers.local import LocalWorkers
from spakky_lint.project.workers.running import Run
from spakky_lint.project.workers.telling import Opened, to_be_checked
from spakky_lint.rules.settings import Settings

FATAL = "fatal.py"
ONCE = "once"
"""Of what ends one worker and not the next: what the system does, or somebody in it."""


class _Fatal(Configurations):
    def __init__(self, directory: Path, program: Falling) -> None:
        super().__init__(directory)
        self.program = program

    def settings_for(self, path: Path) -> Settings:
        """Asked of each file that is checked, and of no other."""
        if path.name == FATAL:
            self.program.fall()
        return super().settings_for(path)


@dataclass(frozen=True)
class Falling:
    """The program in a folder, in which nobody survives one of the files."""

    directory: Path
    kind: str
    key: str = "falling"

    def opened(self) -> Opened:
        configurations = Configurations(self.directory)
        sources = sources_of(self.directory, configurations)
        return to_be_checked(_Fatal(self.directory, self), sources, FileRequest())

    def fall(self) -> None:
        marked = self.directory / "fallen"
        if self.kind == "exit":
            os._exit(3)
        if self.kind == "memory":
            raise MemoryError
        if self.kind == "kill" or not marked.exists():
            marked.touch()
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    kind, folder = sys.argv[1:]
    directory = Path(folder)
    files = discover(["."], directory).files
    failed = partial(unseen, Configurations(directory))
    run = Run(files, Falling(directory, kind), LocalWorkers(2), failed)
    for seen in run.seen():
        checked = seen.checked
        assert isinstance(checked, CheckedFile)
        found = [[each.code, each.message] for each in checked.findings]
        sys.stdout.write(f"{json.dumps([checked.path, found])}\n")


if __name__ == "__main__":
    main()
