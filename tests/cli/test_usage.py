"""Wrong use: one plain sentence, exit code 2, never a traceback."""

import json

import pytest

from newswatch.transport import Log
from tests.cli.conftest import one_sentence
from tests.web.command import command

__all__ = ["command"]

ARTICLE = json.dumps({"id": "a", "body": "Israel and Hamas agreed to a truce."})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "one.jsonl").write_text(ARTICLE + "\n")
    (tmp_path / "wanted.jsonl").write_text('{"id": "a", "alerts": []}\n')
    (tmp_path / "page.html").write_text("<html></html>")
    (tmp_path / "bad.xml").write_text("<html><body>Please log in.</body></html>")
    (tmp_path / "bad.toml").write_text("x = ")
    (tmp_path / "unknown.toml").write_text('brokr = "x"\n')
    (tmp_path / "bad.json").write_text("{}")
    (tmp_path / "binary-2025-01-08.txt").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "empty-2025-01-08.txt").write_text(" \n")
    (tmp_path / "weather-2025-01-08.txt").write_text("It rained on Tuesday.")
    (tmp_path / "undated.txt").write_text("Hamas and Israel agreed.")
    (tmp_path / "loop").symlink_to("loop")
    return tmp_path


CASES = {
    "nothing": "",
    "an unknown verb": "watchh",
    "an unknown verb of a group": "baseline nosuch",
    "a group alone": "baseline",
    "an unknown option": "read --nope",
    "a missing argument": "replay",
    "a missing seed": "baseline build",
    "a missing value": "replay one.jsonl --expect",
    "a missing file": "replay none.jsonl",
    "a missing file to read": "read none.jsonl",
    "a missing file to explain": "explain none.jsonl",
    "a folder to read": "read empty",
    "a missing seed document": "baseline build none.txt",
    "a missing baseline": "baseline show none.txt",
    "a folder without feeds": "replay empty",
    "a file of no known kind": "replay page.html",
    "a feed that is none": "replay bad.xml",
    "a file that can't be opened": "replay loop",
    "a file that can't be opened to read": "read loop",
    "a day that is none": "read --published 2025-13-01",
    "another day that is none": "baseline build undated.txt --published soon",
    "a wrong newswatch.toml": "read --config bad.toml",
    "an unknown key": "replay one.jsonl --config unknown.toml",
    "a missing newswatch.toml": "run --config none.toml",
    "a baseline that is none": "replay one.jsonl --baseline bad.json",
    "a built baseline that is none": "baseline show bad.json",
    "a seed that is no text": "baseline show binary-2025-01-08.txt",
    "an empty seed": "baseline show empty-2025-01-08.txt",
    "a seed without a fact": "baseline build weather-2025-01-08.txt",
    "a seed without a day": "baseline show undated.txt",
    "a baseline that can't be written": "baseline build weather-2025-01-08.txt -o none/x.json",
    "expectations that are articles": "replay one.jsonl --expect one.jsonl",
    "expectations that are no text": "replay one.jsonl --expect binary-2025-01-08.txt",
    "expectations that are missing": "replay one.jsonl --expect none.jsonl",
    "a place that can't be written": "replay one.jsonl --alerts-out none/x.jsonl",
    "another place that can't be written": "replay one.jsonl --alerts-out empty",
    "a report of no comparison": "replay one.jsonl --report x.json",
    "a report that can't be written": "replay one.jsonl --expect wanted.jsonl --report none/x.json",
    "an order that is none": "replay one.jsonl --order backwards",
    "a speed of nothing": "replay one.jsonl --speed 0",
    "a speed that is none": "replay one.jsonl --speed fast",
    "a broker that a replay can't use": "replay one.jsonl --broker kafka://localhost:9092",
    "a broker that is none": "run one.xml --broker nonsense",
    "a feed's URL that is none": "run ftp://x.example/feed",
    "nothing to watch": "run",
    "a broker's folder that is missing": "run bad.xml --broker sqlite:///none/x.db --once",
}


@pytest.mark.parametrize("words", CASES.values(), ids=CASES.keys())
def test_wrong_use(command, folder, monkeypatch, words):
    """Wrong use says one sentence on standard error, nothing else, and ends with 2."""
    monkeypatch.delenv("NEWSWATCH_BROKER")
    code, _, err = command(*words.split())
    assert one_sentence(err)
    assert code == 2
    assert not list(folder.glob("newswatch.db*"))


def test_a_file_that_another_one_runs_on(command, folder):
    """A second newswatch on the same file is refused with the number of the first one's process."""
    with Log.open(folder / "broker.db", tidy_every=None):
        code, _, err = command("run", "bad.xml", "--once")
    assert "another newswatch (process " in one_sentence(err)
    assert code == 2


def test_a_replay_on_a_file_that_another_one_runs_on(command, folder):
    """So is a replay."""
    with Log.open(folder / "broker.db", tidy_every=None):
        code, _, err = command("replay", "one.jsonl", "--broker", "sqlite:///broker.db")
    assert "another newswatch (process " in err.splitlines()[-1]
    assert code == 2


def test_a_secret_in_a_wrong_address(command):
    """What is refused on the command line is not repeated where it may hold a password."""
    code, _, err = command("run", "ftp://me:hidden@x.example/feed")
    assert code == 2
    assert "hidden" not in err
