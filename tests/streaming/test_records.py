"""Sending: what is too large is bad data, and a broker that fails is a broker's error."""

import asyncio
import logging

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError
from faust.exceptions import ProducerSendError

from newswatch.errors import BrokerError, DataError
from newswatch.streaming import make_app, running, send
from newswatch.transport import Log


class Failing:
    """A topic whose sends fail, at once or when the broker answers."""

    def __init__(self, error: Exception, cause: Exception | None = None) -> None:
        self.error = error
        self.error.__cause__ = cause

    async def send(self, **_):
        raise self.error


class FailingLater(Failing):
    """The second of these."""

    async def send(self, **_):
        future = asyncio.get_running_loop().create_future()
        future.set_exception(self.error)
        return future


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        (Failing(ProducerSendError("no"), MessageSizeTooLargeError("large")), DataError),
        (FailingLater(MessageSizeTooLargeError("large")), DataError),
        (Failing(ProducerSendError("no"), KafkaConnectionError("gone")), BrokerError),
        (FailingLater(KafkaConnectionError("gone")), BrokerError),
        (FailingLater(ProducerSendError("the disk is full")), BrokerError),
    ],
)
async def test_what_a_failed_send_means(topic, expected):
    """Too large a record is the record's fault; everything else is the broker's."""
    with pytest.raises(expected) as raised:
        await send(topic, key="ü", value=b"12345", headers={"h": b"1"})
    assert ("a record of 9 bytes is larger than the broker takes" in str(raised.value)) == (expected is DataError)


async def test_a_record_that_the_embedded_broker_refuses(url):
    """Key, value and headers count together."""
    app = make_app(url)
    async with asyncio.timeout(10), running(app):
        with pytest.raises(DataError, match="a record of 1200000 bytes is larger"):
            await send(app.topic("a"), key="k" * 600_000, value=b"v" * 600_000)


async def test_only_the_sender_hears_of_a_failure(url, monkeypatch, caplog):
    """A failed write is told to whoever awaits it, once, and not also by asyncio's log."""

    def fail(_, __, done):
        done(None, BrokerError("the disk is full"))

    caplog.set_level(logging.ERROR)
    app = make_app(url)
    async with asyncio.timeout(10), running(app):
        with monkeypatch.context() as broken:
            broken.setattr(Log, "append_soon", fail)
            with pytest.raises(BrokerError, match="the disk is full"):
                await send(app.topic("a"), key=None, value=b"1")
    assert not caplog.records
