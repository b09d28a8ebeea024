"""Sending that is finished when the broker has it, the headers of alerts, and dead letters."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.exceptions import ProducerSendError

from newswatch.errors import BrokerError, DataError
from newswatch.models import Alert, utc

Headers = Mapping[str, bytes]

ALERT_TYPE = "newswatch.alert.v1"
ALERT_SOURCE = "/newswatch"

# A dead letter must fit into Kafka's default of 1 MiB, whatever died.
LARGEST_KEPT_BYTES = 900_000
KEPT_OF_LARGER_BYTES = 256 * 1024
LARGEST_KEY_BYTES = 16 * 1024
LARGEST_HEADERS_BYTES = 16 * 1024
LARGEST_REASON_BYTES = 4 * 1024
LARGEST_WORD_BYTES = 512

PREFIX = "newswatch."


async def send(
    topic: Any,
    *,
    key: str | bytes | None,
    value: bytes | None,
    headers: Headers | None = None,
    timestamp: datetime | None = None,
) -> Any:
    """Send a record and return its metadata once the broker has it for good.

    Args:
        topic: a Faust topic.
        key: decides the partition.
        value: the bytes; None deletes the key in a compacted topic.
        headers: header names and values.
        timestamp: the record's time; now, if none.

    Raises:
        DataError: it is larger than the broker takes.
        BrokerError: the broker can't take it.
    """
    seconds = None if timestamp is None else timestamp.timestamp()
    try:
        return await (await topic.send(key=key, value=value, headers=dict(headers or {}), timestamp=seconds))
    except (ProducerSendError, KafkaError) as error:
        if _is_too_large(error):
            size = len(_bytes(key)) + len(value or b"") + _size(headers or {})
            raise DataError(f"a record of {size} bytes is larger than the broker takes") from error
        raise BrokerError(f"the broker did not take a record: {error}") from error


def _is_too_large(error: BaseException) -> bool:
    return any(isinstance(one, MessageSizeTooLargeError) for one in (error, error.__cause__))


def _bytes(key: str | bytes | None) -> bytes:
    return key.encode() if isinstance(key, str) else key or b""


def alert_headers(alert: Alert, *, source: str = ALERT_SOURCE) -> dict[str, bytes]:
    """Return the CloudEvents 1.0 attributes of an alert as Kafka headers."""
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": alert.key,
        "ce_type": ALERT_TYPE,
        "ce_source": source,
        "ce_time": utc(alert.detected).isoformat().replace("+00:00", "Z"),
        "ce_subject": alert.id,
        "content-type": "application/json",
    }
    return {name: value.encode() for name, value in attributes.items()}


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """Why a record could not be used, and what it was: the headers of a dead letter.

    Attributes:
        reason: one plain sentence.
        stage: the agent that could not use it.
        error: the name of the error's class.
        timestamp: the original record's time in milliseconds.
        length: the length of the original value in bytes.
        sha256: the hash of the original value, in hexadecimal.
        complete: whether key, value and headers are all there.
    """

    reason: str
    stage: str
    error: str
    topic: str
    partition: int
    offset: int
    timestamp: int
    version: str
    length: int
    sha256: str
    complete: bool

    @classmethod
    def parse(cls, headers: Iterable[tuple[str, bytes]] | Headers) -> Self:
        """Read the headers of a dead letter.

        Raises:
            KeyError: they are not those of a dead letter.
        """
        pairs = dict(headers.items() if isinstance(headers, Mapping) else headers)
        texts = {name: pairs[PREFIX + name].decode() for name in cls.__dataclass_fields__}
        numbers = {name: int(texts[name]) for name in ("partition", "offset", "timestamp", "length")}
        return cls(**{**texts, **numbers, "complete": texts["complete"] == "yes"})

    def headers(self) -> dict[str, bytes]:
        """Return these as headers of a record."""
        texts = {name: getattr(self, name) for name in self.__dataclass_fields__}
        texts["complete"] = "yes" if self.complete else "no"
        return {PREFIX + name: str(text).encode() for name, text in texts.items()}


def dead_letter_message(
    event: Any, error: BaseException, *, stage: str, version: str
) -> tuple[bytes | None, bytes | None, dict[str, bytes]]:
    """Return key, value and headers of the dead letter for an event that raised this error.

    It carries the original bytes; of a value above 900 kB the first 256 kB, of a key above 16 kB the first 16 kB,
    and the original headers unless they exceed 16 kB. `complete` says whether anything is missing.
    """
    message = event.message
    value: bytes = message.value or b""
    kept = message.value if len(value) <= LARGEST_KEPT_BYTES else value[:KEPT_OF_LARGER_BYTES]
    key = message.key and message.key[:LARGEST_KEY_BYTES]
    former = original_headers(message.headers)
    fitting = former if _size(former) <= LARGEST_HEADERS_BYTES else {}
    letter = DeadLetter(
        reason=_cut(str(error) or type(error).__name__, LARGEST_REASON_BYTES),
        stage=_cut(stage, LARGEST_WORD_BYTES),
        error=_cut(type(error).__name__, LARGEST_WORD_BYTES),
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=int(message.timestamp * 1000),
        version=_cut(version, LARGEST_WORD_BYTES),
        length=len(value),
        sha256=hashlib.sha256(value).hexdigest(),
        complete=(kept, key, fitting) == (message.value, message.key, former),
    )
    return key, kept, {**fitting, **letter.headers()}


def original_headers(headers: Iterable[tuple[str, bytes]] | Headers | None) -> dict[str, bytes]:
    """Return the headers that a record had before it became a dead letter, to send it once more."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
    return {name: value for name, value in pairs if not name.startswith(PREFIX)}


async def send_dead_letter(topic: Any, event: Any, error: BaseException, *, stage: str, version: str) -> None:
    """Put an event that cannot be used into the dead letters, and return when it is there.

    Raises:
        BrokerError: the broker can't take it.
    """
    key, value, headers = dead_letter_message(event, error, stage=stage, version=version)
    await send(topic, key=key, value=value, headers=headers)


def _size(headers: Headers) -> int:
    return sum(len(name.encode()) + len(value or b"") for name, value in headers.items())


def _cut(text: str, limit: int) -> str:
    """Return what fits of a text into so many bytes of UTF-8."""
    return text.encode(errors="replace")[:limit].decode(errors="ignore")
