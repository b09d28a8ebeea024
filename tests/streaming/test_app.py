import asyncio
import logging

import pytest
from faust.transport.consumer import Consumer

from newswatch.errors import BrokerError, ConfigurationError
from newswatch.streaming import Table, acknowledge, behind, crashed, drained, each, make_app, running, send
from newswatch.streaming.app import KafkaTransport
from newswatch.transport import Topic


def reader_of(app, topic, handle):
    @app.agent(app.topic(topic), name=f"read-{topic}")
    async def agent(stream):
        await each(stream, handle, dead_letters=app.topic("dead"), stage="test")


async def test_settings_that_keep_messages_safe(url):
    """An app has the settings that streaming.md asks for, our tables and the guard."""
    conf = make_app(url).conf
    assert (conf.topic_disable_leader, conf.stream_wait_empty, conf.web_enabled) == (True, False, False)
    assert (str(conf.processing_guarantee.value), conf.consumer_auto_offset_reset) == ("at_least_once", "earliest")
    assert conf.Table is Table
    assert Consumer._new_offset is acknowledge._new_offset


async def test_kafka_gets_an_idempotent_producer():
    """For Kafka, all servers are known and a retried send is not written twice; nothing connects yet."""
    app = make_app("kafka://one:9092, two:9093")
    assert [str(url) for url in app.conf.broker] == ["kafka://one:9092", "kafka://two:9093"]
    assert isinstance(app.transport, KafkaTransport)
    assert dict(app.producer._settings_extra()) == {"acks": "all", "enable_idempotence": True}
    assert app.producer._settings_default()["bootstrap_servers"] == ["one:9092", "two:9093"]


@pytest.mark.parametrize("broker", ["redis://x", "newswatch.db", "", "kafka://"])
def test_other_brokers_are_refused(broker):
    """An address of neither kind is refused with the forms that there are."""
    with pytest.raises(ConfigurationError, match=r"neither sqlite:///file\.db nor kafka://host:9092"):
        make_app(broker)


async def test_it_is_quiet(url, caplog, capfd):
    """Starting and stopping an app prints nothing and logs nothing."""
    with caplog.at_level(logging.DEBUG):
        async with running(make_app(url)):
            pass
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if record.name.startswith(("faust", "mode", "newswatch"))]


async def test_verbose_lets_faust_speak(url, caplog):
    """Asked for, Faust's own log is heard."""
    with caplog.at_level(logging.INFO):
        async with running(make_app(url, verbose=True)):
            pass
    make_app(url)
    assert [record for record in caplog.records if record.name.startswith("faust")]


async def test_no_folder_is_made(url, tmp_path, monkeypatch):
    """An app leaves nothing on disk but the broker's file and its lock."""
    monkeypatch.chdir(tmp_path)
    async with running(make_app(url)):
        pass
    assert sorted(file.name for file in tmp_path.iterdir()) == ["broker.db", "broker.db-lock"]


async def test_again_and_again(url):
    """One after the other, many apps start and stop in one event loop and leave no task behind."""
    before = asyncio.all_tasks()
    seen = []
    for number in range(5):
        app = make_app(url)

        async def handle(event):
            seen.append(event.value)

        reader_of(app, "a", handle)
        async with asyncio.timeout(10), running(app):
            await send(app.topic("a"), key=None, value=b"%d" % number)
            await drained(app)
    assert seen == [b"0", b"1", b"2", b"3", b"4"]
    assert asyncio.all_tasks() == before


def test_in_event_loops_of_its_own(url):
    """An app can also be made and run in one `asyncio.run` after the other."""
    seen = []

    async def once():
        app = make_app(url)

        async def handle(event):
            seen.append(event.value)

        reader_of(app, "a", handle)
        async with asyncio.timeout(10), running(app):
            await send(app.topic("a"), key=None, value=b"1")
            await drained(app)

    asyncio.run(once())
    asyncio.run(once())
    assert seen == [b"1", b"1"]


async def test_an_app_without_agents(url):
    """An app that consumes nothing starts, can send, and is drained at once."""
    app = make_app(url)
    async with asyncio.timeout(10), running(app):
        await send(app.topic("a"), key=None, value=b"1")
        await drained(app)


async def test_drained_waits_for_what_follows(url):
    """Drained means that what agents sent to each other is processed as well, and all of it committed."""
    app = make_app(url, commit_interval=30)
    ends = []

    async def count_down(event):
        number = int(event.value)
        if number:
            await send(app.topic("b" if number % 2 else "a"), key=None, value=b"%d" % (number - 1))
        else:
            ends.append(number)

    reader_of(app, "a", count_down)
    reader_of(app, "b", count_down)

    async with asyncio.timeout(10), running(app):
        await send(app.topic("a"), key=None, value=b"20")
        assert await behind(app)
        await drained(app)
        assert ends == [0]
        committed = app.transport.broker.committed("newswatch")
        assert all(committed[position] == app.transport.broker.highwater(*position) for position in committed)


async def test_a_crash_is_heard(url):
    """Whoever waits for an app that crashes hears why, and it still stops."""
    app = make_app(url)

    async def handle(_):
        await asyncio.Event().wait()

    reader_of(app, "a", handle)
    async with asyncio.timeout(10), running(app):
        await send(app.topic("a"), key=None, value=b"1")
        waiting = asyncio.ensure_future(drained(app))
        await app.crash(OSError("the disk is gone"))
        with pytest.raises(BrokerError, match="the stream stopped: the disk is gone"):
            await waiting
        with pytest.raises(BrokerError, match="the disk is gone"):
            await crashed(app)


async def test_a_failing_commit_crashes_the_app(url):
    """When offsets cannot be committed the app crashes; it does not go on in silence."""
    app = make_app(url, commit_interval=0.02)
    full = asyncio.Event()

    async def handle(_):
        await full.wait()

    reader_of(app, "a", handle)
    async with asyncio.timeout(10):
        async with running(app):
            await send(app.topic("a"), key=None, value=b"1")

            def fill(_):
                raise ZeroDivisionError("a bug")

            with pytest.raises(BrokerError, match="a bug"):
                await asyncio.to_thread(app.transport.broker.submit, fill)
            full.set()
            with pytest.raises(BrokerError, match="a bug"):
                await crashed(app)


async def test_an_app_that_may_not_make_topics(url):
    """An app that may not make topics says which is missing."""
    app = make_app(url, declare_topics=False)
    async with asyncio.timeout(10), running(app):
        with pytest.raises(BrokerError, match="there is no topic a, and this app may not make topics"):
            await send(app.topic("a"), key=None, value=b"1")


async def test_declared_topics_are_made(url):
    """What an app declares is there when it has started, with its partitions and settings."""
    app = make_app(url, partitions=2)
    app.declare("a", partitions=4, retention=60)
    app.declare("b", compacting=True, config={"delete.retention.ms": 5})
    async with running(app):
        topics = app.transport.broker.topics()
        assert topics["a"] == Topic(name="a", partitions=4, retention_ms=60_000)
        assert topics["b"] == Topic(name="b", partitions=2, compacting=True, tombstones_ms=5)


async def test_a_broker_that_cannot_be(tmp_path):
    """A broker file that cannot be made is one sentence, and leaves nothing running."""
    before = asyncio.all_tasks()
    app = make_app(f"sqlite:///{tmp_path}/missing/x.db")
    with pytest.raises(BrokerError, match="No such file or directory"):
        async with running(app):
            pass
    assert asyncio.all_tasks() == before
