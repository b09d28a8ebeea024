"""The sending side of the driver: what is sent in one turn of the event loop goes to the log together."""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from aiokafka.errors import MessageSizeTooLargeError
from faust.exceptions import ProducerSendError
from faust.transport import base
from faust.types import TP
from faust.types.tuples import RecordMetadata
from mode.utils.times import want_seconds

from newswatch.errors import BrokerError
from newswatch.transport.records import Appended, Message

if TYPE_CHECKING:
    from newswatch.transport.driver import Transport
    from newswatch.transport.log import Log

CREATE_TIME = 0  # Kafka's timestamp type: the sender's clock


class Producer(base.Producer):
    """Sends messages; each send's future ends when the message is durable, or with the reason why not."""

    transport: "Transport"
    logger = logging.getLogger("faust.transport.sqlite")

    def __post_init__(self) -> None:
        self._broker: Log | None = None
        self._waiting: list[tuple[Message, asyncio.Future[RecordMetadata]]] = []
        self._under_way: set[asyncio.Future[RecordMetadata]] = set()

    @property
    def broker(self) -> "Log":
        """The open log."""
        return self.transport.broker if self._broker is None else self._broker

    async def on_start(self) -> None:
        """Open the log; the producer is the first of an app's services to start and the last to stop."""
        self._broker = await self.transport.open()
        await super().on_start()

    async def on_stop(self) -> None:
        """Write what is still waiting and close the log."""
        await self.flush()
        await super().on_stop()
        self._broker = None
        await self.transport.close()

    async def send(  # noqa: PLR0917 - Faust's interface
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        partition: int | None,
        timestamp: float | None,
        headers: Any,
        *,
        transactional_id: str | None = None,  # noqa: ARG002 - Faust's interface
    ) -> Awaitable[RecordMetadata]:
        """Hand a message over, and return the future of its being durable.

        Raises:
            ProducerSendError: it is too large, as on Kafka.
        """
        timestamp_ms = int(timestamp * 1000) if timestamp else None
        message = Message(topic, value, key, _headers(headers), timestamp_ms, partition)
        try:
            self.broker.check(message)
        except BrokerError as error:
            raise ProducerSendError(f"Error while sending: {error}") from MessageSizeTooLargeError(str(error))
        await self.transport.ensure(topic)
        future: asyncio.Future[RecordMetadata] = self.loop.create_future()
        self._waiting.append((message, future))
        if len(self._waiting) == 1:
            self.loop.call_soon(self._hand_over)
        return future

    def _hand_over(self) -> None:
        """Give everything that was sent in this turn of the event loop to the writing thread."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        futures = [future for _, future in waiting]
        self._under_way.update(futures)

        def done(appended: list[Appended] | None, error: BrokerError | None) -> None:
            self.loop.call_soon_threadsafe(self._resolve, futures, appended, error)

        self.broker.append_soon([message for message, _ in waiting], done)

    def _resolve(
        self,
        futures: list[asyncio.Future[RecordMetadata]],
        appended: list[Appended] | None,
        error: BrokerError | None,
    ) -> None:
        self._under_way.difference_update(futures)
        for number, future in enumerate(futures):
            if future.done():
                continue
            if appended is None:
                future.set_exception(ProducerSendError(str(error)))
            else:
                future.set_result(_metadata(appended[number]))

    async def send_and_wait(self, *args: Any, **kwargs: Any) -> RecordMetadata:
        """Send a message and wait until it is durable."""
        return await (await self.send(*args, **kwargs))

    async def flush(self) -> None:
        """Wait until everything sent is durable, or has failed."""
        await self.buffer.flush()
        self._hand_over()
        if self._under_way:
            await asyncio.wait(set(self._under_way))

    async def create_topic(
        self,
        topic: str,
        partitions: int,
        replication: int,  # noqa: ARG002 - there is one copy
        **kwargs: Any,
    ) -> None:
        """Make a topic as Faust or the app declares it."""
        await create_topic(self.transport, topic, partitions, **kwargs)

    def key_partition(self, topic: str, key: bytes | None) -> TP:
        """Return the partition that a key goes to."""
        return TP(topic, self.broker.partition(topic, key))

    def supports_headers(self) -> bool:
        """Say that records have headers."""
        return True


async def create_topic(
    transport: "Transport",
    topic: str,
    partitions: int,
    *,
    config: Mapping[str, Any] | None = None,
    retention: Any = None,
    compacting: bool | None = None,
    **_: Any,
) -> None:
    """Make a topic from what Faust says of it and the settings of Kafka's that the embedded broker has as well."""
    if not transport.app.conf.topic_allow_declare:
        return
    config = config or {}
    retention_ms = int(want_seconds(retention) * 1000) if retention else config.get("retention.ms")
    settings = {
        "retention_ms": _limit(retention_ms),
        "retention_bytes": _limit(config.get("retention.bytes")),
        "compacting": bool(compacting) or "compact" in str(config.get("cleanup.policy", "")),
        "tombstones_ms": _limit(config.get("delete.retention.ms")),
    }
    known = {name: value for name, value in settings.items() if value is not None}
    await transport.create_topic(topic, partitions, **known)


def _limit(value: Any) -> int | None:
    """Return a limit as Kafka writes it; -1 is none."""
    return None if value is None or int(value) < 0 else int(value)


def _headers(headers: Any) -> list[tuple[str, bytes | None]]:
    """Return headers as a list, given as such or as a mapping."""
    if not headers:
        return []
    pairs = headers.items() if isinstance(headers, Mapping) else cast("Iterable[tuple[str, bytes]]", headers)
    return [(name, value.encode() if isinstance(value, str) else value) for name, value in pairs]


def _metadata(appended: Appended) -> RecordMetadata:
    topic, partition, offset, timestamp_ms = appended
    return RecordMetadata(topic, partition, TP(topic, partition), offset, timestamp_ms / 1000, CREATE_TIME)
