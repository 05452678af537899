"""What the fixtures of several files do on the real framework, as their `evidence.txt` tells it.

They are told as the projects in `fixtures/projects` are: its README lists the commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.cases import cut
from tests.evidence.process import Process
from tests.projects.cases import Case
from tests.projects.transcript import Section, new_framework, run_again, transcript_of
from tests.real_framework import from_release, requires_framework
from tests.rules.fixture_files import BAD, GOOD, programs

PROGRAMS = {f"{code}/{folder.name}": Case(folder) for code, folder in programs(BAD, GOOD)}

SINCE_CELERY_5_7 = {"SPK404/bad": "celery 5.6 takes a date that no year has"}

every_program = pytest.mark.parametrize("case", PROGRAMS.values(), ids=PROGRAMS)


@pytest.fixture(scope="module")
def framework() -> Iterator[Process]:
    process = new_framework()
    yield process
    process.close()


@requires_framework
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            marks=[from_release("celery", "5.7", SINCE_CELERY_5_7[name])]
            if name in SINCE_CELERY_5_7
            else [],
        )
        for name, case in PROGRAMS.items()
    ],
    ids=PROGRAMS,
)
def test_the_framework_does_what_the_evidence_tells(
    case: Case, framework: Process, tmp_path: Path
) -> None:
    transcript = transcript_of(case)
    assert run_again(case, transcript, framework, tmp_path) == transcript


@every_program
def test_the_evidence_has_something_to_tell(case: Case) -> None:
    sections = transcript_of(case).sections
    assert all(section and all(step.seen for step in section) for section in sections)


@every_program
def test_the_evidence_speaks_of_everything_that_is_marked(case: Case) -> None:
    told = " ".join(map(_text, transcript_of(case).sections))
    marked = {name for file in case.folder.rglob("*.py") for name in _marked(case, file)}
    assert {name for name in marked if re.search(rf"\b{re.escape(name)}\b", told) is None} == set()


def _marked(case: Case, file: Path) -> list[str]:
    """What has a finding, with its module; or the module, where that has nothing else."""
    rule = case.folder.parent.name
    module = ".".join(file.relative_to(case.folder).with_suffix("").parts)
    names = [part.name for part in cut(rule, file.read_text("utf-8"))]
    return [module] if len(names) == 1 else [f"{module}.{name}" for name in names]


def _text(section: Section) -> str:
    return " ".join(text for step in section for text in (step.command, *step.seen))
