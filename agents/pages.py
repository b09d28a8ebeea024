"""Serves what a monitor holds, over HTTP, beside its agents."""

import asyncio
import errno
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from aiohttp import web

from newswatch.agents.app import Monitor
from newswatch.errors import ConfigurationError
from newswatch.models import Article
from newswatch.settings import Settings
from newswatch.streaming import Watchdog
from newswatch.transport import Log, Message
from newswatch.web import KeptArchive, Vitals, application
from newswatch.web.archive import Judged
from newswatch.web.guard import is_loopback
from newswatch.web.judged import DryRun
from newswatch.web.kept import Send
from newswatch.web.views import Explains

# Whatever it says, reading it shows that the language model is there and answers.
PROBE = Article(id="newswatch/probe", body="Israel and Hamas agreed to a truce on Sunday, Qatar said.")

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # an address to listen on is none to call


@asynccontextmanager
async def serving(monitor: Monitor, watchdog: Watchdog, chosen: Settings) -> AsyncIterator[str]:
    """Serve a monitor that works; yields the address, which other processes find in the lock beside the file.

    Raises:
        ConfigurationError: the address can't be listened on.
    """
    condition = Condition(monitor, watchdog)
    probing = asyncio.create_task(condition.probe())
    token = chosen.api.token.get_secret_value() if chosen.api.token else None
    try:
        with _archive(monitor) as archive:
            explains = explaining(monitor, archive) if archive else None
            app = application(archive, condition.look, baseline=monitor.baseline, explains=explains, token=token)
            async with _listening(app, chosen.api.host, chosen.api.port, guarded=token is not None) as address:
                if (log := _log(monitor)) is not None:
                    log.announce(api=address)
                yield address
    finally:
        probing.cancel()
        with suppress(asyncio.CancelledError):
            await probing


class Condition:
    """How a worker is: what its watchdog saw, and whether its reader has answered."""

    def __init__(self, monitor: Monitor, watchdog: Watchdog) -> None:
        self._monitor = monitor
        self._watchdog = watchdog
        self._reader: str | None = "the language model is being loaded"

    async def probe(self) -> None:
        """Let the reader read one sentence."""
        try:
            await self._monitor.reader.read(PROBE)
        except Exception as error:  # noqa: BLE001  # whatever it is, /readyz says it
            self._reader = f"the language model does not answer: {error}"
        else:
            self._reader = None

    def look(self) -> Vitals:
        """Return how the worker is."""
        health = self._watchdog.health
        tables = None if health.recovered else "the tables are being recovered"
        broker = health.crashed and f"the stream stopped: {health.crashed}"
        if not broker and not health.assigned:
            broker = "the broker has assigned no partitions yet"
        return Vitals(
            fault=self._watchdog.fault,
            parts={"broker": broker, "tables": tables, "language_model": self._reader},
            lag=health.lag,
            idle_seconds=max(0.0, self._watchdog.clock() - health.progressed_at),
        )


def _log(monitor: Monitor) -> Log | None:
    """Return the embedded broker's open log, or None on Kafka."""
    transport: Any = monitor.app.transport
    log = getattr(transport, "broker", None)
    return log if isinstance(log, Log) else None


@contextmanager
def _archive(monitor: Monitor) -> Iterator[KeptArchive | None]:
    """Open the broker's file a second time, so that a long look never holds up the agents."""
    log = _log(monitor)
    if log is None:
        yield None
        return
    with Log.open(log.path, read_only=True) as looking:
        yield KeptArchive(looking, sender(log), group=monitor.app.conf.id, clock=monitor.clock)


def explaining(monitor: Monitor, archive: KeptArchive) -> Explains:
    """Return the function that tells what a monitor decides on an article, without letting it in."""
    run = DryRun(archive, monitor.baseline, monitor.watch)

    async def explain(article: Article) -> Judged:
        told = await monitor.reader.read(article)
        return await asyncio.to_thread(run.judge, article, told, monitor.clock())

    return explain


def sender(log: Log) -> Send:
    """Return the function that appends an archive's records to a log."""

    def send(records: Sequence[tuple[Any, ...]]) -> None:
        log.append(Message(topic, value, key, headers) for topic, key, value, headers in records)

    return send


@asynccontextmanager
async def _listening(app: web.Application, host: str, port: int, *, guarded: bool) -> AsyncIterator[str]:
    if not guarded and not is_loopback(host):
        raise ConfigurationError(f"without a token the API listens on this machine alone, not on {host}")
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield _address(runner, host)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host.strip("[]"), port).start()
    except OSError as error:
        taken = "another program listens there" if error.errno == errno.EADDRINUSE else error.strerror
        raise ConfigurationError(f"the API can't listen on {host}:{port}: {taken}; set api.host and api.port") from None


def _address(runner: web.AppRunner, host: str) -> str:
    """Return where the API can be called; a port of 0 has become a real one."""
    port = runner.addresses[0][1]
    name = ANYWHERE.get(host.strip("[]"), host.strip("[]"))
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
