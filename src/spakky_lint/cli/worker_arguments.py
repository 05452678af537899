"""The options that divide a run: over processes, over machines, over the jobs of a CI."""

from __future__ import annotations

import argparse
import re

from spakky_lint.cli.shared_arguments import Complaint, add_cache

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_JOBS = 256


def add_division(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("speed")
    group.add_argument(
        "-j",
        "--jobs",
        metavar="N|auto",
        type=_jobs,
        help="how many processes look into files at a time (default: auto, one for each processor "
        "where there is enough to parse)",
    )
    group.add_argument(
        "--executor",
        metavar="dask://HOST:PORT",
        type=_executor,
        help="have the work done by the workers of a dask cluster with this scheduler, which get "
        "the program as text and need no shared disk, but the same spakky-lint; whoever may reach "
        "a cluster is trusted, for what travels in it is pickled",
    )
    add_cache(group)


def division_complaints(options: argparse.Namespace) -> Sequence[Complaint]:
    return (
        (
            options.executor is not None and options.jobs is not None,
            "--executor has as many workers as the cluster, so it takes no --jobs",
        ),
        (
            options.executor is not None and "-" in options.paths,
            "--executor is for files, so it takes no -",
        ),
    )


def _executor(text: str) -> str:
    found = re.fullmatch(r"dask://([^/\s]+:[0-9]{1,5})/?", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is none: dask://HOST:PORT is allowed")
    return found[1]


def _jobs(text: str) -> int | None:
    if text == "auto":
        return None
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    if not is_number or not 1 <= int(text) <= _MOST_JOBS:
        words = f"{text!r} is no number of processes: 1 to {_MOST_JOBS} or auto is allowed"
        raise argparse.ArgumentTypeError(words)
    return int(text)
