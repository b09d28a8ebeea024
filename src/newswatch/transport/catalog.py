"""The topics and partitions of a broker file, kept in memory beside the tables that hold them."""

import sqlite3
from dataclasses import fields, replace
from typing import NamedTuple

from newswatch.transport.database import LAST_OFFSET, OFFSET_BITS
from newswatch.transport.records import Position, Topic

COLUMNS = [field.name for field in fields(Topic)]
NAMES, MARKS = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
CHANGES = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS[1:])

SELECT = f"SELECT {NAMES} FROM topic ORDER BY name"  # noqa: S608 - our own names
UPSERT = f"INSERT INTO topic ({NAMES}) VALUES ({MARKS}) ON CONFLICT (name) DO UPDATE SET {CHANGES}"  # noqa: S608 - same
PARTITIONS = "SELECT topic.name, number, partition.id FROM partition JOIN topic ON topic.id = partition.topic"
ADD_PARTITION = "INSERT OR IGNORE INTO partition (topic, number) SELECT id, ? FROM topic WHERE name = ?"
LAST_ROW = "SELECT max(id) FROM record WHERE id BETWEEN ? AND ?"


class Stretch(NamedTuple):
    """The row ids that belong to one partition."""

    id: int

    @property
    def first(self) -> int:
        """The row of offset 0."""
        return self.id << OFFSET_BITS

    @property
    def last(self) -> int:
        """The row after which the next partition begins."""
        return self.first | LAST_OFFSET


class Catalog:
    """What topics there are, where their partitions lie, and where each ended when it was first looked at."""

    def __init__(self) -> None:
        self.topics: dict[str, Topic] = {}
        self.stretches: dict[Position, Stretch] = {}
        self.ends: dict[Position, int] = {}

    def load(self, connection: sqlite3.Connection) -> None:
        """Read what topics and partitions there are."""
        loaded = [Topic(**dict(zip(COLUMNS, row, strict=True))) for row in connection.execute(SELECT).fetchall()]
        for name, number, id_ in connection.execute(PARTITIONS).fetchall():
            position = Position(name, number)
            if position not in self.stretches:
                self.ends[position] = end_of(connection, Stretch(id_))
                self.stretches[position] = Stretch(id_)
        self.topics = {topic.name: replace(topic, compacting=bool(topic.compacting)) for topic in loaded}

    def declare(self, connection: sqlite3.Connection, wanted: Topic) -> Topic:
        """Make a topic, or give an existing one these settings; its partitions never change."""
        known = self.topics.get(wanted.name)
        if known is not None:
            wanted = replace(wanted, partitions=known.partitions)
        if wanted != known:
            connection.execute(UPSERT, [getattr(wanted, column) for column in COLUMNS])
            connection.executemany(ADD_PARTITION, [(number, topic) for topic, number in wanted.positions])
            self.load(connection)
        return wanted


def end_of(connection: sqlite3.Connection, stretch: Stretch) -> int:
    """Return the offset after the last record; the last record is never deleted, so it tells."""
    last = connection.execute(LAST_ROW, (stretch.first, stretch.last)).fetchone()[0]
    return 0 if last is None else (last & LAST_OFFSET) + 1
