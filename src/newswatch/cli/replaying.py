"""What `newswatch replay` does."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from newswatch.agents.assembly import assemble, working
from newswatch.agents.replay import in_order
from newswatch.agents.replay import play as play_items
from newswatch.cli import logs, prepare
from newswatch.cli.options import Order
from newswatch.delivery import Channel, Subscriber, console
from newswatch.errors import BrokerError, ConfigurationError
from newswatch.feeds import Loaded, sources
from newswatch.judging import Baseline
from newswatch.models import Alert, Fact
from newswatch.settings import Settings
from newswatch.streaming import DeadLetter
from newswatch.transport import Address, Log

# Commits come often, because the end of a replay waits for the last one.
COMMIT_SECONDS = 0.2
TABLE = Subscriber("replay", "table")


@dataclass(frozen=True)
class Request:
    """What to play, and how."""

    paths: Sequence[Path]
    baseline: Path | None = None
    config: Path | None = None
    order: Order | None = None
    speed: float | None = None
    broker: str | None = None
    deliver: bool = False


@dataclass(frozen=True)
class Played:
    """What was played, and what it left on its broker.

    Attributes:
        topics: where the topic files are; None for the built-in ones.
    """

    alerts: list[Alert]
    delivered: list[Alert]
    facts: list[Fact]
    baseline: Baseline
    items: Sequence[Loaded]
    topics: Path | None
    dead: list[str]
    seconds: float


async def play(request: Request) -> Played:
    """Play articles through all agents and return what came of it.

    Raises:
        NewswatchError: with one sentence that says what is wrong.
    """
    items = in_order(sources(request.paths), request.order.value if request.order else None)
    chosen = prepare.load_settings(request.config)
    logs.configure(chosen.log, "error")  # dead letters are told at the end
    table = console.CollectingChannel()
    subscribers, channels = _receivers(chosen, table, deliver=request.deliver)
    failure = Failure()
    with _address(request.broker) as broker:
        async with prepare.parts(chosen, request.baseline, subscribers, channels) as parts:
            began = time.monotonic()
            monitor = assemble(broker, parts, commit_interval=COMMIT_SECONDS)
            async with working(monitor, failure.tell):
                with _bar(len(items)) as progress:
                    await failure.unless(play_items(items, monitor, speed=request.speed, progress=progress))
            seconds = time.monotonic() - began
        with Log.open(Address.parse(broker).path, read_only=True) as log:
            return Played(
                alerts=list(_alerts(log)),
                delivered=table.alerts,
                facts=_facts(log),
                baseline=parts.baseline,
                items=items,
                topics=chosen.topics,
                dead=_dead(log),
                seconds=seconds,
            )


def _receivers(
    chosen: Settings, table: console.CollectingChannel, *, deliver: bool
) -> tuple[list[Subscriber], dict[str, Channel]]:
    """Return who gets the alerts: the table on this screen, and outside subscribers only if asked for."""
    channels: dict[str, Channel] = {"table": table, "console": console.ConsoleChannel(console.Screen(stderr=True))}
    return [TABLE, *(prepare.subscribers(chosen) if deliver else [])], channels


class Failure:
    """Ends a replay when an agent or a service fails: with its reason, and with everything closed."""

    def __init__(self) -> None:
        self._reason: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def tell(self, reason: str) -> None:
        """Note why the replay must end; the first reason counts."""
        if not self._reason.done():
            self._reason.set_result(reason)

    async def unless(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait for the end of the work, or for a failure.

        Raises:
            BrokerError: something failed.
        """
        working = asyncio.ensure_future(work)
        try:
            ends: set[asyncio.Future[Any]] = {working, self._reason}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if self._reason.done():
                raise BrokerError(self._reason.result())
            working.result()
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


@contextmanager
def _address(broker: str | None) -> Iterator[str]:
    """Return where to play: where one is told to, or in a folder that is removed at the end."""
    if broker is None:
        with tempfile.TemporaryDirectory(prefix="newswatch-replay-") as folder:
            yield f"sqlite:///{quote(folder)}/replay.db"
    elif broker.startswith("sqlite:///"):
        yield broker
    else:
        raise ConfigurationError("--broker takes sqlite:///FILE: a replay reads its result from a file")


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as progress:
        task = progress.add_task("reading", total=total)
        yield lambda done: progress.update(task, completed=done)


def _alerts(log: Log) -> Iterator[Alert]:
    """Yield every alert revision once, in judging order."""
    seen = set()
    for record in log.records("newswatch.alerts"):
        alert = Alert.model_validate_json(record.value or b"")
        if alert.key not in seen:
            seen.add(alert.key)
            yield alert


def _facts(log: Log) -> list[Fact]:
    latest = {record.key: record.value for record in log.records("newswatch.board")}
    return [Fact.model_validate_json(value) for value in latest.values() if value]


def _dead(log: Log) -> list[str]:
    letters = (dict(record.headers) for record in log.records("newswatch.dead-letters"))
    return [DeadLetter.parse({name: value or b"" for name, value in letter.items()}).reason for letter in letters]


def make(path: Path) -> None:
    """Make a file that alerts are to be written to, so that a wrong place is told before an hour's work.

    Raises:
        ConfigurationError: it can't be made.
    """
    try:
        path.open("ab").close()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from error


def write(path: Path, alerts: Sequence[Alert]) -> None:
    """Write every alert revision, one a line.

    Raises:
        ConfigurationError: the file can't be written.
    """
    try:
        path.write_bytes(b"".join(alert.to_json() + b"\n" for alert in alerts))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from error


def show(played: Played, *, as_json: bool) -> None:
    """Print the alerts and the board, for a person or for a program."""
    if as_json:
        for alert in played.alerts:
            sys.stdout.write(alert.model_dump_json() + "\n")
        return
    screen = console.Screen()
    screen.print(console.table(newest_revisions(played.delivered)))
    screen.print(Text.assemble(("The board beside the baseline", "bold"), f" {played.baseline.name}"))
    screen.print(console.board(played.baseline.standing(), played.facts))
    screen.print(summary(played), highlight=False, markup=False)


def newest_revisions(alerts: Sequence[Alert]) -> list[Alert]:
    """Return each alert as it stands, in the order in which they were raised."""
    newest: dict[str, Alert] = {}
    for alert in alerts:
        newest[alert.id] = alert
    return list(newest.values())


def summary(played: Played) -> str:
    """Return one line that says what came of a replay."""
    raised = len({alert.id for alert in played.alerts})
    revisions = len(played.alerts) - raised
    line = (
        f"{len(played.items)} articles in {played.seconds:.1f} s: {raised} alerts, {revisions} revisions, "
        f"{len(played.dead)} dead letters"
    )
    return "\n".join([line, *(f"  dead letter: {console.shown(reason)}" for reason in played.dead[:5])])
