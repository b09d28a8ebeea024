"""Parsing in a child process."""

import os
import time
from functools import partial

import pytest

from newswatch.errors import FeedError
from newswatch.feeds.isolated import Isolated
from newswatch.feeds.parse import parse

# One long word where an author's address could be keeps feedparser busy for hours.
HOSTILE = b"<rss><channel><item><title>a</title><author>" + b"a." * 1_000_000 + b"</author></item></channel></rss>"


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
