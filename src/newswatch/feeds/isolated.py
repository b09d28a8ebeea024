"""Parsing where a hostile feed can't stop the worker: in a child process, with a time limit.

feedparser takes hours over some documents of a megabyte, such as one long word where an author's address could be.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Self

from pebble import ProcessExpired, ProcessPool

from newswatch.children import end_with_parent, interrupts_held
from newswatch.errors import FeedError
from newswatch.feeds.parse import Parsed

TIMEOUT_SECONDS = 20.0
# A child that dies at rest, say of memory that another program took, is replaced once.
_TRIES = 2


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
    """Parses in a child process, which is started at the first call and ends with the context, or with this process."""

    def __init__(self, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._timeout_seconds = timeout_seconds
        self._pool = _new_pool()

    async def __aexit__(self, *_: object) -> None:
        await _end(self._pool)

    async def run(self, call: Callable[[], Parsed]) -> Parsed:
        """Return what the call, which must be picklable, returns in the child.

        Raises:
            FeedError: also where it takes too long or ends the child.
        """
        for _ in range(_TRIES):
            pool = self._pool
            try:
                return await asyncio.wrap_future(self._schedule(call, pool))
            except TimeoutError:
                raise FeedError(f"parsing it took longer than {self._timeout_seconds:g} seconds") from None
            except ProcessExpired:
                raise FeedError("parsing it ended the parser's process") from None
            except BrokenProcessPool:  # it died while it had nothing to do, or before it could do anything
                await self._replace(pool)
        raise FeedError("the parser's process ends as soon as it starts")

    def _schedule(self, call: Callable[[], Parsed], pool: ProcessPool) -> Future[Parsed]:
        """Give a call to the child.

        Raises:
            BrokenProcessPool: the child has died since the last one.
        """
        try:
            with interrupts_held():
                return pool.schedule(call, timeout=self._timeout_seconds)
        except RuntimeError as broken:
            raise BrokenProcessPool(str(broken)) from broken

    async def _replace(self, broken: ProcessPool) -> None:
        """Put a new pool in the place of a broken one, unless another feed's poll has done so."""
        if self._pool is broken:
            self._pool = _new_pool()
            await _end(broken)


def _new_pool() -> ProcessPool:
    # Not forked: this process has threads and connections.
    return ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"), initializer=end_with_parent)


async def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble's gap
    await asyncio.to_thread(pool.join)
