"""All agents put together, and the way they are run inside a program."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from newswatch.agents import collect, deliver, judge, read, route, silence
from newswatch.agents.app import Monitor, Parts
from newswatch.streaming import drained, end_process, running, told

AGENTS = (collect, read, judge, route, silence, deliver)


def assemble(broker: str, parts: Parts, *, partitions: int = 1, **more: Any) -> Monitor:
    """Return a monitor with all its agents, ready to run once."""
    monitor = Monitor(broker, parts, partitions=partitions, **more)
    for agent in AGENTS:
        agent.register(monitor)
    return monitor


@asynccontextmanager
async def working(monitor: Monitor, end: Callable[[str], None] = end_process) -> AsyncIterator[Monitor]:
    """Run a monitor: topics there, tables recovered, agents and services at work; stop it at the end.

    Args:
        monitor: a fresh one.
        end: called with the reason when an agent or a service fails.

    Raises:
        BrokerBusyError: another newswatch runs on the embedded file.
        BrokerError: the broker cannot be used.
    """
    app, monitor.end = monitor.app, end
    app.on_rebalance_complete.connect(monitor.restart_services)
    async with running(app):
        await monitor.restart_services()
        services = [asyncio.create_task(_guarded(service(), end)) for service in monitor.services]
        try:
            yield monitor
        finally:
            for service in services:
                service.cancel()
            for service in services:
                with suppress(asyncio.CancelledError):
                    await service


async def _guarded(service: Any, end: Callable[[str], None]) -> None:
    try:
        await service
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever it is, a worker without its service must not look alive
        end(f"a service failed: {told(error)}")


async def finished(monitor: Monitor) -> None:
    """Wait until everything that came in has gone through every agent, and nothing waits to be delivered."""
    progress = monitor.app.progress
    while True:
        processed, rested = progress.processed, _rests(monitor)
        await drained(monitor.app)
        if not _rests(monitor):
            await progress.changed(within=1.0)
        elif rested and progress.processed == processed:  # no service can have sent anything meanwhile
            return


def _rests(monitor: Monitor) -> bool:
    return all(is_idle() for is_idle in monitor.idle)
