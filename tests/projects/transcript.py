"""What `evidence.txt` tells of a project: commands, and what came of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.evidence.process import Process
from tests.projects.cases import Case

COMMAND = ">>> "
NEW_PROCESS = "---"
PATH = "path:"

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Step:
    command: str
    seen: tuple[str, ...]
    """The lines that came of it."""


Section = tuple[Step, ...]
"""What happens in one process, to one copy of the project."""


@dataclass(frozen=True, slots=True)
class Transcript:
    paths: tuple[str, ...]
    """The folders on `sys.path`, relative to the project."""
    sections: tuple[Section, ...]


def transcript_of(case: Case) -> Transcript:
    lines = (case.folder / "evidence.txt").read_text("utf-8").splitlines()
    named = [line.removeprefix(PATH).split() for line in lines if line.startswith(PATH)]
    default = ["src"] if (case.folder / "src").is_dir() else ["."]
    return Transcript(
        tuple(named[0] if named else default),
        tuple(tuple(_steps(section)) for section in _cut(lines)),
    )


def run_again(case: Case, transcript: Transcript, process: Process, folder: Path) -> Transcript:
    """The same commands, with what comes of them now; the copies go below the folder."""
    return Transcript(
        transcript.paths,
        tuple(
            _run(section, case.copy(folder / str(number)), transcript.paths, process)
            for number, section in enumerate(transcript.sections)
        ),
    )


def _cut(lines: Sequence[str]) -> Iterator[list[str]]:
    section: list[str] = []
    for line in lines:
        if line == NEW_PROCESS:
            yield section
            section = []
        else:
            section.append(line)
    yield section


def _steps(lines: Sequence[str]) -> Iterator[Step]:
    for number, line in enumerate(lines):
        if line.startswith(COMMAND):
            yield Step(line.removeprefix(COMMAND), tuple(_seen(lines[number + 1 :])))


def _seen(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if not line or line.startswith(COMMAND):
            return
        yield line


def _run(section: Section, copy: Path, paths: Sequence[str], process: Process) -> Section:
    copy = copy.resolve()
    reply = process.ask(
        {
            "folder": str(copy),
            "paths": [str((copy / path).resolve()) for path in paths],
            "commands": [step.command for step in section],
        }
    )
    return tuple(
        Step(step.command, _plain(answer, copy))
        for step, answer in zip(section, reply["answers"], strict=True)
    )


def _plain(answer: str, copy: Path) -> tuple[str, ...]:
    """Without what is another in every run."""
    return tuple(_ADDRESS.sub("", answer.replace(str(copy), "CASE")).splitlines())
