"""The arguments of ``spakky-lint server``."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import ServerRequest

DESCRIPTION = "Run the language server on standard input and output."

EPILOG = """\
An editor starts this command and speaks the language server protocol on its
standard input and output. It needs the extra lsp:

  pip install 'spakky-lint[lsp]'
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    # As the client of VS Code starts every server.
    parser.add_argument(
        "--stdio", action="store_true", help="use standard input and output, as in any case"
    )
    parser.add_argument(
        "--clientProcessId",
        metavar="N",
        dest="client",
        type=_process,
        help="the process of the editor: the server ends when that does",
    )


def request(options: argparse.Namespace) -> ServerRequest:
    from spakky_lint.cli.requests import ServerRequest

    return ServerRequest(options.client)


def _process(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is the number of no process")
    return int(text)
