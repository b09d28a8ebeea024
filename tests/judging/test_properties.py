"""What holds for any sequence of readings, sensible or not."""

import copy
import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newswatch.judging import judge
from newswatch.models import ArticleReference, Modality, Reading, Tick
from tests.judging.conftest import SEED_CLAIMS, SEED_DAY, WATCH, Desk, claim, seeded, written

BASELINE = seeded(*SEED_CLAIMS)
EVENTS = [(topic, event) for topic in WATCH.topics for event in WATCH.topics[topic].events] + [("truce", "unheard_of")]
ACTORS = st.sampled_from([None, "hamas", "israel", "netanyahu", "un"])
DAYS = st.none() | st.integers(-400, 90).map(lambda days: SEED_DAY.date() + timedelta(days))
PEOPLE = st.lists(st.sampled_from(["Romi Gonen", "Emily Damari", "Oron Shaul"]), max_size=2, unique=True).map(tuple)
# Few numbers and days, so that reports of one event meet.
CLAIMS = st.builds(
    lambda pair, modality, number, **more: claim(*pair, modality, words=number, **more),
    st.sampled_from(EVENTS), st.sampled_from(list(Modality)), st.integers(0, 9),
    actor=ACTORS, said_by=ACTORS, count=st.sampled_from([None, 0, 3, 4, 90, 100]),
    bound=st.sampled_from([None, "exact", "about", "at_least", "at_most"]),
    count_scope=st.sampled_from([None, "event", "total"]), duration_days=st.sampled_from([None, 42, 60]),
    phases=st.sampled_from([None, 3]), place=st.sampled_from([None, "netzarim", "rafah"]), date=DAYS,
    stage=st.sampled_from([None, 1, 2]), persons=PEOPLE, theatre=st.sampled_from([None, "gaza", "lebanon"]),
    field=st.sampled_from(["title", "body"]), background=st.booleans(), confidence=st.floats(0, 1),
)  # fmt: skip


@st.composite
def readings(draw):
    """Return a reading of one of a few articles, in one of a few versions, with or without a date."""
    claims = draw(st.lists(CLAIMS, max_size=5))
    topic = claims[0].topic if claims else draw(st.sampled_from(list(WATCH.topics)))
    published = draw(st.none() | st.integers(-30, 2000).map(lambda hours: SEED_DAY + timedelta(hours=hours)))
    article = ArticleReference(
        id=draw(st.sampled_from("abcd")),
        content=draw(st.sampled_from(["v1", "v2", "v3"])),
        source=draw(st.sampled_from([None, "A", "B", "C"])),
        published=published,
        fetched=draw(st.none() | st.just(SEED_DAY + timedelta(days=60))),
    )
    told = tuple(one for one in claims if one.topic == topic)
    return Reading(topic=topic, article=article, claims=told, detected=SEED_DAY + timedelta(draw(st.integers(50, 53))))


TICKS = st.builds(
    Tick, topic=st.sampled_from(list(WATCH.topics)), time=st.integers(0, 100).map(lambda day: SEED_DAY + timedelta(day))
)
MESSAGES = st.lists(readings() | TICKS, min_size=1, max_size=8)
thorough = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
pytestmark = pytest.mark.slow


@thorough
@given(MESSAGES)
def test_any_message_is_judged_and_judged_again_alike(messages):
    """Nothing raises, the given state is never changed, and the message again repeats its alerts and writes nothing."""
    desk = Desk(BASELINE)
    for message in messages:
        before = copy.deepcopy(desk.state)
        judgement = judge(message, desk.state, BASELINE, WATCH)
        assert desk.state == before
        desk.state = written(desk.state, judgement.writes)
        again = judge(message, desk.state, BASELINE, WATCH)
        assert [alert.to_json() for alert in again.alerts] == [alert.to_json() for alert in judgement.alerts]
        assert dict(again.writes) == {}


@thorough
@given(MESSAGES)
def test_any_half_written_table_is_completed(messages):
    """For every prefix of the writes, judging the message again ends in the same table with the same alerts."""
    state = {}
    for message in messages:
        judgement = judge(message, state, BASELINE, WATCH)
        pairs = list(judgement.writes.items())
        whole = written(state, pairs)
        for length in range(len(pairs) + 1):
            partial = written(state, pairs[:length])
            again = judge(message, partial, BASELINE, WATCH)
            assert written(partial, again.writes) == whole
            assert [alert.to_json() for alert in again.alerts] == [alert.to_json() for alert in judgement.alerts]
        state = whole


@thorough
@given(MESSAGES)
def test_two_runs_are_alike_and_no_revision_comes_twice(messages):
    """The same stream gives the same alerts; each first revision has an id of its own, and revisions count up."""
    runs = []
    for _ in range(2):
        desk, sent = Desk(BASELINE), {}
        for message in messages:
            for alert in desk.judge(message).alerts:
                sent.setdefault(alert.key, alert.to_json())
        runs.append(sent)
    assert runs[0] == runs[1]
    for key in runs[0]:
        alert_id, _, revision = key.rpartition("#")
        assert revision == "1" or f"{alert_id}#{int(revision) - 1}" in runs[0]


@thorough
@given(MESSAGES)
def test_every_alert_is_grounded_and_every_claim_decided(messages):
    """Evidence is the claim's sentence as it came in; only an overdue alert has none, and each claim has a reason."""
    desk = Desk(BASELINE)
    for message in messages:
        fresh = isinstance(message, Reading) and not known(message, desk)
        judgement = desk.judge(message)
        for alert in judgement.alerts:
            assert bool(alert.evidence) == (alert.event != "deadline_passed")
            assert alert.before or alert.relation == "new"
        if fresh:
            assert len(judgement.decisions) == len(message.claims)
            assert all(decision.reason for decision in judgement.decisions)


def known(message: Reading, desk: Desk) -> bool:
    """Tell whether a version is the current one, or the same record again."""
    versions = (desk.board(message.topic).seen(message.article.id) or {"versions": []})["versions"]
    current = [one["content"] for one in versions[-1:]] == [message.article.content]
    same = (message.article.content, message.detected.isoformat())
    return current or same in [(one["content"], one["detected"]) for one in versions]


@thorough
@given(MESSAGES)
def test_the_table_is_plain_json(messages):
    """What is kept is what JSON keeps."""
    state = {}
    for message in messages:
        judgement = judge(message, state, BASELINE, WATCH)
        for key, value in judgement.writes.items():
            assert json.loads(json.dumps(value)) == value
            state[key] = value
    assert all(
        isinstance(date.fromisoformat(value["day"]), date) for key, value in state.items() if value and "|seen|" in key
    )
