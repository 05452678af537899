"""The server as a process: from its start to its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import threading
from typing import BinaryIO, NoReturn

from pygls.io_ import StdoutWriter

from spakky_lint.lsp.client_process import end_with
from spakky_lint.lsp.features import register
from spakky_lint.lsp.framing import Frames
from spakky_lint.lsp.server import SpakkyServer


def build() -> SpakkyServer:
    """A server with all its features, not yet connected to a client."""
    server = SpakkyServer()
    register(server)
    # Editors cancel what is answered already all the time, and their logs would say nothing else.
    logging.getLogger("pygls.protocol.json_rpc").addFilter(
        lambda record: not str(record.msg).startswith("Cancel notification for unknown")
    )
    return server


def serve(client: int | None = None) -> NoReturn:
    """Serve one client on standard input and output, until it says exit or goes away.

    This ends the process: with 1 when the client went without a shutdown request, as the protocol
    wants. `client` is the client's process, with which this one ends in any case, as it does with
    the process that the client names when it greets the server.
    """
    server = build()
    server.worker.prepare()  # before there is a thread
    if client is not None:
        end_with(client, server.worker.end)
    server.protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    # Whatever prints goes to the log: standard output belongs to the protocol.
    with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(SystemExit, BrokenPipeError):
        # Not `asyncio.run`: what is under way at the end is to be answered by nobody.
        asyncio.new_event_loop().run_until_complete(_talk(server, sys.stdin.buffer))
    server.worker.end()
    server.pages.remove()
    sys.stderr.flush()
    # Python's own way out would wait for the threads, whatever they are in the middle of.
    os._exit(0 if server.asked_to_stop else 1)


async def _talk(server: SpakkyServer, stream: BinaryIO) -> None:
    """Heed the client's messages until there are no more.

    pygls would hand each line of each header from thread to thread. A thread of our own hands on
    whole messages.
    """
    loop = asyncio.get_running_loop()
    frames, ended = Frames(stream), asyncio.Event()

    def listen() -> None:
        while (body := frames.next()) is not None:
            loop.call_soon_threadsafe(server.protocol.heed, body)
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=listen, name="spakky-lint-client", daemon=True).start()
    await ended.wait()
