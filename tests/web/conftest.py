"""A real broker file, a real server on a real port, a real client."""

from itertools import count

import pytest
from aiohttp.test_utils import TestClient, TestServer

from newswatch.agents.pages import sender
from newswatch.judging import Baseline
from newswatch.transport import Log, Message
from newswatch.web import KeptArchive, Vitals, application
from tests.web.samples import fact, moment

TOPICS = ("articles", "alerts", "board", "commands", "dead-letters", "decisions", "deliveries")
WELL = Vitals(parts={"broker": None, "tables": None, "language_model": None}, lag=3, idle_seconds=1.5)


class Broker:
    """The broker's file, as the agents write it."""

    def __init__(self, log):
        self.log = log

    def raise_(self, *alerts):
        """Put alerts on their topic."""
        self.log.append([Message("newswatch.alerts", one.to_json(), one.id.encode()) for one in alerts])

    def put(self, topic, value, key):
        """Put a record on a topic."""
        self.log.append([Message(topic, value, key.encode())])

    def bury(self, message):
        """Put a dead letter with the others, and return its name."""
        appended = self.log.append([message])[0]
        return f"{appended.partition}/{appended.offset}"

    def records(self, topic):
        """Return all records of a topic."""
        return list(self.log.records(topic))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "broker.db"


@pytest.fixture
def broker(path):
    ticks = count(1_736_971_200_000)  # a millisecond for every record, so that their order shows
    with Log.open(path, tidy_every=None, clock=lambda: next(ticks) / 1000) as log:
        for name in TOPICS:
            log.create_topic(f"newswatch.{name}", 3 if name == "alerts" else 1, compacting=name == "board")
        yield Broker(log)


@pytest.fixture
def archive(broker, path):
    with Log.open(path, read_only=True) as log:
        yield KeptArchive(log, sender(broker.log))


@pytest.fixture
def baseline():
    facts = (fact(value="talks", version=0), fact("truce.duration_days", 60, 0))
    return Baseline(name="gaza-talks-2025-01", published=moment(0), watched="gaza", facts=facts)


@pytest.fixture
async def serve(archive, baseline):
    """Return a function that serves the archive and returns a client of it."""
    clients = []

    async def serve(health=lambda: WELL, archive=archive, **options):
        client = TestClient(TestServer(application(archive, health, baseline=baseline, **options)))
        clients.append(client)
        await client.start_server()
        return client

    yield serve
    for client in clients:
        await client.close()


@pytest.fixture
async def client(serve):
    return await serve()
