"""newswatch run: the live monitor as a process, on files and on a feed over HTTP."""

import asyncio
import json
import os
import signal
import socket
import threading
from queue import Queue

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from newswatch.cli.running import limits
from newswatch.models import Alert
from newswatch.settings import Settings
from newswatch.transport import Log
from tests.cli.conftest import PATIENCE, one_sentence

FEED = '<rss version="2.0"><channel><title>The Wire</title><link>https://wire.example/</link>{}</channel></rss>'
ITEM = (
    "<item><guid>{0}</guid><title>{1}</title><link>https://wire.example/{0}</link>"
    "<pubDate>Wed, 15 Jan 2025 1{0}:00:00 GMT</pubDate></item>"
)
DEAL = "Israel and Hamas have agreed on a ceasefire in Gaza, Qatar says"
FREED = "Hamas frees three hostages in Gaza, Red Cross says"


def feed(*titles: str) -> str:
    return FEED.format("".join(ITEM.format(number, title) for number, title in enumerate(titles)))


def alerts(path) -> list[Alert]:
    with Log.open(path, read_only=True) as log:
        return [Alert.model_validate_json(record.value) for record in log.records("newswatch.alerts")]


class Outlet:
    """A server with one feed, in a thread of its own."""

    def __init__(self) -> None:
        self.text = feed("The bank keeps its rate")
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application()
        app.router.add_get("/rss", self._answer)
        async with TestServer(app) as server:
            self.url = str(server.make_url("/rss"))
            self._started.set()
            await self._end.wait()

    async def _answer(self, _) -> web.Response:
        return web.Response(text=self.text, content_type="application/rss+xml")

    def __enter__(self):
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()


class Told:
    """What a process prints on a stream, awaited by what it says."""

    def __init__(self, stream) -> None:
        self._lines: Queue[str | None] = Queue()
        threading.Thread(target=self._collect, args=[stream], daemon=True).start()
        self.text = ""

    def _collect(self, stream) -> None:
        for line in stream:
            self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, words: str) -> None:
        """Wait until something was said."""
        while words not in self.text:
            line = self._lines.get(timeout=PATIENCE)
            assert line is not None, f"it ended without saying {words!r}: {self.text}"
            self.text += line


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def test_once(shell):
    """--once polls every feed, tells which can't be read, prints the alerts, and knows them at the next run."""
    (shell.folder / "wire.xml").write_text(feed(DEAL))
    done = shell.run("run", "none.xml", "wire.xml", "wire.xml", "--once")
    assert done.returncode == 0, done.stderr.decode()
    assert b"Truce: talks" in done.stdout
    assert DEAL.encode() in b" ".join(done.stdout.split())
    assert b"WARNING none.xml: there is no file none.xml" in done.stderr
    assert b"Traceback" not in done.stderr
    again = shell.run("run", "wire.xml", "--once")
    assert (again.returncode, again.stdout) == (0, b"")
    assert [alert.event for alert in alerts(shell.folder / "newswatch.db")] == ["agreed"]
    assert shell.left_behind == []


def test_feeds_and_subscribers_of_the_configuration(shell):
    """Feeds named in newswatch.toml are polled, and its subscribers get what they asked for."""
    (shell.folder / "wire.xml").write_text(feed(DEAL, FREED))
    (shell.folder / "newswatch.toml").write_text(
        'broker = "sqlite:///mine.db"\nlog = "json"\n[[feeds]]\nurl = "wire.xml"\nsource = "Mine"\n'
        '[[subscribers]]\nname = "desk"\nchannel = "console"\ntopics = ["hostage"]\n'
    )
    done = shell.run("run", "--once")
    assert done.returncode == 0, done.stderr.decode()
    assert b"Truce:" not in done.stdout
    assert b"(Mine)" in b" ".join(done.stdout.split())
    assert all(json.loads(line)["message"] for line in done.stderr.splitlines())
    assert {alert.topic for alert in alerts(shell.folder / "mine.db")} == {"truce", "hostage"}


def test_a_reader_who_has_enough(shell, started):
    """When nobody reads the screen any more, as after `| head`, it ends cleanly, and can run again."""
    (shell.folder / "wire.xml").write_text(feed(DEAL))
    process = started("run", "wire.xml", "--broker", "sqlite:///mine.db")
    process.stdout.close()
    assert process.wait(timeout=PATIENCE) == 0
    assert "Traceback" not in process.stderr.read()
    again = shell.run("run", "wire.xml", "--once", "--broker", "sqlite:///mine.db")
    assert again.returncode == 0, again.stderr.decode()
    assert shell.left_behind == []


def test_a_screen_that_is_full(shell, started):
    """Alerts that the screen can't take are tried again later; the run goes on to its end."""
    (shell.folder / "wire.xml").write_text(feed(DEAL))
    process = started("run", "wire.xml", "--once", preexec_fn=lambda: os.dup2(os.open("/dev/full", os.O_WRONLY), 1))
    _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "Traceback" in err) == (0, False), err
    with Log.open(shell.folder / "newswatch.db", read_only=True) as log:
        states = [json.loads(record.value)["state"] for record in log.records("newswatch.deliveries")]
    assert states == ["scheduled", "attempted"]


@pytest.mark.parametrize(("seconds", "patience"), [(1.0, 60.0), (20.0, 80.0), (120.0, 480.0)])
def test_the_watchdog_waits_longer_than_a_reading_may_take(seconds, patience):
    """An article that is read three times in vain is no reason to end the worker."""
    assert limits(Settings(reader_timeout=seconds)).progress == patience


@pytest.mark.slow
def test_live(shell, started, port):
    """A new item on a polled feed raises an alert; SIGTERM ends it with its state kept; a restart repeats nothing."""
    with Outlet() as outlet:
        (shell.folder / "newswatch.toml").write_text(
            f'[api]\nport = {port}\n[[feeds]]\nurl = "{outlet.url}"\ninterval = "1s"\n'
        )
        monitor = started("run")
        told, said = Told(monitor.stdout), Told(monitor.stderr)
        said.wait_for("newswatch watches 1 feeds")
        outlet.text = feed("The bank keeps its rate", DEAL)
        told.wait_for("Truce: talks")
        refused = shell.run("run", "--once")
        assert "another newswatch (process " in one_sentence(refused.stderr)
        assert refused.returncode == 2
        monitor.send_signal(signal.SIGTERM)
        assert monitor.wait(timeout=20) == 0
        known = alerts(shell.folder / "newswatch.db")
        assert "agreed" in [alert.event for alert in known]  # and deadlines of 2025, which passed long ago

        outlet.text = feed("The bank keeps its rate", DEAL, FREED)
        monitor = started("run")
        told, said = Told(monitor.stdout), Told(monitor.stderr)
        told.wait_for("Hostages:")
        assert "Truce: talks" not in told.text
        monitor.send_signal(signal.SIGINT)
        assert monitor.wait(timeout=20) == 0
        later = alerts(shell.folder / "newswatch.db")
        assert all(alert in later for alert in known)
        assert len({alert.key for alert in later}) == len(later)
    assert shell.left_behind == []
