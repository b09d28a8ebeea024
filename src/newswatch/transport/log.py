"""The log of an embedded broker: topics, partitions, records, and how far each group of consumers has come.

    with Log.open(Path("newswatch.db")) as log:
        log.create_topic("newswatch.articles", 4)
        log.append([Message("newswatch.articles", b"{}", key=b"1")])

One process writes; others may read at the same time with `read_only=True`. Everything here may be called from any
thread and blocks; only methods that end in `_soon` return at once.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from newswatch.errors import BrokerError
from newswatch.transport import groups
from newswatch.transport.address import Durability
from newswatch.transport.catalog import Catalog, Stretch, end_of
from newswatch.transport.database import LAST_OFFSET, connect, connect_read_only, explain
from newswatch.transport.housekeeping import DIRTY_RECORDS, Housekeeper
from newswatch.transport.lock import Lock
from newswatch.transport.partitioner import partition_of
from newswatch.transport.records import Appended, Message, Position, Record, Topic, pack, unpack
from newswatch.transport.writer import Writer

MAX_RECORD_BYTES = 1024 * 1024  # as Kafka's message.max.bytes
READ_RECORDS = 500
READ_BYTES = 8 * 1024 * 1024

Result = TypeVar("Result")

Watcher = Callable[[frozenset[Position]], None]
AppendDone = Callable[[list[Appended] | None, BrokerError | None], None]


class Log:
    """An open broker file; see the module."""

    def __init__(
        self,
        path: Path,
        reader: sqlite3.Connection,
        *,
        clock: Callable[[], float] = time.time,
        max_record_bytes: int = MAX_RECORD_BYTES,
    ) -> None:
        self.path = path
        self.max_record_bytes = max_record_bytes
        self._clock = clock
        self._reader = reader
        self._reading = threading.Lock()
        self._catalog = Catalog()
        self._turn = count()
        self._next: dict[Position, int] = {}
        self._highwaters: dict[Position, int] = {}
        self._touched: set[Position] = set()
        self._watchers: tuple[Watcher, ...] = ()
        self._lock: Lock | None = None
        self._writer: Writer | None = None
        self._housekeeper: Housekeeper | None = None
        self._query(self._catalog.load)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        durability: Durability = "process",
        read_only: bool = False,
        max_record_bytes: int = MAX_RECORD_BYTES,
        clock: Callable[[], float] = time.time,
        tidy_every: float | None = 60.0,
    ) -> Self:
        """Open a broker file, and make it if it is new and not only read.

        Args:
            path: the file.
            durability: what a commit survives; see `newswatch.transport.address`.
            read_only: look only, also while a worker writes.
            max_record_bytes: larger messages are refused.
            clock: the time, in seconds, of messages without one, and for retention.
            tidy_every: seconds between runs of retention and compaction in the background; None: never.

        Raises:
            BrokerBusyError: another process writes to it.
            BrokerError: it cannot be used, in one sentence why.
        """
        options: dict[str, Any] = {"clock": clock, "max_record_bytes": max_record_bytes}
        if read_only:
            return cls(path, connect_read_only(path), **options)
        lock = Lock.acquire(path)
        try:
            connection = connect(path, durability=durability)
            log = cls(path, connect_read_only(path), **options)
        except BaseException:
            lock.release()
            raise
        log._start(lock, connection, tidy_every)
        return log

    def _start(self, lock: Lock, connection: sqlite3.Connection, tidy_every: float | None) -> None:
        self._lock = lock
        self._writer = Writer(connection, self.path, committed=self._publish)
        self._writer.start()
        self._housekeeper = Housekeeper(self, every=tidy_every, clock=self._clock)
        self._housekeeper.start()

    def close(self) -> None:
        """Finish what was handed over, close the file and release it."""
        if self._housekeeper is not None:
            self._housekeeper.finish()
        with self._reading:
            self._reader.close()
        if self._writer is not None:
            self._writer.finish()  # the last to close, so that SQLite clears its write-ahead log away
        if self._lock is not None:
            self._lock.release()
        self._housekeeper = self._writer = self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def announce(self, *, api: str) -> None:
        """Tell other processes where this one's API listens (see `newswatch.transport.lock.holder`)."""
        if self._lock is not None:
            self._lock.announce(api=api)

    # Topics

    def topics(self) -> Mapping[str, Topic]:
        """Return all topics by name."""
        if self._writer is None:  # another process may have made some
            self._query(self._catalog.load)
        return self._catalog.topics

    def topic(self, name: str) -> Topic:
        """Return a topic.

        Raises:
            BrokerError: there is none of this name.
        """
        try:
            return self._catalog.topics[name]
        except KeyError:
            raise BrokerError(f"there is no topic {name} in {self.path}") from None

    def create_topic(self, name: str, partitions: int = 1, **settings: Any) -> Topic:
        """Create a topic, or give an existing one these settings; its partitions never change.

        Args:
            name: the topic's name.
            partitions: how many, for a topic that is new.
            settings: see `newswatch.transport.records.Topic`.
        """
        wanted = Topic(name=name, partitions=partitions, **settings)
        return self._write(lambda connection: self._catalog.declare(connection, wanted))

    # Writing

    def partition(self, topic: str, key: bytes | None) -> int:
        """Return the partition for a key, as Kafka's murmur2 does; without a key each in turn."""
        partitions = self.topic(topic).partitions
        return next(self._turn) % partitions if key is None else partition_of(key, partitions)

    def check(self, message: Message) -> None:
        """Refuse a message that is too large.

        Raises:
            BrokerError: with its size and the limit.
        """
        if (size := message.size) > self.max_record_bytes:
            raise BrokerError(
                f"the message is {size} bytes when serialized, larger than the {self.max_record_bytes} allowed"
            )

    def append(self, messages: Iterable[Message]) -> list[Appended]:
        """Append messages, all or none, and return where they went once they are durable.

        Raises:
            BrokerError: a message is too large, a topic or partition unknown, or the file failed.
        """
        batch = list(messages)
        for message in batch:
            self.check(message)
        return self._write(lambda connection: self._insert(connection, batch))

    def append_soon(self, messages: list[Message], done: AppendDone) -> None:
        """Hand messages over, all or none; `done` hears from the writing thread when they are durable or why not."""
        self._need_writer().submit(lambda connection: self._insert(connection, messages), done)

    def _insert(self, connection: sqlite3.Connection, messages: list[Message]) -> list[Appended]:
        places = [self._place(message) for message in messages]  # all are known before any is written
        rows, appended = [], []
        for message, position in zip(messages, places, strict=True):
            offset = self._next.get(position, self._catalog.ends[position])
            self._next[position] = offset + 1
            timestamp = int(self._clock() * 1000) if message.timestamp is None else message.timestamp
            row = self._catalog.stretches[position].first | offset
            rows.append((row, timestamp, message.key, pack(message.headers), message.value))
            appended.append(Appended(*position, offset, timestamp))
        connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?)", rows)
        self._touched.update(places)
        return appended

    def _place(self, message: Message) -> Position:
        """Return the partition that a message goes to."""
        number = self.partition(message.topic, message.key) if message.partition is None else message.partition
        position = Position(message.topic, number)
        if position not in self._catalog.stretches:
            raise BrokerError(f"topic {message.topic} has no partition {number}")
        return position

    def _publish(self) -> None:
        """After a commit: let readers see what it added, and wake those who wait for it."""
        if self._touched:
            touched = frozenset(self._touched)
            self._touched.clear()
            for position in touched:
                self._highwaters[position] = self._next[position]
            for watcher in self._watchers:
                watcher(touched)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` from the writing thread with the partitions that each commit added to; returns its end."""
        self._watchers = (*self._watchers, watcher)

        def end() -> None:
            self._watchers = tuple(each for each in self._watchers if each != watcher)

        return end

    def submit(self, work: Callable[[sqlite3.Connection], Any]) -> None:
        """Run `work` in a transaction of the writing thread and wait for it."""
        self._write(work)

    def _need_writer(self) -> Writer:
        if self._writer is None:
            raise BrokerError(f"{self.path} is closed, or open for reading only")
        return self._writer

    def _write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` in a transaction of the writing thread and return its result once it is durable."""
        outcome: Future[Result] = Future()

        def done(result: Result, error: BrokerError | None) -> None:
            if error is None:
                outcome.set_result(result)
            else:
                outcome.set_exception(error)

        self._need_writer().submit(work, done)
        return outcome.result()

    # Reading

    def read(
        self, topic: str, partition: int, offset: int, limit: int = READ_RECORDS, *, max_bytes: int = READ_BYTES
    ) -> list[Record]:
        """Return up to `limit` records of a partition from this offset on; fewer, if they exceed `max_bytes`."""
        stretch = self._stretch(Position(topic, partition))

        def fetch(connection: sqlite3.Connection) -> list[Record]:
            rows = connection.execute(
                "SELECT id, key, value, headers, timestamp FROM record WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
                (stretch.first | max(offset, 0), stretch.last, limit),
            )
            records, size = [], 0
            for id_, key, value, headers, timestamp in rows:
                records.append(Record(topic, partition, id_ & LAST_OFFSET, key, value, unpack(headers), timestamp))
                size += len(value or b"")
                if size >= max_bytes:
                    break
            rows.close()
            return records

        return self._query(fetch)

    def records(self, topic: str) -> Iterator[Record]:
        """Yield all records of a topic, partition by partition, each in the order of its offsets."""
        self.topics()
        for position in self.topic(topic).positions:
            batch = self.read(*position, 0)
            while batch:
                yield from batch
                batch = self.read(*position, batch[-1].offset + 1)

    def highwater(self, topic: str, partition: int) -> int:
        """Return the offset that the next record of a partition will have."""
        position = Position(topic, partition)
        stretch = self._stretch(position)
        if self._writer is not None:
            return self._highwaters.get(position, self._catalog.ends[position])
        return self._query(lambda connection: end_of(connection, stretch))

    def earliest(self, topic: str, partition: int) -> int:
        """Return the offset of the first record that is still there, or the highwater where there is none."""
        stretch = self._stretch(Position(topic, partition))
        first = self._query(
            lambda connection: connection.execute(
                "SELECT min(id) FROM record WHERE id BETWEEN ? AND ?", (stretch.first, stretch.last)
            ).fetchone()[0]
        )
        return self.highwater(topic, partition) if first is None else first & LAST_OFFSET

    def _stretch(self, position: Position) -> Stretch:
        if position not in self._catalog.stretches:
            self.topics()
        try:
            return self._catalog.stretches[position]
        except KeyError:
            raise BrokerError(
                f"there is no partition {position.partition} of a topic {position.topic} in {self.path}"
            ) from None

    def _query(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `work` on the reading connection and return its result."""
        try:
            with self._reading:
                return work(self._reader)
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    # Groups of consumers

    def register(self, group: str, positions: Iterable[Position]) -> None:
        """Note that a group consumes these partitions, so that retention spares what it has not read."""
        rows: list[groups.Row] = [(group, self._stretch(position).id, None) for position in positions]
        self._write(lambda connection: groups.advance(connection, rows))

    def commit(self, group: str, offsets: Mapping[Position, int]) -> None:
        """Note for each partition the next offset that a group is to read."""
        rows: list[groups.Row] = [(group, self._stretch(position).id, offset) for position, offset in offsets.items()]
        self._write(lambda connection: groups.advance(connection, rows))

    def forget(self, group: str) -> None:
        """Drop a group that will not come back, so that retention no longer waits for it."""
        self._write(lambda connection: groups.forget(connection, group))

    def groups(self) -> list[str]:
        """Return the groups that consume anything here."""
        return self._query(groups.names)

    def committed(self, group: str) -> dict[Position, int]:
        """Return the next offset to read of each partition for which a group has committed one."""
        progress = self._query(lambda connection: groups.progress(connection, group))
        return {position: offset for position, offset in progress.items() if offset is not None}

    def lag(self, group: str) -> dict[Position, int]:
        """Return how many offsets a group is behind, for each partition that it consumes."""
        progress = self._query(lambda connection: groups.progress(connection, group))
        return {
            position: self.highwater(*position) - max(offset or 0, self.earliest(*position))
            for position, offset in progress.items()
        }

    # Housekeeping

    def tidy(self, *, dirty_records: int = DIRTY_RECORDS) -> None:
        """Run retention and compaction now; in a worker they run in the background.

        Args:
            dirty_records: a compacting partition with fewer new records than this is left alone.
        """
        self._need_writer()
        if self._housekeeper is not None:
            self._housekeeper.tidy(dirty_records=dirty_records)
