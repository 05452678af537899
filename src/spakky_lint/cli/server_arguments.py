"""The arguments of ``spakky-lint server``."""

from __future__ import annotations

import argparse

from spakky_lint.cli.parsing import Refused
from spakky_lint.messages.message import Message

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from spakky_lint.cli.requests import ServerRequest

DESCRIPTION = Message("Run the language server on standard input and output.")

EPILOG = Message("""\
An editor starts this command and speaks the language server protocol on its
standard input and output. It needs the extra lsp:

  pip install 'spakky-lint[lsp]'
""")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    # As the client of VS Code starts every server.
    parser.add_argument(
        "--stdio",
        action="store_true",
        help=Message("accepted for editors: standard input and output are always used"),
    )
    parser.add_argument(
        "--clientProcessId",
        metavar="N",
        dest="client",
        type=_process,
        help=Message("the process of the editor: the server ends when it does"),
    )


def request(options: argparse.Namespace) -> ServerRequest:
    from spakky_lint.cli.requests import ServerRequest

    return ServerRequest(options.client)


def _process(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise Refused(Message("{text} is not the number of a process", text=repr(text)))
    return int(text)
