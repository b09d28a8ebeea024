"""Parsing where a hostile feed can't stop the worker: in a child process, with a time limit.

feedparser takes hours over some documents of a megabyte, such as one long word where an author's address could be.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from typing import Self

from pebble import ProcessExpired, ProcessPool

from newswatch.errors import FeedError
from newswatch.feeds.parse import Parsed

TIMEOUT_SECONDS = 20.0


class InPlace:
    """Parses in this process and thread: for documents of one's own, and for tests."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def run(self, call: Callable[[], Parsed]) -> Parsed:
        """Return what the call returns."""
        return call()


class Isolated(InPlace):
    """Parses in a child process, which is started at the first call and ends with the context."""

    def __init__(self, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds
        # Not forked: this process has threads and connections.
        self._pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))

    async def __aexit__(self, *_: object) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble's gap
        await asyncio.to_thread(self._pool.join)

    async def run(self, call: Callable[[], Parsed]) -> Parsed:
        """Return what the call, which must be picklable, returns in the child.

        Raises:
            FeedError: also where it takes too long or ends the child.
        """
        future = self._pool.schedule(call, timeout=self._timeout_seconds)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError:
            raise FeedError(f"parsing it took longer than {self._timeout_seconds:g} seconds") from None
        except ProcessExpired:
            raise FeedError("parsing it ended the parser's process") from None
