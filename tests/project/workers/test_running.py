"""What becomes of a run whose workers come to their end."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from spakky_lint.project.along import Along
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.configurations import Configurations, Options
from spakky_lint.project.discovery import SourceFile, discover
from spakky_lint.project.seeing import FileRequest, unseen
from spakky_lint.project.workers.dividing import parts_of
from spakky_lint.project.workers.running import Run
from spakky_lint.project.workers.telling import OnDisk, hold
from tests.cli.running import WRONG
from tests.project.workers.falling import FATAL, ONCE

ROOT = Path(__file__).parents[3]

NAMES = sorted([FATAL, *(f"{letter}.py" for letter in "abcdefghijklm")])


def falling(folder: Path, kind: str) -> list[tuple[str, list[list[str]]]]:
    for name in NAMES:
        (folder / name).write_text(WRONG)
    done = subprocess.run(
        [sys.executable, "-m", "tests.project.workers.falling", kind, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("exit", "the process that checked it ended unexpectedly, and so did a second one"),
        ("kill", "the process that checked it ended unexpectedly, and so did a second one"),
        ("memory", "there is not enough memory to check it"),
    ],
)
def test_what_is_the_end_of_a_worker_is_that_files_finding(
    tmp_path: Path, kind: str, words: str
) -> None:
    found = falling(tmp_path, kind)
    assert [path for path, _ in found] == NAMES
    for path, findings in found:
        codes = [code for code, _ in findings]
        assert codes == (["SPK000"] if path == FATAL else ["SPK202"])
        if path == FATAL:
            assert findings[0][1].startswith(words)


def test_the_end_of_a_worker_that_no_file_is_to_blame_for_changes_nothing(tmp_path: Path) -> None:
    assert [(path, [code for code, _ in found]) for path, found in falling(tmp_path, ONCE)] == [
        (name, ["SPK202"]) for name in NAMES
    ]
    assert (tmp_path / "fallen").exists()


@dataclass
class Threads:
    size: int = 2
    fall_together: bool = False

    def begin(self) -> Executor:
        return ThreadPoolExecutor(self.size)

    def end(self, executor: Executor) -> None:
        executor.shutdown()

    def check(self) -> None: ...


def test_what_somebody_had_begun_with_who_is_gone_is_seen_all_the_same(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_text(WRONG)
    configurations, files = Configurations(tmp_path), discover(["."], tmp_path).files
    told = OnDisk(tmp_path, Options(), lambda each: each, FileRequest(), key="begun with")
    along = Along(files, bytearray(b"\0\1" * (len(NAMES) // 2)))
    hold(told.key, replace(told.opened(), along=along))
    run = Run(files, told, Threads(), partial(unseen, configurations))
    found = [each.checked for each in run.seen()]
    assert all(isinstance(each, CheckedFile) and len(each.findings) == 1 for each in found)
    assert [each.path for each in found] == NAMES
    assert all(along.taken[number] for number in range(len(NAMES)))


@pytest.mark.parametrize("number", [0, 1, 5, 100, 3000])
def test_parts_are_all_files_in_their_order(number: int) -> None:
    files = [SourceFile(Path(f"/{each}.py"), f"{each}.py") for each in range(number)]
    parts = [*parts_of(files, 2)]
    assert [file for part in parts for file in part.files] == files
    assert [part.first for part in parts] == [files.index(part.files[0]) for part in parts]
    if number == 3000:
        assert len(parts[0].files) > 5 * len(parts[-1].files)  # nobody is waited for at the end
