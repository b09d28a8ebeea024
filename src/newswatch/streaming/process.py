"""The one loop that every agent runs.

    @app.agent(articles)
    async def read(stream):
        await each(stream, handle, dead_letters=dead_letters, stage="read", tables=[seen])

An event is acknowledged only when its handling is finished and everything it wrote is durable. What cannot be used
(DataError) becomes a dead letter. Any other error is broken infrastructure or a bug: the process ends, nothing is
acknowledged, and after the restart the event comes again.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterable
from importlib.metadata import version as installed_version
from typing import Any, NoReturn

from newswatch.errors import DataError, NewswatchError
from newswatch.streaming.records import send_dead_letter
from newswatch.streaming.tables import Table

logger = logging.getLogger(__name__)

EXIT_CODE = 70  # EX_SOFTWARE: start it again

Handle = Callable[[Any], Awaitable[None]]
End = Callable[[str], None]


def end_process(reason: str) -> NoReturn:
    """End the process at once, without a clean-up that could acknowledge or commit anything."""
    logger.critical("newswatch ends: %s", reason)
    logging.shutdown()
    os._exit(EXIT_CODE)


async def each(
    stream: Any,
    handle: Handle,
    *,
    dead_letters: Any,
    stage: str,
    tables: Iterable[Table] = (),
    end: End = end_process,
) -> None:
    """Handle every event of a stream, one after the other, for ever.

    Args:
        stream: the agent's stream.
        handle: handles one event; returns when what it sent is acknowledged.
        dead_letters: the Faust topic for what cannot be used.
        stage: the agent's name, for the dead letters and the log.
        tables: the tables that `handle` writes; their changelogs are awaited before the event is acknowledged.
        end: called with the reason when an event fails otherwise; should it return, the agent stands still with
            the event unacknowledged until it is cancelled.
    """
    watched = list(tables)
    async for event in stream.noack().events():
        try:
            await _handle(event, handle, dead_letters, stage, watched)
        except Exception as error:
            if event.app.should_stop and not event.app.crashed:
                raise
            _log(error, event, stage)
            end(f"{stage} failed: {told(error)}")
            await asyncio.Event().wait()


def told(error: BaseException) -> str:
    """Return the sentence of an error of ours, or what another one is."""
    return str(error) if isinstance(error, NewswatchError) else repr(error)


def _log(error: Exception, event: Any, stage: str) -> None:
    """Log where an event failed; with a traceback where it is a bug, and else for the curious."""
    known = isinstance(error, NewswatchError)
    logger.log(
        logging.INFO if known else logging.CRITICAL, "%s failed at %s %s offset %s", stage, event.message.topic,
        event.message.partition, event.message.offset, exc_info=None if known else error,
    )  # fmt: skip


async def _handle(event: Any, handle: Handle, dead_letters: Any, stage: str, tables: list[Table]) -> None:
    """Handle one event, or park it; then wait for the tables, and acknowledge."""
    try:
        await handle(event)
    except DataError as error:
        logger.warning("%s: %s, now in the dead letters", stage, error)
        await send_dead_letter(dead_letters, event, error, stage=stage, version=installed_version("newswatch"))
    for table in tables:
        await table.flushed()
    event.ack()
    if (progress := getattr(event.app, "progress", None)) is not None:
        progress.note(event.message.tp, event.message.offset)
