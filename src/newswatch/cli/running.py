"""What `newswatch run` does."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from newswatch.agents.app import Monitor
from newswatch.agents.assembly import assemble, finished, working
from newswatch.agents.clock import tell_time
from newswatch.agents.pages import serving
from newswatch.cli import logs, prepare
from newswatch.delivery import Channel, Subscriber, console
from newswatch.errors import ConfigurationError
from newswatch.models import plain
from newswatch.settings import Settings
from newswatch.streaming import Limits, Watchdog, crashed

logger = logging.getLogger("newswatch")

SCREEN = Subscriber("screen", "console")
# How many times the longest reading the watchdog waits: three tries, and one for all else.
READINGS = 4


@dataclass(frozen=True)
class Request:
    """What to run, besides what is configured."""

    config: Path | None
    feeds: Sequence[str]
    baseline: Path | None
    broker: str | None
    once: bool


async def run(request: Request) -> None:
    """Run the monitor until it is told to end.

    Raises:
        NewswatchError: with one sentence that says what is wrong.
    """
    chosen = _chosen(request)
    logs.configure(chosen.log, chosen.log_level)
    if not chosen.feeds and not chosen.broker.startswith("kafka"):
        raise ConfigurationError("nothing to watch: name feeds in newswatch.toml, or after `newswatch run`")
    subscribers = prepare.subscribers(chosen) or [SCREEN]
    told = asyncio.Event()
    channels: dict[str, Channel] = {"console": console.ConsoleChannel(console.Screen(), closed=told.set)}
    async with prepare.parts(chosen, request.baseline, subscribers, channels, chosen.feeds) as parts:
        polling = replace(parts, poll_at_start=request.once)
        monitor = assemble(prepare.broker(chosen), polling, partitions=prepare.partitions(chosen))
        if not request.once:
            monitor.service(lambda: tell_time(monitor), lambda: True)
        async with working(monitor), _watched(monitor, chosen, lasting=not request.once):
            logger.info("newswatch watches %d feeds on %s", len(chosen.feeds), chosen.broker)
            await _until_the_end(monitor, told, once=request.once)


def _chosen(request: Request) -> Settings:
    """Return the settings with what the command line adds to them."""
    configured = prepare.load_settings(request.config)
    known = {feed.url for feed in configured.feeds}
    added = [{"url": url} for url in dict.fromkeys(request.feeds) if url not in known]
    update = {"feeds": (*configured.feeds, *added), "broker": request.broker or configured.broker}
    try:
        return Settings.model_validate({**dict(configured), **update})
    except ValidationError as error:
        raise ConfigurationError(f"the command line: {plain(error)}") from None


@asynccontextmanager
async def _watched(monitor: Monitor, chosen: Settings, *, lasting: bool) -> AsyncIterator[None]:
    """Keep a watchdog on the worker, and serve what it holds if it is to last."""
    watchdog = Watchdog(monitor.app, limits=limits(chosen))
    await watchdog.start()
    try:
        if not lasting:
            yield
            return
        async with serving(monitor, watchdog, chosen) as address:
            logger.info("its API answers on %s", address)
            yield
    finally:
        await watchdog.stop()


def limits(chosen: Settings) -> Limits:
    """Return the watchdog's patience: longer than an article may take whose reading is tried three times."""
    return Limits(progress=max(Limits().progress, READINGS * chosen.reader_timeout))


async def _until_the_end(monitor: Monitor, told: asyncio.Event, *, once: bool) -> None:
    """Wait for a signal or a closed screen, for the end of the work if that is asked for, or for a crash."""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    waiting = [asyncio.ensure_future(told.wait()), asyncio.ensure_future(crashed(monitor.app))]
    if once:
        waiting.append(asyncio.ensure_future(finished(monitor)))
    done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for task in done:
        task.result()
