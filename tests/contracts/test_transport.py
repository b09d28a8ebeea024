"""What newswatch relies on in a broker; every broker passes the same tests."""

import asyncio
import random
from contextlib import asynccontextmanager
from itertools import chain

import pytest

from newswatch.errors import BrokerBusyError, DataError
from newswatch.streaming import drained, each, make_app, running, send
from newswatch.transport.partitioner import partition_of

TIMEOUT = 20


def app_of(broker, **settings):
    return make_app(broker.url, **{"name": "tested", "commit_interval": 0.05, **settings})


class Seen:
    """An agent that remembers what it was given."""

    def __init__(self, app, topic, *, handle=None, tables=()):
        self.events = []
        self.arrived = asyncio.Condition()
        self.faults = []
        dead_letters = app.topic("dead")

        async def remember(event):
            if handle is not None:
                await handle(event)
            async with self.arrived:
                self.events.append(event)
                self.arrived.notify_all()

        @app.agent(app.topic(topic), name=f"remember-{topic}")
        async def agent(stream):
            await each(stream, remember, dead_letters=dead_letters, stage="test", tables=tables, end=self.faults.append)

    @property
    def values(self):
        """Return the values of all that it was given."""
        return [event.value for event in self.events]

    async def count(self, wanted):
        """Wait until it was given so many."""
        async with asyncio.timeout(TIMEOUT), self.arrived:
            await self.arrived.wait_for(lambda: len(self.events) >= wanted)


@asynccontextmanager
async def worked_off(app):
    """Run an app until it has processed and committed everything."""
    async with asyncio.timeout(TIMEOUT), running(app):
        yield
        await drained(app)


def message(topic, value, key=None, **more):
    return {"topic": topic, "value": value, "key": key, **more}


async def test_order_within_a_partition(broker):
    """The records of one key arrive in the order in which they were sent."""
    await broker.create_topic("numbers", 4)
    app = app_of(broker)
    seen = Seen(app, "numbers")
    async with worked_off(app):
        for number in range(100):
            await send(app.topic("numbers"), key=f"key {number % 7}", value=b"%d" % number)
    by_key = {}
    for event in seen.events:
        by_key.setdefault(event.key, []).append(int(event.value))
    assert sorted(chain.from_iterable(by_key.values())) == list(range(100))
    assert all(numbers == sorted(numbers) for numbers in by_key.values())


async def test_keys_go_where_kafka_sends_them(broker):
    """A key's partition is Kafka's murmur2 of it."""
    await broker.create_topic("numbers", 12)
    app = app_of(broker)
    async with running(app):
        for key in ("truce", "hostage", "withdrawal", "جدعون", "x" * 300):
            sent = await send(app.topic("numbers"), key=key, value=b"1")
            assert sent.partition == partition_of(key.encode(), 12)


async def test_keyless_records_use_all_partitions(broker):
    """Records without a key are spread over the partitions."""
    await broker.create_topic("numbers", 3)
    app = app_of(broker)
    async with running(app):
        sent = [await send(app.topic("numbers"), key=None, value=b"1") for _ in range(60)]
    assert {record.partition for record in sent} == {0, 1, 2}


async def test_headers_timestamps_and_empty_values_arrive(broker):
    """What was sent arrives unchanged: key, value, headers and time, and a value that is none."""
    await broker.create_topic("numbers")
    sent = message("numbers", b"\x00\xff", b"key", headers=[("ce_id", "ü".encode())], timestamp=1_700_000_000_123)
    await broker.append(sent, message("numbers", None, b"gone"))
    app = app_of(broker)
    seen = Seen(app, "numbers")
    async with worked_off(app):
        pass
    first, second = seen.events
    assert (first.key, first.value, dict(first.message.headers)) == (b"key", b"\x00\xff", {"ce_id": "ü".encode()})
    assert first.message.timestamp == pytest.approx(1_700_000_000.123, abs=0.0005)
    assert (second.key, second.value) == (b"gone", None)


async def test_awaited_send_is_in_the_log(broker):
    """When a send was awaited, its record is in the log at the offset that the sender was told."""
    await broker.create_topic("numbers")
    app = app_of(broker)
    async with running(app):
        sent = await send(app.topic("numbers"), key="key", value=b"1", headers={"h": b"v"})
        (record,) = await broker.records("numbers")
    assert (record.partition, record.offset, record.key, record.value) == (sent.partition, sent.offset, b"key", b"1")
    assert list(record.headers) == [("h", b"v")]


