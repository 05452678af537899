"""What processes read for each other is what each would have read itself."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from spakky_lint.program.reading_ahead import SMALLEST, ReadAhead, read_ahead, take_over
from spakky_lint.program.statements import imports
from spakky_lint.project.looks import Looks, noting, was_read, were_looked_at
from spakky_lint.project.programs import sources_of
from spakky_lint.project.workers.ahead import shares
from tests.cli.running import CLEAN, WRONG, launch, run
from tests.project.workers.reading import answers

ROOT = Path(__file__).parents[3]

NUMBER = 430


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A program with more files than are read by one process, and one that nobody can read."""
    for number in range(NUMBER):
        text = WRONG if number % 9 == 0 else f"import base\n\nclass Orders{number}:\n    x = 1\n"
        (tmp_path / f"m{number:03}.py").write_text(text)
    (tmp_path / "base.py").write_text(CLEAN)
    (tmp_path / "m004.py").write_bytes(b"x = 1\r\nclass Orders4: ...\r\n")
    (tmp_path / "m005.py").write_bytes(b"# coding: latin-1\nclass \xd6rders: ...\n")
    return tmp_path


@pytest.mark.parametrize("processes", [2, 3, 8])
@pytest.mark.parametrize("number", [400, 1000, 1601, 20_000])
def test_every_file_is_read_by_one(number: int, processes: int) -> None:
    found = shares(number, processes)
    assert [each for share in found for each in share] == [*range(number)]
    assert len(found) == processes
    assert all(share.start % SMALLEST == 0 for share in found if share)


@pytest.mark.parametrize("most", [0, 2000, 10_000_000])
def test_what_was_taken_over_is_the_same(many: Path, most: int) -> None:
    alone, ours = sources_of(many), sources_of(many)
    ours.texts.most = most
    told: list[ReadAhead] = []
    third = NUMBER // 3 // SMALLEST * SMALLEST
    for numbers in (range(2 * third, len(ours.files)), range(third, 2 * third)):
        other = sources_of(many)
        other.texts.most = most
        ahead = read_ahead(other, numbers, [imports], is_told=True)
        told.append(pickle.loads(pickle.dumps(ahead)))
    told.append(read_ahead(ours, range(third), [imports], is_told=False))
    take_over(ours, told)
    assert answers(ours) == answers(alone)


@pytest.mark.parametrize(("kind", "asked"), [("all", 0), ("fatal", NUMBER + 1)])
def test_another_process_reads_and_is_done_without(many: Path, kind: str, asked: int) -> None:
    """Where it is killed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.project.workers.reading", kind, str(many)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == f"{asked}\n", done.stderr


@pytest.mark.parametrize(
    "options", [["--no-cache"], ["--cache-dir", ".kept"]], ids=lambda each: each[0]
)
def test_the_same_is_found_as_by_one(many: Path, options: Sequence[str]) -> None:
    one = run("check", ".", "--jobs", "1", "--no-cache", "--format", "json", cwd=many)
    two = launch("check", ".", "--jobs", "2", "--format", "json", *options, cwd=many)
    assert one.code
    assert (two.code, two.out, two.err) == (one.code, one.out, one.err)


def test_a_change_after_a_run_of_several_is_seen(many: Path) -> None:
    options = ["--format", "json", "--cache-dir", ".kept"]
    launch("check", ".", "--jobs", "2", *options, cwd=many)
    (many / "m001.py").write_text(WRONG)
    again = launch("check", ".", "--jobs", "2", *options, cwd=many)
    alone = run("check", ".", "--jobs", "1", "--no-cache", "--format", "json", cwd=many)
    assert (again.code, again.out) == (alone.code, alone.out)
    assert b"m001.py" in again.out


# A file that changes between two looks at it


def looked(path: Path, *contents: bytes) -> Looks:
    looks = Looks()
    with noting(looks):
        for content in contents:
            path.write_bytes(content)
            was_read(path, path.stat(), content)
    return looks


@pytest.mark.parametrize(("second", "paths"), [(b"x = 1\n", []), (b"x = 2\n", ["main.py"])])
def test_what_has_changed_meanwhile_is_noted(
    tmp_path: Path, second: bytes, paths: list[str]
) -> None:
    main = tmp_path / "main.py"
    alone = looked(main, b"x = 1\n", second)
    assert alone.is_incomplete == [str(tmp_path / each) for each in paths]
    looks, other = looked(main, b"x = 1\n"), looked(main, second)
    with noting(looks):
        were_looked_at(other)
    assert looks.is_incomplete == alone.is_incomplete
