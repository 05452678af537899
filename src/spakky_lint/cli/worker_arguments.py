"""The options that divide a run: over processes, over machines, over the jobs of a CI."""

from __future__ import annotations

import argparse
import re

from spakky_lint.cli.parsing import Refused
from spakky_lint.cli.shared_arguments import Complaint, add_cache, number_of_processes
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Sequence

    from spakky_lint.project.sharding import Shard


def add_division(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(Message("speed"))
    group.add_argument(
        "-j",
        "--jobs",
        metavar="N|auto",
        type=number_of_processes,
        help=Message(
            "how many processes check files in parallel (default: auto, one per processor "
            "if there is enough to parse)"
        ),
    )
    group.add_argument(
        "--watch",
        action="store_true",
        help=Message(
            "check again whenever something changes that the report rests on, until Ctrl-C"
        ),
    )
    group.add_argument(
        "--shard",
        metavar="I/N",
        type=_shard,
        help=Message(
            "check a part of the files, the same in every run: one of N jobs of a CI; "
            "`spakky-lint merge` joins their reports of --format json"
        ),
    )
    group.add_argument(
        "--executor",
        metavar="dask://HOST:PORT",
        type=_executor,
        help=Message(
            "let the workers of the dask cluster with this scheduler do the work: they get "
            "the program as text and need no shared disk, but the same version of "
            "spakky-lint; trust everybody who can reach the cluster, since data in it is "
            "pickled"
        ),
    )
    add_cache(group, Message("standard input, --fix, --diff and --add-noqa"))


def division_complaints(options: argparse.Namespace) -> Sequence[Complaint]:
    keeps = options.write_baseline is not None or options.prune_baseline
    return (
        (
            options.shard is not None and "-" in options.paths,
            Message("--shard checks a part of several files, so it takes no -"),
        ),
        (
            options.shard is not None and keeps,
            Message(
                "a baseline covers all files: --write-baseline and --prune-baseline take no --shard"
            ),
        ),
        (
            options.executor is not None and options.jobs is not None,
            Message("--executor has as many workers as the cluster, so it takes no --jobs"),
        ),
        (
            options.executor is not None and "-" in options.paths,
            Message("--executor is for files, so it takes no -"),
        ),
        *_watch_complaints(options),
    )


def _watch_complaints(options: argparse.Namespace) -> Sequence[Complaint]:
    others = {
        "-": "-" in options.paths,
        "--fix": options.fix,
        "--diff": options.diff,
        "--add-noqa": options.add_noqa,
        "--write-baseline": options.write_baseline is not None,
        "--prune-baseline": options.prune_baseline,
        "--show-files": options.show_files,
        "--show-settings": options.show_settings,
        "--shard": options.shard is not None,
        "--executor": options.executor is not None,
    }
    return [
        (
            options.watch and is_given,
            Message("--watch only shows what changes, so it takes no {option}", option=name),
        )
        for name, is_given in others.items()
    ]


def _shard(text: str) -> Shard:
    from spakky_lint.project.sharding import Shard

    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise Refused(
            Message("{text} is not a part: 1/3, 2/3 and 3/3 are allowed", text=repr(text))
        )
    return Shard(int(found[1]), int(found[2]))


def _executor(text: str) -> str:
    found = re.fullmatch(r"dask://([^/\s]+:[0-9]{1,5})/?", text)
    if found is None:
        raise Refused(
            Message("{text} is not a scheduler: dask://HOST:PORT is allowed", text=repr(text))
        )
    return found[1]
