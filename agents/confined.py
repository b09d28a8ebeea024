"""Runs the reader in a child process with a time limit, so that no article can stop the worker."""

import asyncio
import multiprocessing
import signal
from concurrent.futures import TimeoutError as TooLong
from pathlib import Path
from typing import Self

from pebble import ProcessExpired, ProcessPool

from newswatch import topics
from newswatch.errors import ReadingError
from newswatch.models import Article
from newswatch.reading import ArticleReading, Reader

# A child may die of something that is not the article's fault (a signal to the whole group, memory taken by
# another program); an article that was there each time is.
DEATHS_FORGIVEN = 2

_reader: Reader


def _load(folder: Path) -> None:
    """Prepare the child: a Ctrl-C is for the parent, which ends the child in its own time."""
    global _reader  # noqa: PLW0603  # one reader per child process, made once
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _reader = Reader(topics.load(folder))


def _read(article: Article) -> ArticleReading:
    return _reader.read(article)


class ConfinedReader:
    """A reader in a child process.

    Args:
        folder: the topic files.
        seconds: how long reading one article may take.
    """

    def __init__(self, folder: Path, seconds: float) -> None:
        self._seconds = seconds
        # A fresh interpreter, because a fork of a process that runs threads may hang.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(max_workers=1, context=context, initializer=_load, initargs=[folder])

    async def read(self, article: Article) -> ArticleReading:
        """Read an article.

        Raises:
            ReadingError: the article took too long, killed the process, or met a fault of the reader.
        """
        for _ in range(DEATHS_FORGIVEN):
            try:
                return await self._once(article)
            except ProcessExpired:
                continue
        try:
            return await self._once(article)
        except ProcessExpired as death:
            raise ReadingError(f"reading it killed the reader's process {DEATHS_FORGIVEN + 1} times") from death

    async def _once(self, article: Article) -> ArticleReading:
        future = self._pool.schedule(_read, args=[article], timeout=self._seconds)
        try:
            reading: ArticleReading = await asyncio.wrap_future(future)
        except (TooLong, TimeoutError) as late:
            raise ReadingError(f"reading it took longer than {self._seconds:g} s") from late
        except (ProcessExpired, asyncio.CancelledError):
            raise
        except Exception as fault:
            raise ReadingError(f"the reader failed on it: {type(fault).__name__}: {fault}") from fault
        return reading

    def close(self) -> None:
        """End the child process."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
