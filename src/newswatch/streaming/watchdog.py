"""A thread that ends a worker which is alive and consumes nothing.

A Faust worker can lose its partitions for good, stop fetching, or hang, and look well from outside. So its health is
that partitions are assigned and that progress is made, and a thread of its own looks at that: it also notices when the
event loop stands still.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from aiokafka.errors import KafkaError
from faust.exceptions import ConsumerNotStarted

from newswatch.streaming.app import App
from newswatch.streaming.lifecycle import behind, recovery
from newswatch.streaming.process import End, end_process

BEAT_SECONDS = 1.0
LOOK_SECONDS = 5.0
STOPPED_SECONDS = 10.0  # a thread that waited this much longer than it asked was stopped, with its process
LAG_SECONDS = 10.0  # how long Kafka may take to tell where its partitions end


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long, in seconds, a worker may do without something before it is ended."""

    assignment: float = 60.0
    progress: float = 60.0
    tick: float = 30.0


@dataclass(frozen=True, kw_only=True)
class Health:
    """How a worker was when its event loop last told, for /healthz and /readyz.

    Attributes:
        assigned: how many partitions it has.
        recovered: whether its tables are complete.
        lag: how many messages it has not processed yet.
        processed: how many it has processed since its start; while tables recover, what they still lack.
        finished_agents: agents whose task has ended, which never should.
        crashed: why the app has crashed, if it has.
        ticked_at: when the event loop told this; on the watchdog's clock, in seconds.
        assigned_at: when it last had partitions.
        progressed_at: when it last processed something, or had nothing to do.
    """

    assigned: int = 0
    recovered: bool = False
    lag: int = 0
    processed: int = 0
    finished_agents: tuple[str, ...] = ()
    crashed: str | None = None
    ticked_at: float
    assigned_at: float
    progressed_at: float

    @property
    def ready(self) -> bool:
        """Whether it works: partitions assigned, tables recovered, not crashed."""
        return bool(self.assigned) and self.recovered and self.crashed is None

    def fault(self, now: float, limits: Limits) -> str | None:
        """Return why the worker must end, as one sentence, or nothing."""
        faults = {
            f"the stream stopped: {self.crashed}": self.crashed is not None,
            f"the event loop has stood still for over {limits.tick:g} s": now - self.ticked_at > limits.tick,
            f"agents have ended: {', '.join(self.finished_agents)}": bool(self.finished_agents),
            f"no partitions for over {limits.assignment:g} s": now - self.assigned_at > limits.assignment,
            f"{self.lag} messages wait, and none was processed for over {limits.progress:g} s": now - self.progressed_at
            > limits.progress,
        }
        return next((fault for fault, is_so in faults.items() if is_so), None)


@dataclass
class Watchdog:
    """Watches an app from a thread; see the module.

    Args:
        app: the app.
        end: called once, in the thread, with the reason.
        clock: monotonic seconds.
        limits: how much patience it has.
    """

    app: App
    end: End = end_process
    clock: Callable[[], float] = time.monotonic
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        now = self.clock()
        self.health = Health(ticked_at=now, assigned_at=now, progressed_at=now)
        self._pardoned = now
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._beating: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to watch; to be called in the app's event loop."""
        self._beating = asyncio.create_task(self._beat_for_ever())
        self._thread = threading.Thread(target=self._look_for_ever, name="newswatch-watchdog", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Stop watching."""
        self._stopped.set()
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    @property
    def fault(self) -> str | None:
        """Why the worker must end, or nothing."""
        return self._patient().fault(self.clock(), self.limits)

    def _patient(self) -> Health:
        """Return the health with all times counted from when the process last came back from standing still."""
        health, least = self.health, self._pardoned
        return replace(
            health,
            ticked_at=max(health.ticked_at, least),
            assigned_at=max(health.assigned_at, least),
            progressed_at=max(health.progressed_at, least),
        )

    def look(self) -> bool:
        """End the worker if it must; says whether it did."""
        if (fault := self.fault) is None:
            return False
        self.end(fault)
        return True

    def _look_for_ever(self) -> None:
        looked = self.clock()
        while not self._stopped.wait(LOOK_SECONDS):
            before, looked = looked, self.clock()
            if looked - before > LOOK_SECONDS + STOPPED_SECONDS:  # after a laptop's sleep, or SIGSTOP
                self.pardon()
            elif self.look():
                return

    def pardon(self) -> None:
        """Count from now how long the worker does without anything: the whole process stood still until now."""
        self._pardoned = self.clock()

    async def _beat_for_ever(self) -> None:
        while True:
            await self.beat()
            await asyncio.sleep(BEAT_SECONDS)

    async def beat(self) -> None:
        """Take the worker's health, in its event loop."""
        now, app = self.clock(), self.app
        assigned = _assigned(app)
        self.health = replace(
            self.health,
            assigned=assigned,
            finished_agents=tuple(_finished(app)),
            crashed=repr(app.crash_reason) if app.crashed else None,
            ticked_at=now,
            assigned_at=now if assigned else self.health.assigned_at,
        )
        recovered = app.started and recovery(app).completed.is_set() and not app.rebalancing
        lag = await _lag(app, self.health.lag) if assigned else 0
        processed = app.progress.processed if recovered else recovery(app).active_remaining_total()
        moved = (lag == 0 and recovered) or processed != self.health.processed
        self.health = replace(
            self.health,
            recovered=recovered,
            lag=lag,
            processed=processed,
            progressed_at=now if moved else self.health.progressed_at,
        )


def _assigned(app: App) -> int:
    """Return how many partitions an app has."""
    try:
        return len(app.consumer.assignment()) if app.started else 0
    except ConsumerNotStarted:
        return 0


async def _lag(app: App, before: int) -> int:
    """Return how many messages wait, or what was known before where Kafka does not answer now."""
    try:
        return sum((await asyncio.wait_for(behind(app), LAG_SECONDS)).values())
    except (TimeoutError, KafkaError):
        return before


def _finished(app: Any) -> list[str]:
    """Return the names of agents whose task has ended."""
    if not app.started or app.should_stop:
        return []
    return [
        name
        for name, agent in app.agents.items()
        if any(actor.actor_task is not None and actor.actor_task.done() for actor in agent._actors)  # noqa: SLF001
    ]
