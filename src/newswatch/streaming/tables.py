"""A Faust table whose writes can be awaited.

`table[key] = value` sends a changelog record some time soon, and a failure is only logged: the article behind it
could be acknowledged, and a restart would not know it any more. `await table.flushed()` waits until the records of
all writes so far are durable.
"""

import asyncio
import logging
from typing import Any

import faust
from aiokafka.errors import KafkaError
from faust.exceptions import ProducerSendError
from faust.types.tuples import FutureMessage

from newswatch.errors import BrokerError

LOOK_AGAIN_SECONDS = 1.0  # whether the app has crashed: then a record that was never sent has nobody to fail it


class Table(faust.Table[Any, Any]):
    """A table that knows which of its changelog records are not acknowledged yet."""

    logger = logging.getLogger("faust.newswatch")  # as quiet or as loud as the rest of Faust

    def __post_init__(self) -> None:
        self._unconfirmed: set[FutureMessage] = set()

    def send_changelog(self, *args: Any, **kwargs: Any) -> FutureMessage:
        """Send a changelog record and remember it until it is acknowledged; one that fails is never forgotten."""
        future = super().send_changelog(*args, **kwargs)
        self._unconfirmed.add(future)
        future.add_done_callback(self._confirm)
        return future

    def _confirm(self, future: FutureMessage) -> None:
        if not future.cancelled() and future.exception() is None:
            self._unconfirmed.discard(future)

    async def flushed(self) -> None:
        """Wait until the changelog records of all writes so far are durable.

        Raises:
            BrokerError: the app crashed, or the broker did not take a record.
        """
        while waiting := {future for future in self._unconfirmed if not future.done()}:
            await asyncio.wait(waiting, timeout=LOOK_AGAIN_SECONDS)
            if self.app.crashed:
                raise BrokerError(f"the stream stopped: {self.app.crash_reason}") from self.app.crash_reason
        for future in list(self._unconfirmed):
            _told(future)


def _told(future: FutureMessage) -> None:
    """Raise what the broker said to a record that failed."""
    try:
        future.result()
    except (ProducerSendError, KafkaError) as error:
        raise BrokerError(f"the broker did not take a record: {error}") from error
