"""How often an event loop gets round while a coroutine runs: hardly ever, where that blocks it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

EVERY = 0.005


async def rounds_during(coroutine: Awaitable[object]) -> list[object]:
    """The number of rounds, and what the coroutine gives."""
    rounds = 0

    async def go_round() -> None:
        nonlocal rounds
        while True:
            await asyncio.sleep(EVERY)
            rounds += 1

    beside = asyncio.create_task(go_round())
    await asyncio.sleep(0)
    value = await coroutine
    beside.cancel()
    return [rounds, value]
