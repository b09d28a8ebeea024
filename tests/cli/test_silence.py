"""newswatch silence, on a file that no monitor runs on; tests/web/test_pages.py has it beside a running one."""

import getpass
import json
from datetime import UTC, datetime, timedelta

import pytest

from newswatch.models import Silence, parse_command
from tests.web.command import command
from tests.web.conftest import TOPICS, Broker, Log
from tests.web.samples import alert

__all__ = ["command"]


@pytest.fixture
def path(tmp_path):
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        for name in TOPICS:
            log.create_topic(f"newswatch.{name}")
        Broker(log).raise_(alert(1))
    return tmp_path / "broker.db"


@pytest.fixture
def add(command, path):  # noqa: ARG001  # its file
    """Return a function that adds a silence and returns what is printed of it."""

    def add(*words, lasting="2h"):
        code, out, err = command("silence", "add", "--comment", "known", "--for", lasting, "--json", *words)
        assert (code, err) == (0, "")
        return Silence.model_validate_json(out)

    return add


def commands(path):
    with Log.open(path, read_only=True) as log:
        return [parse_command(record.value) for record in log.records("newswatch.commands")]


def test_add(add, path, monkeypatch):
    """A silence is written with who, why, and from when until when."""
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")
    silence = add("--slot", "withdrawal.*", "--severity", "low", lasting="3d")
    assert commands(path) == [silence]
    assert (silence.author, silence.comment) == ("anna", "known")
    assert silence.matchers.model_dump(exclude_none=True) == {"slot": "withdrawal.*", "severity": "low"}
    assert silence.expires - silence.start == timedelta(days=3)
    assert abs(silence.start - datetime.now(UTC)) < timedelta(minutes=1)


def test_add_prints_the_id(command, path):
    """What is printed begins with the id that ends it."""
    until = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}"
    words = ["--topic", "truce", "--author", "ben", "--until", until, "--comment", "x"]
    code, out, _ = command("silence", "add", *words)
    (silence,) = commands(path)
    assert (code, out) == (0, f"{silence.id}  topic=truce  until {until.replace('T', ' ')} UTC\n")
    assert silence.author == "ben"


def test_a_silence_that_starts_later(add):
    """--for counts from the start."""
    start = datetime.now(UTC) + timedelta(days=1)
    silence = add("--actor", "houthis", "--from", start.isoformat())
    assert (silence.start, silence.expires) == (start, start + timedelta(hours=2))


@pytest.mark.usefixtures("path")
def test_a_start_in_the_past_is_now(command):
    """What was delivered already can't be held back."""
    until = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    words = ["--topic", "truce", "--from", "0001-01-01T00:00+14:00", "--until", until, "--comment", "x", "--json"]
    silence = Silence.model_validate_json(command("silence", "add", *words)[1])
    assert abs(silence.start - datetime.now(UTC)) < timedelta(minutes=1)


def test_list_and_expire(command, add):
    """The list has what holds; once it is ended, only --all has it, and ending it again changes nothing."""
    assert command("silence", "list")[::2] == (1, "newswatch: no silence holds; --all lists those that are over\n")
    assert command("silence", "list", "--all")[::2] == (1, "newswatch: there are no silences\n")
    one, two = add("--topic", "truce"), add("--event", "agreed", lasting="9h")
    code, out, _ = command("silence", "list")
    assert code == 0
    assert out.index(two.id) < out.index(one.id)
    assert "topic=truce" in out
    assert "known" in out
    code, out, _ = command("silence", "expire", one.id)
    assert (code, out) == (0, f"{one.id} is over since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n")
    assert command("silence", "expire", one.id)[:2] == (0, out)
    assert [json.loads(line)["id"] for line in command("silence", "list", "--json")[1].splitlines()] == [two.id]
    everything = command("silence", "list", "--json", "--all")[1].splitlines()
    assert [json.loads(line)["id"] for line in everything] == [two.id, one.id]


def test_expire_all_or_none(command, add):
    """Where one of the ids is unknown, nothing is ended, and the exit code is 1."""
    one = add("--topic", "truce")
    assert command("silence", "expire", one.id, "none") == (1, "", "newswatch: there is no silence none\n")
    assert one.id in command("silence", "list")[1]


