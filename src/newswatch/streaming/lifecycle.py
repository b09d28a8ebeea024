"""How an app is run inside a program of one's own.

    app = make_app("sqlite:///newswatch.db")
    articles = app.declare("newswatch.articles", partitions=4)
    ...                                # agents and tables
    async with running(app):           # app.start(), and app.stop() at the end
        await send(articles, key="1", value=b"{}")
        await drained(app)             # every message processed, every offset committed

`running` works in any event loop, as often as one likes, each time with a new app. A worker that runs for ever awaits
`crashed(app)` instead of `drained(app)`, beside its own signals.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from aiokafka.errors import KafkaError
from faust.tables.recovery import Recovery
from faust.types import TP

from newswatch.errors import BrokerError

if TYPE_CHECKING:
    from faust.tables.manager import TableManager

    from newswatch.streaming.app import App

LOOK_AGAIN_SECONDS = 1.0
PAUSE_SECONDS = 0.01  # so that a replay does not look at every partition after every message


@asynccontextmanager
async def running(app: "App") -> AsyncIterator["App"]:
    """Start an app in this event loop, with its tables recovered, and stop it at the end.

    Raises:
        BrokerBusyError: another process runs on the embedded file.
        BrokerError: the broker cannot be used.
    """
    try:
        await app.start()
        await _recovered(app)
        yield app
    except KafkaError as error:
        raise BrokerError(f"Kafka cannot be used: {error}") from error
    finally:
        await app.stop()


async def _recovered(app: "App") -> None:
    """Wait until the tables are there and partitions are assigned."""
    recovered = asyncio.ensure_future(recovery(app).completed.wait())
    failed = asyncio.ensure_future(crashed(app))
    try:
        await asyncio.wait({recovered, failed}, return_when=asyncio.FIRST_COMPLETED)
        if failed.done():
            failed.result()
    finally:
        for waiting in (recovered, failed):
            waiting.cancel()


async def crashed(app: "App") -> None:
    """Wait until the app crashes, and raise why."""
    await app._crashed.wait()  # noqa: SLF001 - mode has no public event
    raise BrokerError(f"the stream stopped: {app.crash_reason}") from app.crash_reason


async def drained(app: "App") -> None:
    """Wait until every message of every topic that is consumed is processed and its offset committed.

    Raises:
        BrokerError: the app crashed.
    """
    while True:
        if app.crashed:
            await crashed(app)
        if not await behind(app):
            await app.consumer.commit()  # Faust's may have been under way already, without the last of it
            if not await behind(app, committed=True):
                return
        await app.progress.changed(within=LOOK_AGAIN_SECONDS)
        await asyncio.sleep(PAUSE_SECONDS)


async def behind(app: "App", *, committed: bool = False) -> dict[TP, int]:
    """Return how many offsets are not processed, or not committed, yet, for each partition where there are any."""
    consumer = app.consumer
    consumed = [tp for tp in consumer.assignment() if app.topics.acks_enabled_for(tp.topic)]
    # In this order: what was processed has sent its output, so the highwaters that follow know of it.
    reached = {tp: _committed(app, tp) if committed else _processed(app, tp) for tp in consumed}
    highwaters = await consumer.highwaters(*consumed)
    return {tp: highwaters[tp] - reached[tp] for tp in consumed if highwaters[tp] > reached[tp]}


def _processed(app: "App", tp: TP) -> int:
    """Return the next offset to process: after the last one processed here or committed by anyone."""
    return max(_committed(app, tp), app.progress.next_offset(tp) or 0)


def _committed(app: "App", tp: TP) -> int:
    """Return the next offset that a restart would process."""
    return cast("Any", app.consumer)._committed_offset[tp] or 0  # noqa: SLF001 - Faust keeps it, and shows it nobody


def recovery(app: "App") -> Recovery:
    """Return the service that fills an app's tables from their changelogs."""
    return cast("TableManager", app.tables).recovery
