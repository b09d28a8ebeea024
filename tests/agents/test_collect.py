"""Collecting: feeds are polled when they are due, and nothing is produced twice."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from newswatch.agents.assembly import finished, working
from newswatch.models import Article, FeedState
from newswatch.settings import Feed
from newswatch.streaming import send

FEED = '<rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link>{}</channel></rss>'
ITEM = "<item><guid>{0}</guid><title>{1}</title><link>https://wire.example/{0}</link><pubDate>{2}</pubDate></item>"


def write(path, *items: tuple[str, str], day: int = 15) -> None:
    dated = [(*item, f"Wed, {day + number} Jan 2025 12:00:00 GMT") for number, item in enumerate(items)]
    path.write_text(FEED.format("".join(ITEM.format(*item) for item in dated)))


@pytest.fixture
def wire(bench, tmp_path):
    """Return the file of a feed that the bench polls, and let time be moved by `bench.ahead`."""
    path = tmp_path / "wire.xml"
    bench.feeds = (Feed(url=str(path), source="The Wire", interval=300),)
    bench.ahead = timedelta()
    bench.clock = lambda: datetime.now(UTC) + bench.ahead
    return path


async def collect(bench) -> None:
    async with asyncio.timeout(30), working(monitor := bench.monitor()):
        await finished(monitor)


def titles(bench) -> list[str | None]:
    return [Article.parse(record.value).title for record in bench.records("articles")]


def states(bench) -> list[FeedState]:
    return [FeedState.model_validate_json(record.value) for record in bench.records("feeds")]


async def test_a_feed_becomes_articles_and_a_state(bench, wire):
    """Every item is an article under its id, oldest first, and the feed's state is kept."""
    write(wire, ("2", "Later"), ("1", "Sooner"), day=15)
    wire.write_text(wire.read_text().replace("15 Jan", "17 Jan"))
    await collect(bench)
    assert titles(bench) == ["Sooner", "Later"]
    records = bench.records("articles")
    assert [record.key.decode() for record in records] == [Article.parse(record.value).id for record in records]
    assert {Article.parse(record.value).source for record in records} == {"The Wire"}
    assert [(state.url, state.condition) for state in states(bench)] == [(str(wire), "read")]


async def test_a_restart_polls_only_what_is_due(bench, wire):
    """The schedule is kept over a restart: before the interval has passed nothing is fetched."""
    write(wire, ("1", "One"))
    await collect(bench)
    write(wire, ("1", "One"), ("2", "Two"))
    await collect(bench)
    assert titles(bench) == ["One"]
    assert len(states(bench)) == 1


async def test_a_poll_at_the_start_comes_before_it_is_due(bench, wire):
    """Where it is asked for, every feed is polled once at the start, due or not, and then when it is due."""
    other = wire.with_name("other.xml")
    write(wire, ("1", "One"))
    write(other, ("2", "Two"))
    bench.feeds = (*bench.feeds, Feed(url=str(other), interval=86_400))
    await collect(bench)
    write(wire, ("1", "One"), ("3", "Three"))
    bench.poll_at_start = True
    await collect(bench)
    assert sorted(titles(bench)) == ["One", "Three", "Two"]
    assert sorted(state.url for state in states(bench)) == sorted([str(wire), str(other)] * 2)


async def test_what_is_gone_is_not_polled_at_the_start(bench, wire):
    """A feed that is gone for ever is left alone, whatever is asked for."""
    write(wire, ("1", "One"))
    await collect(bench)
    (state,) = states(bench)
    async with working(monitor := bench.monitor()):
        await send(monitor.topics.feeds, key=state.url, value=state.model_copy(update={"gone": True}).to_json())
        await finished(monitor)
    bench.poll_at_start = True
    await collect(bench)
    assert len(states(bench)) == 2


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_clock_that_was_ahead_silences_no_feed(bench, wire, restarted):
    """A poll while the clock was far ahead doesn't put off the next one until then, with a restart or without."""
    bench.feeds = (Feed(url=str(wire), interval=1),)
    write(wire, ("1", "One"))
    bench.ahead = timedelta(days=300)
    if restarted:
        await collect(bench)
        bench.ahead = timedelta()
    async with asyncio.timeout(30), working(monitor := bench.monitor()):
        await finished(monitor)
        bench.ahead = timedelta()
        write(wire, ("1", "One"), ("2", "Two"))
        while len(titles(bench)) < 2:
            await monitor.app.progress.changed(within=1)


async def test_what_is_secret_in_a_url_is_not_logged(bench, unused_tcp_port, caplog):
    """Neither a password nor a key of a feed that fails stands in the log."""
    bench.feeds = (Feed(url=f"http://me:hush@hush@127.0.0.1:{unused_tcp_port}/feed?key=hush#hush"),)
    with caplog.at_level(logging.INFO, logger="newswatch.agents.collect"):
        await collect(bench)
    (told,) = caplog.messages
    assert told.startswith(f"http://127.0.0.1:{unused_tcp_port}/feed: the connection failed")


async def test_only_what_is_new_or_edited_is_produced(bench, wire):
    """What was in the feed before is not produced again after a restart; an edited item is."""
    write(wire, ("1", "One"), ("2", "Two"))
    await collect(bench)
    bench.ahead += timedelta(minutes=10)
    write(wire, ("1", "One"), ("2", "Two, corrected"), ("3", "Three"))
    await collect(bench)
    bench.ahead += timedelta(minutes=10)
    await collect(bench)
    assert titles(bench) == ["One", "Two", "Two, corrected", "Three"]
    assert [state.condition for state in states(bench)] == ["read", "read", "unchanged"]


async def test_a_feed_that_cannot_be_read_is_told_once(bench, wire, caplog):
    """A feed that fails keeps its state and is logged once; the others are polled."""
    other = wire.with_name("other.xml")
    write(other, ("1", "One"))
    bench.feeds = (*bench.feeds, Feed(url=str(other)))
    with caplog.at_level(logging.INFO, logger="newswatch.agents.collect"):
        for _ in range(2):
            await collect(bench)
            bench.ahead += timedelta(days=1)
        write(wire, ("2", "Two"))
        await collect(bench)
    assert titles(bench) == ["One", "Two"]
    assert caplog.messages == [f"{wire}: there is no file {wire}", f"{wire} can be read again"]


async def test_a_broken_entry_becomes_a_dead_letter(bench, wire):
    """An entry without a title or a text is parked by the reader, and the others are read."""
    wire.write_text(FEED.format("<item><guid>1</guid></item>" + ITEM.format("2", "Two", "")))
    await collect(bench)
    assert len(bench.records("dead-letters")) == 1
    assert bench.reader.asked == [Article.parse(record.value).id for record in bench.records("articles") if record.key]


async def test_a_feed_is_polled_again_by_itself(bench, wire):
    """While the monitor runs, a feed is polled when its interval has passed."""
    bench.feeds = (Feed(url=str(wire), interval=1),)
    write(wire, ("1", "One"))
    async with asyncio.timeout(30), working(monitor := bench.monitor()):
        await finished(monitor)
        write(wire, ("1", "One"), ("2", "Two"))
        while len(titles(bench)) < 2:
            await monitor.app.progress.changed(within=1)
    assert titles(bench) == ["One", "Two"]


async def test_without_feeds_nothing_is_polled(bench):
    """A monitor without feeds rests."""
    await collect(bench)
    assert bench.records("feeds") == []
