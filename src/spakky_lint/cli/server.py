"""``spakky-lint server``."""

from __future__ import annotations

from importlib.util import find_spec

from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.output import say


def serve() -> int:
    """Serve until the editor says exit; TROUBLE where the language server's library is missing."""
    # Asked first, so that no error inside of the library is taken for its absence.
    if any(find_spec(name) is None for name in ("pygls", "lsprotocol")):
        say("the language server needs pygls: pip install 'spakky-lint[lsp]'")
        return TROUBLE
    from spakky_lint.lsp import serve

    serve()
    return CLEAN
