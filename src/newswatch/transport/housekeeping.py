"""Retention and compaction of the log, in the background and in small steps between other writes.

Retention deletes the oldest records of a topic that has a limit, but none at or beyond the lowest committed offset of
a group that consumes the topic: an article that nobody has read yet is never lost. Compaction keeps the last record of
each key, and drops the record that deletes a key after a while. The last record of a partition always stays: it tells
where the partition ends.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from newswatch.errors import BrokerError
from newswatch.transport.database import LAST_OFFSET, OFFSET_BITS, connect_read_only, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newswatch.transport.log import Log
    from newswatch.transport.records import Topic

logger = logging.getLogger(__name__)

STEP = 500  # rows read or deleted at once
DIRTY_RECORDS = 1000  # fewer new records than this are not worth a comparison
DIRTY_SHARE = 0.5  # nor are fewer than this share of what the last one left


class Housekeeper:
    """Tidies a log now and then; see the module."""

    def __init__(self, log: Log, *, every: float | None, clock: Callable[[], float]) -> None:
        self._log = log
        self._every = every
        self._clock = clock
        self._stopped = threading.Event()
        self._tidying = threading.Lock()
        name = f"newswatch-housekeeper-{log.path.name}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to tidy in the background."""
        self._thread.start()

    def finish(self) -> None:
        """Stop after the step under way."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        """Tidy every so many seconds; a failing file is for those who write to it to report."""
        while not self._stopped.wait(self._every):
            try:
                self.tidy()
            except BrokerError as error:
                logger.warning("Tidying %s failed: %s", self._log.path, error)

    def tidy(self, *, dirty_records: int = DIRTY_RECORDS) -> None:
        """Run retention and compaction on every topic that asks for them.

        Raises:
            BrokerError: the file failed.
        """
        connection = connect_read_only(self._log.path)
        try:
            with self._tidying:
                for topic in list(self._log.topics().values()):
                    self._tidy_topic(connection, topic, dirty_records)
        except sqlite3.Error as error:
            raise explain(error, self._log.path) from error
        finally:
            connection.close()

    def _tidy_topic(self, connection: sqlite3.Connection, topic: Topic, dirty_records: int) -> None:
        partitions = connection.execute(
            "SELECT partition.id, compacted, kept FROM partition JOIN topic ON topic.id = partition.topic "
            "WHERE topic.name = ?",
            (topic.name,),
        ).fetchall()
        for id_, compacted, kept in partitions:
            rows = Rows(connection, id_)
            if topic.retention_ms is not None or topic.retention_bytes is not None:
                self._delete(rows.expired(topic, now_ms=int(self._clock() * 1000)))
            if topic.compacting and rows.end - compacted >= max(dirty_records, kept * DIRTY_SHARE):
                self._compact(rows, topic)

    def _compact(self, rows: Rows, topic: Topic) -> None:
        """Delete what a later record of the same key has replaced, and note how far that was looked into."""
        doomed, kept = rows.replaced(now_ms=int(self._clock() * 1000), tombstones_ms=topic.tombstones_ms)
        end = rows.end
        if self._delete(iter(doomed)):
            self._log.submit(
                lambda connection: connection.execute(
                    "UPDATE partition SET compacted = ?, kept = ? WHERE id = ?", (end, kept, rows.partition)
                )
            )

    def _delete(self, ids: Iterator[int]) -> bool:
        """Delete rows step by step; says whether all were."""
        while step := [(id_,) for id_ in islice(ids, STEP)]:
            if self._stopped.is_set():
                return False
            self._log.submit(partial(_delete, step))
        return True


def _delete(ids: list[tuple[int]], connection: sqlite3.Connection) -> None:
    connection.executemany("DELETE FROM record WHERE id = ?", ids)


class Rows:
    """The rows of one partition, as they were when this was made."""

    def __init__(self, connection: sqlite3.Connection, partition: int) -> None:
        self.partition = partition
        self._connection = connection
        self._first = partition << OFFSET_BITS
        last = connection.execute(
            "SELECT max(id) FROM record WHERE id BETWEEN ? AND ?", (self._first, self._first | LAST_OFFSET)
        ).fetchone()[0]
        self._last = self._first if last is None else last
        self.end = 0 if last is None else (last & LAST_OFFSET) + 1

    def expired(self, topic: Topic, *, now_ms: int) -> Iterator[int]:
        """Yield the oldest rows, as long as they are too old or the partition is too large, and everyone read them."""
        excess = 0 if topic.retention_bytes is None else self._bytes() - topic.retention_bytes
        oldest_ms = None if topic.retention_ms is None else now_ms - topic.retention_ms
        floor = self._floor()
        for id_, _, _, timestamp, size in self._walk():
            too_old = oldest_ms is not None and timestamp < oldest_ms
            if id_ >= floor or not (too_old or excess > 0):
                return
            excess -= size
            yield id_

    def replaced(self, *, now_ms: int, tombstones_ms: int) -> tuple[list[int], int]:
        """Return the rows that compaction deletes, and how many it keeps. A record without a key is kept."""
        latest: dict[bytes, tuple[int, bool]] = {}
        doomed, seen = [], 0
        for id_, key, deletes, timestamp, _ in self._walk():
            seen += 1
            if key is None:
                continue
            if key in latest:
                doomed.append(latest[key][0])
            latest[key] = (id_, bool(deletes) and timestamp < now_ms - tombstones_ms)
        doomed += [id_ for id_, gone in latest.values() if gone and id_ != self._last]
        return doomed, seen - len(doomed)

    def _floor(self) -> int:
        """Return the first row that must stay: the last of all, or the first that a group has not read."""
        unread = self._connection.execute(
            "SELECT min(coalesce(committed, 0)) FROM progress WHERE partition = ?", (self.partition,)
        ).fetchone()[0]
        return self._last if unread is None else min(self._last, self._first | unread)

    def _bytes(self) -> int:
        return sum(size for *_, size in self._walk())

    def _walk(self) -> Iterator[tuple[int, bytes | None, int, int, int]]:
        """Yield id, key, whether the value is missing, timestamp and size of each row, a step at a time."""
        at = self._first - 1
        while at < self._last:
            rows = self._connection.execute(
                "SELECT id, key, value IS NULL, timestamp, ifnull(length(key), 0) + ifnull(length(value), 0) "
                "+ ifnull(length(headers), 0) FROM record WHERE id > ? AND id <= ? ORDER BY id LIMIT ?",
                (at, self._last, STEP),
            ).fetchall()
            if not rows:
                return
            yield from rows
            at = rows[-1][0]
