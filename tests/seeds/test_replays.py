"""The streams to measure on hold together: each wanted alert stands word for word in its article."""

import json
from pathlib import Path

import pytest

from newswatch.evaluation.expectations import parse
from newswatch.models import Article
from newswatch.topics import load

REPLAYS = Path(__file__).parents[2] / "seeds" / "replays"
STREAMS = sorted(path for path in REPLAYS.glob("*.jsonl") if "expected" not in path.name)
PAIRS = {f"{topic}/{event}" for topic, known in load().topics.items() for event in known.events}


@pytest.mark.parametrize("stream", STREAMS, ids=lambda path: path.stem)
def test_each_wanted_alert_stands_in_its_article(stream):
    """And what is wanted, allowed or forbidden is an event of its topic, for an article of the stream."""
    texts: dict[str, str] = {}
    for line in stream.read_text("utf-8").splitlines():
        article = Article.from_loose(json.loads(line))
        texts[article.id] = f"{texts.get(article.id, '')}\n{article.title}\n{article.body}"
    lines = stream.with_name(f"{stream.stem}-expected.jsonl").read_text("utf-8").splitlines()
    for line, expected in zip(lines, parse(lines, stream.name), strict=True):
        assert expected.id in texts
        assert {*expected.may, *expected.must_not, *("/".join(pair) for pair in expected.wanted)} <= PAIRS
        assert not expected.wanted & {tuple(word.split("/")) for word in expected.must_not}
        for wanted in json.loads(line)["alerts"]:
            assert wanted["evidence"] in texts[expected.id]


def test_there_are_streams_that_are_kept_apart():
    assert [path.stem for path in STREAMS] == ["autumn-1", "autumn-2", "winter-1", "winter-2"]
