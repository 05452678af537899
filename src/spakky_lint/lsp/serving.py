"""The server as a process: from its start to its end."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING, NoReturn, cast

from spakky_lint.lsp.client_process import end_with
from spakky_lint.lsp.features import register
from spakky_lint.lsp.framing import Frames
from spakky_lint.lsp.server import SpakkyServer

if TYPE_CHECKING:
    from typing import BinaryIO

STACK_SIZE = 40 * 1024 * 1024
"""Bytes of a thread's stack: what the deepest text takes (`syntax/deep_stack`), and more. It is
reserved, not used.
"""


def build() -> SpakkyServer:
    """A server with all its features, not yet connected to a client."""
    server = SpakkyServer()
    register(server)
    return server


def serve(client: int | None = None) -> NoReturn:
    """Serve one client on standard input and output, until it says exit or goes away.

    This ends the process: with 1 when the client went without a shutdown request, as the protocol
    wants. `client` is the client's process, with which this one ends in any case, as it does with
    the process that the client names when it greets the server.
    """
    if client is not None:
        end_with(client)
    threading.stack_size(STACK_SIZE)
    server = build()
    protocol = sys.stdout.buffer
    # Whatever prints goes to the log: standard output belongs to the protocol.
    with contextlib.redirect_stdout(sys.stderr):
        frames = cast("BinaryIO", Frames(sys.stdin.buffer))  # it is all that is asked of one
        server.start_io(frames, protocol)
    server.pages.remove()
    sys.stderr.flush()
    # Python's own way out would wait for the worker, whatever that is in the middle of.
    os._exit(0 if server.asked_to_stop else 1)
