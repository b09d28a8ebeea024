"""newswatch read: one line of JSON for each line of JSON, whatever the lines are."""

import json
import signal
import time

import pytest

from newswatch.cli import read as verb
from newswatch.reading import Reader
from tests.web.command import command

__all__ = ["command"]

DEAL = "Israel and Hamas agreed to a truce on Sunday, Qatar said."


@pytest.fixture
def read(command, tmp_path):
    """Return a function that reads lines from a file and returns the answers."""

    def read(*lines: bytes | dict, options=()):
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        (tmp_path / "in.jsonl").write_bytes(b"\n".join(raw))
        code, out, err = command("read", "in.jsonl", *options)
        assert (code, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]

    return read


def test_claims(read):
    """A claim says its event, how real it is, who says so, and its sentence with offsets into the text as it came."""
    (told,) = read({"id": "a", "title": "Breaking", "body": "  " + DEAL, "published": "2025-01-15T12:00:00Z"})
    assert (told["id"], told["theatre"]) == ("a", "gaza")
    claim = told["claims"][0]
    assert {name: claim[name] for name in ("topic", "event", "modality", "said_by", "field", "background")} == {
        "topic": "truce", "event": "agreed", "modality": "happened", "said_by": "qatar",
        "field": "body", "background": False,
    }  # fmt: skip
    assert (claim["sentence"], claim["start"], claim["end"]) == (DEAL, 2, 2 + len(DEAL))


def test_as_many_answers_as_lines_in_their_order(read):
    """Good lines and bad ones are answered in order; empty lines are no lines."""
    lines = [
        {"id": "1", "body": DEAL},
        b"",
        b"{",
        {"id": "3", "body": "Rain."},
        b"  ",
        {"id": "4"},
        {"id": "5", "title": DEAL},
    ]
    assert [(told["id"], "error" in told) for told in read(*lines)] == [
        ("1", False), (None, True), ("3", False), ("4", True), ("5", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"\xff\xfe", (None, "not JSON: ")),
        (b'{"body": "\xe9"}', (None, "not JSON: ")),
        (b"[" * 100_000, (None, "not JSON: ")),
        (b'{"a":' * 100_000, (None, "not JSON: ")),
        (b"1" * 5000, (None, "not JSON: ")),
        (b"null", (None, "not an article: ")),
        (b"NaN", (None, "not an article: ")),
        (b"[1]", (None, "not an article: ")),
        (b'{"id": 7, "body": "x"}', ("7", "not an article: id: ")),
        (b'{"id": "x", "body": "Hamas \\ud800 truce"}', ("x", "not an article: ")),
        (b'{"id": "\\ud800", "body": "x"}', ("\ud800", "not an article: ")),
        (b'{"id": "x", "body": "x", "date": "2025"}', ("x", "not an article: published: ")),
        (b'{"id": "x", "body": "x", "published": "2025-01-15T12:00:00"}', ("x", "not an article: published: ")),
    ],
)
def test_a_bad_line(read, line, answer):
    """A bad line answers its id, if it has one, and one sentence; the line after it is read."""
    bad, good = read(line, {"id": "good", "body": DEAL})
    assert set(bad) == {"id", "error"}
    assert (bad["id"], bad["error"][: len(answer[1])]) == answer
    assert "\n" not in bad["error"]
    assert good["claims"]


def test_other_names_and_unknown_keys(read):
    """`text` and `date` stand for body and published, a day resolves weekdays, and other keys do no harm."""
    same = [
        {"id": "a", "text": DEAL, "date": "2025-01-21", "labels": [1]},
        {"id": "a", "body": DEAL, "published": "2025-01-21T12:00:00Z", "language": "en"},
    ]
    first, second = read(*same)
    assert first == second
    assert first["claims"][0]["date"] == "2025-01-19"


def test_the_day_of_undated_articles(read):
    """--published gives the day of an article that has none of its own."""
    lines = [{"id": "a", "body": DEAL}, {"id": "b", "body": DEAL, "date": "2025-02-18"}]
    told = read(*lines, options=["--published", "2025-01-21"])
    assert [one["claims"][0]["date"] for one in told] == ["2025-01-19", "2025-02-16"]


def test_an_article_about_something_else(read):
    """What is about another theatre, or about none, has no claims."""
    lines = ["Russia and Ukraine agreed to a truce on Sunday.", "The bank kept its rate."]
    told = read(*({"id": str(number), "body": body} for number, body in enumerate(lines)))
    assert [(one["theatre"] == "gaza", one["claims"]) for one in told] == [(False, []), (False, [])]


def test_a_text_file(command, tmp_path):
    """A text file is one article, with or without a mark of its byte order."""
    answers = []
    for start in (b"", b"\xef\xbb\xbf"):
        (tmp_path / "speech.txt").write_bytes(start + DEAL.encode() + b"\n")
        code, out, _ = command("read", "speech.txt", "--published", "2025-01-21")
        answers.append((code, json.loads(out)["claims"]))
    assert answers[0] == answers[1]
    assert answers[0][1][0]["date"] == "2025-01-19"


def test_an_empty_file(read):
    """No lines, no answers."""
    assert read() == []


def test_an_article_that_takes_too_long(read, monkeypatch):
    """Reading is limited in time; the line answers so, and the next one is read."""
    real = Reader.read

    def endless(self, article):
        while article.id == "slow":
            time.monotonic()
        return real(self, article)

    monkeypatch.setattr(Reader, "read", endless)
    monkeypatch.setenv("NEWSWATCH_READER_TIMEOUT", "0.2")
    slow, good = read({"id": "slow", "body": DEAL}, {"id": "good", "body": "Rain."})
    assert slow == {"id": "slow", "error": "reading it took longer than 0.2 s"}
    assert good["claims"] == []


def test_a_fault_of_the_reader(read, monkeypatch):
    """A fault in the reader is the answer of that line alone."""

    def fail(*_):
        raise ZeroDivisionError("odd")

    monkeypatch.setattr(Reader, "read", fail)
    assert read({"id": "a", "body": DEAL}) == [{"id": "a", "error": "the reader failed on it: ZeroDivisionError: odd"}]


def test_nothing_is_limited_afterwards(read):
    """The limit ends with its article."""
    read({"id": "a", "body": DEAL})
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert verb.SHOWN[0] == "topic"


def test_standard_input_with_a_line_of_20_mb(shell):
    """A huge line and good ones on standard input are answered in order, as bytes in UTF-8 whatever the locale is."""
    shell.env |= {"NEWSWATCH_READER_TIMEOUT": "2", "PYTHONIOENCODING": "ascii"}
    huge = {"id": "huge", "body": (DEAL + " ") * (20_000_000 // len(DEAL))}
    lines = [{"id": "ä", "body": DEAL + " „Ruhe“"}, huge, {"id": "b", "body": DEAL}]
    done = shell.run("read", stdin=b"\n".join(json.dumps(line).encode() for line in lines))
    assert (done.returncode, done.stderr) == (0, b"")
    told = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [one["id"] for one in told] == ["ä", "huge", "b"]
    assert [len(one.get("claims", [])) for one in told] == [1, len(told[1].get("claims", [])), 1]
