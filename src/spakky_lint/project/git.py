"""Git asked for what a repository holds, so that nothing of the repository is ever run.

The configuration of a repository is as much anybody's as its files are, and names programs: those
that bring what a partial clone lacks, that watch the files, that run before and after. Nothing is
fetched here, and git is not looked for in the folder that it is asked about.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Final

from spakky_lint.messages.message import Message

_NOTHING_RUNS: Final = (
    # What only looks like the storage of a repository is a folder that somebody has committed.
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.fsmonitor="),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "maintenance.auto=false"),
    *("-c", "gc.auto=0"),
)
_NOTHING_IS_FETCHED: Final = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for git before 2.45, which does not know the other
    "GIT_TERMINAL_PROMPT": "0",
}
_LACKING: Final = ("from promisor remote", "lazy fetching disabled")


class GitFailed(Exception):
    """The message is the first thing that git said; `said` is all of it."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said

    @property
    def is_lacking(self) -> bool:
        """Whether git would have had to fetch something."""
        return any(words in self.said for words in _LACKING)


def run_git(directory: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git answers in the directory. Raises GitFailed."""
    program = _program(os.environ.get("PATH", os.defpath))
    if program is None:
        raise GitFailed(Message("git is not installed"))
    surroundings = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", **_NOTHING_IS_FETCHED}
    try:
        done = subprocess.run(
            [program, *_NOTHING_RUNS, *arguments],
            check=False,
            cwd=directory,
            env={**os.environ, **surroundings},
            input=stdin,
            capture_output=True,
        )
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise GitFailed(Message("git cannot be run: {error}", error=str(error))) from None
    if done.returncode:
        said = os.fsdecode(done.stderr).strip()
        first = next(iter(said.splitlines()), None)
        words = Message("git failed") if first is None else first.removeprefix("fatal: ")
        raise GitFailed(words, said)
    return done.stdout


@cache
def _program(path: str) -> str | None:
    """The git that is installed: shutil.which, and Windows itself, look into the folder first."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in path.split(os.pathsep):
        found = os.path.join(folder, name)  # noqa: PTH118  # a part of it may be no path at all
        if os.path.isabs(folder) and os.path.isfile(found) and os.access(found, os.X_OK):  # noqa: PTH113, PTH117
            return found
    return None
