"""What `evidence.txt` tells of a project: commands, and what came of each.

`python -m tests.projects.transcript FOLDER ...` runs the commands, and writes what comes of them.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.evidence.process import Process
from tests.projects.cases import Case

COMMAND = ">>> "
NEW_PROCESS = "---"
PATH = "path:"

ANSWER_SECONDS = 60.0
"""More than a section may take in the process itself."""

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_SINCE_3_13 = " and no __dict__ for setting new attributes"
"""What an AttributeError says besides from that Python on."""


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


def new_framework() -> Process:
    return Process("tests.projects.framework", ANSWER_SECONDS)


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
    """Without what is another in every run, or on another Python: 3.13 guesses what was meant."""
    answer = _ADDRESS.sub("", answer.replace(str(copy), "CASE")).replace(_SINCE_3_13, "")
    return tuple(line.partition(". Did you mean '")[0] for line in answer.splitlines())


def refresh(case: Case, process: Process) -> None:
    """Write what comes of each command below it."""
    with tempfile.TemporaryDirectory() as folder:
        sections = run_again(case, transcript_of(case), process, Path(folder)).sections
    seen = iter([step.seen for section in sections for step in section])
    file = case.folder / "evidence.txt"
    file.write_text("".join(_filled_in(file.read_text("utf-8").splitlines(), seen)), "utf-8")


def _filled_in(lines: Sequence[str], seen: Iterator[tuple[str, ...]]) -> Iterator[str]:
    is_old = False
    for line in lines:
        if line.startswith(COMMAND):
            yield from (f"{each}\n" for each in (line, *next(seen)))
            is_old = True
        else:
            is_old = is_old and line not in ("", NEW_PROCESS)
            if not is_old:
                yield f"{line}\n"


if __name__ == "__main__":
    framework = new_framework()
    for name in sys.argv[1:]:
        refresh(Case(Path(name).resolve()), framework)
    framework.close()
