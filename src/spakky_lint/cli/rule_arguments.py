"""The arguments of ``spakky-lint rule``."""

from __future__ import annotations

import argparse

from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import RuleRequest

DESCRIPTION = Message("List the rules, or show the page of one.")

EPILOG = Message("""\
examples:
  spakky-lint rule                     all rules, one per line
  spakky-lint rule SPK301              one rule's page
  spakky-lint rule schedule-trigger-count
                                       the same, by its name
  spakky-lint rule --format markdown   the catalogue as a table
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rule", metavar="RULE", nargs="?", help=Message("a code or a name (default: all)")
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "markdown"),
        default="text",
        help=Message("how to show it (default: text)"),
    )


def request(options: argparse.Namespace) -> RuleRequest:
    from spakky_lint.cli.requests import RuleRequest

    return RuleRequest(options.rule, options.format, options.language)
