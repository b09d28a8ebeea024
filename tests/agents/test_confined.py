"""The reader in its child process: no article stops the worker, and no child outlives its parent."""

import asyncio
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newswatch.agents.confined import ConfinedReader
from newswatch.errors import ConfigurationError, ReadingError
from newswatch.models import Article
from newswatch.streaming import DeadLetter

from .conftest import ROOT
from .hostile import HostileReader, broken

CHILD = Path(__file__).parent / "children" / "confined.py"


@pytest.fixture
def notes(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return tmp_path / "notes"


@pytest.fixture
def reader(notes):
    with ConfinedReader(notes, 0.5, HostileReader) as reader:
        yield reader


async def read(reader, body: str) -> str:
    async with asyncio.timeout(20):
        return (await reader.read(Article(id=body, body=body))).theatre


def await_end(pid: int, seconds: float) -> bool:
    """Wait until a process, ours or not, has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    return bool(select.select([handle], [], [], seconds)[0])


@pytest.mark.parametrize("body", ["endless", "endless expression"])
async def test_an_endless_reading_is_ended(reader, body):
    """Reading that takes too long is ended with a reason, and the next article is read, in a new process."""
    before = await read(reader, "well")
    with pytest.raises(ReadingError, match=r"^reading it took longer than 0.5 s$"):
        await read(reader, body)
    assert await read(reader, "well") != before
    assert await_end(int(before), 5)


async def test_a_reading_that_kills_its_process(reader, notes):
    """An article that was there each time the process died is given up, and the next one is read."""
    with pytest.raises(ReadingError, match=r"^reading it killed the reader's process 3 times$"):
        await read(reader, "die")
    assert notes.read_text().splitlines() == ["die"] * 3
    assert await read(reader, "well")


async def test_a_process_that_dies_of_something_else(reader, notes):
    """An article whose process dies twice is read at the third try."""
    assert await read(reader, "die twice")
    assert notes.read_text().splitlines() == ["die twice"] * 3


async def test_a_fault_of_the_reader(reader):
    """A fault is told with its name, and the process goes on."""
    before = await read(reader, "well")
    with pytest.raises(ReadingError, match=r"^the reader failed on it: ValueError: odd$"):
        await read(reader, "fail")
    assert await read(reader, "well") == before


async def test_a_process_that_is_killed_at_rest(reader):
    """A process that is killed between two articles is replaced."""
    before = int(await read(reader, "well"))
    os.kill(before, signal.SIGKILL)
    assert await_end(before, 5)
    assert await read(reader, "well") != str(before)


async def test_ctrl_c_is_for_the_parent(reader):
    """A SIGINT to the whole group doesn't end the reader, which its parent ends in its own time."""
    before = await read(reader, "well")
    os.kill(int(before), signal.SIGINT)
    assert await read(reader, "well") == before


async def test_a_reader_that_cannot_start(notes):
    """Where the process can't even begin, that is no article's fault: it is broken infrastructure."""
    told = r"^the reader's process ends as soon as it starts"
    with ConfinedReader(notes, 1, broken) as reader, pytest.raises(ConfigurationError, match=told):
        await read(reader, "well")


def test_closing_ends_the_process(notes):
    """After the end no process is left, whatever it was doing."""

    async def begin() -> str:
        with ConfinedReader(notes, 60, HostileReader) as reader:
            pid = await read(reader, "well")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(Article(id="e", body="endless")), 0.2)
        return pid

    assert await_end(int(asyncio.run(begin())), 5)


def test_closing_a_reader_that_never_began(notes):
    """A reader that was never asked starts no process, and closes."""
    ConfinedReader(notes, 1, HostileReader).close()


@pytest.mark.parametrize("body", ["well", "endless", "endless expression"])
def test_the_process_ends_with_its_parent(notes, body):
    """A kill -9 of the parent ends the reader too, at rest or at work, even in a regular expression."""
    with subprocess.Popen([sys.executable, str(CHILD), str(notes), body], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    assert await_end(pid, 10)


async def test_such_an_article_becomes_a_dead_letter(reader, bench):
    """In the whole pipeline an endless article is parked with the reason, and the next one is read."""
    bench.reader = reader
    async with asyncio.timeout(30):
        await bench.play([Article(id=body, body=body) for body in ("endless", "die", "well")])
    letters = [DeadLetter.parse(dict(letter.headers)) for letter in bench.records("dead-letters")]
    assert [(letter.stage, letter.error) for letter in letters] == [("read", "ReadingError")] * 2
    assert [letter.key for letter in bench.records("dead-letters")] == [b"endless", b"die"]
