"""newswatch check, with real files, a real port and the real language model."""

import json
import socket

import pytest

from newswatch.errors import ConfigurationError
from newswatch.reading import reader
from newswatch.transport import Log
from tests.web.command import command

__all__ = ["command"]

FEED = """<rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link>
<item><title>A deal</title><link>https://wire.example/1</link></item>
<item><title>Another</title><link>https://wire.example/2</link></item></channel></rss>"""

WELL = ["configuration", "broker", "api", "language model", "baseline", "feeds", "subscribers"]


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture
def found(command, monkeypatch, port):
    """Return a function that runs the check and returns its exit code and what it found by part."""
    monkeypatch.setenv("NEWSWATCH_API__PORT", str(port))

    def found(*options):
        code, out, err = command("check", "--json", *options)
        assert err == ""
        told = [json.loads(line) for line in out.splitlines()]
        return code, {one["part"]: (one["ok"], one["told"]) for one in told}

    return found


def test_all_is_well(found, tmp_path):
    """Where nothing is wrong, every part says so, nothing is made, and the exit code is 0."""
    code, parts = found()
    assert (code, list(parts)) == (0, WELL)
    assert all(well for well, _ in parts.values())
    assert parts["broker"][1] == "broker.db is not there yet; the first run makes it"
    assert parts["baseline"][1].startswith("gaza-talks-2025-01 has ")
    assert list(tmp_path.iterdir()) == []


def test_for_a_person(command, monkeypatch, port):
    """Without --json each part is a line that begins with yes or no."""
    monkeypatch.setenv("NEWSWATCH_API__PORT", str(port))
    code, out, _ = command("check")
    assert (code, {line.split()[0] for line in out.splitlines()}) == (0, {"yes"})


def test_a_wrong_configuration(command, monkeypatch):
    """A configuration that is wrong itself ends with 2 and its fault."""
    monkeypatch.setenv("NEWSWATCH_BROKR", "x")
    code, out, err = command("check")
    assert (code, out) == (2, "")
    assert "unknown key" in err


def test_a_wrong_topic_file(command, monkeypatch, tmp_path):
    """A folder without proper topic files is a wrong configuration too."""
    (tmp_path / "topics").mkdir()
    monkeypatch.setenv("NEWSWATCH_TOPICS", "topics")
    code, out, err = command("check")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_the_broker_in_use(found, tmp_path):
    """A file that a running newswatch uses is fine, and so is the port that its API has."""
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        log.announce(api="http://127.0.0.1:1")
        code, parts = found()
    assert code == 0
    assert parts["broker"][1].endswith("uses broker.db, which is fine")
    assert parts["api"][1] == "a running newswatch answers on http://127.0.0.1:1"


def test_the_broker_at_rest(found, tmp_path):
    """A file that nobody runs on is usable."""
    Log.open(tmp_path / "broker.db", tidy_every=None).close()
    assert found()[1]["broker"] == (True, "broker.db is usable, and no newswatch runs on it")


def test_a_file_of_something_else(found, tmp_path):
    """A file that is no broker's is told, and the other parts are looked at all the same."""
    (tmp_path / "broker.db").write_text("no database " * 100)
    code, parts = found()
    assert (code, list(parts)) == (1, WELL)
    assert parts["broker"] == (False, "broker.db is not a broker file of newswatch")


def test_a_folder_that_is_not_there(found, monkeypatch, tmp_path):
    """A file in a folder that is not there is told by the folder."""
    monkeypatch.setenv("NEWSWATCH_BROKER", "sqlite:///none/broker.db")
    assert found()[1]["broker"] == (False, f"the folder {tmp_path}/none is not there, or cannot be written")


def test_kafka_that_does_not_answer(found, monkeypatch, port):
    """A Kafka cluster that does not answer is told by its address."""
    monkeypatch.setenv("NEWSWATCH_BROKER", f"kafka://127.0.0.1:{port}")
    code, parts = found()
    assert (code, parts["broker"]) == (1, (False, f"Kafka does not answer at 127.0.0.1:{port}"))


def test_a_taken_port(found, monkeypatch):
    """A port at which another program listens is told."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("NEWSWATCH_API__PORT", str(taken.getsockname()[1]))
        well, told = found()[1]["api"]
    assert not well
    assert "cannot be listened on" in told


def test_feeds(found, monkeypatch, tmp_path):
    """Each feed is fetched: the good one says how much is in it, the others what is wrong."""
    (tmp_path / "wire.xml").write_text(FEED)
    (tmp_path / "page.html").write_text("<html><body>Please log in.</body></html>")
    feeds = {"wire.xml": "2 articles", "page.html": "", "none.xml": "there is no file none.xml"}
    for url, told in feeds.items():
        monkeypatch.setenv("NEWSWATCH_FEEDS", json.dumps([{"url": url}]))
        code, parts = found()
        well = url == "wire.xml"
        assert (code, parts["feed"][0]) == (0 if well else 1, well)
        assert parts["feed"][1].startswith(f"{url}: {told}")


def test_a_password_in_a_feed(found, monkeypatch, port):
    """The password and the key in a feed's URL are never printed."""
    url = f"http://me:hidden@hidden@127.0.0.1:{port}/feed?key=hidden"
    monkeypatch.setenv("NEWSWATCH_FEEDS", json.dumps([{"url": url}]))
    code, parts = found()
    assert code == 1
    assert parts["feed"][1].startswith(f"http://127.0.0.1:{port}/feed: ")
    assert "hidden" not in str(parts)


@pytest.mark.parametrize(
    ("topics", "told"),
    [(["truce"], "desk: truce from high on, by console"), (["trcue"], "desk: no topic is called trcue")],
)
def test_subscribers(found, monkeypatch, topics, told):
    """A subscriber to a topic that there is not is told."""
    desk = {"name": "desk", "channel": "console", "topics": topics, "severity": "high"}
    monkeypatch.setenv("NEWSWATCH_SUBSCRIBERS", json.dumps([desk]))
    assert found()[1]["subscriber"] == (topics == ["truce"], told)


def test_a_baseline_that_cannot_be_built(found, monkeypatch, tmp_path):
    """A seed document without a fact is told."""
    (tmp_path / "weather-2025-01-08.txt").write_text("It rained on Tuesday.")
    monkeypatch.setenv("NEWSWATCH_BASELINE", "weather-2025-01-08.txt")
    code, parts = found()
    assert (code, parts["baseline"]) == (1, (False, "no fact found in weather-2025-01-08"))


def test_without_the_language_model(found, monkeypatch):
    """An installation without its language model is told, and the baseline that hangs on it."""

    def missing():
        raise ConfigurationError("the language pipeline cannot be loaded")

    monkeypatch.setattr(reader.pipeline, "load", missing)
    code, parts = found()
    assert code == 1
    assert parts["language model"] == (False, "the language pipeline cannot be loaded")
    assert parts["baseline"] == (False, "it can't be built without the language model")
