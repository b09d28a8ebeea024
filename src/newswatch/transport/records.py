"""What the log keeps: topics, and records in their partitions."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Headers = Sequence[tuple[str, bytes | None]]

DAY_MS = 24 * 60 * 60 * 1000


class Position(NamedTuple):
    """A partition of a topic."""

    topic: str
    partition: int


class Message(NamedTuple):
    """What is to be appended. Without a partition the key decides; without a timestamp (ms) it is now."""

    topic: str
    value: bytes | None
    key: bytes | None = None
    headers: Headers = ()
    timestamp: int | None = None
    partition: int | None = None

    @property
    def size(self) -> int:
        """The bytes that count against the limit: key, value and headers, and Kafka's overhead for a record."""
        return (
            RECORD_OVERHEAD
            + len(self.key or b"")
            + len(self.value or b"")
            + sum(HEADER_OVERHEAD + len(name.encode()) + len(value or b"") for name, value in self.headers)
        )


RECORD_OVERHEAD = 82  # a record batch of one, as aiokafka estimates it
HEADER_OVERHEAD = 10


class Record(NamedTuple):
    """What is in the log; the timestamp is in milliseconds."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp: int


class Appended(NamedTuple):
    """Where a message went; the timestamp is in milliseconds."""

    topic: str
    partition: int
    offset: int
    timestamp: int


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic as it was declared.

    Attributes:
        retention_ms: records older than this go, once every group that consumes the topic has read them.
        retention_bytes: a partition larger than this loses its oldest records, on the same condition.
        compacting: only the last record of each key is kept.
        tombstones_ms: how long the record that deletes a key is kept in a compacting topic.
    """

    name: str
    partitions: int = 1
    retention_ms: int | None = None
    retention_bytes: int | None = None
    compacting: bool = False
    tombstones_ms: int = DAY_MS

    @property
    def positions(self) -> list[Position]:
        """All partitions of this topic."""
        return [Position(self.name, number) for number in range(self.partitions)]


def pack(headers: Iterable[tuple[str, bytes | None]]) -> bytes | None:
    """Return headers as they are stored: for each the lengths of its name and value, the name, the value."""
    parts = []
    for name, value in headers:
        encoded = name.encode()
        parts += [struct.pack("<Ii", len(encoded), -1 if value is None else len(value)), encoded, value or b""]
    return b"".join(parts) or None


def unpack(packed: bytes | None) -> Headers:
    """Return the headers that `pack` stored."""
    headers: list[tuple[str, bytes | None]] = []
    at = 0
    while packed and at < len(packed):
        name_length, value_length = struct.unpack_from("<Ii", packed, at)
        value_at = at + 8 + name_length
        at = value_at + max(value_length, 0)
        name = packed[value_at - name_length : value_at].decode()
        headers.append((name, None if value_length < 0 else packed[value_at:at]))
    return headers
