"""newswatch evaluate: figures for a person and for a program, and plain sentences about wrong files."""

import json
import time
from collections import Counter
from hashlib import sha256
from importlib.metadata import version

import pytest

from newswatch.agents.confined import ConfinedReader
from newswatch.cli import evaluating
from newswatch.errors import ReadingError
from newswatch.models import Article
from tests.cli.conftest import ROOT, InPlace, one_sentence
from tests.web.command import command

__all__ = ["command"]

GOLD = ROOT / "seeds/gold/sentences.jsonl"
TALKS = {"topic": "truce", "event": "agreed", "modality": "happened", "said_by": "qatar"}
ITEM = {"id": "a", "text": "Israel and Hamas agreed to a truce, Qatar said.", "date": "2025-01-15", "claims": [TALKS]}


@pytest.fixture
def evaluate(command, monkeypatch, tmp_path):
    """Return a function that evaluates items, or the seeds, with the reader in this process."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(evaluating, "ConfinedReader", InPlace)

    def run(*words, items=None):
        path = GOLD
        if items:
            path = tmp_path / "gold.jsonl"
            path.write_text("".join(json.dumps(one) + "\n" for one in items), encoding="utf-8")
        code, out, err = command("evaluate", str(path), *words)
        assert (code, err) == (0, "")
        return out

    return run


def test_the_seeds(evaluate):
    """The seeds are read better than by words, and the table says so."""
    out = evaluate()
    assert "sentences.jsonl: 40 items, 34 claims in 31 of them" in out
    rows = [line.split() for line in out.splitlines()]
    ours, theirs = (next(row for row in rows if row[:1] == [word]) for word in ("newswatch", "keyword"))
    assert float(ours[3]) > float(theirs[4]) > 0.4
    assert next(row for row in rows if row[:1] == ["called_for"])[1:3] == ["1", "1"]
    assert {"truce", "hostage", "withdrawal"} <= {row[0] for row in rows if row}


def test_on_a_narrow_terminal(shell):
    """On a terminal of 80 columns no figure is cut off."""
    shell.env["COLUMNS"] = "80"
    assert "…" not in shell.run("evaluate", str(GOLD)).stdout.decode()


def test_json(evaluate):
    """Everything is one JSON document: figures of both, what was measured with what, and no sentence."""
    out = evaluate("--json")
    told = json.loads(out)
    raw = GOLD.read_bytes()
    assert (told["newswatch"], told["file"]) == (version("newswatch"), "sentences.jsonl")
    assert (told["sha256"], told["items"]) == (sha256(raw).hexdigest(), 40)
    assert set(told["machine"]) == {"cores", "python"}
    assert told["reader"]["events"]["gold"] == told["keyword_monitor"]["events"]["gold"] == 34
    assert told["reader"]["noisy_items"]["of"] == 9
    assert told["attributes"]["modality"]["of"] == told["reader"]["events"]["right"]
    assert told["failures"] == []
    assert not [line for line in raw.decode().splitlines() if json.loads(line)["text"] in out]


def test_a_miss_is_explained(evaluate):
    """A miss shows the item, what the gold has, what was read, and what the reader says of the sentence."""
    wrong = ITEM | {"claims": [TALKS | {"event": "signed"}]}
    out = evaluate("--misses", items=[wrong])
    assert "a, 15 January 2025" in out
    assert "missed  truce/signed happened, said by qatar" in out
    assert "wrong   truce/agreed happened" in out
    assert f"gaza · 0–{len(ITEM['text'])} · classifier" in out
    (miss,) = json.loads(evaluate("--misses", "--json", items=[wrong]))["misses"]
    assert (miss["body"], miss["missed"][0]["event"]) == (ITEM["text"], "truce/signed")
    assert ITEM["text"] not in evaluate(items=[wrong])


def test_nothing_is_missed(evaluate):
    """What is read as it should be has full figures and no misses."""
    told = json.loads(evaluate("--json", "--misses", items=[ITEM]))
    assert (told["reader"]["events"]["f1"], told["misses"]) == (1.0, [])
    assert told["reader"]["noisy_items"]["share"] is None


def test_an_item_commands_no_terminal(evaluate):
    """What an item holds is shown and never obeyed: neither markup nor escapes."""
    hostile = ITEM | {"id": "[red]x", "text": "\x1b[2J[bold]" + ITEM["text"], "claims": []}
    out = evaluate("--misses", items=[hostile])
    assert "\x1b[2J" not in out
    assert "[red]x" in out
    assert "[bold]" in out


def test_an_article_that_can_not_be_read(evaluate, monkeypatch):
    """An article that takes too long, or meets a fault, has no claims and is named."""
    real = InPlace.read

    async def read(self, article):
        if article.id == "slow":
            raise ReadingError("reading it took longer than 5 s")
        return await real(self, article)

    monkeypatch.setattr(InPlace, "read", read)
    items = [ITEM, ITEM | {"id": "slow"}]
    told = json.loads(evaluate("--json", items=items))
    assert told["failures"] == [{"id": "slow", "reason": "reading it took longer than 5 s"}]
    assert (told["reader"]["events"]["gold"], told["reader"]["events"]["right"]) == (2, 1)
    assert "not read: slow: reading it took longer than 5 s" in evaluate(items=items)


def test_as_a_program(shell):
    """The reader works in a child of its own; standard output has the document and nothing else."""
    began = time.monotonic()
    done = shell.run("evaluate", str(GOLD), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["reader"]["seconds"] < time.monotonic() - began
    assert evaluating.ConfinedReader is ConfinedReader


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "has no item in it"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"{", "line 1: not JSON: "),
        (json.dumps({"id": "a", "body": "No claims."}).encode(), "line 1: claims: Field required"),
        (json.dumps(ITEM).encode() + b"\n\n[]\n", "line 3: not an article: "),
        (json.dumps(ITEM | {"claims": [TALKS | {"event": "x"}]}).encode(), "truce/x is no event of a watched topic"),
    ],
)
def test_a_wrong_file(command, tmp_path, raw, told):
    """A wrong file is one plain sentence with its name, and exit code 2."""
    if raw is not None:
        (tmp_path / "gold.jsonl").write_bytes(raw)
    code, out, err = command("evaluate", "gold.jsonl")
    assert (code, out) == (2, "")
    sentence = one_sentence(err)
    assert "gold.jsonl" in sentence
    assert told in sentence


def test_a_folder(command, tmp_path):
    """A folder is no file."""
    code, _, err = command("evaluate", str(tmp_path))
    assert (code, one_sentence(err)) == (2, f"{tmp_path} cannot be read: Is a directory")


def test_the_gold_of_the_seeds():
    """Forty items with ids of their own, over three topics and most events and modalities, nine without a claim."""
    items = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    assert len({item["id"] for item in items}) == len({item["text"] for item in items}) == 40
    assert all(Article.from_loose(item).published for item in items)
    claims = [claim for item in items for claim in item["claims"]]
    assert len({(claim["topic"], claim["event"]) for claim in claims}) >= 30
    assert {claim["modality"] for claim in claims} >= {"happened", "planned", "proposed", "demanded", "possible"}
    assert Counter(bool(item["claims"]) for item in items)[False] == 9
