"""One process at a time: the lock beside an embedded broker's file, and the note of who holds it.

The lock is an flock on `<file>-lock`, so the system releases it when its holder dies, however it dies.
"""

import fcntl
import json
import os
import time
from pathlib import Path
from typing import IO, NamedTuple, Self

from newswatch.errors import BrokerBusyError, BrokerError

# A look at the lock holds it for an instant; a start must not take that for a running worker.
ATTEMPTS = 5
PAUSE_SECONDS = 0.02


class Holder(NamedTuple):
    """The process that runs on a broker file, and the address of its API once it has one."""

    pid: int
    api: str | None = None


class Lock:
    """The hold on a broker file; it ends with `release`, or with the process."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    @classmethod
    def acquire(cls, path: Path) -> Self:
        """Take the lock of the broker file at this path.

        Raises:
            BrokerBusyError: another process has it.
            BrokerError: the lock's file cannot be written.
        """
        try:
            file = _beside(path).open("a+", encoding="utf-8")
        except OSError as error:
            raise BrokerError(f"cannot write {_beside(path)}: {error.strerror}{_hint(path)}") from error
        if not _locked(file):
            holding = _read(file)
            file.close()
            raise BrokerBusyError(_busy(path, holding))
        lock = cls(file)
        lock.announce()
        return lock

    def announce(self, *, api: str | None = None) -> None:
        """Write down who holds the lock, and where its API listens."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps({"pid": os.getpid(), "api": api}))
        self._file.flush()

    def release(self) -> None:
        """Let another process run on the file."""
        self._file.close()


def holder(path: Path) -> Holder | None:
    """Return who runs on the broker file at this path, or nothing if nobody does."""
    try:
        file = _beside(path).open(encoding="utf-8")
    except OSError:
        return None
    with file:
        return None if _free(file) else _read(file)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + "-lock")


def _hint(path: Path) -> str:
    """Return what most likely went wrong when a folder is missing: three slashes where four were meant."""
    if path.parent.is_dir() or path.is_absolute():
        return ""
    return f" (a path from the root has four slashes: sqlite:////{path})"


def _locked(file: IO[str]) -> bool:
    """Try to lock a file for ourselves, a few times."""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE_SECONDS)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return True
    return False


def _free(file: IO[str]) -> bool:
    """Say whether nobody holds a lock on the file."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(file: IO[str]) -> Holder:
    """Read the note in a lock's file; a process that has just started may not have written it yet."""
    file.seek(0)
    try:
        note = json.loads(file.read())
    except ValueError:
        return Holder(0)
    return Holder(int(note["pid"]), note.get("api"))


def _busy(path: Path, holding: Holder) -> str:
    process = f"process {holding.pid}" if holding.pid else "its process number is not known yet"
    return (
        f"another newswatch ({process}) is running on {path}; stop it first, "
        "or give this one a file of its own, or use Kafka for several workers"
    )
