"""A child that parses in a child of its own, prints its pid, and goes on: python isolated.py rest|work."""

import asyncio
import os
import sys
from functools import partial

from newswatch.feeds.isolated import Isolated
from newswatch.feeds.parse import parse

# One long word where an author's address could be keeps feedparser busy for hours.
HOSTILE = b"<rss><channel><item><title>a</title><author>" + b"a." * 1_000_000 + b"</author></item></channel></rss>"


def begin(what: str) -> None:
    """Print this child's pid, and work if that is asked for."""
    print(os.getpid(), flush=True)
    if what == "work":
        parse(HOSTILE)


async def main(what: str) -> None:
    async with Isolated(timeout_seconds=600) as isolated:
        await isolated.run(partial(begin, what))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
