"""The arguments of ``spakky-lint merge``."""

from __future__ import annotations

import argparse

from spakky_lint.cli.check_arguments import FORMATS_LISTED, add_report, outputs_of
from spakky_lint.cli.parsing import path_name
from spakky_lint.cli.shared_arguments import EXIT_CODES, add_exit_zero, add_loudness
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import MergeRequest

DESCRIPTION = Message("""\
Join the reports of `spakky-lint check --shard I/N --format json`, one of each of
the N jobs, into the report that one job would have written of all files.
""")

EPILOG = Message(
    """\
examples:
  spakky-lint check --shard 1/2 --format json=shard-1.json
  spakky-lint check --shard 2/2 --format json=shard-2.json
  spakky-lint merge shard-1.json shard-2.json --format sarif=lint.sarif

formats:
{formats}

{exit_codes}""",
    formats=FORMATS_LISTED,
    exit_codes=EXIT_CODES,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=path_name,
        help=Message("the JSON report of a shard"),
    )
    output = parser.add_argument_group(Message("output"))
    add_report(output)
    output.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help=Message("also count the fixes that need a review"),
    )
    add_exit_zero(output, Message("exit 0 even if something is found"))
    add_loudness(parser, Message("write only the findings and what went wrong, without notes"))


def request(options: argparse.Namespace) -> MergeRequest:
    from spakky_lint.cli.requests import CheckRequest, ConfigurationOptions, MergeRequest

    request = CheckRequest(
        paths=tuple(options.files),
        outputs=outputs_of(options),
        select=None,
        extend_select=(),
        ignore=(),
        fix=False,
        unsafe_fixes=options.unsafe_fixes,
        diff=False,
        exit_zero=options.exit_zero,
        statistics=options.statistics,
        explain_unknown=False,
        show_files=False,
        show_settings=False,
        backend=None,
        stdin_filename=None,
        config=ConfigurationOptions(),
        language=options.language,
    )
    return MergeRequest(request, options.loudness)
