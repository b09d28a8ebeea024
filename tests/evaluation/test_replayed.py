"""The figures of a replay as JSON."""

from newswatch.evaluation.comparison import Raised, compare
from newswatch.evaluation.expectations import Expectation, ExpectedAlert
from newswatch.evaluation.replayed import Circumstances, document

CIRCUMSTANCES = Circumstances("0.1", "mine", "wanted.jsonl", "ab", "talks-2025-01", 3)
WANTED = [
    Expectation(id="a", kind="development", alerts=(ExpectedAlert(topic="truce", event="agreed"),)),
    Expectation(id="b", kind="rehash", alerts=(), must_not=("truce/agreed",)),
]


def test_the_figures():
    """All that was counted is there: in all, by kind, by event, and the same of the keyword monitor."""
    pipeline = compare([Raised("a", None, ("truce", "agreed"))], WANTED)
    keywords = compare([Raised("b", None, ("truce", "agreed"))], WANTED)
    told = document(pipeline, keywords, CIRCUMSTANCES)
    assert {name: told[name] for name in ("newswatch", "set", "file", "sha256", "baseline", "items")} == {
        "newswatch": "0.1", "set": "mine", "file": "wanted.jsonl", "sha256": "ab", "baseline": "talks-2025-01",
        "items": 3,
    }  # fmt: skip
    right = {"articles": 2, "wanted": 1, "hits": 1, "missed": 0, "extra": 0, "forbidden": 0}
    assert {name: told[name] for name in right} == right
    assert (told["recall"], told["precision"]) == (1.0, 1.0)
    nothing = dict.fromkeys(right, 0) | {"recall": None, "precision": None}
    assert told["by_kind"]["rehash"] == nothing | {"articles": 1}
    assert told["by_event"] == {"truce/agreed": right | {"articles": 1, "recall": 1.0, "precision": 1.0}}
    other = told["keyword_monitor"]
    assert (other["hits"], other["missed"], other["forbidden"], other["precision"]) == (0, 1, 1, 0.0)
    assert other["by_kind"]["rehash"]["forbidden"] == 1


def test_without_words():
    """Where the keyword monitor has no words for what is watched, it has no figures."""
    assert document(compare([], WANTED), None, CIRCUMSTANCES)["keyword_monitor"] is None