async def test_sends_before_an_await_are_all_acknowledged(broker):
    """A thousand sends under way at once are each acknowledged with an offset of their own."""
    await broker.create_topic("numbers")
    app = app_of(broker)
    async with running(app):
        sent = await asyncio.gather(*[await app.topic("numbers").send(value=b"%d" % i) for i in range(1000)])
    assert [record.offset for record in sent] == list(range(1000))
    assert [record.value for record in await broker.records("numbers")] == [b"%d" % i for i in range(1000)]


async def test_committed_offsets_survive_a_restart(broker):
    """A worker that starts again goes on where the last one ended, and sees nothing twice."""
    await broker.create_topic("numbers", 2)
    await broker.append(*[message("numbers", b"%d" % i, b"%d" % i) for i in range(20)])
    app = app_of(broker)
    seen = Seen(app, "numbers")
    async with worked_off(app):
        pass
    assert len(seen.events) == 20
    assert sum((await broker.committed("tested")).values()) == 20
    await broker.append(message("numbers", b"20", b"20"))
    app = app_of(broker)
    seen = Seen(app, "numbers")
    async with worked_off(app):
        pass
    assert seen.values == [b"20"]


async def test_unacknowledged_comes_again(broker):
    """A message whose handling failed comes again after the restart, and nothing after it was passed over."""
    await broker.create_topic("numbers")
    await broker.append(*[message("numbers", b"%d" % i) for i in range(10)])

    async def fail_at_3(event):
        if event.value == b"3":
            raise OSError("the disk is gone")

    app = app_of(broker)
    seen = Seen(app, "numbers", handle=fail_at_3)
    async with running(app):
        await seen.count(3)
        await app.consumer.commit()
    assert seen.values == [b"0", b"1", b"2"]
    app = app_of(broker)
    seen = Seen(app, "numbers")
    async with worked_off(app):
        pass
    assert seen.values == [b"%d" % i for i in range(3, 10)]


async def test_a_stop_in_the_middle_loses_nothing(broker):
    """A worker that is stopped while it handles a message does not acknowledge it."""
    await broker.create_topic("numbers")
    await broker.append(*[message("numbers", b"%d" % i) for i in range(5)])
    reached = asyncio.Event()

    async def stand_still_at_2(event):
        if event.value == b"2":
            reached.set()
            await asyncio.Event().wait()

    app = app_of(broker)
    Seen(app, "numbers", handle=stand_still_at_2)
    async with asyncio.timeout(TIMEOUT), running(app):
        await reached.wait()
    app = app_of(broker)
    seen = Seen(app, "numbers")
    async with worked_off(app):
        pass
    assert seen.values == [b"2", b"3", b"4"]


async def test_concurrent_agents_lose_nothing(broker):
    """With two tasks in one agent, a slow message that is not finished is never committed past."""
    await broker.create_topic("numbers")
    await broker.append(*[message("numbers", b"%d" % i) for i in range(10)])
    app = app_of(broker)
    acknowledged = asyncio.Semaphore(0)

    @app.agent(app.topic("numbers"), concurrency=2)
    async def agent(stream):
        async for event in stream.noack().events():
            if event.value == b"0":
                await asyncio.Event().wait()
            event.ack()
            acknowledged.release()

    async with asyncio.timeout(TIMEOUT), running(app):
        for _ in range(5):
            await acknowledged.acquire()
        await app.consumer.commit()
    assert not any((await broker.committed("tested")).values())


async def test_two_agents_in_a_row(broker):
    """What one agent sends, the next receives, through several topics and partitions."""
    for name in ("numbers", "middle", "last"):
        await broker.create_topic(name, 3)
    await broker.append(*[message("numbers", b"%d" % i, b"%d" % i) for i in range(50)])
    app = app_of(broker)

    async def pass_to(topic, event):
        await send(app.topic(topic), key=event.key, value=event.value)

    Seen(app, "numbers", handle=lambda event: pass_to("middle", event))
    Seen(app, "middle", handle=lambda event: pass_to("last", event))
    async with worked_off(app):
        pass
    assert sorted(int(record.value) for record in await broker.records("last")) == list(range(50))


