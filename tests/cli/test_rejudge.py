"""newswatch rejudge: what is stored, read and judged again, beside the alerts of then."""

import json
import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest

from newswatch import topics
from newswatch.cli.history import History
from newswatch.errors import ReadingError
from newswatch.models import Article, Claim, Reading, Tick
from newswatch.reading import ArticleReading
from newswatch.reading.readings import readings
from newswatch.transport import Log, Message
from tests.cli.conftest import one_sentence
from tests.web.command import command
from tests.web.conftest import Broker
from tests.web.samples import alert

__all__ = ["command"]

WATCH = topics.load()
DEAL = "Israel and Hamas agreed to a truce in Gaza on Wednesday, Qatar said."
FREED = "Hamas freed three hostages in Gaza on Sunday, the army said."
ELSEWHERE = "The army withdrew its troops from Zedland on Friday, a spokesman said."
NEWS = [
    {"id": "a1", "source": "One", "body": DEAL, "published": "2025-01-15T18:00:00Z"},
    {"id": "a2", "source": "Two", "body": "A truce was agreed, Egypt said.", "published": "2025-01-15T19:00:00Z"},
    {"id": "a3", "source": "One", "body": ELSEWHERE, "published": "2025-01-17T18:00:00Z"},
    {"id": "a4", "source": "One", "body": FREED, "published": "2025-01-19T18:00:00Z"},
]
AGREED = "truce.phase/agreed/2025-01-15@gaza-talks-2025-01"
RELEASED = "hostage.released/released/2025-01-19/3@gaza-talks-2025-01"
MONTH, QUARTER = timedelta(days=31), timedelta(days=91)


@pytest.fixture
def folder(tmp_path):
    """Return a folder of topic files that can be changed, and are configured."""
    shutil.copytree(topics.BUILT_IN, tmp_path / "topics")
    (tmp_path / "newswatch.toml").write_text(f'topics = "{tmp_path / "topics"}"\n')  # by its whole path: it is kept
    return tmp_path / "topics"


@pytest.fixture
def played(command, tmp_path, in_place):  # noqa: ARG001
    """Let a monitor judge the news, and return where its file is."""
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, NEWS)))
    assert command("replay", "news.jsonl", "--broker", "sqlite:///broker.db")[0] == 0
    return tmp_path / "broker.db"


