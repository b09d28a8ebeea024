"""The SQLite file under the log: its tables, how it is opened, and what its errors mean.

A record's rowid is its partition's id, shifted by 40 bits, plus its offset: appending is writing at the end of a
partition's own stretch of one table, and reading is a range scan.
"""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from newswatch.errors import BrokerError
from newswatch.transport.address import Durability

VERSION = 1
APPLICATION = 0x4E575443  # "NWTC", so that a stranger's database is refused

OFFSET_BITS = 40
LAST_OFFSET = (1 << OFFSET_BITS) - 1

SCHEMA = """
CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    partitions INTEGER NOT NULL,
    retention_ms INTEGER,
    retention_bytes INTEGER,
    compacting INTEGER NOT NULL,
    tombstones_ms INTEGER NOT NULL
);
CREATE TABLE partition (
    id INTEGER PRIMARY KEY,
    topic INTEGER NOT NULL REFERENCES topic (id),
    number INTEGER NOT NULL,
    compacted INTEGER NOT NULL DEFAULT 0, -- every offset below this was compared with all before it
    kept INTEGER NOT NULL DEFAULT 0, -- how many records that comparison left
    UNIQUE (topic, number)
);
CREATE TABLE record (id INTEGER PRIMARY KEY, timestamp INTEGER NOT NULL, key BLOB, headers BLOB, value BLOB);
CREATE TABLE progress (
    consumers TEXT NOT NULL,
    partition INTEGER NOT NULL REFERENCES partition (id),
    committed INTEGER, -- the next offset to read; null: this group consumes the partition and has committed nothing
    PRIMARY KEY (consumers, partition)
) WITHOUT ROWID;
CREATE VIEW log AS
    SELECT topic.name AS topic, partition.number AS partition, record.id & 1099511627775 AS offset,
        datetime(record.timestamp / 1000, 'unixepoch') AS time, CAST(record.key AS TEXT) AS key,
        CAST(record.value AS TEXT) AS value
    FROM record JOIN partition ON partition.id = record.id >> 40 JOIN topic ON topic.id = partition.topic;
"""


def connect(path: Path, *, durability: Durability = "process") -> sqlite3.Connection:
    """Open a broker file for writing, and make it if it is new.

    Raises:
        BrokerError: in one sentence, why that cannot be.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={'FULL' if durability == 'power' else 'NORMAL'}")
            connection.execute("PRAGMA wal_autocheckpoint=4000")
            _create(connection)
            _verify(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open a broker file for reading, also while a worker writes to it.

    Raises:
        BrokerError: in one sentence, why that cannot be.
    """
    if not path.is_file():
        raise BrokerError(f"there is no broker file {path} yet; it is made by the first run")
    try:
        connection = _open_for_reading(path)
        try:
            _verify(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return connection


def _open_for_reading(path: Path) -> sqlite3.Connection:
    """Open a file read-only; in a folder that cannot be written, SQLite needs to hear that nobody writes it."""
    place = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(place, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        if path.with_name(path.name + "-wal").exists():
            raise
        return sqlite3.connect(place + "&immutable=1", uri=True, isolation_level=None, check_same_thread=False)
    return connection


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables of a new file, all or none."""
    if _pragma(connection, "application_id") or connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        return
    connection.executescript(
        f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION}; COMMIT;"
    )


def _verify(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that is not ours, or that a newer newswatch wrote."""
    if _pragma(connection, "application_id") != APPLICATION:
        raise BrokerError(f"{path} is an SQLite database, but not a broker file of newswatch")
    if (version := _pragma(connection, "user_version")) > VERSION:
        raise BrokerError(
            f"{path} was written by a newer newswatch (format {version}, this one reads {VERSION}); upgrade newswatch"
        )


def explain(error: sqlite3.Error, path: Path) -> BrokerError:
    """Return what an error of SQLite means for whoever runs newswatch, in one sentence."""
    text = str(error)
    for sign, meaning in MEANINGS.items():
        if sign in text:
            return BrokerError(meaning.format(path=path, folder=path.absolute().parent))
    return BrokerError(f"the broker file {path} failed: {text}")


MEANINGS = {
    "disk is full": "the disk that holds {path} is full; make room and start newswatch again",
    "unable to open": "cannot open {path}: look whether {folder} exists and can be written",
    "readonly": "cannot write {path}: the file or its folder is read-only",
    "not a database": "{path} is not a broker file of newswatch",
    "malformed": "{path} is damaged; move it away or put a copy back",
    "disk I/O error": "the disk that holds {path} does not work: input or output failed",
    "locked": "another program is writing to {path}; end it and start newswatch again",
}
