import asyncio

import pytest

from newswatch.streaming import each, make_app, running, send
from newswatch.transport import Log


class Writing:
    """An app with an agent that writes what it receives into a table."""

    def __init__(self, url, **settings):
        self.app = make_app(url, commit_interval=0.05, **settings)
        self.table = self.app.Table("written", default=str)
        self.topic = self.app.topic("a")
        self.handled = asyncio.Queue()

        async def write(event):
            self.table[event.key.decode()] = event.value.decode()
            await self.handled.put(event)

        @self.app.agent(self.topic)
        async def agent(stream):
            await each(
                stream, write, dead_letters=self.app.topic("dead"), stage="write", tables=[self.table],
                end=self.handled.put_nowait,
            )  # fmt: skip


async def test_flushed_writes_are_durable(url, tmp_path):
    """When an event is acknowledged, the changelog has what was written for it."""
    writing = Writing(url)
    async with asyncio.timeout(10), running(writing.app):
        await send(writing.topic, key="key", value=b"value")
        await writing.handled.get()
        await writing.table.flushed()
        with Log.open(tmp_path / "broker.db", read_only=True) as log:
            (record,) = log.records(writing.table.changelog_topic.get_topic_name())
        assert (record.key, record.value) == (b'"key"', b'"value"')


async def test_flushing_nothing_returns_at_once(url):
    """A table that was not written has nothing to wait for."""
    writing = Writing(url)
    async with running(writing.app):
        await writing.table.flushed()


async def test_a_write_that_is_refused_is_not_acknowledged(url, tmp_path):
    """When the changelog refuses a record, the event behind it is not acknowledged, and the agent ends the process."""
    writing = Writing(url, max_record_bytes=1000)
    async with asyncio.timeout(10), running(writing.app):
        await send(writing.topic, key="x", value=b"y" * 915)
        await writing.handled.get()
        reason = await writing.handled.get()
        assert "write failed" in reason
        await writing.app.consumer.commit()
    with Log.open(tmp_path / "broker.db", read_only=True) as log:
        assert not any(log.committed("newswatch").values())


async def test_a_failing_disk_is_heard(url):
    """When the disk is full, the one who waits for a write hears so instead of waiting for ever."""
    writing = Writing(url)
    async with asyncio.timeout(10), running(writing.app):
        await send(writing.topic, key="a", value=b"1")
        await writing.handled.get()
        await asyncio.to_thread(
            writing.app.transport.broker.submit, lambda connection: connection.execute("PRAGMA max_page_count=1")
        )
        with pytest.raises(Exception, match="is full"):
            await send(writing.topic, key="a", value=b"x" * 100_000)