def change(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def differences(out):
    return [(one["mark"], one["alert"]["id"], one["changed"]) for one in map(json.loads, out.splitlines())]


def age(path, by):
    """Let the file be so much older, and retention take its part."""
    with Log.open(path, clock=lambda: time.time() + by.total_seconds(), tidy_every=None) as log:
        log.tidy()


def test_nothing_has_changed(command, played):
    """The same files over the same news give the same alerts; nothing is written, also beside a monitor."""
    before = played.read_bytes()
    with Log.open(played, tidy_every=None):
        code, out, err = command("rejudge")
    assert (code, out) == (0, "4 articles judged again: 0 alerts more, 0 fewer, 0 changed, 2 the same\n")
    assert "newswatch: " not in err
    assert played.read_bytes() == before


@pytest.mark.usefixtures("played")
def test_a_changed_severity(command, folder):
    """What would be raised otherwise is told with what it was and what it would be."""
    change(folder / "truce.toml", 'severity = "critical"', 'severity = "low"')  # agreed is the first of that weight
    code, out, _ = command("rejudge", "--json")
    assert (code, differences(out)) == (1, [("~", AGREED, {"severity": ["critical", "low"]})])
    code, out, _ = command("rejudge")
    assert code == 1
    assert out.startswith("~ LOW      Truce: talks → agreed")
    assert f"severity: critical → low now {DEAL} (One) {AGREED}" in " ".join(out.split())
    assert out.endswith("4 articles judged again: 0 alerts more, 0 fewer, 1 changed, 1 the same\n")


@pytest.mark.usefixtures("played")
def test_a_new_word(command, folder):
    """An article in which nothing was found then is read again too."""
    change(folder / "theatres.toml", '"Gaza", "Gazan"', '"Zedland", "Gaza", "Gazan"')
    code, out, _ = command("rejudge", "--json")
    assert (code, differences(out)) == (
        1,
        [("+", "withdrawal.gaza/withdrawal_completed/2025-01-17@gaza-talks-2025-01", {})],
    )


@pytest.mark.usefixtures("played")
def test_a_changed_baseline(command, tmp_path):
    """What the baseline knows now would not be raised; its name is no difference."""
    (tmp_path / "seed.txt").write_text(f"DOHA, 2025-01-10 — {DEAL}")
    code, out, _ = command("rejudge", "--json", "--baseline", "seed.txt")
    assert (code, differences(out)[0]) == (1, ("-", AGREED, {}))
    assert len(differences(out)) == 1


@pytest.mark.usefixtures("played", "folder")
@pytest.mark.parametrize(("since", "same"), [("2100-01-01", 0), ("1h", 2)])
def test_since(command, since, same):
    """Only alerts detected since are compared."""
    assert f", {same} the same\n" in command("rejudge", "--since", since)[1]


def test_articles_that_are_gone(command, played):
    """Where the articles are gone, their logged claims are judged again; where these are gone too, that is said."""
    age(played, MONTH)  # retention leaves the last record, which may not be committed
    assert command("rejudge")[:2] == (0, "1 articles judged again: 0 alerts more, 0 fewer, 0 changed, 2 the same\n")
    age(played, QUARTER)
    code, out, err = command("rejudge")
    assert (code, out.endswith(" 0 alerts more, 0 fewer, 0 changed, 0 the same\n")) == (0, True)
    assert " is no longer kept: what the board held then is taken from the baseline" in err


@pytest.mark.usefixtures("played")
def test_an_article_that_takes_too_long(command, monkeypatch):
    """An article that can't be read is named, and the others are judged."""
    from newswatch.cli import rejudging  # noqa: PLC0415  # it brings the language model

    def read(article, reader, seconds):
        if article.id == "a4":
            raise ReadingError(f"reading it took longer than {seconds:g} s")
        return reader.read(article)

    monkeypatch.setattr(rejudging.articles, "read", read)
    code, out, err = command("rejudge", "--json")
    assert (code, differences(out)) == (1, [("-", RELEASED, {})])
    assert "newswatch: not read: a4: reading it took longer than 20 s\n" in err


def test_alerts_of_others(command, tmp_path):
    """What else is on the alerts' topic is left out, and a file that is empty has nothing to compare."""
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        log.create_topic("newswatch.alerts")
        log.append([Message("newswatch.alerts", b"not an alert")])
    code, out, _ = command("rejudge")
    assert (code, out) == (0, "0 articles judged again: 0 alerts more, 0 fewer, 0 changed, 0 the same\n")
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        Broker(log).raise_(alert(1))
    assert differences(command("rejudge", "--json")[1]) == [("-", alert(1).id, {})]


@pytest.mark.parametrize(
    ("words", "broker", "sentence"),
    [
        ([], "sqlite:///none.db", "there is no broker file none.db yet; it is made by the first run"),
        (
            [],
            "kafka://127.0.0.1:9",
            "rejudge reads the embedded broker's file only, and the configured broker is Kafka",
        ),
        (
            ["--since", "soon"],
            "sqlite:///none.db",
            "--since soon is no time; write 2025-01-17, 2025-01-17T08:00Z or 24h",
        ),
    ],
)
def test_wrong_use(command, monkeypatch, words, broker, sentence):
    """Wrong use is one plain sentence."""
    monkeypatch.setenv("NEWSWATCH_BROKER", broker)
    code, out, err = command("rejudge", *words)
    assert (code, out, one_sentence(err)) == (2, "", sentence)


# The order of then -----------------------------------------------------------------------------------------------

BEGAN = datetime(2025, 1, 15, 12, tzinfo=UTC)


def at(minute):
    return BEGAN + timedelta(minutes=minute)


def article(name, body="x", published=None):
    return Article(id=name, body=body, published=published)


def found(one):
    """Return what a reader finds that takes every body for one claim on the topic that it names."""
    claims = [
        Claim(topic=word, event="agreed", modality="happened", sentence=one.body, start=0, end=len(one.body))
        for word in ("hostage", "truce")
        if word in (one.body or "")
    ]
    if one.body == "slow":
        raise ReadingError("reading it took longer than 20 s")
    return ArticleReading("gaza", tuple(claims), tuple(claims))


@pytest.fixture
def log(tmp_path):
    with Log.open(tmp_path / "broker.db", tidy_every=None) as log:
        log.create_topic("newswatch.articles")
        log.create_topic("newswatch.claims")
        yield log


@pytest.fixture
def put(log):
    """Return a function that puts a record into the log, as it came at a minute."""

    def put(minute, one, key=None):
        time = int(at(minute).timestamp() * 1000)
        if isinstance(one, Article):
            message = Message("newswatch.articles", one.to_json(), (key or one.id).encode(), timestamp=time)
        else:
            message = Message("newswatch.claims", one.to_json(), one.topic.encode(), timestamp=time)
        log.append([message])

    return put


def told(log, **more):
    """Return the messages of a history: ticks by their hour, readings by article and topic."""
    messages = History(log, found, WATCH, **more).messages()
    return [
        f"{one.time:%d %H} {one.topic}" if isinstance(one, Tick) else f"{one.article.id} {one.topic} {len(one.claims)}"
        for one in messages
    ]


def test_logged_readings_are_read_again_in_their_place(log, put):
    """A reading whose article is kept is made anew where it stood among the ticks; one that is gone stays as it is."""
    gone, kept = article("gone", "truce"), article("kept", "truce hostage")
    (before,) = readings(gone, found(gone), at(1))
    after = readings(kept, found(kept), at(2))[1]
    put(3, before)
    put(4, Tick(topic="truce", time=at(4)))
    put(5, after)
    put(6, Tick(topic="truce", time=at(6)))
    put(2, kept)
    assert told(log) == ["gone truce 1", "15 12 truce", "kept hostage 1", "kept truce 1", "15 12 truce"]
    readings_now = [one for one in History(log, found, WATCH).messages() if isinstance(one, Reading)]
    assert (readings_now[0], readings_now[2]) == (before, after)


def test_an_edit_of_an_article_that_is_gone(log, put):
    """An edit whose first version is gone still takes back what that said."""
    first = article("a1", "truce")
    (before,) = readings(first, found(first), at(1))
    put(1, before)
    put(2, article("a1", "nothing"))
    assert told(log) == ["a1 truce 1", "a1 truce 0"]


def test_what_the_agent_left_out(log, put):
    """A redelivery, a record under another key, one that is no article, and one that can't be read are left out."""
    unread = []
    put(1, article("a1", "truce"))
    put(2, article("a1", "truce"))
    put(3, article("a2", "truce"), key="other")
    put(4, article("a3", "slow"))
    log.append([Message("newswatch.articles", b"not json"), Message("newswatch.claims", b"not json")])
    assert told(log, unread=unread) == ["a1 truce 1"]
    assert unread == ["a3: reading it took longer than 20 s"]


def test_a_tick_before_an_article_in_which_nothing_was_found(log, put):
    """A tick that was told before an article came in is told before it."""
    put(1, article("a1", "truce"))
    put(2, Tick(topic="truce", time=at(2)))
    put(3, article("a2", "truce"))
    assert told(log) == ["a1 truce 1", "15 12 truce", "a2 truce 1"]


def test_articles_tell_the_time(log, put):
    """An article that brings event time a step further tells every topic so, before its own reading."""
    put(1, article("a1", "truce", published=BEGAN))
    assert told(log) == [*(f"15 12 {word}" for word in WATCH.topics), "a1 truce 1"]


def test_a_topic_that_is_watched_no_more(log, put):
    """Logged claims on a topic that no file describes any more are left out."""
    one = article("gone", "truce")
    (reading,) = readings(one, found(one), at(1))
    put(1, reading.model_copy(update={"topic": "weather"}))
    assert told(log) == []
