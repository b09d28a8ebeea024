"""newswatch alerts, on a file that no monitor runs on; tests/web/test_pages.py has it beside a running one."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newswatch.cli.alerts import moment
from newswatch.errors import ConfigurationError
from tests.web.command import command
from tests.web.conftest import TOPICS, Broker, Log
from tests.web.samples import SENTENCE, alert, decision, delivery

__all__ = ["command"]

ONE = alert(1)
TWO = alert(2, 1, topic="hostage", event="released", severity="high", headline="Hostages: [3] freed", status="disputed")


@pytest.fixture
def filled(tmp_path):
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        for name in TOPICS:
            log.create_topic(f"newswatch.{name}")
        broker = Broker(log)
        broker.raise_(ONE, alert(1, 5, revision=2, status="corroborated"), TWO)
        broker.put("newswatch.decisions", decision(ONE.id).to_json(), "a2")


@pytest.mark.usefixtures("filled")
def test_list(command):
    """The list shows each alert as it stands, newest first, with the whole id."""
    code, out, err = command("alerts", "list")
    assert (code, err) == (0, "")
    assert out.index("Hostages: [3] freed  [disputed]") < out.index("Truce: talks → agreed, says Qatar  [corroborated]")
    assert ONE.id in out.split()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], [TWO.id, ONE.id]),
        (["--topic", "truce"], [ONE.id]),
        (["--event", "released"], [TWO.id]),
        (["--severity", "critical"], [ONE.id]),
        (["--status", "disputed"], [TWO.id]),
        (["--since", "2025-01-15T20:05Z"], [ONE.id]),
        (["--since", "2025-01-15"], [TWO.id, ONE.id]),
        (["--limit", "1"], [TWO.id]),
    ],
)
def test_list_as_json(command, options, ids):
    """With --json each alert is one line; every filter leaves out what doesn't fit."""
    code, out, _ = command("alerts", "list", "--json", *options)
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == ids


@pytest.mark.usefixtures("filled")
def test_more_than_a_page(command, tmp_path):
    """A limit above one page of the API is filled page after page."""
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        Broker(log).raise_(*(alert(1, id=f"many/{number}") for number in range(1200)))
    code, out, _ = command("alerts", "list", "--json", "--limit", "1100")
    assert (code, len(set(out.splitlines()))) == (0, 1100)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list", "--topic", "weather"], "no alert fits"),
        (["list", "--topic", "weather", "--json"], "no alert fits"),
        (["show", "truce.phase/none@x"], "there is no alert truce.phase/none@x"),
        (["ack", "truce.phase/none@x"], "there is no alert truce.phase/none@x"),
    ],
)
def test_nothing_found(command, words, sentence):
    """Where nothing is found, one sentence says so, and the exit code is 1."""
    assert command("alerts", *words) == (1, "", f"newswatch: {sentence}\n")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("name", [ONE.id, ONE.key])
def test_show(command, name):
    """One alert shows before and after, every sentence with its place, the revisions and the reports on it."""
    code, out, _ = command("alerts", "show", name)
    assert code == 0
    for told in (
        "truce.phase: talks → agreed", "Talks.", "(seed, 0–6)", SENTENCE, f"body 0–{len(SENTENCE)}",
        "revision 1  reported", "revision 2  corroborated", "confirms", "the value that is already known (a2)",
    ):  # fmt: skip
        assert told in out


@pytest.mark.usefixtures("filled")
def test_show_as_json(command):
    """With --json each revision is one line, oldest first, as it travelled."""
    code, out, _ = command("alerts", "show", ONE.id, "--json")
    assert code == 0
    assert [json.loads(line)["revision"] for line in out.splitlines()] == [1, 2]
    assert out.splitlines()[0].encode() == ONE.to_json()


@pytest.mark.usefixtures("filled")
def test_ack(command):
    """An acknowledged alert says who has seen it; acknowledged again, it keeps the first who has."""
    code, out, err = command("alerts", "ack", ONE.key, "--author", "anna", "--comment", "on the page")
    assert (code, err) == (0, "")
    assert out.startswith(f"{ONE.id} is acknowledged by anna, {datetime.now(UTC):%Y-%m-%d} ")
    assert out.endswith(" UTC: on the page\n")
    assert command("alerts", "ack", ONE.id, "--author", "ben") == (0, out, "")
    (marked,) = [line for line in command("alerts", "list")[1].splitlines() if "[acknowledged by anna]" in line]
    assert ONE.headline in marked
    assert out.removeprefix(f"{ONE.id} is ").strip() in command("alerts", "show", ONE.id)[1]
    told = [json.loads(line) for line in command("alerts", "list", "--json")[1].splitlines()]
    assert [one.get("acknowledged", {}).get("author") for one in told] == [None, "anna"]