def test_what_is_written_is_shown_as_a_line(command, path):  # noqa: ARG001  # its file
    """What would command the terminal is not passed on to it, nor is anything read as markup."""
    words = ["--comment", "[red]x\x1b[2J", "--for", "2h", "--topic", "truce", "--author", "a\nb"]
    assert command("silence", "add", *words)[0] == 0
    for verb in (("silence", "list"), ("alerts", "list"), ("alerts", "show", alert(1).id)):
        out = command(*verb)[1]
        assert "[red]x\N{REPLACEMENT CHARACTER}[2J" in out
        assert "\x1b" not in out


def test_beside_an_alert(command, add):
    """A silenced alert is still listed, and says by whom, until when and why."""
    silence = add("--slot", "truce.*", "--author", "anna")
    mark = f"silenced by anna until {silence.expires:%Y-%m-%d %H:%M} UTC: known"
    assert f"[{mark}]" in command("alerts", "list")[1]
    assert f"{mark} ({silence.id})" in command("alerts", "show", alert(1).id)[1]
    told = json.loads(command("alerts", "list", "--json")[1])
    assert [one["id"] for one in told["silenced"]] == [silence.id]
    assert told["headline"] == alert(1).headline


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--for", "2h"], "a silence needs at least one of slot, topic, event, severity, actor"),
        (["--topic", "truce"], "say how long with --for 2h, or until when with --until TIME"),
        (["--topic", "truce", "--for", "2h", "--until", "2099-01-01"], "say how long"),
        (["--topic", "truce", "--for", "2 hours"], "--for 2 hours is no length of time; write 90m, 2h or 3d"),
        (["--topic", "truce", "--for", "0h"], "a silence must expire after it starts, and not in the past"),
        (["--topic", "truce", "--for", "99999999999d"], "--for 99999999999d is no length of time"),
        (["--topic", "truce", "--for", "91d"], "a silence expires within 90 days; add it again then"),
        (["--topic", "truce", "--for", "999999d"], ""),
        (["--topic", "truce", "--for", "9999999d"], ""),
        (["--topic", "truce", "--until", "soon"], "--until soon is no time; write 2025-01-17 or 2025-01-17T08:00Z"),
        (["--topic", "truce", "--until", "2025-01-17"], "a silence must expire after it starts, and not in the past"),
        (["--topic", "truce", "--for", "2h", "--from", "soon"], "--from soon is no time"),
        (["--topic", "truce", "--for", "2h", "--author", ""], "author: String should have at least 1 character"),
        (["--topic", "", "--for", "2h"], "topic: String should have at least 1 character"),
        (["--topic", "\udcff", "--for", "2h"], "topic: Input should be a valid string"),
        (["--severity", "urgent", "--for", "2h"], "Invalid value for '--severity'"),
    ],
)
def test_wrong_use(command, words, sentence):
    """Wrong use is one plain sentence and exit code 2."""
    code, out, err = command("silence", "add", "--comment", "known", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"newswatch: {sentence}")


def test_no_comment(command):
    """A silence without a reason is refused."""
    code, _, err = command("silence", "add", "--topic", "truce", "--for", "2h")
    assert (code, err.count("\n")) == (2, 1)
    assert "--comment" in err


def test_a_user_without_a_name(command, path, monkeypatch):  # noqa: ARG001  # its file
    """Where the system knows no name, one must be given."""

    def nobody():
        raise KeyError("uid not found: 1000")

    monkeypatch.setattr(getpass, "getuser", nobody)
    code, _, err = command("silence", "add", "--topic", "truce", "--for", "2h", "--comment", "x")
    assert (code, err) == (2, "newswatch: this system has no name for you; say who you are with --author NAME\n")


def test_beside_a_newswatch_without_an_api(command, path):
    """While another process holds the file and serves nothing, nothing is silenced, and it is named."""
    with Log.open(path, tidy_every=None):
        code, _, err = command("silence", "add", "--topic", "truce", "--for", "2h", "--comment", "x")
    assert code == 2
    assert "a newswatch without an API is running on broker.db" in err
    assert commands(path) == []
