"""``check --shard I/N``: a part of the run, and what ``merge`` joins it with the others by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spakky_lint.cli.check_outcome import Outcome
from spakky_lint.cli.configured import Configured
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.homes import top_of
from spakky_lint.project.results import Results
from spakky_lint.project.sharding import Shard, ShardResults


def in_shard(read: Configured, shard: Shard) -> Configured:
    """Only the files of the shard."""
    files = read.found.files
    places = shard.places(files, top_of(read.configurations.directory))
    found = replace(read.found, files=tuple(files[place] for place in places))
    return replace(read, found=found)


def with_shard(
    outcome: Outcome, results: Results, every: Sequence[SourceFile], request: CheckRequest
) -> Outcome:
    """The outcome of the shard; `every` are the files of the whole run."""
    if request.shard is None:
        return outcome
    place_of = {str(file.path): place for place, file in enumerate(every)}
    report = outcome.report
    places: list[int | None] = [place_of[path] for path in results.paths]
    places += [None] * (len(report.files) - len(places))
    told = ShardResults(
        request.shard,
        _run(every, request),
        list(zip(places, report.files, strict=True)),
        outcome.troubles,
        outcome.notes,
        [(each.count, each.revision) for each in report.known],
        outcome.guess,
        report.explains,
    )
    return replace(outcome, report=replace(report, shard=told))


def _run(every: Sequence[SourceFile], request: CheckRequest) -> str:
    """As it is on every machine that does a part of it."""
    from hashlib import blake2b

    asked = (
        [file.shown for file in every],
        (request.select, request.extend_select, request.ignore, request.backend),
        (request.baseline, request.no_baseline, request.new_since),
    )
    return blake2b(repr(asked).encode(), digest_size=16).hexdigest()
