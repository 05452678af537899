"""That something takes long, where the client can show it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer

AFTER = 0.3
"""Seconds. What takes less is not worth a word."""


@asynccontextmanager
async def shown_progress(
    client: LanguageServer, title: str
) -> AsyncIterator[Callable[[int], None]]:
    """Show the title while the body takes long; what it gets takes a percentage."""
    if not get_capability(client.client_capabilities, "window.work_done_progress"):
        yield lambda percentage: None
        return
    token, percentage, is_shown = str(uuid4()), 0, False

    async def show() -> None:
        nonlocal is_shown
        await asyncio.sleep(AFTER)
        await client.work_done_progress.create_async(token)
        client.work_done_progress.begin(
            token, types.WorkDoneProgressBegin(title, percentage=percentage)
        )
        is_shown = True

    def report(now: int) -> None:
        nonlocal percentage
        if now != percentage and is_shown:
            client.work_done_progress.report(token, types.WorkDoneProgressReport(percentage=now))
        percentage = now

    showing = asyncio.get_running_loop().create_task(show())
    try:
        yield report
    finally:
        showing.cancel()
        if is_shown:
            client.work_done_progress.end(token, types.WorkDoneProgressEnd())
