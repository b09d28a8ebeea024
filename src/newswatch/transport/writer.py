"""The one thread that writes to the log.

Whatever waits when it comes round shares one transaction, so under load a commit carries many messages, and alone a
message waits for nobody. An error of SQLite is final: nothing is written after it, and everyone who waits hears why.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from newswatch.errors import BrokerError
from newswatch.transport.database import explain

Work = Callable[[sqlite3.Connection], Any]
Done = Callable[[Any, BrokerError | None], None]
Job = tuple[Work, Done]

logger = logging.getLogger(__name__)

MOST_JOBS = 1000  # in one transaction


class Writer(threading.Thread):
    """Runs jobs on a connection, in order, and tells each when it is durable."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, committed: Callable[[], None]) -> None:
        super().__init__(name=f"newswatch-writer-{path.name}", daemon=True)
        self.failure: BrokerError | None = None
        self._connection = connection
        self._path = path
        self._committed = committed
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()

    def submit(self, work: Work, done: Done) -> None:
        """Run `work(connection)` in the next transaction, then `done(result, error)`, both in this thread.

        `work` may raise BrokerError as long as it has written nothing.
        """
        self._jobs.put((work, done))

    def finish(self) -> None:
        """Do what was submitted, close the connection and end."""
        self._jobs.put(None)
        self.join()

    def run(self) -> None:
        """Commit batch after batch until `finish`."""
        open_ = True
        while open_:
            batch = [self._jobs.get()]
            while len(batch) < MOST_JOBS and batch[-1] is not None:
                try:
                    batch.append(self._jobs.get_nowait())
                except Empty:
                    break
            open_ = batch[-1] is not None
            self._commit([job for job in batch if job is not None])
        self._connection.close()

    def _commit(self, jobs: list[Job]) -> None:
        if self.failure is None and jobs:
            try:
                outcomes = self._transaction(jobs)
            except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
                self.failure = self._explain(error)
                self._roll_back()
            else:
                self._committed()
                for (_, done), (result, refusal) in zip(jobs, outcomes, strict=True):
                    _tell(done, result, refusal)
                return
        for _, done in jobs:
            _tell(done, None, self.failure)

    def _transaction(self, jobs: list[Job]) -> list[tuple[Any, BrokerError | None]]:
        self._connection.execute("BEGIN IMMEDIATE")
        outcomes = [self._attempt(work) for work, _ in jobs]
        self._connection.execute("COMMIT")
        return outcomes

    def _attempt(self, work: Work) -> tuple[Any, BrokerError | None]:
        try:
            return work(self._connection), None
        except BrokerError as refusal:
            return None, refusal

    def _explain(self, error: Exception) -> BrokerError:
        if isinstance(error, sqlite3.Error):
            return explain(error, self._path)
        return BrokerError(f"writing to {self._path} failed: {error!r}")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _tell(done: Done, result: Any, error: BrokerError | None) -> None:
    """Tell whoever waits; the writing must go on even if that one's event loop is closed by now."""
    try:
        done(result, error)
    except Exception:
        logger.exception("Nobody heard of a finished write")
