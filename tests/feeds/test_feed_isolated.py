"""Parsing in a child process."""

import asyncio
import os
import select
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from newswatch.errors import FeedError
from newswatch.feeds.isolated import Isolated
from newswatch.feeds.parse import parse

CHILD = Path(__file__).parent / "children" / "isolated.py"

# One long word where an author's address could be keeps feedparser busy for hours.
HOSTILE = b"<rss><channel><item><title>a</title><author>" + b"a." * 1_000_000 + b"</author></item></channel></rss>"


def await_end(pid: int) -> bool:
    """Wait until a process, ours or not, has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 10)[0])
    finally:
        os.close(handle)


async def test_a_hostile_feed_ends_at_the_time_limit():
    """What takes too long, or kills the child, is a feed error, and the next feed is read."""
    async with Isolated(timeout_seconds=3) as isolated:
        assert (await isolated.run(partial(parse, b"<rss/>"))).articles == ()
        with pytest.raises(FeedError, match="took longer than 3 seconds"):
            await isolated.run(partial(parse, HOSTILE))
        with pytest.raises(FeedError, match="ended the parser's process"):
            await isolated.run(partial(os._exit, 1))
        with pytest.raises(FeedError, match="the document is empty"):
            await isolated.run(partial(parse, b""))
        assert (await isolated.run(partial(parse, b"<rss/>"))).articles == ()


async def test_an_unused_parser_starts_nothing():
    """Opening and closing without a document is free."""
    started = time.perf_counter()
    async with Isolated():
        pass
    assert time.perf_counter() - started < 5


async def test_a_parser_that_is_killed_at_rest_is_replaced():
    """A child that dies between two documents is replaced, each time, and nobody notices."""
    async with Isolated() as isolated:
        pids = [await isolated.run(os.getpid)]
        for _ in range(2):
            os.kill(pids[-1], signal.SIGKILL)
            assert await_end(pids[-1])
            pids.append(await isolated.run(os.getpid))
        assert len(set(pids)) == 3


async def test_polls_side_by_side_share_the_new_parser():
    """When several documents meet the dead child at once, all of them are parsed in one new child."""
    async with Isolated() as isolated:
        before = await isolated.run(os.getpid)
        os.kill(before, signal.SIGKILL)
        assert await_end(before)
        after = await asyncio.gather(*(isolated.run(os.getpid) for _ in range(4)))
    assert len(set(after)) == 1
    assert before not in after


async def test_a_parser_that_cannot_start_is_a_feed_error(monkeypatch):
    """Where the new child dies too before it has begun, the feed has failed and the worker goes on."""
    monkeypatch.setattr("newswatch.feeds.isolated.end_with_parent", partial(os._exit, 1))
    async with Isolated() as isolated:
        with pytest.raises(FeedError, match=r"^the parser's process ends as soon as it starts$"):
            await isolated.run(os.getpid)


async def test_an_error_of_the_parser_itself_is_no_dead_child():
    """What the call raises comes back as it is, and the child goes on."""
    async with Isolated() as isolated:
        before = await isolated.run(os.getpid)
        with pytest.raises(RuntimeError, match="generator raised"):
            await isolated.run(partial(exec, "raise RuntimeError('generator raised')"))
        assert await isolated.run(os.getpid) == before


@pytest.mark.parametrize("what", ["rest", "work"])
def test_the_parser_ends_with_its_parent(what):
    """A kill -9 of the parent ends the parser too, at rest or over a hostile document."""
    with subprocess.Popen([sys.executable, str(CHILD), what], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    assert await_end(pid)