async def test_tables_recover_after_a_restart(broker):
    """A table is what it was after a restart, from its changelog alone, deletions included."""
    await broker.create_topic("numbers", 2)
    await broker.append(*[message("numbers", b"%d" % (i % 5), b"%d" % i) for i in range(40)])

    def counting():
        app = app_of(broker, partitions=2)
        table = app.Table("counts", default=int)

        async def count(event):
            table[event.key.decode()] += 1
            if event.value == b"4":
                del table[event.key.decode()]

        return app, table, Seen(app, "numbers", handle=count, tables=[table])

    app, table, _ = counting()
    async with worked_off(app):
        pass
    before = dict(table)
    assert len(before) == 32
    app, table, seen = counting()
    async with running(app):
        assert dict(table) == before
        assert not seen.events


async def test_an_empty_table_does_not_hold_up_the_start(broker):
    """An app whose table has never been written starts, and works."""
    await broker.create_topic("numbers")
    app = app_of(broker)
    table = app.Table("counts", default=int)
    seen = Seen(app, "numbers", tables=[table])
    async with worked_off(app):
        await send(app.topic("numbers"), key=None, value=b"1")
    assert seen.values == [b"1"]


async def test_many_restarts_with_a_table(broker):
    """However often it restarts, an app finds its table complete."""
    await broker.create_topic("numbers")
    for generation in range(8):
        app = app_of(broker)
        table = app.Table("counts", default=int)

        async def count(_, table=table):
            table["n"] += 1

        Seen(app, "numbers", handle=count, tables=[table])
        async with worked_off(app):
            assert table["n"] == generation
            await send(app.topic("numbers"), key=None, value=b"1")


async def test_what_waits_at_a_start_with_a_table_arrives(broker):
    """What was sent while no worker ran arrives in order at the next start, also while a table recovers."""
    await broker.create_topic("numbers")
    for generation in range(15):
        await broker.append(*[message("numbers", b"%d" % i) for i in range(50)])
        app = app_of(broker)
        table = app.Table("counts", default=int)

        async def count(event, table=table):
            table[event.value.decode()] += 1

        seen = Seen(app, "numbers", handle=count, tables=[table])
        async with worked_off(app):
            pass
        assert seen.values == [b"%d" % i for i in range(50)]
        assert dict(table) == {str(i): generation + 1 for i in range(50)}


async def test_flow_control(broker):
    """With room for two messages a slow agent receives all of many, in order."""
    await broker.create_topic("numbers", 2)
    await broker.append(*[message("numbers", b"%d" % i, partition=i % 2) for i in range(300)])
    app = app_of(broker, stream_buffer_maxsize=2)

    async def be_slow(_):
        for _ in range(3):
            await asyncio.sleep(0)

    seen = Seen(app, "numbers", handle=be_slow)
    async with worked_off(app):
        pass
    assert sorted(int(value) for value in seen.values) == list(range(300))
    assert [int(value) for value in seen.values if int(value) % 2] == list(range(1, 300, 2))


async def test_an_oversized_message_is_refused(broker):
    """A message above the limit is refused with a clear error, and the ones after it are not harmed."""
    await broker.create_topic("numbers")
    app = app_of(broker)
    async with running(app):
        with pytest.raises(DataError, match="larger than the broker takes"):
            await send(app.topic("numbers"), key=None, value=b"x" * 1024 * 1024)
        await send(app.topic("numbers"), key=None, value=b"x" * 1_000_000)
    assert [len(record.value) for record in await broker.records("numbers")] == [1_000_000]


async def test_timers_run(broker):
    """A timer runs again and again beside the agents, and can send."""
    await broker.create_topic("numbers")
    app = app_of(broker)
    seen = Seen(app, "numbers")

    @app.timer(0.01)
    async def tick():
        await send(app.topic("numbers"), key=None, value=b"tick")

    async with running(app):
        await seen.count(3)
    assert set(seen.values) == {b"tick"}


async def test_two_apps_one_after_the_other(broker):
    """Two different apps run in one process and one event loop, one after the other, and leave no task behind."""
    tasks = asyncio.all_tasks()
    for name in ("first", "second"):
        app = app_of(broker, name=name)
        seen = Seen(app, "numbers")
        async with worked_off(app):
            await send(app.topic("numbers"), key=None, value=name.encode())
        assert seen.values[-1] == name.encode()
    assert asyncio.all_tasks() == tasks


async def test_each_group_reads_everything(broker):
    """Two groups have offsets of their own: each receives every record."""
    await broker.create_topic("numbers")
    await broker.append(*[message("numbers", b"%d" % i) for i in range(5)])
    for name in ("one", "two"):
        app = app_of(broker, name=name)
        seen = Seen(app, "numbers")
        async with worked_off(app):
            pass
        assert len(seen.events) == 5


