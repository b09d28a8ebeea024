"""Alerts compared with those that an editor wants."""

import json

import pytest

from newswatch.errors import ConfigurationError
from newswatch.evaluation.expectations import Expectation, compare, parse
from newswatch.models import Evidence
from tests.test_models import alert


def raised(article: str, event: str = "agreed", topic: str = "truce", url: str | None = None, **more):
    evidence = Evidence(article=article, url=url, origin="o", field="body", start=0, end=1, sentence="x")
    return alert(event=event, topic=topic, evidence=(evidence,), **more)


def expected(article: str, *wanted: str, may=(), must_not=()) -> Expectation:
    alerts = [dict(zip(("topic", "event"), pair.split("/"), strict=True)) for pair in wanted]
    return Expectation.model_validate({"id": article, "alerts": alerts, "may": may, "must_not": must_not})


def told(alerts, *expectations) -> list[str]:
    return [str(difference) for difference in compare(alerts, expectations).differences]


def test_all_fit():
    """Wanted alerts that were raised are hits, with full recall and precision."""
    found = compare([raised("a"), raised("a", "talks")], [expected("a", "truce/agreed", "truce/talks"), expected("b")])
    assert (found.hits, found.differences, found.recall, found.precision) == (2, (), 1.0, 1.0)


def test_a_miss_and_extras_are_named():
    """Each difference is named with its kind, topic, event and article."""
    wanted = expected("a", "truce/agreed", must_not=["truce/talks"])
    assert told([raised("a", "talks"), raised("a", "signed"), raised("z")], wanted) == [
        "missed: truce/agreed for a",
        "extra: truce/signed for a",
        "forbidden: truce/talks for a",
        "extra: truce/agreed for z",
    ]


def test_the_shares():
    """Recall and precision count hits against what is missed and what is too many; allowed ones count for neither."""
    wanted = expected("a", "truce/agreed", "truce/talks", may=["truce/signed"])
    found = compare([raised("a"), raised("a", "signed"), raised("a", "stalled"), raised("a", "approved")], [wanted])
    assert (found.recall, found.precision) == (1 / 2, 1 / 3)


def test_allowed_alerts_are_no_difference():
    """An alert that may be raised is neither wanted nor too many."""
    wanted = expected("a", may=["truce/agreed"])
    assert told([raised("a")], wanted) == told([], wanted) == []


def test_only_first_revisions_with_evidence_count():
    """Later revisions and overdue alerts are left out, and the same event twice in an article is one."""
    alerts = [raised("a"), raised("a"), raised("b", revision=2), alert(evidence=())]
    assert told(alerts, expected("a", "truce/agreed")) == []


def test_an_article_is_known_by_its_id_or_its_url():
    """An expectation names its article either way."""
    assert told([raised("hash", url="https://x.example/a")], expected("https://x.example/a", "truce/agreed")) == []
    assert told([raised("a", url="https://x.example/a")], expected("a", "truce/agreed")) == []


def test_nothing_wanted_and_nothing_raised():
    """Without anything to compare the shares are full."""
    found = compare([], [expected("a")])
    assert (found.recall, found.precision) == (1.0, 1.0)


def test_a_file_of_expectations():
    """Lines are expectations, blank ones are nothing, and keys that are not known do no harm."""
    line = {
        "id": "a",
        "alerts": [{"topic": "truce", "event": "agreed", "slot": "s"}],
        "may": ["truce/talks"],
        "why": "w",
    }
    (one,) = parse(["", json.dumps(line), "  "], "file")
    assert (one.id, one.wanted, one.may) == ("a", {("truce", "agreed")}, ("truce/talks",))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['{"id": "a", "alerts": []}', "{"], "file, line 2: "),
        (['{"id": "a", "body": "an article"}'], "file, line 1: alerts: Field required"),
        (['{"alerts": []}'], "file, line 1: id: Field required"),
        ([], "file has no expectation in it"),
    ],
)
def test_a_file_that_is_none(lines, told):
    """What is no file of expectations is refused, naming the line."""
    with pytest.raises(ConfigurationError) as refused:
        parse(lines, "file")
    assert str(refused.value).startswith(told)
