import asyncio
import itertools
import threading
from dataclasses import replace

import pytest

from newswatch.streaming import Health, Limits, Watchdog, drained, each, make_app, running, send

LIMITS = Limits()
WELL = Health(assigned=3, recovered=True, ticked_at=100.0, assigned_at=100.0, progressed_at=100.0)


class Clock:
    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        """Return the time."""
        return self.seconds


@pytest.mark.parametrize(
    ("health", "now", "fault"),
    [
        (WELL, 130.0, None),
        (WELL, 130.1, "event loop"),
        (replace(WELL, ticked_at=160.0, progressed_at=160.0), 160.0, None),
        (replace(WELL, ticked_at=160.1, progressed_at=160.1), 160.1, "no partitions for over 60 s"),
        (replace(WELL, ticked_at=160.1, assigned_at=160.1, lag=7), 160.1, "7 messages wait"),
        (replace(WELL, finished_agents=("read", "judge")), 100.0, "agents have ended: read, judge"),
        (replace(WELL, crashed="OSError()"), 100.0, "the stream stopped"),
    ],
)
def test_faults(health, now, fault):
    """A worker must end when it has had no partitions, no progress or no tick for too long, or agents ended."""
    found = health.fault(now, LIMITS)
    assert (found is None) if fault is None else (fault in found)


def test_ready():
    """Ready is: partitions assigned, tables recovered, not crashed."""
    assert WELL.ready
    assert not replace(WELL, assigned=0).ready
    assert not replace(WELL, recovered=False).ready
    assert not replace(WELL, crashed="OSError()").ready


async def test_a_worker_that_works(url):
    """A worker that works off its messages is well however much time passes, and its health says so."""
    app, clock, ends = make_app(url), Clock(), []

    async def handle(event):
        pass

    @app.agent(app.topic("a"))
    async def agent(stream):
        await each(stream, handle, dead_letters=app.topic("dead"), stage="test")

    watchdog = Watchdog(app, end=ends.append, clock=clock)
    assert not watchdog.health.ready
    async with asyncio.timeout(10), running(app):
        for _ in range(3):
            await send(app.topic("a"), key=None, value=b"1")
            await drained(app)
            clock.seconds += 100
            await watchdog.beat()
            assert not watchdog.look()
        assert watchdog.health.ready
        assert (watchdog.health.lag, watchdog.health.processed) == (0, 3)
    assert not ends


async def test_a_worker_that_stands_still(url):
    """A worker with messages waiting and none processed for a minute is ended, with that as the reason."""
    app, clock, ends, entered = make_app(url), Clock(), [], asyncio.Event()

    async def handle(_):
        entered.set()
        await asyncio.Event().wait()

    @app.agent(app.topic("a"))
    async def agent(stream):
        await each(stream, handle, dead_letters=app.topic("dead"), stage="test")

    watchdog = Watchdog(app, end=ends.append, clock=clock)
    async with asyncio.timeout(10), running(app):
        await send(app.topic("a"), key=None, value=b"1")
        await entered.wait()
        await watchdog.beat()
        assert not watchdog.look()
        clock.seconds += 61
        await watchdog.beat()
        assert watchdog.look()
    assert ends == ["1 messages wait, and none was processed for over 60 s"]


async def test_an_agent_that_ended(url):
    """A worker whose agent has come to an end is ended."""
    app, ends = make_app(url), []

    @app.agent(app.topic("a"))
    async def agent(_):
        await asyncio.Event().wait()

    watchdog = Watchdog(app, end=ends.append)
    async with asyncio.timeout(10), running(app):
        (actor,) = agent._actors
        task, actor.actor_task = actor.actor_task, asyncio.ensure_future(asyncio.sleep(0))
        await actor.actor_task
        await watchdog.beat()
        actor.actor_task = task
        assert watchdog.look()
    assert ends == [f"agents have ended: {agent.name}"]


async def test_a_blocked_event_loop_is_noticed_by_the_thread(url, monkeypatch):
    """While the event loop stands still, the thread notices and ends the worker."""
    monkeypatch.setattr("newswatch.streaming.watchdog.LOOK_SECONDS", 0.001)
    ended = threading.Event()
    app = make_app(url)
    watchdog = Watchdog(app, end=lambda _: ended.set(), clock=itertools.count().__next__)
    async with running(app):
        await watchdog.start()
        assert ended.wait(10)
        await watchdog.stop()


def test_a_process_that_stood_still_gets_another_round(url, monkeypatch):
    """After SIGSTOP and SIGCONT, or a laptop's sleep, the worker's times count from the moment it came back."""
    clock, ends, stops = Clock(), [], iter([0, 300, 5, 5, 61, 5])
    watchdog = Watchdog(make_app(url), end=ends.append, clock=clock, limits=Limits(tick=1000, assignment=14))
    looked = []

    def wait(_):
        looked.append(clock())
        clock.seconds += (passed := next(stops, None)) or 0
        return passed is None or bool(ends)

    monkeypatch.setattr(watchdog._stopped, "wait", wait)
    watchdog._look_for_ever()
    assert (ends, len(looked)) == ([], 7)
    stops = iter([5, 5, 5, 5, 5])
    watchdog._look_for_ever()
    assert ends == ["no partitions for over 14 s"]
