"""Applications of several files: the commands and the real framework say the same of each.

    from tests.properties.test_programs_of_files import campaign
    campaign(range(5000, 5500))

draws many more than the test does, and shows the smallest of each kind of contradiction.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.running import plant
from tests.evidence.process import Process
from tests.properties.applications import Application, application
from tests.properties.contradictions import Contradiction, contradictions, text_below
from tests.properties.readings import Reading, as_texts, each_alone, read
from tests.properties.real_starts import framework, start
from tests.properties.reducing import smallest
from tests.real_framework import requires_framework

pytestmark = pytest.mark.long

FIRST = int(os.environ.get("SPAKKY_LINT_FIRST_DRAWN", "1"))
DRAWN = int(os.environ.get("SPAKKY_LINT_DRAWN", "40"))
"""How many applications are drawn."""
EACH_FILE = 4
"""Of one in so many, each file is also checked alone, and as a text."""

NOT_YET = frozenset(
    {
        "SPK510, and auth says otherwise of what does not start",
        "SPK511, and auth says otherwise of what does not start",
    }
)
"""Kinds of contradictions that are known."""


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    process = framework()
    yield process
    process.close()


@requires_framework
@pytest.mark.parametrize("seed", range(FIRST, FIRST + DRAWN))
def test_nothing_contradicts_anything(process: Process, seed: int) -> None:
    drawn = application(seed)
    found = found_in(drawn, process, each_file=seed % EACH_FILE == 0)
    surely = [each for each in found if each.is_certain and each.kind not in NOT_YET]
    assert not surely, explained(drawn, surely)


def found_in(
    drawn: Application, process: Process, *, each_file: bool = True
) -> list[Contradiction]:
    with TemporaryDirectory() as name:
        folder = plant(Path(name).resolve(), drawn.files)
        reading = read(folder)
        found = [*contradictions(reading, start(drawn, folder, process), text_below(folder))]
        return [*found, *_by_file(folder, reading)] if each_file else found


def _by_file(folder: Path, reading: Reading) -> Iterator[Contradiction]:
    for how, findings in (("alone", each_alone(folder)), ("as text", as_texts(folder))):
        for each in set(findings) ^ set(reading.findings):
            yield Contradiction(f"each file {how}", str(each))


def explained(drawn: Application, found: Iterable[Contradiction]) -> str:
    return "\n".join([str(drawn), *map(str, found)])


def campaign(seeds: Iterable[int], *, reduce: bool = True) -> None:
    """Print how often each kind of contradiction occurs, and the smallest that shows it."""
    process = framework()
    shown: dict[str, list[int]] = {}
    for seed in seeds:
        for kind in _kinds(application(seed), process, each_file=seed % EACH_FILE == 0):
            shown.setdefault(kind, []).append(seed)
    for kind, of_kind in shown.items():
        drawn = application(of_kind[0])
        print(f"=== {kind}: {len(of_kind)} times, {of_kind[:10]}", flush=True)  # noqa: T201
        if reduce and kind not in NOT_YET:
            drawn = smallest(drawn, partial(_shows, kind, process))
            found = [each for each in found_in(drawn, process) if each.kind == kind]
            print(explained(drawn, found), flush=True)  # noqa: T201
    process.close()


def _shows(kind: str, process: Process, drawn: Application) -> bool:
    return kind in _kinds(drawn, process, each_file=kind.startswith("each file"))


def _kinds(drawn: Application, process: Process, *, each_file: bool) -> set[str]:
    found = found_in(drawn, process, each_file=each_file)
    return {each.kind for each in found if each.is_certain}
