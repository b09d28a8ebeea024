from newswatch.judging import judge
from newswatch.models import ArticleReference, Reading
from tests.judging.conftest import WATCH, claim, moment, reading, written


def test_the_same_reading_again_sends_the_same_alerts(desk):
    """A redelivered reading repeats its alerts byte for byte, and writes nothing."""
    message = reading(claim("truce", "agreed"), at="15")
    first, second = desk.judge(message), desk.judge(message)
    assert [alert.to_json() for alert in first.alerts] == [alert.to_json() for alert in second.alerts]
    assert second.writes == {}


def test_an_older_reading_again_sends_its_own_revisions(desk):
    """What came later does not change what a redelivered reading sends."""
    message = reading(claim("truce", "agreed"), at="15")
    first = desk.judge(message)
    desk.tell(claim("truce", "signed", words=1), at="17")
    again = desk.judge(message)
    assert [alert.to_json() for alert in again.alerts] == [alert.to_json() for alert in first.alerts]
    assert again.writes == {}


def test_a_tick_again_sends_the_same_alerts(desk):
    """A redelivered tick repeats what it made overdue, at once and later."""
    first = desk.tick("25")
    assert desk.tick("25") == first
    desk.tell(claim("hostage", "released", count=3, date="2025-01-25"), at="25T18")
    assert desk.tick("25") == first


def test_a_half_written_table_is_completed(desk):
    """The journal comes first and holds the rest: any prefix of the writes ends in the same table."""
    desk.tell(claim("truce", "agreed"), at="15")
    message = reading(claim("truce", "signed", duration_days=42, words=1), at="17")
    judgement = judge(message, desk.state, desk.baseline, WATCH)
    pairs = list(judgement.writes.items())
    whole = written(desk.state, pairs)
    assert pairs[0][0] == "truce|journal"
    for length in range(len(pairs) + 1):
        partial = written(desk.state, pairs[:length])
        again = judge(message, partial, desk.baseline, WATCH)
        assert written(partial, again.writes) == whole
        assert [alert.to_json() for alert in again.alerts] == [alert.to_json() for alert in judgement.alerts]


def test_an_article_is_forgotten_after_45_days(desk):
    """Memory is bounded: a new day of event time forgets what is older than the promise."""
    desk.tell(claim("truce", "agreed"), at="15", id="old")
    assert desk.state["truce|seen|old"]
    desk.tell(claim("truce", "called_for", "demanded", actor="un"), at="03-10")
    assert "truce|seen|old" not in desk.state


def test_topics_share_a_table_without_touching_each_other(desk):
    """Every key begins with its topic's word."""
    desk.tell(claim("truce", "agreed"), at="15")
    desk.tell(claim("hostage", "released", count=3), at="16")
    assert {key.partition("|")[0] for key in desk.state} == {"truce", "hostage"}


def test_an_undated_article_is_told_now_and_never_advances_event_time(desk):
    """Its development is news; the clock stays."""
    desk.tell(claim("truce", "talks"), at="10")
    [alert] = desk.tell(claim("truce", "agreed", words=1), at=None)
    assert (alert.first_published, alert.id) == (None, "truce.phase/agreed/2025-01-10@gaza-talks-2025-01")
    assert desk.board("truce").clock == moment("10")


def test_an_article_dated_after_it_came_in_never_advances_event_time(desk):
    """A date that can't be believed is no date: neither the fetcher's clock nor the broker's may lie behind it."""
    desk.tell(claim("truce", "agreed"), at="20", fetched=moment("15"))
    assert desk.board("truce").clock == desk.baseline.published
    desk.tell(claim("truce", "signed", words=1), at="21", detected=moment("16"))
    assert desk.board("truce").clock == desk.baseline.published


def test_a_time_of_fetching_to_come_is_not_believed(desk):
    """A producer's false `fetched` can't move event time past the record's own time."""
    desk.tell(claim("truce", "agreed"), at="12-20", fetched=moment("12-21"), detected=moment("16"))
    assert desk.board("truce").clock == desk.baseline.published


def test_late_in_utc_it_is_tomorrow_where_it_happened(desk):
    """What happened on Monday, told late on Sunday in UTC, is of Monday; earlier in the day it can't be."""
    [alert] = desk.tell(claim("hostage", "prisoners_released", count=90, date="2025-01-20"), at="19T23")
    assert alert.id.startswith("hostage.prisoners_released/prisoners_released/2025-01-20")
    [alert] = desk.tell(claim("hostage", "listed", count=4, date="2025-01-26", words=1), at="25T19")
    assert "/2025-01-25" in alert.id


def test_a_start_late_in_utc_is_still_planned(desk):
    """A truce that takes effect tomorrow is not in effect, however late it is."""
    desk.climb("agreed", start=15)
    desk.tell(claim("truce", "in_effect", date="2025-01-19", words=1), at="18T22")
    assert (desk.value("truce.phase"), desk.value("truce.start_date")) == ("agreed", "2025-01-19")


def test_an_article_from_before_the_baseline_raises_nothing(desk):
    """What was written before the seed is in the seed, or was left out of it."""
    reference = ArticleReference(id="old", content="v1", published=moment("01").replace(year=2024))
    message = Reading(topic="truce", article=reference, claims=(claim("truce", "agreed"),), detected=moment("15"))
    judgement = desk.judge(message)
    assert judgement.alerts == ()
    assert judgement.decisions[0].reason == "published before the baseline was written"


def test_a_late_article_with_a_fact_that_nobody_had_is_news(desk):
    """Published on the 19th, told on the 28th: the event is recalled neither then nor now."""
    desk.tell(claim("hostage", "released", count=4, date="2025-01-25"), at="28")
    [alert] = desk.tell(claim("hostage", "remains_returned", persons=("Oron Shaul",), words=1), at="19")
    assert alert.id.startswith("hostage.remains_returned/remains_returned/2025-01-19/oron-shaul")
    assert desk.board("hostage").clock == moment("28")


def test_a_reading_without_claims_is_remembered_and_raises_nothing(desk):
    """An empty reading of an unknown article retracts nothing."""
    judgement = desk.judge(reading(topic="truce", at="15", id="empty"))
    assert (judgement.alerts, judgement.decisions) == ((), ())
    assert desk.board("truce").seen("empty")


def test_two_runs_give_the_same_ids(desk):
    """Ids are made of facts and days, never of a clock or chance."""
    messages = [
        reading(claim("truce", rung, words=n), at=f"1{n}") for n, rung in enumerate(("agreed", "signed", "stalled"))
    ]
    runs = []
    for _ in range(2):
        desk.state = {}
        runs.append([alert.key for message in messages for alert in desk.judge(message).alerts])
    assert runs[0] == runs[1]
    assert len(runs[0]) == len(set(runs[0])) == 4
