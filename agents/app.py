"""Topics, tables and settings → the app. An agent is a function that handles one event, registered here."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any, Protocol, TypeVar

from pydantic import ValidationError

from newswatch.delivery import Channel, Subscriber
from newswatch.errors import DataError, NewswatchError
from newswatch.judging import Baseline
from newswatch.models import Article, Wire, plain
from newswatch.reading import ArticleReading
from newswatch.settings import Feed
from newswatch.streaming import App, Table, each, end_process, make_app, send, send_dead_letter
from newswatch.topics import Watch

Message = TypeVar("Message", bound=Wire)
Result = TypeVar("Result")

# How long the log keeps what it holds; None is for ever. Compacted topics keep the last value of each key.
RETENTION = {
    "articles": timedelta(days=30),
    "claims": timedelta(days=90),
    "deliveries": timedelta(days=45),
    "decisions": timedelta(days=30),
    "commands": timedelta(days=90),
    "dead-letters": timedelta(days=90),
}
COMPACTED = ("board", "feeds")


# A record of Kafka's default size holds 1 MiB; this leaves room for its key and headers.
LARGEST_VALUE = 1_000_000


class Reads(Protocol):
    """Whatever reads an article without stopping the worker."""

    async def read(self, article: Article) -> ArticleReading:
        """Read an article; raise ReadingError where it can't be read."""


class Topics:
    """The topics of the contract, as Faust topics of raw bytes."""

    def __init__(self, app: App, words: Sequence[str]) -> None:
        def topic(name: str) -> Any:
            return app.declare(
                f"newswatch.{name}",
                compacting=name in COMPACTED or None,
                deleting=name in RETENTION or None,
                retention=RETENTION.get(name),
            )

        self.articles = topic("articles")
        self.claims = topic("claims")
        self.alerts = topic("alerts")
        self.by_word: Mapping[str, Any] = {word: topic(f"alerts.{word}") for word in words}
        self.deliveries = topic("deliveries")
        self.board = topic("board")
        self.decisions = topic("decisions")
        self.commands = topic("commands")
        self.feeds = topic("feeds")
        self.dead_letters = topic("dead-letters")


@dataclass(frozen=True)
class Parts:
    """What a monitor is made of, beside its broker.

    Attributes:
        watch: the topic files.
        baseline: version 0 of the board.
        reader: reads articles.
        feeds: what to poll.
        subscribers: who gets alerts.
        channels: how to reach them, by the channel's name.
        clock: tells the time.
        poll_at_start: whether every feed is polled once at the start, although it is not due.
    """

    watch: Watch
    baseline: Baseline
    reader: Reads
    feeds: Sequence[Feed] = ()
    subscribers: Sequence[Subscriber] = ()
    channels: Mapping[str, Channel] = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    poll_at_start: bool = False


class Monitor:
    """The Faust app with its topics, and what its agents share.

    Args:
        broker: its address.
        parts: what it is made of.
        partitions: of every topic.
        more: further settings of `newswatch.streaming.app.make_app`.
    """

    def __init__(self, broker: str, parts: Parts, *, partitions: int = 1, **more: Any) -> None:
        self.app = make_app(broker, partitions=partitions, **more)
        self.topics = Topics(self.app, list(parts.watch.topics))
        self.watch = parts.watch
        self.baseline = parts.baseline
        self.reader = parts.reader
        self.feeds = parts.feeds
        self.subscribers = parts.subscribers
        self.channels = parts.channels
        self.clock = parts.clock
        self.poll_at_start = parts.poll_at_start
        self.tables: dict[str, Table] = {}
        self.services: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self.idle: list[Callable[[], bool]] = []
        self.end: Callable[[str], None] = end_process
        self._when_recovered: list[Callable[[], None]] = []

    def table(self, name: str) -> Table:
        """Return a new table with a changelog, in as many partitions as the topics have."""
        table: Table = self.app.Table(name, key_type=str, partitions=self.app.conf.topic_partitions)  # type: ignore[assignment]  # the app is set to make ours
        self.tables[name] = table
        return table

    def agent(
        self, name: str, topic: Any, handle: Callable[[Any], Awaitable[None]], table: Table | None = None
    ) -> None:
        """Let a function handle every event of a topic, one at a time, acknowledged after success."""

        async def process(stream: Any) -> None:
            tables = [table] if table is not None else []
            await each(stream, handle, dead_letters=self.topics.dead_letters, stage=name, tables=tables, end=self.end)

        self.app.agent(topic, name=name, concurrency=1)(process)

    def recovered(self, call: Callable[[], None]) -> None:
        """Let a function be called whenever the tables have been recovered."""
        self._when_recovered.append(call)

    async def restart_services(self, *_: Any, **__: Any) -> None:
        """Tell the services that the tables have been recovered."""
        for call in self._when_recovered:
            call()

    def service(self, run: Callable[[], Coroutine[Any, Any, None]], is_idle: Callable[[], bool]) -> None:
        """Let a coroutine run beside the agents, once the tables are recovered; `is_idle` says when it rests."""
        self.services.append(run)
        self.idle.append(is_idle)


def parsed(model: type[Message], value: bytes) -> Message:
    """Return a message of a topic.

    Raises:
        DataError: it is not one.
    """
    try:
        return model.model_validate_json(value)
    except ValidationError as error:
        raise DataError(f"not a value of {model.__name__}: {plain(error)}") from error


def pure(call: Callable[..., Result], *arguments: Any) -> Result:
    """Return what the pure core answers; a fault in it parks the message instead of stopping the worker.

    Raises:
        DataError: the core failed on this message.
    """
    try:
        return call(*arguments)
    except NewswatchError:
        raise
    except Exception as fault:
        raise DataError(f"{call.__name__} failed on it: {type(fault).__name__}: {fault}") from fault


def arrived(event: Any) -> datetime:
    """Return the broker's timestamp of a record.

    Raises:
        DataError: its producer set one that is no time, such as microseconds.
    """
    try:
        return datetime.fromtimestamp(event.message.timestamp, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DataError(f"the record's timestamp, {event.message.timestamp:.0f} s, is no time") from error


def fitting(value: bytes, what: str) -> bytes:
    """Return a value that a record can hold.

    Raises:
        DataError: it is too large, in one sentence that says so of `what`.
    """
    if len(value) > LARGEST_VALUE:
        raise DataError(f"{what} is {len(value)} bytes, and a record holds {LARGEST_VALUE}")
    return value


@dataclass(frozen=True)
class _Unsent:
    """An article that never became a record, told to the dead letters as if it were one."""

    topic: str
    value: bytes
    key: bytes | None
    timestamp: float
    partition: int = -1
    offset: int = -1
    headers: tuple[tuple[str, bytes], ...] = ()

    @property
    def message(self) -> "_Unsent":
        return self


async def take_in(monitor: Monitor, key: str | None, value: bytes) -> None:
    """Send an article to its topic; one that no record can hold goes to the dead letters at once."""
    try:
        await send(monitor.topics.articles, key=key, value=fitting(value, "the article"))
    except DataError as error:
        name = monitor.topics.articles.get_topic_name()
        unsent = _Unsent(name, value, key.encode() if key else None, monitor.clock().timestamp())
        await send_dead_letter(
            monitor.topics.dead_letters, unsent, error, stage="collect", version=version("newswatch")
        )


async def forward(topic: Any, event: Any, *, key: str) -> None:
    """Send a record on as it came, under another key."""
    await send(topic, key=key, value=event.value, headers=dict(event.message.headers or {}), timestamp=arrived(event))
