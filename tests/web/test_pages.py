"""A real monitor with its pages: health, the lock's note, and the command line beside it."""

import asyncio
import json
import os
import socket
import sys
from contextlib import asynccontextmanager

import aiohttp
import pytest
from pydantic import SecretStr

from newswatch import topics
from newswatch.agents.app import Parts
from newswatch.agents.assembly import assemble, finished, working
from newswatch.agents.pages import serving
from newswatch.agents.silence import standing
from newswatch.errors import ConfigurationError, ReadingError
from newswatch.models import Claim
from newswatch.reading import ArticleReading
from newswatch.settings import Settings
from newswatch.streaming.records import alert_headers, send
from newswatch.streaming.watchdog import Watchdog
from newswatch.transport import holder
from tests.web.samples import alert


class StubReader:
    """Finds the same in every article, nothing at first, once it may answer."""

    def __init__(self, error=None):
        self.error = error
        self.claims = ()
        self.may_answer = asyncio.Event()

    async def read(self, article):  # noqa: ARG002
        """Answer as the reader does."""
        await self.may_answer.wait()
        if self.error:
            raise self.error
        return ArticleReading("gaza" if self.claims else "none", self.claims, self.claims)


class Running:
    """A monitor that runs, and its API."""

    def __init__(self, monitor, watchdog, address, session):
        self.monitor = monitor
        self.watchdog = watchdog
        self.address = address
        self.session = session

    async def get(self, path, **options):
        """Return the status and the JSON that an address answers."""
        async with self.session.get(f"{self.address}{path}", **options) as response:
            return response.status, await response.json()

    async def until_ready(self, *, ready):
        """Return what /readyz says once the reader has answered."""
        async with asyncio.timeout(10):
            told = await self.get("/readyz")
            while "being loaded" in str(told):
                told = await self.get("/readyz")
        assert told[0] == (200 if ready else 503)
        return told[1]["parts"]

    async def send_article(self, value):
        """Send an article and wait until all agents are through with it."""
        await send(self.monitor.topics.articles, key="a1", value=value)
        await finished(self.monitor)


def chosen(path, **api):
    settings = Settings(broker=f"sqlite:///{path}")
    return settings.model_copy(update={"api": settings.api.model_copy(update={"port": 0, **api})})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "broker.db"


@pytest.fixture
def reader():
    return StubReader()


@pytest.fixture
def run(path, baseline, reader):
    """Return a function that runs a monitor and serves it."""

    @asynccontextmanager
    async def run(**api):
        parts = Parts(watch=topics.load(topics.BUILT_IN), baseline=baseline, reader=reader)
        monitor = assemble(f"sqlite:///{path}", parts, commit_interval=0.05)
        watchdog = Watchdog(monitor.app)
        async with working(monitor), serving(monitor, watchdog, chosen(path, **api)) as address:
            await watchdog.beat()
            async with aiohttp.ClientSession() as session:
                yield Running(monitor, watchdog, address, session)

    return run


async def newswatch(path, *words, **more):
    """Run the command line in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from newswatch.cli import main; main()", *words,
        env={**os.environ, "NEWSWATCH_BROKER": f"sqlite:///{path}", "http_proxy": "http://127.0.0.1:9", **more},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_ready_once_the_reader_has_answered(run, reader):
    """A worker is alive at once, and ready when its language model has read a sentence."""
    async with run() as running:
        assert await running.get("/healthz") == (200, {"alive": True, "error": None})
        status, told = await running.get("/readyz")
        lack = {"broker": True, "tables": True, "language_model": "the language model is being loaded"}
        assert (status, told["parts"]) == (503, lack)
        reader.may_answer.set()
        assert await running.until_ready(ready=True) == {"broker": True, "tables": True, "language_model": True}


async def test_a_reader_that_fails(run, reader):
    """A language model that does not answer keeps the worker from being ready, with the reason."""
    reader.error = ReadingError("reading it took longer than 20 s")
    reader.may_answer.set()
    async with run() as running:
        parts = await running.until_ready(ready=False)
    assert parts["language_model"] == "the language model does not answer: reading it took longer than 20 s"


async def test_before_the_first_beat(path, baseline, reader):
    """Until the watchdog has seen partitions and tables, both are wanting."""
    parts = Parts(watch=topics.load(topics.BUILT_IN), baseline=baseline, reader=reader)
    monitor = assemble(f"sqlite:///{path}", parts)
    async with (
        working(monitor),
        serving(monitor, Watchdog(monitor.app), chosen(path)) as address,
        aiohttp.ClientSession() as session,
        session.get(f"{address}/readyz") as response,
    ):
        told = await response.json()
    assert told["parts"]["broker"] == "the broker has assigned no partitions yet"
    assert told["parts"]["tables"] == "the tables are being recovered"


async def test_others_find_it(run, path):
    """The lock beside the file says where the API listens, for as long as the monitor runs."""
    async with run() as running:
        assert holder(path).api == running.address
    assert holder(path) is None


async def test_a_dead_letter_and_back(run, reader, path):
    """What can't be read is seen over the API, put back by the command line, and dies once more."""
    reader.may_answer.set()
    async with run() as running:
        await running.send_article(b"not json")
        _, told = await running.get("/api/v1/dead-letters")
        assert [letter["reason"][:14] for letter in told["dead_letters"]] == ["not an article"]
        assert await newswatch(path, "dead-letters", "retry", "0/0") == (0, "0/0 is on newswatch.articles again\n", "")
        await finished(running.monitor)
        _, told = await running.get("/api/v1/dead-letters")
        assert [letter["origin"]["offset"] for letter in told["dead_letters"]] == [1, 0]
        assert [letter["retried"] is not None for letter in told["dead_letters"]] == [False, True]
        code, out, _ = await newswatch(path, "dead-letters", "show", "0/1", "--json")
        assert (code, json.loads(out)["text"]) == (0, "not json")


