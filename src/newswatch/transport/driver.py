"""Faust's driver for `sqlite://` addresses: agents, tables and timers run on the embedded broker as on Kafka.

Faust loads `Transport` by the entry point `faust.transports`. One worker runs on a file; it is assigned all partitions
of what it subscribes to. Topics that are missing are made on first use, with the app's `topic_partitions`, unless
`topic_allow_declare` is off. A write that fails makes the whole log fail: whoever awaits it hears why, and the app
crashes rather than go on in silence.
"""

import asyncio
from typing import Any, ClassVar

from faust.transport import base

from newswatch.errors import BrokerError
from newswatch.transport.address import Address
from newswatch.transport.consumer import Consumer
from newswatch.transport.log import Log
from newswatch.transport.producer import Producer


class Transport(base.Transport):
    """What Faust asks for a consumer and a producer; it owns the log that both use."""

    Consumer: ClassVar[type[Any]] = Consumer
    Producer: ClassVar[type[Any]] = Producer

    default_port = 0
    driver_version = "newswatch-sqlite"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._broker: Log | None = None
        self._opening = asyncio.Lock()

    @property
    def broker(self) -> Log:
        """The open log.

        Raises:
            BrokerError: the app is not running.
        """
        if self._broker is None:
            raise BrokerError("the embedded broker is not open: the app is not running")
        return self._broker

    async def open(self) -> Log:
        """Open the file that the address names, once.

        Raises:
            BrokerBusyError: another process runs on it.
            BrokerError: it cannot be used, in one sentence why.
        """
        async with self._opening:
            if self._broker is None:
                address = Address.parse(str(self.url[0]))
                self._broker = await asyncio.to_thread(
                    Log.open,
                    address.path,
                    durability=address.durability,
                    max_record_bytes=self.app.conf.producer_max_request_size,
                )
            return self._broker

    async def close(self) -> None:
        """Close the file, so that another process can run on it."""
        async with self._opening:
            log, self._broker = self._broker, None
            if log is not None:
                await asyncio.to_thread(log.close)

    async def ensure(self, topic: str, **settings: Any) -> None:
        """Make a topic that is missing.

        Raises:
            BrokerError: it is missing and the app may not make topics.
        """
        if topic not in self.broker.topics():
            if not self.app.conf.topic_allow_declare:
                raise BrokerError(f"there is no topic {topic}, and this app may not make topics")
            await self.create_topic(topic, self.app.conf.topic_partitions, **settings)

    async def create_topic(self, topic: str, partitions: int, **settings: Any) -> None:
        """Make a topic, or give an existing one new settings."""
        await asyncio.to_thread(self.broker.create_topic, topic, partitions, **settings)
