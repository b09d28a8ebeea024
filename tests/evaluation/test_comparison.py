"""Alerts compared with those that an editor wants."""

from newswatch.evaluation.comparison import Tally, compare, raised
from newswatch.evaluation.expectations import Expectation
from newswatch.models import Evidence
from tests.test_models import alert


def given(article: str, event: str = "agreed", topic: str = "truce", url: str | None = None, **more):
    evidence = Evidence(article=article, url=url, origin="o", field="body", start=0, end=1, sentence="x")
    return alert(event=event, topic=topic, evidence=(evidence,), **more)


def expected(article: str, *wanted: str, **more) -> Expectation:
    alerts = [dict(zip(("topic", "event"), pair.split("/"), strict=True)) for pair in wanted]
    return Expectation.model_validate({"id": article, "alerts": alerts, **more})


def compared(alerts, *expectations):
    return compare(raised(alerts), expectations)


def told(alerts, *expectations) -> list[str]:
    return [str(difference) for difference in compared(alerts, *expectations).differences]


def test_all_fit():
    """Wanted alerts that were raised are hits, with full recall and precision."""
    found = compared([given("a"), given("a", "talks")], expected("a", "truce/agreed", "truce/talks"), expected("b"))
    assert found.differences == []
    assert found.total == Tally(articles=2, hits=2, missed=0, extra=0, forbidden=0)
    assert (found.total.recall, found.total.precision) == (1.0, 1.0)


def test_a_miss_and_extras_are_named():
    """Each difference is named with its kind, topic, event and article."""
    wanted = expected("a", "truce/agreed", must_not=["truce/talks"])
    assert told([given("a", "talks"), given("a", "signed"), given("z")], wanted) == [
        "missed: truce/agreed for a",
        "extra: truce/signed for a",
        "forbidden: truce/talks for a",
        "extra: truce/agreed for z",
    ]


def test_the_shares():
    """Recall and precision count hits against what is missed and what is too many; allowed ones count for neither."""
    wanted = expected("a", "truce/agreed", "truce/talks", may=["truce/signed"], must_not=["truce/stalled"])
    alerts = [given("a"), given("a", "signed"), given("a", "stalled"), given("a", "approved")]
    total = compared(alerts, wanted).total
    assert (total.wanted, total.extra, total.forbidden, total.too_many) == (2, 1, 1, 2)
    assert (total.recall, total.precision) == (1 / 2, 1 / 3)


def test_allowed_alerts_are_no_difference():
    """An alert that may be raised is neither wanted nor too many."""
    wanted = expected("a", may=["truce/agreed"])
    assert told([given("a")], wanted) == told([], wanted) == []


def test_only_first_revisions_with_evidence_count():
    """Later revisions and overdue alerts are left out, and the same event twice in an article is one."""
    alerts = [given("a"), given("a"), given("b", revision=2), alert(evidence=())]
    assert told(alerts, expected("a", "truce/agreed")) == []


def test_an_article_is_known_by_its_id_or_its_url():
    """An expectation names its article either way."""
    assert told([given("hash", url="https://x.example/a")], expected("https://x.example/a", "truce/agreed")) == []
    assert told([given("a", url="https://x.example/a")], expected("a", "truce/agreed")) == []


def test_nothing_wanted_and_nothing_raised():
    """There is no share of nothing."""
    total = compared([], expected("a")).total
    assert (total.articles, total.recall, total.precision) == (1, None, None)


def test_by_kind_of_article():
    """Every kind is counted, most wanted alerts first; articles of which nothing is said are a kind too."""
    found = compared(
        [given("a"), given("r"), given("r", "signed"), given("z"), given("z", "signed")],
        expected("r", kind="reprint", must_not=["truce/agreed"]),
        expected("a", "truce/agreed", "truce/signed", kind="development"),
        expected("b", "truce/agreed", kind="development"),
        expected("c"),
    )
    assert list(found.by_kind.items()) == [
        ("development", Tally(articles=2, hits=1, missed=2, extra=0, forbidden=0)),
        ("reprint", Tally(articles=1, hits=0, missed=0, extra=1, forbidden=1)),
        ("unlisted", Tally(articles=1, hits=0, missed=0, extra=2, forbidden=0)),
        ("unnamed", Tally(articles=1, hits=0, missed=0, extra=0, forbidden=0)),
    ]


def test_by_event():
    """Each topic and event of which there is something to tell is counted, in order."""
    wanted = [expected("a", "truce/agreed", "hostage/released"), expected("b", "truce/agreed")]
    found = compared([given("a"), given("b", "signed")], *wanted)
    assert list(found.by_event.items()) == [
        (("hostage", "released"), Tally(articles=1, hits=0, missed=1, extra=0, forbidden=0)),
        (("truce", "agreed"), Tally(articles=2, hits=1, missed=1, extra=0, forbidden=0)),
        (("truce", "signed"), Tally(articles=1, hits=0, missed=0, extra=1, forbidden=0)),
    ]
