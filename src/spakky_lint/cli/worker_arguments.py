"""The options that divide a run: over processes, over machines, over the jobs of a CI."""

from __future__ import annotations

import argparse

from spakky_lint.cli.shared_arguments import add_cache

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
    add_cache(group)


def _jobs(text: str) -> int | None:
    if text == "auto":
        return None
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    if not is_number or not 1 <= int(text) <= _MOST_JOBS:
        words = f"{text!r} is no number of processes: 1 to {_MOST_JOBS} or auto is allowed"
        raise argparse.ArgumentTypeError(words)
    return int(text)
