import asyncio
import subprocess
import sys

import pytest

from newswatch.errors import ArticleError
from newswatch.streaming import DeadLetter, drained, each, make_app, running, send
from newswatch.transport import Log, Position


class Agent:
    """An app whose one agent runs `handle`; what it ends with is in `ends`."""

    def __init__(self, url, handle):
        self.app = make_app(url, commit_interval=0.05)
        self.topic = self.app.topic("a")
        self.ends = asyncio.Queue()

        @self.app.agent(self.topic)
        async def agent(stream):
            await each(stream, handle, dead_letters=self.app.topic("dead"), stage="test", end=self.ends.put_nowait)


async def test_what_cannot_be_used_is_parked(url, tmp_path):
    """A DataError puts the message into the dead letters, acknowledges it and goes on."""
    handled = []

    async def handle(event):
        if event.value == b"bad":
            raise ArticleError("not an article: it is bad")
        handled.append(event.value)

    agent = Agent(url, handle)
    async with asyncio.timeout(10), running(agent.app):
        for value in (b"good", b"bad", b"better"):
            await send(agent.topic, key="key", value=value)
        await drained(agent.app)
    assert handled == [b"good", b"better"]
    with Log.open(tmp_path / "broker.db", read_only=True) as log:
        (dead,) = log.records("dead")
        assert log.committed("newswatch") == {Position("a", 0): 3}
    letter = DeadLetter.parse(dead.headers)
    assert (dead.value, letter.reason, letter.offset) == (b"bad", "not an article: it is bad", 1)


async def test_five_hundred_bad_ones_in_a_row(url, tmp_path):
    """A flood of messages that cannot be used is parked without a pause."""

    async def handle(_):
        raise ArticleError("bad")

    agent = Agent(url, handle)
    async with asyncio.timeout(10), running(agent.app):
        await asyncio.gather(*[await agent.topic.send(value=b"bad") for _ in range(500)])
        await drained(agent.app)
    with Log.open(tmp_path / "broker.db", read_only=True) as log:
        assert log.highwater("dead", 0) == 500


async def test_any_other_error_ends_the_process(url, tmp_path):
    """Any other error calls for the end of the process; until then nothing more is handled or acknowledged."""
    handled = []

    async def handle(event):
        handled.append(event.value)
        raise OSError("no space left")

    agent = Agent(url, handle)
    async with asyncio.timeout(10), running(agent.app):
        await asyncio.gather(*[await agent.topic.send(value=b"%d" % i) for i in range(3)])
        assert "no space left" in await agent.ends.get()
        await agent.app.consumer.commit()
    assert handled == [b"0"]
    with Log.open(tmp_path / "broker.db", read_only=True) as log:
        assert log.committed("newswatch") == {}


async def test_a_cancelled_handling_is_no_failure(url, tmp_path):
    """A stop in the middle of an event neither ends the process nor acknowledges the event."""
    entered = asyncio.Event()

    async def handle(_):
        entered.set()
        await asyncio.Event().wait()

    agent = Agent(url, handle)
    async with asyncio.timeout(10), running(agent.app):
        await send(agent.topic, key=None, value=b"1")
        await entered.wait()
    assert agent.ends.empty()
    with Log.open(tmp_path / "broker.db", read_only=True) as log:
        assert log.lag("newswatch") == {Position("a", 0): 1}


@pytest.mark.parametrize("loud", [True, False])
def test_the_process_ends_with_70(loud):
    """The end of a process is exit code 70, so that whatever supervises it starts it again."""
    script = "from newswatch.streaming import end_process; end_process('the disk is gone')"
    if loud:
        script = "import logging; logging.basicConfig();" + script
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert ended.returncode == 70
    assert b"the disk is gone" in ended.stderr
