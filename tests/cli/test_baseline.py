"""newswatch baseline: a seed document becomes facts that can be shown, kept and used."""

import json

import pytest

from newswatch.judging import baseline as baselines
from tests.cli.conftest import ROOT
from tests.web.command import command

__all__ = ["command"]

SEED = (ROOT / "seeds/baseline/gaza-talks-2025-01.txt").read_text("utf-8")
ARTICLE = {
    "id": "a",
    "body": "Israel and Hamas have agreed on a ceasefire in Gaza, Qatar said.",
    "published": "2025-01-15",
}


@pytest.fixture
def build(command, tmp_path):
    """Return a function that builds a baseline from a text and returns it."""

    def build(text: str = SEED, name: str = "talks-2025-01-08", *options):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        code, out, err = command("baseline", "build", f"{name}.txt", *options)
        assert (code, err) == (0, "")
        return baselines.load(out.encode(), "standard output")

    return build


def test_a_built_baseline(build):
    """A baseline has facts, each with its exact sentence, under the name and the day of its seed."""
    built = build()
    assert (built.name, f"{built.published:%Y-%m-%d}", built.watched) == ("talks-2025-01-08", "2025-01-08", "gaza")
    assert len(built.facts) >= 8
    assert all(SEED[fact.start : fact.end] == fact.sentence for fact in built.facts)


def test_equal_content_has_an_equal_version(build):
    """The version is a hash of the content: it is the same on every day, and another for other content."""
    assert build().version == build().version
    assert build().version != build(SEED + "\nHamas released three hostages on Sunday, Israel said.\n").version


def test_a_day_by_hand(build):
    """--published gives the day of a seed that has none."""
    assert f"{build(SEED, 'talks', '--published', '2025-01-10').published:%Y-%m-%d}" == "2025-01-10"


def test_into_a_file(command, tmp_path):
    """-o writes the baseline to a file, and nothing to the screen; the file shows as the seed does."""
    (tmp_path / "talks-2025-01-08.txt").write_text(SEED, "utf-8")
    assert command("baseline", "build", "talks-2025-01-08.txt", "-o", "talks.json") == (0, "", "")
    assert command("baseline", "show", "talks.json") == command("baseline", "show", "talks-2025-01-08.txt")


def test_several_seeds(command, tmp_path):
    """Of several seeds each fact says which one it stands in."""
    for name in ("one-2025-01-08", "two-2025-01-09"):
        (tmp_path / f"{name}.txt").write_text(SEED, "utf-8")
    code, out, _ = command("baseline", "build", "one-2025-01-08.txt", "two-2025-01-09.txt")
    built = baselines.load(out.encode(), "standard output")
    assert (code, built.name) == (0, "one-2025-01-08")
    assert {fact.document for fact in built.facts} == {"seed/one-2025-01-08", "seed/two-2025-01-09"}


def test_the_built_in_baseline_as_a_table(command):
    """Without a file the built-in baseline is shown: a row for each fact, and its version."""
    code, out, _ = command("baseline", "show")
    assert code == 0
    assert "truce.phase" in out
    assert "gaza-talks-2025-01, " in out
    assert "sha256:" in out


def test_as_json(command):
    """With --json each fact is a line."""
    code, out, _ = command("baseline", "show", "--json")
    facts = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {fact["slot"] for fact in facts} >= {"truce.phase", "truce.duration_days", "hostage.held", "truce.mediators"}
    assert all(fact["sentence"] for fact in facts)


def test_the_configured_baseline(command, tmp_path, monkeypatch):
    """Without a file the configured baseline is shown."""
    (tmp_path / "mine-2025-01-08.txt").write_text(SEED, "utf-8")
    monkeypatch.setenv("NEWSWATCH_BASELINE", "mine-2025-01-08.txt")
    assert "mine-2025-01-08, " in command("baseline", "show")[1]


@pytest.mark.usefixtures("in_place")
def test_a_built_baseline_is_used_as_its_seed_is(build, command, tmp_path):
    """A replay with a built baseline raises the same alerts as with its seed."""
    (tmp_path / "talks.json").write_text(build().model_dump_json(), "utf-8")
    (tmp_path / "news.jsonl").write_text(json.dumps(ARTICLE))
    told = []
    for name in ("talks.json", "talks-2025-01-08.txt"):
        code, out, _ = command("replay", "news.jsonl", "--baseline", name, "--json")
        assert code == 0
        told.append([json.loads(line) | {"detected": None} for line in out.splitlines()])
    assert told[0] == told[1]
    assert [(one["event"], one["before"]["value"]) for one in told[0]] == [("agreed", "talks")]
