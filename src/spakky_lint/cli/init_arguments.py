"""The arguments of ``spakky-lint init``."""

from __future__ import annotations

import argparse

from spakky_lint.cli.parsing import path_name
from spakky_lint.cli.shared_arguments import end_where_wrong
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import InitRequest

DESCRIPTION = Message("""\
Set up a project: show what its files lack as a diff, ask, and write it. Only
files of tools that the project uses are changed, everything else in them stays
as it is, and a second run changes nothing.
""")

EPILOG = Message("""\
examples:
  spakky-lint init --dry-run           see what would be written
  spakky-lint init                     see it, and be asked
  spakky-lint init services/mail --yes write it without asking

what is written, where it is missing:
  [tool.spakky-lint] in pyproject.toml, or a spakky-lint.toml without one
  lint.external = ["SPK"] where ruff is configured: ruff deletes our noqa
    comments otherwise
  extend-select = SPK where flake8 is configured
  a hook in .pre-commit-config.yaml or prek.toml
  a workflow in .github/workflows, or a job in .gitlab-ci.yml

exit codes:
  0    written, or nothing to write
  2    the work could not be done: no answer, or a file that cannot be
       read, changed or written
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path",
        metavar="PATH",
        nargs="?",
        default=".",
        type=path_name,
        help=Message("the folder of the project (default: the current directory)"),
    )
    parser.add_argument("-y", "--yes", action="store_true", help=Message("write it without asking"))
    parser.add_argument(
        "--dry-run", action="store_true", help=Message("show the diff and write nothing")
    )


def request(options: argparse.Namespace) -> InitRequest:
    end_where_wrong(
        options,
        (
            options.yes and options.dry_run,
            Message("--yes writes and --dry-run does not: give one of them"),
        ),
    )
    from spakky_lint.cli.requests import InitRequest

    return InitRequest(options.path, options.yes, options.dry_run)
