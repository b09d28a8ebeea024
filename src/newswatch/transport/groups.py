"""How far each group of consumers has come: the statements on the table of progress."""

import sqlite3

from newswatch.transport.records import Position

Row = tuple[str, int, int | None]  # group, partition, committed offset

ADVANCE = (
    "INSERT INTO progress VALUES (?, ?, ?) ON CONFLICT (consumers, partition) "
    "DO UPDATE SET committed = coalesce(excluded.committed, committed)"
)
PROGRESS = (
    "SELECT topic.name, partition.number, progress.committed FROM progress "
    "JOIN partition ON partition.id = progress.partition JOIN topic ON topic.id = partition.topic "
    "WHERE progress.consumers = ?"
)


def advance(connection: sqlite3.Connection, rows: list[Row]) -> None:
    """Note group, partition and committed offset; an offset of None only registers the group."""
    connection.executemany(ADVANCE, rows)


def progress(connection: sqlite3.Connection, group: str) -> dict[Position, int | None]:
    """Return the committed offset of each partition that a group consumes; None where it has committed none."""
    rows = connection.execute(PROGRESS, (group,)).fetchall()
    return {Position(name, number): offset for name, number, offset in rows}


def names(connection: sqlite3.Connection) -> list[str]:
    """Return all groups."""
    return [row[0] for row in connection.execute("SELECT DISTINCT consumers FROM progress ORDER BY consumers")]


def forget(connection: sqlite3.Connection, group: str) -> None:
    """Delete a group."""
    connection.execute("DELETE FROM progress WHERE consumers = ?", (group,))
