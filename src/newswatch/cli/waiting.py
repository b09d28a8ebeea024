"""How a verb runs its event loop: SIGTERM ends it as Ctrl-C does, with everything closed that it opened."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

# What a shell reports for a program that SIGTERM ended.
TERMINATED = 143

Result = TypeVar("Result")


def complete(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine to its end and return its result.

    Raises:
        SystemExit: SIGTERM has come; the coroutine was cancelled, and has closed what it had opened.
    """
    before = signal.getsignal(signal.SIGTERM)
    told = asyncio.Event()
    try:
        result = asyncio.run(_terminable(work, told))
    except asyncio.CancelledError:
        if not told.is_set():
            raise
    finally:
        signal.signal(signal.SIGTERM, before)
    if told.is_set():
        raise SystemExit(TERMINATED)
    return result


async def _terminable(work: Coroutine[Any, Any, Result], told: asyncio.Event) -> Result:
    """Await a coroutine; SIGTERM cancels it, once, so that a second one does not disturb its clean-up."""
    task = asyncio.ensure_future(work)

    def end() -> None:
        if not told.is_set():
            told.set()
            task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end)
    return await task
