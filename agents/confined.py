"""Runs the reader in a child process with a time limit, so that no article can stop the worker."""

import asyncio
import multiprocessing
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pebble import ProcessExpired, ProcessPool

from newswatch import topics
from newswatch.children import end_with_parent, interrupts_held
from newswatch.errors import ConfigurationError, ReadingError
from newswatch.models import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from newswatch.reading import ArticleReading, Reader

# A child may die of something that is not the article's fault (a signal to the whole group, memory taken by
# another program); an article that was there each time is.
DEATHS_FORGIVEN = 2

_reader: "Reader"


def load(folder: Path) -> "Reader":
    """Return the reader of a folder of topic files."""
    from newswatch.reading import Reader  # noqa: PLC0415  # the language pipeline is for the child alone

    return Reader(topics.load(folder))


def _prepare(make: "Callable[[Path], Reader]", folder: Path) -> None:
    global _reader  # noqa: PLW0603  # one reader per child process, made once
    end_with_parent()
    _reader = make(folder)


def _read(article: Article) -> "ArticleReading":
    return _reader.read(article)


class ConfinedReader:
    """A reader in a child process.

    Args:
        folder: the topic files.
        seconds: how long reading one article may take.
        make: makes the reader, in the child.
    """

    def __init__(self, folder: Path, seconds: float, make: "Callable[[Path], Reader]" = load) -> None:
        self._initial = [make, folder]
        self._seconds = seconds
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        # A fresh interpreter, because a fork of a process that runs threads may hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=1, context=context, initializer=_prepare, initargs=self._initial)

    async def read(self, article: Article) -> "ArticleReading":
        """Read an article.

        Raises:
            ReadingError: the article took too long, killed the process, or met a fault of the reader.
            ConfigurationError: the process dies before it has begun.
        """
        died: Exception | None = None
        for _ in range(DEATHS_FORGIVEN + 1):
            pool = self._pool
            try:
                return await self._once(article, pool)
            except ProcessExpired as death:
                died = death
            except BrokenProcessPool as death:  # it died while it had nothing to do, or before it could do anything
                died = death
                self._replace(pool)
        if isinstance(died, BrokenProcessPool):
            raise ConfigurationError("the reader's process ends as soon as it starts; newswatch check may say why")
        raise ReadingError(f"reading it killed the reader's process {DEATHS_FORGIVEN + 1} times") from died

    async def _once(self, article: Article, pool: ProcessPool) -> "ArticleReading":
        try:
            return await asyncio.wrap_future(self._schedule(article, pool))
        except (TooLong, TimeoutError) as late:
            raise ReadingError(f"reading it took longer than {self._seconds:g} s") from late
        except (ProcessExpired, BrokenProcessPool, asyncio.CancelledError):
            raise
        except Exception as fault:
            raise ReadingError(f"the reader failed on it: {type(fault).__name__}: {fault}") from fault

    def _replace(self, broken: ProcessPool) -> None:
        """Put a new pool in the place of a broken one, unless another article's reading has done so."""
        if self._pool is broken:
            self.close()
            self._pool = self._new_pool()

    def _schedule(self, article: Article, pool: ProcessPool) -> "Future[ArticleReading]":
        """Give an article to the child.

        Raises:
            BrokenProcessPool: the child has died since the last one.
        """
        try:
            with interrupts_held():
                return pool.schedule(_read, args=[article], timeout=self._seconds)
        except RuntimeError as broken:
            raise BrokenProcessPool(str(broken)) from broken

    def close(self) -> None:
        """End the child process."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
