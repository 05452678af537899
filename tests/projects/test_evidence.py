"""What the evidence of every project tells is what the real framework does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.process import Process
from tests.projects.cases import CASES, Case
from tests.projects.transcript import Step, Transcript, new_framework, run_again, transcript_of
from tests.real_framework import requires_framework

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@pytest.fixture(scope="module")
def framework() -> Iterator[Process]:
    process = new_framework()
    yield process
    process.close()


@requires_framework
@every_case
def test_the_framework_does_what_the_evidence_tells(
    case: Case, framework: Process, tmp_path: Path
) -> None:
    transcript = transcript_of(case)
    assert run_again(case, transcript, framework, tmp_path) == transcript


@every_case
def test_the_evidence_of_a_project_has_something_to_tell(case: Case) -> None:
    sections = transcript_of(case).sections
    assert all(section and all(step.seen for step in section) for section in sections)


@requires_framework
def test_a_section_that_ends_its_process_costs_no_other(framework: Process, tmp_path: Path) -> None:
    case = CASES["01-relative-depths"]
    commands = ("here('__import__(\"os\")._exit(3)')", "tasks()")
    ended = Transcript((".",), (tuple(Step(command, ()) for command in commands),))
    (seen,) = run_again(case, ended, framework, tmp_path / "ended").sections
    assert [step.seen for step in seen] == [("! the process ended",)] * 2
    transcript = transcript_of(case)
    assert run_again(case, transcript, framework, tmp_path / "again") == transcript
