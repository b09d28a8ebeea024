"""Plays articles through the agents on a broker of its own, as fast as it goes or at a multiple of event time."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Literal

from newswatch.agents.app import Monitor, take_in
from newswatch.agents.assembly import finished
from newswatch.feeds import Kind, Loaded, Source
from newswatch.feeds import read as read_source
from newswatch.models import Article

Order = Literal["published", "file"]
Progress = Callable[[int], None]

LAST = datetime.max.replace(tzinfo=UTC)
FIRST = datetime.min.replace(tzinfo=UTC)


def in_order(sources: Sequence[Source], order: Order | None = None) -> list[Loaded]:
    """Return the items of files in the order in which they are played.

    Feeds are merged in order of publication, undated items last. A file of lines keeps its own order: an item older
    than the one before it comes late, right after it. `published` sorts these too; `file` plays file after file.
    """
    if order == "file":
        return [item for source in sources for item in read_source(source)]
    played = [_timed(source, order) for source in sources]
    return [item for _, item in heapq.merge(*played, key=lambda pair: pair[0])]


def _timed(source: Source, order: Order | None) -> list[tuple[datetime, Loaded]]:
    items = list(read_source(source))
    if source.kind is Kind.LINES and order != "published":
        return list(_late_ones_late(items))
    return sorted(((_published(item) or LAST, item) for item in items), key=lambda pair: pair[0])


def _late_ones_late(items: Iterable[Loaded]) -> Iterator[tuple[datetime, Loaded]]:
    latest = FIRST
    for item in items:
        latest = max(latest, _published(item) or latest)
        yield latest, item


def _published(item: Loaded) -> datetime | None:
    return item.published if isinstance(item, Article) else None


async def play(
    items: Sequence[Loaded], monitor: Monitor, *, speed: float | None = None, progress: Progress = lambda _: None
) -> None:
    """Send items to the articles' topic and wait until all agents are through with them.

    Args:
        items: what to play, in order.
        monitor: one that works.
        speed: how many times faster than event time; None is as fast as it goes.
        progress: called with the number of articles that have been read so far.
    """
    reporting = asyncio.create_task(_report(monitor, progress))
    try:
        async for item in _paced(items, speed):
            key, value = (item.id, item.to_json()) if isinstance(item, Article) else (None, item.raw)
            await take_in(monitor, key, value)
        await finished(monitor)
        progress(len(items))
    finally:
        reporting.cancel()


async def _paced(items: Sequence[Loaded], speed: float | None) -> AsyncIterator[Loaded]:
    before = FIRST
    for item in items:
        published = _published(item) or before
        if speed and FIRST < before < published:
            await asyncio.sleep((published - before).total_seconds() / speed)
        before = max(before, published)  # a late item doesn't turn the time back
        yield item


async def _report(monitor: Monitor, progress: Progress) -> None:
    articles = monitor.topics.articles.get_topic_name()
    while True:
        offsets = monitor.app.progress.next_offsets()
        progress(sum(offset for tp, offset in offsets.items() if tp.topic == articles))
        await monitor.app.progress.changed(within=0.2)
