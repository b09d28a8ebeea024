"""newswatch as its users run it: a program of its own, in a folder of its own."""

import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Self

import pytest

from newswatch import topics
from newswatch.cli import prepare
from newswatch.models import Article
from newswatch.reading import ArticleReading, Reader

ROOT = Path(__file__).parents[2]
NEWSWATCH = [sys.executable, "-m", "newswatch.cli"]
PATIENCE = 120  # seconds; nobody waits that long unless something hangs


class InPlace:
    """The reader in this process, for tests of what is around it."""

    def __init__(self, folder: Path, _: float) -> None:
        self._folder = folder

    async def read(self, article: Article) -> ArticleReading:
        return made(self._folder).read(article)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@cache
def made(folder: Path) -> Reader:
    return Reader(topics.load(folder))


@pytest.fixture
def in_place(monkeypatch):
    """Let the command line read in this process, which needs no second language pipeline."""
    monkeypatch.setattr(prepare, "ConfinedReader", InPlace)


class Shell:
    """Runs newswatch in a folder; its environment has nothing of newswatch's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("NEWSWATCH_")}
        self.env |= {"TMPDIR": str(folder / "tmp"), "COLUMNS": "100"}
        (folder / "tmp").mkdir()

    @property
    def left_behind(self) -> list[str]:
        """What was left in the folder for temporary files."""
        return sorted(path.name for path in (self.folder / "tmp").iterdir())

    def run(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run it to its end."""
        return subprocess.run(
            [*NEWSWATCH, *words],
            input=stdin,
            cwd=self.folder,
            env=self.env,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, *words: str, **more) -> subprocess.Popen:
        """Start it, in a group of its own."""
        return subprocess.Popen(
            [*NEWSWATCH, *words], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True, **{"env": self.env, **more},
        )  # fmt: skip


@pytest.fixture
def shell(tmp_path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def started(shell):
    """Return a function that starts newswatch; whatever still runs is killed, with its group, at the end."""
    running = []

    def start(*words, **more):
        running.append(process := shell.start(*words, **more))
        return process

    yield start
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)


def one_sentence(err: bytes | str) -> str:
    """Return what was said on standard error, which must be one plain sentence."""
    text = err.decode() if isinstance(err, bytes) else err
    assert text.count("\n") == 1, text
    assert text.startswith("newswatch: ")
    return text.removeprefix("newswatch: ").strip()