async def test_alerts_beside_a_running_monitor(run, path):
    """The command line lists and shows what a running monitor holds, and a proxy is not asked."""
    raised = alert(1)
    async with run() as running:
        topic = running.monitor.topics.alerts
        await send(topic, key=raised.id, value=raised.to_json(), headers=alert_headers(raised))
        assert (await newswatch(path, "alerts", "list", "--json", "--topic", "truce"))[:2] == (
            0, raised.to_json().decode() + "\n",
        )  # fmt: skip
        assert "(seed, 0–6)" in (await newswatch(path, "alerts", "show", raised.id))[1]
        assert await newswatch(path, "alerts", "show", "no/such@x") == (
            1,
            "",
            "newswatch: there is no alert no/such@x\n",
        )


async def test_commands_beside_a_running_monitor(run, path):
    """What the command line silences and acknowledges, a running monitor knows at once, and the list says."""
    raised = alert(1)
    async with run() as running:
        await send(running.monitor.topics.alerts, key=raised.id, value=raised.to_json(), headers=alert_headers(raised))
        words = ["--slot", "truce.*", "--for", "2h", "--author", "anna", "--comment", "known"]
        code, out, err = await newswatch(path, "silence", "add", *words)
        assert (code, err) == (0, "")
        await finished(running.monitor)
        (silence,) = standing(running.monitor)
        assert out.startswith(f"{silence.id}  slot=truce.*  until ")
        assert (await newswatch(path, "silence", "list", "--json"))[1] == silence.to_json().decode() + "\n"
        code, out, _ = await newswatch(path, "alerts", "ack", raised.id, "--author", "ben")
        assert (code, " is acknowledged by ben, " in out) == (0, True)
        out = (await newswatch(path, "alerts", "list"))[1]
        assert f"[acknowledged by ben]  [{silence}]" in out
        code, out, _ = await newswatch(path, "silence", "expire", silence.id)
        assert (code, out.startswith(f"{silence.id} is over since ")) == (0, True)
        assert (await newswatch(path, "silence", "expire", "none"))[::2] == (
            1, "newswatch: there is no silence none\n",
        )  # fmt: skip
        assert (await newswatch(path, "alerts", "ack", "no/such@x"))[::2] == (
            1, "newswatch: there is no alert no/such@x\n",
        )  # fmt: skip


async def test_an_article_is_explained_by_a_running_monitor(run, path, reader):
    """What the monitor decides on an article the command line asks of it, and it changes nothing there."""
    text = "Israel and Hamas agreed to a truce in Gaza, Qatar said."
    reader.claims = (Claim(topic="truce", event="agreed", modality="happened", sentence=text, start=0, end=len(text)),)
    reader.may_answer.set()
    words = ["explain", text, "--published", "2025-01-16", "--json"]
    async with run() as running:
        code, out, err = await newswatch(path, *words)
        assert (code, err) == (0, "")
        told = json.loads(out)["judged"]
        assert (told["alone"], told["decided"][0]["decision"]["relation"]) == (None, "advances")
        assert (await running.get("/api/v1/alerts"))[1]["alerts"] == []
        await running.send_article(json.dumps({"id": "a1", "body": text, "published": "2025-01-16T12:00:00Z"}).encode())
        told = json.loads((await newswatch(path, *words))[1])["judged"]
        assert (told["decided"][0]["decision"]["relation"], told["decided"][0]["before"]["document"]) == (
            "restates",
            "a1",
        )
        out = (await newswatch(path, "explain", "a1"))[1]
        assert "This article was judged before" in out


async def test_a_token(run, path):
    """With a token configured the API and the command line use it; without it the answer says what is wanting."""
    async with run(token=SecretStr("secret")) as running:
        assert (await running.get("/api/v1/alerts"))[0] == 401
        code, _, err = await newswatch(path, "alerts", "list")
        assert (code, err.count("\n")) == (2, 1)
        assert "present the API's token" in err
        code, _, err = await newswatch(path, "alerts", "list", NEWSWATCH_API__TOKEN="secret")  # noqa: S106
        assert (code, err) == (1, "newswatch: there are no alerts yet\n")


async def test_metrics_of_a_running_monitor(run, reader):
    """What was processed is counted by its outcome."""
    reader.may_answer.set()
    async with run() as running:
        await running.send_article(b"not json")
        await running.send_article(b'{"id": "a1", "title": "Rain"}')
        async with running.session.get(f"{running.address}/metrics") as response:
            lines = (await response.text()).splitlines()
    assert 'newswatch_processed_total{topic="newswatch.articles",outcome="dead_letter"} 1' in lines
    assert 'newswatch_processed_total{topic="newswatch.articles",outcome="handled"} 1' in lines
    assert 'newswatch_dead_letters{stage="read",error="ArticleError"} 1' in lines


async def test_a_taken_port(run):
    """A port at which another program listens is one plain sentence, and the monitor stops in order."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"can't listen on 127.0.0.1:{port}: another program listens"):
            async with run(port=port):
                pass


async def test_not_open_to_others_without_a_token(run):
    """Without a token the API never listens on another address than this machine's own."""
    with pytest.raises(ConfigurationError, match="without a token the API listens on this machine alone"):
        async with run(host="0.0.0.0"):  # noqa: S104
            pass


async def test_open_to_others_with_a_token(run, path):
    """Listening everywhere, it is announced by an address that can be called."""
    async with run(host="0.0.0.0", token=SecretStr("secret")) as running:  # noqa: S104
        assert running.address.startswith("http://127.0.0.1:")
        assert holder(path).api == running.address
        assert (await running.get("/healthz"))[0] == 200
