"""Whatever order articles come in: the board ends the same, and alerts keep their ids."""

from datetime import timedelta, timezone
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newswatch.judging import order
from newswatch.judging.order import WINDOW
from newswatch.models import ArticleReference, Reading
from tests.judging.conftest import SEED_CLAIMS, SEED_DAY, WATCH, Desk, claim, moment, reading, seeded

BASELINE = seeded(*SEED_CLAIMS)
BEGIN = SEED_DAY + timedelta(days=14)
thorough = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def news(draw, topic, words):
    """Return a claim that is real enough to change the board; few numbers and days, so that reports meet."""
    name = draw(st.sampled_from(list(WATCH.topics[topic].events)))
    changed_by = WATCH.topics[topic].events[name].changed_by
    days = st.none() | st.integers(-2, 5).map(lambda day: (BEGIN + timedelta(day)).date())
    return claim(
        topic,
        name,
        draw(st.sampled_from([*changed_by, *changed_by, "denied"])),
        words=words,
        actor=draw(st.sampled_from([None, "hamas", "israel"])),
        count=draw(st.sampled_from([None, 3, 4, 90])),
        duration_days=draw(st.sampled_from([None, 42, 60])),
        place=draw(st.sampled_from([None, "netzarim", "rafah"])),
        date=draw(days),
        persons=draw(st.sampled_from([(), ("Romi Gonen",), ("Oron Shaul",)])),
        background=draw(st.sampled_from([False, False, False, True])),
        field=draw(st.sampled_from(["title", "body"])),
    )


@st.composite
def streams(draw):
    """Return readings of one topic, all written within the window, in some order of arrival.

    Some articles come in two versions, the second after the first; times have offsets of their own. Each article is an
    origin of its own: what an edit takes back that a reprint still tells depends on which of them came first.
    """
    topic = draw(st.sampled_from(list(WATCH.topics)))
    versions = []
    for number in range(draw(st.integers(2, 7))):
        zone = timezone(timedelta(hours=draw(st.sampled_from([0, 2, -5]))))
        published = (BEGIN + timedelta(hours=draw(st.integers(0, int(WINDOW.total_seconds() / 3600))))).astimezone(zone)
        source = f"outlet {number}"
        several = draw(st.sampled_from([1, 1, 1, 2]))
        for version in range(several):
            claims = draw(st.lists(news(topic, number), min_size=0 if version else 1, max_size=3))
            article = ArticleReference(
                id=f"article {number}", content=f"v{version}", source=source, published=published
            )
            detected = BEGIN + WINDOW * 2 + timedelta(minutes=version)
            versions.append(Reading(topic=topic, article=article, claims=tuple(claims), detected=detected))
    places = draw(st.permutations(range(len(versions))))
    place = {
        name: iter(sorted(at for at in places if versions[at].article.id == name))
        for name in {one.article.id for one in versions}
    }
    return topic, versions, [versions[next(place[versions[at].article.id])] for at in places]


def in_order(told):
    """Return readings in the order in which they were written."""
    return sorted(told, key=lambda one: (one.article.published, one.article.id, one.detected))


def facts(desk, topic):
    """Return each slot's fact, without what tells how it came there: its version and its alert."""
    slots = [fact.slot for fact in desk.baseline.standing()] + list(desk.board(topic).names("fact"))
    kept = {slot: desk.board(topic).fact(slot) for slot in slots if slot.startswith(topic)}
    return {slot: fact.model_copy(update={"version": 0, "alert": None}) for slot, fact in kept.items() if fact}


def told_to(desk, readings):
    """Return the ids of the alerts that some readings lead to, revision by revision."""
    return [alert.key for one in readings for alert in desk.judge(one).alerts]


@pytest.mark.slow
@thorough
@given(streams())
def test_any_order_of_arrival_ends_in_the_same_board(stream):
    """The board is what it would be had the articles come in the order in which they were written."""
    topic, told, arrived = stream
    one, other = Desk(BASELINE), Desk(BASELINE)
    told_to(one, in_order(told))
    told_to(other, arrived)
    assert facts(other, topic) == facts(one, topic)


