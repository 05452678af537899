"""A program that two processes read; in a process of its own, for only one without threads forks.

    python -m tests.project.workers.reading all|fatal FOLDER

Prints how many files this process has read, once all is known of them. With `fatal`, whoever else
reads is killed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from spakky_lint.program.sources import Sources
from spakky_lint.program.statements import imports
from spakky_lint.program.texts import Texts
from spakky_lint.project.configurations import Configurations, Options
from spakky_lint.project.programs import sources_of
from spakky_lint.project.seeing import FileRequest
from spakky_lint.project.workers.ahead import prepare
from spakky_lint.project.workers.telling import OnDisk, held, to_be_checked


def answers(sources: Sources) -> list[object]:
    words = [b"class", b"Orders4", b"Orders", b"base", b"nobody", b"x = 1", b"rders"]
    return [
        [[*sources.files_with(word)] for word in words],
        [[*sources.files_with_word(word)] for word in words],
        [sources.scanned(imports, path) for path in sources.files],
        [sources.read(path) for path in sources.files],
        [sources.looked_at(path) for path in sources.files],
    ]


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    configurations = Configurations(folder)
    sources = sources_of(folder, configurations)
    stored, ours, asked = sources.stored, os.getpid(), set[Path]()

    def counted(path: Path) -> bytes | None:
        if kind == "fatal" and os.getpid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)
        asked.add(path)
        return stored(path)

    sources.__dict__["texts"] = Texts(counted)
    told = OnDisk(folder, Options(), lambda each: each, FileRequest())
    opened = to_be_checked(configurations, sources, FileRequest())
    with held(told.key, opened, ()):
        prepare(told.key, sources, 2, len(sources.files))
    assert answers(sources) == answers(sources_of(folder))
    sys.stdout.write(f"{len(asked)}\n")


if __name__ == "__main__":
    main()
