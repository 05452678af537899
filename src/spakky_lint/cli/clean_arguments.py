"""The arguments of ``spakky-lint clean``."""

from __future__ import annotations

import argparse

from spakky_lint.cli.parsing import path_name
from spakky_lint.cli.shared_arguments import add_configuration, configuration_options
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import CleanRequest

DESCRIPTION = Message("""\
Delete the cache, in which results are kept from run to run. A folder that does
not say that it is a cache of spakky-lint is left alone.
""")

EPILOG = Message("""\
examples:
  spakky-lint clean                    delete the cache of this project
  spakky-lint clean --cache-dir DIR    delete the one in that folder

exit codes:
  0    deleted, or there was none
  2    the work could not be done
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache-dir",
        metavar="DIR",
        type=path_name,
        help=Message(
            "the folder of the cache (default: .spakky-lint-cache beside the configuration)"
        ),
    )
    add_configuration(parser)


def request(options: argparse.Namespace) -> CleanRequest:
    from spakky_lint.cli.requests import CacheOptions, CleanRequest

    cache = CacheOptions(folder=options.cache_dir)
    return CleanRequest(cache, configuration_options(options))
