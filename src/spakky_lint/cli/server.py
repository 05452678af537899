"""``spakky-lint server``."""

from __future__ import annotations

from importlib.util import find_spec

from spakky_lint.cli.exit_codes import TROUBLE
from spakky_lint.cli.output import say
from spakky_lint.cli.requests import ServerRequest
from spakky_lint.messages.message import Message


def serve(request: ServerRequest) -> int:
    """Serve until the editor says exit, which ends the process.

    TROUBLE where the language server's library is missing.
    """
    # Asked first, so that no error inside of the library is taken for its absence.
    if all(find_spec(name) is not None for name in ("pygls", "lsprotocol")):
        from spakky_lint.lsp import serve

        serve(request.client)
    say(Message("the language server needs pygls: pip install 'spakky-lint[lsp]'"))
    return TROUBLE
