"""README's tables of figures are what the saved figures say, and the figures hold nobody's sentences."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from tests.evaluation.samples import item, pairs

from newswatch.evaluation import replayed
from newswatch.evaluation.comparison import Raised, compare
from newswatch.evaluation.document import Circumstances, document
from newswatch.evaluation.expectations import Expectation, ExpectedAlert
from newswatch.evaluation.report import Answer, make
from newswatch.reading import ArticleReading

ROOT = Path(__file__).parents[2]
BENCHMARK = ROOT / "docs/benchmark"
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def generate():
    """The script that writes the documents."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path):
    """A folder of figures with one set, of one item without a claim, that both monitors left alone."""
    report = make([item()], [Answer(ArticleReading("none"))], [pairs("truce/talks")])
    figures = document(report, Circumstances("0.1", "x.jsonl", "ab", 2, "3.11", 1.0, 1.0))
    (tmp_path / "mine.json").write_text(json.dumps(figures), encoding="utf-8")
    (tmp_path / "sets.toml").write_text('[mine]\nwhat = "items of mine"\nin_sample = true\n', encoding="utf-8")
    return tmp_path


def test_a_row_for_each_file(generate, folder):
    """A row says what the set is, whether it was used while tuning, and the figures of both; nothing is a dash."""
    head, rule, row = generate.quality(folder).splitlines()
    assert head.count("|") == rule.count("|") == row.count("|")
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[0] == "1 items of mine; **in-sample: it was used while tuning**"
    assert cells[1:7] == ["–, –, –", "–", "0 of 1", "0.00, –, 0.00", "0.00", "1 of 1"]


def test_a_set_that_was_not_looked_at(generate, folder):
    """Only what is so is called out of sample."""
    (folder / "sets.toml").write_text('[mine]\nwhat = "x"\nin_sample = false\n', encoding="utf-8")
    assert "never used while tuning" in generate.quality(folder)


def test_figures_of_an_unknown_set(generate, folder):
    """A file of figures that nothing is said of is refused by name."""
    (folder / "other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"nothing of other\.json"):
        generate.quality(folder)


def test_figures_with_sentences(generate, folder):
    """Figures that were saved with the items' own words are refused."""
    figures = json.loads((folder / "mine.json").read_text("utf-8"))
    (folder / "mine.json").write_text(json.dumps(figures | {"misses": []}), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"mine\.json holds sentences"):
        generate.quality(folder)


@pytest.fixture
def replays(tmp_path):
    """A folder of two replays' figures, told of in an order of its own."""
    sets = '[one]\nwhat = "articles of ours"\nin_sample = true\n[apart]\nwhat = "articles"\nin_sample = false\n'
    (tmp_path / "sets.toml").write_text(sets + '[unmeasured]\nwhat = "x"\nin_sample = true\n', encoding="utf-8")
    (tmp_path / "replays").mkdir()
    agreed, signed = ("truce", "agreed"), ("truce", "signed")
    wanted = [
        Expectation(id="a", alerts=(ExpectedAlert(topic="truce", event="agreed"),)),
        Expectation(id="b", alerts=(), must_not=("truce/signed",)),
    ]
    pipeline = compare([Raised("a", None, agreed), Raised("b", None, agreed)], wanted)
    keywords = compare([Raised("b", None, signed)], wanted)
    for name in ("apart", "one"):
        told = replayed.Circumstances("0.1", name, "wanted.jsonl", "ab", "talks-2025-01", 2)
        figures = replayed.document(pipeline, keywords, told)
        (tmp_path / "replays" / f"{name}.json").write_text(json.dumps(figures), encoding="utf-8")
    return tmp_path


def test_a_row_for_each_replay(generate, replays):
    """In the order of `sets.toml`, with what the keyword monitor gets; what was not measured has none."""
    head, rule, *rows = generate.replays(replays).splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert {row.count("|") for row in (head, rule, *rows)} == {head.count("|")}
    assert [row[0] for row in cells] == [
        "2 articles of ours; **in-sample: it was used while tuning**",
        "2 articles; never used while tuning",
    ]
    assert cells[0][1:] == ["1 of 1", "1", "0", "1.00, 0.50", "0 of 1", "0", "1", "0.00, 0.00"]


def test_a_replay_of_other_topics(generate, replays):
    """Where the keyword monitor has no words for what is watched, its cells are dashes."""
    path = replays / "replays/one.json"
    figures = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(figures | {"keyword_monitor": None}), encoding="utf-8")
    row = generate.replays(replays).splitlines()[2]
    assert [cell.strip() for cell in row.strip("|").split("|")][5:] == ["–", "–", "–", "–"]


def test_a_replay_of_an_unknown_set(generate, replays):
    """A file of figures that nothing is said of is refused by name here too."""
    (replays / "replays/other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"nothing of other\.json"):
        generate.replays(replays)


def test_the_table_stands_between_its_markers(generate):
    """Writing replaces what stands between the markers, touches nothing else, and changes nothing when repeated."""
    opening, closing = generate.QUALITY
    text = f"Before.\n{opening}old\n{closing}\nAfter.\n"
    written = generate.with_table(text, generate.QUALITY, "| new |\n")
    assert written == f"Before.\n{opening}\n| new |\n\n{closing}\nAfter.\n"
    assert generate.with_table(written, generate.QUALITY, "| new |\n") == written
    with pytest.raises(SystemExit, match=r"README\.md has no"):
        generate.with_table("No marker.", generate.QUALITY, "")


def test_readme_says_what_the_figures_say(generate):
    """README's tables are those of the saved figures, and say which sets were used while tuning."""
    assert generate.with_tables(README, BENCHMARK) == README
    assert "in-sample" in generate.quality(BENCHMARK)
    assert "in-sample" in generate.replays(BENCHMARK)


def test_a_stale_table_is_noticed(generate, folder, monkeypatch, capsys):
    """The check names README where the figures have changed since it was written."""
    monkeypatch.setattr(generate, "BENCHMARK", folder)
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    assert generate.main() == 1
    assert "README.md is out of date" in capsys.readouterr().out


@pytest.mark.parametrize("path", sorted(BENCHMARK.glob("*.json")), ids=lambda path: path.name)
def test_saved_figures_are_figures_only(path):
    """A saved file has figures of both monitors and not one sentence."""
    told = json.loads(path.read_text("utf-8"))
    assert {"reader", "keyword_monitor", "attributes", "confusion", "sha256"} <= set(told)
    assert "misses" not in told
    assert all(len(word) < 100 for word in _words(told))


@pytest.mark.parametrize("path", sorted((BENCHMARK / "replays").glob("*.json")), ids=lambda path: path.name)
def test_saved_figures_of_a_replay(path):
    """They are those of the set that the file is named after, each count once, and no article's name is there."""
    told = json.loads(path.read_text("utf-8"))
    assert told["set"] == path.stem
    for scores in (told, told["keyword_monitor"]):
        for name in ("wanted", "hits", "missed", "extra", "forbidden"):
            assert sum(figures[name] for figures in scores["by_kind"].values()) == scores[name]
    assert all(len(word) < 100 and "://" not in word for word in _words(told))


def _words(value):
    if isinstance(value, dict):
        return [word for one in (*value, *value.values()) for word in _words(one)]
    if isinstance(value, list):
        return [word for one in value for word in _words(one)]
    return [value] if isinstance(value, str) else []