@pytest.mark.usefixtures("filled")
def test_what_nobody_has_acknowledged(command):
    """--unacknowledged leaves out what someone has seen."""
    command("alerts", "ack", ONE.id)
    listed = [
        json.loads(line)["id"] for line in command("alerts", "list", "--unacknowledged", "--json")[1].splitlines()
    ]
    assert listed == [TWO.id]
    command("alerts", "ack", TWO.id)
    assert command("alerts", "list", "--unacknowledged") == (1, "", "newswatch: no alert fits\n")


@pytest.mark.usefixtures("filled")
def test_what_was_held_back(command, tmp_path):
    """One alert shows how its deliveries went, with the reason of what did not arrive."""
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        for state, reason in (("silenced", "signed has overtaken agreed"), ("sent", "it answered 503 before")):
            step = delivery(ONE, state, state).model_copy(update={"reason": reason})
            Broker(log).put("newswatch.deliveries", step.to_json(), state)
    out = command("alerts", "show", ONE.id)[1]
    assert "to silenced  revision 1 silenced: signed has overtaken agreed" in out
    assert "503" not in out


def test_no_file_yet(command):
    """Before the first run there is neither an API nor a file, and that is one sentence."""
    code, out, err = command("alerts", "list")
    assert (code, out) == (2, "")
    assert err == "newswatch: there is no broker file broker.db yet; it is made by the first run\n"


def test_no_alerts_yet(command, tmp_path):
    """A file without alerts says so."""
    Log.open(tmp_path / "broker.db", tidy_every=None).close()
    assert command("alerts", "list") == (1, "", "newswatch: there are no alerts yet\n")


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--severity", "urgent"],
        ["list", "--status", "new"],
        ["list", "--since", "yesterday"],
        ["list", "--since", "99999999999d"],
        ["list", "--limit", "0"],
        ["show"],
        ["ack"],
        ["ack", ONE.id, "--author", " "],
    ],
)
def test_wrong_use(command, words):
    """Wrong use is one plain sentence and exit code 2."""
    code, out, err = command("alerts", *words)
    assert (code, out) == (2, "")
    assert err.startswith("newswatch: ")
    assert err.count("\n") == 1


def test_kafka_that_nobody_serves(command, monkeypatch):
    """With Kafka as the broker the API of a worker is asked; where none answers, the sentence says where it was."""
    monkeypatch.setenv("NEWSWATCH_BROKER", "kafka://127.0.0.1:9")
    monkeypatch.setenv("NEWSWATCH_API__PORT", "9")
    code, _, err = command("alerts", "list")
    assert code == 2
    assert err.startswith("newswatch: no newswatch answers at http://127.0.0.1:9: ")


class Stranger(BaseHTTPRequestHandler):
    """A web server of something else."""

    def do_GET(self):  # the name that http.server calls
        """Answer a page to everything but what is missing."""
        self.send_response(404 if "show" in self.path else 200)
        self.end_headers()
        self.wfile.write(b"<html></html>")

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def stranger():
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_stranger_at_the_port(command, monkeypatch, stranger):
    """Where something else listens, it is called by its address, and nothing of it is shown."""
    monkeypatch.setenv("NEWSWATCH_BROKER", "kafka://127.0.0.1:9")
    monkeypatch.setenv("NEWSWATCH_API__PORT", str(stranger))
    sentence = f"newswatch: what answers at http://127.0.0.1:{stranger} is no newswatch\n"
    assert command("alerts", "list") == (2, "", sentence)


def test_since():
    """A day, a time with or without an offset, and a length of time ago are all times."""
    now = datetime(2025, 1, 20, 12, tzinfo=UTC)
    assert moment(None, now) is None
    assert moment("2025-01-17", now) == datetime(2025, 1, 17, tzinfo=UTC)
    assert moment("2025-01-17T08:00+02:00", now) == datetime(2025, 1, 17, 6, tzinfo=UTC)
    assert moment("36h", now) == datetime(2025, 1, 19, tzinfo=UTC)
    with pytest.raises(ConfigurationError, match="--since soon is no time; write 2025-01-17"):
        moment("soon", now)


@pytest.mark.parametrize("words", [["list"], ["show"], ["ack"]])
def test_help_has_examples(command, words):
    """Help shows commands that one can copy."""
    code, out, _ = command("alerts", *words, "--help")
    assert code == 0
    assert f"newswatch alerts {words[0]} " in out
