"""Polls the feeds that are due; the articles and the feed's new state go to their topics."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from newswatch.agents.app import LARGEST_VALUE, Monitor, parsed, take_in
from newswatch.feeds import Fetcher, Outcome, printable, state_of
from newswatch.models import FeedState
from newswatch.streaming import send

logger = logging.getLogger(__name__)

# Hosts that are polled at the same time; each has one poll at a time.
HOSTS_AT_ONCE = 8
LAST = datetime.max.replace(tzinfo=UTC)


def register(monitor: Monitor) -> None:
    """Add the agent that keeps how the feeds are doing, and the service that polls them."""
    table = monitor.table("feeds")
    collector = Collector(monitor, table)

    async def handle(event: Any) -> None:
        state = parsed(FeedState, event.value)
        table[state.url] = state.model_dump(mode="json")

    monitor.agent("collect", monitor.topics.feeds, handle, table)
    monitor.recovered(collector.restart)
    monitor.service(collector.run, collector.is_idle)


class Collector:
    """Polls the configured feeds, each when it is due, one host at a time."""

    def __init__(self, monitor: Monitor, table: Mapping[str, Any]) -> None:
        self._monitor = monitor
        self._table = table
        self._states: dict[str, FeedState] = {}
        self._hosts = asyncio.Semaphore(HOSTS_AT_ONCE)
        self._polling = True

    def restart(self) -> None:
        """Begin with what the table holds after a restart, under today's configuration."""
        rows = {feed.url: self._table.get(feed.url) for feed in self._monitor.feeds}
        self._set({url: FeedState.model_validate(row) for url, row in rows.items() if row})

    def _set(self, known: Mapping[str, FeedState]) -> None:
        now = self._monitor.clock()
        self._states = {feed.url: state_of(feed, now, known.get(feed.url)) for feed in self._monitor.feeds}

    async def run(self) -> None:
        """Poll what is due, for ever; at the start all feeds, if that is asked for."""
        every = self._monitor.poll_at_start
        async with Fetcher() as fetcher:
            while True:
                self._polling = True
                await self._poll_due(fetcher, every=every)
                self._polling = every = False
                await self._wait()
                self._set(self._states)  # the clock may have been put back

    async def _poll_due(self, fetcher: Fetcher, *, every: bool) -> None:
        by_host: dict[str, list[FeedState]] = {}
        now = self._monitor.clock()
        for state in self._states.values():
            if (every or state.next_poll <= now) and not state.gone:
                by_host.setdefault(urlsplit(state.url).netloc, []).append(state)
        await asyncio.gather(*(self._poll_host(states, fetcher) for states in by_host.values()))

    async def _poll_host(self, states: list[FeedState], fetcher: Fetcher) -> None:
        async with self._hosts:
            for state in states:
                await self._record(await fetcher.poll(state, self._monitor.clock()))

    async def _record(self, outcome: Outcome) -> None:
        """Send the articles, oldest first, and then the state: after a crash they are found again, and recognised."""
        state = _recordable(outcome.state)
        _tell(self._states.get(state.url), state)
        for article in sorted(outcome.articles, key=lambda one: one.published or LAST):
            await take_in(self._monitor, article.id, article.to_json())
        for rejection in outcome.rejected:
            await take_in(self._monitor, None, rejection.raw)
        await send(self._monitor.topics.feeds, key=state.url, value=state.to_json())
        self._states[state.url] = state

    async def _wait(self) -> None:
        """Wait until the next feed is due."""
        due = min((state.next_poll for state in self._states.values() if not state.gone), default=None)
        if due is None:
            await asyncio.Event().wait()
        else:
            await asyncio.sleep(self._seconds(due))

    def _seconds(self, due: datetime) -> float:
        return max(0.0, (due - self._monitor.clock()).total_seconds())

    def is_idle(self) -> bool:
        """Tell whether no poll is going on."""
        return not self._polling


def _recordable(state: FeedState) -> FeedState:
    """Return a state that a record can hold; without its entries, all of them count as new and are recognised later."""
    return state if len(state.to_json()) <= LARGEST_VALUE else state.model_copy(update={"entries": {}})


def _tell(before: FeedState | None, now: FeedState) -> None:
    """Log that a feed can't be read, or can again, once."""
    name = printable(now.url)
    if now.last_error and (before is None or before.last_error != now.last_error):
        logger.warning("%s: %s", name, now.last_error)
    elif before and before.last_error and not now.last_error:
        logger.info("%s can be read again", name)
