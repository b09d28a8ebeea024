"""The report of an evaluation, and the JSON document that it becomes."""

import json

import pytest

from newswatch.evaluation import report
from newswatch.evaluation.document import Circumstances, document
from newswatch.evaluation.explanation import lines
from newswatch.evaluation.report import Answer
from newswatch.models import Modality
from newswatch.reading import ArticleReading
from newswatch.reading.explanation import Explained, Finding
from tests.evaluation.samples import claimed, item, pairs, read

HERE = Circumstances("0.1", "gold.jsonl", "ab", 2, "3.11", reader_seconds=0.3, keyword_seconds=0.0)
SENTENCE = "Nobody saw it coming."


def answered(*claims) -> Answer:
    explained = Explained("body", SENTENCE, 0, len(SENTENCE), "gaza", claims=claims)
    return Answer(ArticleReading("gaza", claims, claims, explanation=(explained,)))


@pytest.fixture
def made():
    """A report on three items: one read well but for its count, one read wrongly, one not read."""
    items = [item(claimed("hostage/released", count=3)), item("truce/agreed", text=SENTENCE), item("truce/talks")]
    failed = Answer(ArticleReading("none"), "reading it took longer than 1 s")
    answers = [answered(read("hostage/released", count=4)), answered(read("truce/talks")), failed]
    return report.make(items, answers, [pairs("hostage/released"), pairs(), pairs("truce/talks")])


def test_the_figures(made):
    """Reader and keyword monitor are scored on the same items; an article that was not read has no claims."""
    told = document(made, HERE)
    assert told["reader"]["events"] == {
        "gold": 3, "predicted": 2, "right": 1, "precision": 0.5, "recall": 0.3333, "f1": 0.4,
    }  # fmt: skip
    assert told["keyword_monitor"]["events"]["f1"] == 0.8
    assert told["reader"]["by_event"]["truce/talks"]["right"] == 0
    assert (told["reader"]["items_per_second"], told["keyword_monitor"]["items_per_second"]) == (10.0, None)
    assert told["attributes"]["count"] == {"right": 0, "of": 1, "share": 0.0}
    assert told["confusion"]["wrong"] == [{"event": "truce/talks", "gold": "agreed", "items": 1}]
    assert told["failures"] == [{"id": "a", "reason": "reading it took longer than 1 s"}]


def test_sentences_stand_under_misses_only(made):
    """The document has the items' own words only where the misses are asked for."""
    assert SENTENCE not in json.dumps(document(made, HERE))
    assert "misses" not in document(made, HERE)
    assert SENTENCE in json.dumps(document(made, HERE, misses=True)["misses"])


def test_the_misses(made):
    """A miss says what the gold has, what was read, and why; a wrong attribute is one too."""
    first, second, third = document(made, HERE, misses=True)["misses"]
    assert first["attributes"] == [{"event": "hostage/released", "attribute": "count", "gold": "3", "read": "4"}]
    assert (first["missed"], first["wrong"]) == ([], [])
    assert second["missed"] == [{"event": "truce/agreed", "modality": "happened"}]
    assert second["wrong"] == [{"event": "truce/talks", "modality": "happened"}]
    assert second["explanation"][0][0] == f"[gaza] {SENTENCE}"
    assert third["failure"] == "reading it took longer than 1 s"


def test_what_is_right_is_no_miss():
    """An item that was read as it should be, or recalled what it may, is left out."""
    items = [item("truce/talks"), item(background=("truce/agreed",)), item()]
    answers = [
        answered(read("truce/talks")),
        answered(read("truce/agreed")),
        answered(read("truce/talks", background=True)),
    ]
    assert report.make(items, answers, [pairs()] * 3).misses == []


def test_an_explanation():
    """A sentence is told with its theatre, what was found in it, and what decided that."""
    recalled = Finding(
        "truce.agree", "agreed", Modality.HAPPENED, ("said",), 0.9, "an old date", (read("truce/agreed"),)
    )
    unsaid = Finding("truce.talk", "talks", None, (), 0.9)
    told = lines(Explained("body", "They agreed.", 0, 12, "gaza", findings=(recalled, unsaid)))
    assert told == [
        "[gaza] They agreed.",
        "truce.agree “agreed”: truce/agreed happened (said); only recalled: an old date",
        "truce.talk “talks”: no claim (stated)",
    ]
    assert lines(Explained("body", "Rain.", 0, 5, "none", "no topic's word"))[1:] == ["not read: no topic's word"]
    assert lines(Explained("body", "Rain.", 0, 5, "gaza"))[1:] == ["nothing found"]