@pytest.mark.slow
@thorough
@given(streams())
def test_a_prefix_that_comes_twice_changes_nothing(stream):
    """Repeated articles send what they sent, and leave the board as it is."""
    topic, _, arrived = stream
    once, twice = Desk(BASELINE), Desk(BASELINE)
    sent = told_to(once, arrived)
    half = arrived[: len(arrived) // 2]
    sent_twice = [*told_to(twice, half), *told_to(twice, half), *told_to(twice, arrived)]
    assert set(sent_twice) == set(sent)
    assert facts(twice, topic) == facts(once, topic)


@pytest.mark.slow
@thorough
@given(streams())
def test_every_fact_names_an_alert_that_was_sent(stream):
    """Facts that were told again in order name the alerts under which they were really sent, or none."""
    topic, _, arrived = stream
    desk = Desk(BASELINE)
    sent = {key.rpartition("#")[0] for key in told_to(desk, arrived)}
    named = {
        desk.board(topic).fact(slot).alert for slot in desk.board(topic).names("fact") if desk.board(topic).fact(slot)
    }
    assert named - {None} <= sent


@pytest.fixture
def desk():
    return Desk(BASELINE)


def test_a_late_article_takes_its_place_and_turns_nothing_back(desk):
    """What was agreed at noon and stalled in the evening is stalled, also where noon's report comes at night."""
    desk.tell(claim("truce", "stalled", words=1), at="15T20")
    [late] = desk.judge(reading(claim("truce", "agreed", words=2), at="15T12")).decisions
    assert late.reason == "older than the board, which stands at stalled"
    assert desk.value("truce.phase") == "stalled"
    assert [position.value for position in desk.board("truce").past("truce.phase")] == ["talks", "agreed"]


def test_alerts_keep_their_events_when_they_are_told_again(desk):
    """Two events that only what is counted tells apart, the later first: each keeps the alert that told of it."""
    [freed] = desk.tell(claim("hostage", "released", count=15, count_kind="hostages", words=1), at="15T12")
    [bodies] = desk.tell(claim("hostage", "released", count=15, count_kind="remains", words=2), at="15T10")
    known = {one.kind: one.alert for one in desk.board("hostage").occurrences("hostage.released")}
    assert known == {"hostages": freed.id, "remains": bodies.id}


def test_what_comes_too_late_for_its_place_is_not_lost(desk):
    """An event of three days ago is told as it comes, and still known when a younger article comes late."""
    desk.tell(claim("hostage", "released", count=3, words=1), at="18")
    assert desk.tell(claim("hostage", "released", count=9, words=2), at="15")
    desk.tell(claim("hostage", "died", words=3), at="18T11")
    assert sorted(one.number for one in desk.board("hostage").occurrences("hostage.released")) == [3, 9]


def test_a_version_that_an_alert_names_stands_for_one_fact(desk):
    """The fact that a late article wrote, and that was wound back, gives its number to no other."""
    desk.tell(claim("hostage", "released", count=3, words=1), at="18")
    [late] = desk.tell(claim("hostage", "released", count=9, date="2025-01-17", words=2), at="17T20")
    [later] = desk.tell(claim("hostage", "released", count=5, date="2025-01-19", words=3), at="19")
    assert later.after.version > late.after.version


def test_a_version_stands_no_earlier_than_the_one_before_it(desk):
    """An edit that is dated before its first version still takes back what that one said."""
    desk.tell(claim("truce", "agreed", words=1), at="15T12", id="a")
    desk.tell(topic="truce", at="15T11", id="a", content="v2", detected=moment("15T13"))
    assert desk.value("truce.phase") == "talks"


def test_a_reading_that_would_rewrite_too_much_is_told_as_it_comes(desk, monkeypatch):
    """An alert is never lost to what is told again."""
    monkeypatch.setattr(order, "REWRITTEN", 10)
    desk.tell(claim("hostage", "released", count=3, words=1), at="18")
    assert desk.tell(claim("hostage", "died", words=2), at="17T20")
    assert desk.fact("hostage.died")


def test_an_hour_keeps_so_many_readings(desk, monkeypatch):
    """The row of an hour doesn't grow with every undated article."""
    monkeypatch.setattr(order, "TOLD_AGAIN", 3)
    for number in range(6):
        desk.tell(claim("truce", "talks", words=number), at="15", id=f"article {number}")
    assert len(desk.board("truce").get("order", "2025-01-15T12")) == 3
    assert len(list(desk.board("truce").names("told"))) == 3


@pytest.mark.parametrize("came", list(permutations(range(3))))
def test_three_reports_in_any_order(came):
    """A yes, a deal and a breakdown end in the breakdown, and the alerts' ids don't hang on the order."""
    told = [
        reading(claim("truce", "accepted", actor="hamas", words=0), at="15T08"),
        reading(claim("truce", "agreed", words=1), at="15T12"),
        reading(claim("truce", "stalled", words=2), at="15T18"),
    ]
    desk = Desk(BASELINE)
    ids = {key.partition("#")[0] for key in told_to(desk, [told[at] for at in came])}
    assert desk.value("truce.phase") == "stalled"
    assert ids <= {f"truce.phase/{rung}/2025-01-15@gaza-talks-2025-01" for rung in ("accepted", "agreed", "stalled")}
