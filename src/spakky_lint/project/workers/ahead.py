"""What every worker needs of a program, worked out before there are any, by as many processes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from importlib import import_module
from typing import Final

from spakky_lint.facts.pod_words import names_of_pods
from spakky_lint.program.reading_ahead import SMALLEST, ReadAhead, read_ahead, take_over
from spakky_lint.program.sources import Sources
from spakky_lint.program.statements import imports
from spakky_lint.project.looks import Looks, noting, were_looked_at
from spakky_lint.project.workers import NoWorkers
from spakky_lint.project.workers.local import LocalWorkers
from spakky_lint.project.workers.telling import opened
from spakky_lint.syntax.dependencies import Node, following

_SEARCHES: Final = (imports, names_of_pods)
"""What nearly all programs with tasks are asked for of every file."""
_MODULES: Final = (
    "spakky_lint.rules.registry",
    "spakky_lint.rules.by_kind",
    "spakky_lint.linting.in_force",
    "spakky_lint.linting.places",
    "spakky_lint.facts.backends",
    "spakky_lint.program.failing_imports",
    "spakky_lint.program.patches",
    "spakky_lint.program.subclasses",
    "spakky_lint.syntax.run_imports",
)
_FEWEST: Final = 400
"""Fewer files are read in the time that it takes to start a process and to hear of it."""
_LOADING: Final = 1000
"""As many more files are read by others in the time in which one loads what checks them: they
have to pack what they have read, too."""


def prepare(key: str, sources: Sources, jobs: int, asked: int) -> None:
    """Load what checks files, and read the program that is held under the key, if most of it is
    `asked` for: so forks of this process need not do it, each for itself.

    Whatever becomes of the others, what is missing is worked out by whoever needs it.
    """
    number = len(sources.files)
    if jobs == 1 or number < _FEWEST or asked * 2 < number:
        _load()
        return
    helpers = LocalWorkers(jobs - 1, are_forks=True)
    try:
        executor = helpers.begin()
    except NoWorkers:
        _load()
        return
    try:
        _read_by_all(executor, key, sources, shares(number, jobs))
    except Exception:  # noqa: BLE001  # whatever it is, whoever needs it meets it again
        return
    finally:
        helpers.end(executor)
    _share(sources)


def _read_by_all(executor: Executor, key: str, sources: Sources, parts: Sequence[range]) -> None:
    """What others have found is held once, when all of it is put together."""
    own, *others = parts
    futures = [executor.submit(_read, key, share) for share in others if share]
    _load()
    sources.imports.place()
    read = [read_ahead(sources, own, _SEARCHES, is_told=False)]
    for future in futures:
        share, looks = future.result()
        read.append(share)
        were_looked_at(looks)
    take_over(sources, read)


def shares(number: int, processes: int) -> Sequence[range]:
    """The files that each reads; the first one loads what checks them, too."""
    each = -(-(number + _LOADING) // processes)
    ends = [max(0, each - _LOADING + each * process) for process in range(processes)]
    ends = [min(number, -(-end // SMALLEST) * SMALLEST) for end in ends]
    return [range(start, end) for start, end in zip((0, *ends), (*ends[:-1], number), strict=False)]


def _load() -> None:
    """What nearly all programs with tasks take, the parser included."""
    for module in _MODULES:
        import_module(module)
    from spakky_lint.syntax.parse import parse

    parse("")


def _share(sources: Sources) -> None:
    """Work out what looks at something of every file: in a fork, whatever is looked at is copied,
    and each would hold all of it.
    """
    from spakky_lint.facts.pod_names import candidates

    sources.index_words()
    with following(Node()):  # whoever is told of it rests on all that it takes
        candidates(sources.program)


def _read(key: str, numbers: range) -> tuple[ReadAhead, Looks]:
    """In another process."""
    program, looks = opened(key), Looks()
    with noting(looks if program.is_noted else None):
        return read_ahead(program.sources, numbers, _SEARCHES, is_told=True), looks