async def test_compaction_keeps_the_last_value_of_each_key(broker):
    """A compacted topic keeps the last value of each key and is read on without a stop."""
    await broker.create_topic("slots", compacting=True)
    await broker.append(*[message("slots", b"%d" % i, b"%d" % (i % 3)) for i in range(30)])
    await broker.clean()
    assert [record.value for record in await broker.records("slots")] == [b"27", b"28", b"29"]
    app = app_of(broker)
    seen = Seen(app, "slots")
    async with worked_off(app):
        await send(app.topic("slots"), key="3", value=b"30")
    assert seen.values == [b"27", b"28", b"29", b"30"]


async def test_a_table_recovers_from_a_compacted_changelog(broker):
    """Compaction of the changelog changes nothing in the table."""
    await broker.create_topic("numbers")
    await broker.append(*[message("numbers", b"%d" % i) for i in range(50)])
    for turn in range(2):
        app = app_of(broker)
        table = app.Table("last", default=int)

        async def keep(event, table=table):
            table["last"] = int(event.value)
            table[event.value.decode()] = 1
            del table[event.value.decode()]

        Seen(app, "numbers", handle=keep, tables=[table])
        async with worked_off(app):
            if turn:
                assert dict(table) == {"last": 49}
        await broker.clean()


async def test_retention_spares_what_is_not_read(broker):
    """Retention deletes old records, but none that a group which consumes the topic has not read."""
    await broker.create_topic("numbers", retention_ms=1000)
    await broker.append(*[message("numbers", b"%d" % i, timestamp=1000 + i) for i in range(10)])
    app = app_of(broker)
    reached = asyncio.Event()

    async def stand_still_at_5(event):
        if event.value == b"5":
            reached.set()
            await asyncio.Event().wait()

    Seen(app, "numbers", handle=stand_still_at_5)
    async with asyncio.timeout(TIMEOUT), running(app):
        await reached.wait()
    await broker.clean()
    assert [record.value for record in await broker.records("numbers")] == [b"5", b"6", b"7", b"8", b"9"]
    app = app_of(broker)
    seen = Seen(app, "numbers")
    async with worked_off(app):
        pass
    assert seen.values == [b"5", b"6", b"7", b"8", b"9"]


async def test_a_second_worker_is_refused(broker):
    """The embedded broker is for one process: a second is told who has it, and may start once the first has ended."""
    if not broker.embedded:
        pytest.skip("Kafka is for many workers")
    async with running(app_of(broker)):
        with pytest.raises(BrokerBusyError, match=r"process \d+.*is running on"):
            async with running(app_of(broker, name="other")):
                pass
    async with running(app_of(broker, name="other")):
        pass


async def test_kill_while_sending(broker, child):
    """Killed at any moment, a worker leaves in the log every record that was acknowledged, once."""
    first = 0
    acknowledged = []
    for _ in range(3):
        process = await child("send.py", broker.url, str(first))
        lines = [await process.stdout.readline() for _ in range(random.randint(5, 60))]
        process.kill()
        rest, _ = await process.communicate()
        acknowledged += [int(line) for line in lines]
        acknowledged += [int(line) for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]
        first = acknowledged[-1] + 1000
    values = [int(record.value) for record in await broker.records("numbers")]
    assert set(acknowledged) <= set(values)
    assert len(values) == len(set(values))


async def test_kill_while_processing(broker, child):
    """Killed at any moment, a worker has passed over nothing: all arrives, and the table has all of it."""
    await broker.create_topic("numbers")
    await broker.append(*[message("numbers", b"%d" % i) for i in range(400)])
    for _ in range(3):
        process = await child("relay.py", broker.url)
        for _ in range(random.randint(1, 60)):
            await process.stdout.readline()
        process.kill()
        await process.communicate()
    app = make_app(broker.url)
    seen = app.Table("seen", default=int)

    async def relay(event):
        await send(app.topic("relayed"), key=None, value=event.value)
        seen[event.value.decode()] = 1

    Seen(app, "numbers", handle=relay, tables=[seen])
    async with worked_off(app):
        pass
    assert {int(record.value) for record in await broker.records("relayed")} == set(range(400))
    assert set(seen) == {str(number) for number in range(400)}
