"""The gate: nothing leaves without its sentences, and no value that its sentence does not carry."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newswatch.judging import judge
from newswatch.judging.grounding import NOT_GROUNDED, fault, grounded
from newswatch.models import Claim, Modality, Relation
from tests.judging.conftest import SEED_CLAIMS, SEED_DAY, WATCH, Desk, claim, reading, seeded, written

BASELINE = seeded(*SEED_CLAIMS)
THREE = "Hamas freed three women in Gaza City on Sunday, Qatar said."


def test_what_the_sentence_says_is_kept(desk):
    """Number, day, place and speaker."""
    told = claim(
        "hostage", "released", count=3, date="2025-01-19", place="gaza_city", said_by="qatar", words=THREE,
    )  # fmt: skip
    [alert] = desk.tell(told, at="19")
    assert (alert.count, str(alert.date), alert.place, alert.said_by) == (3, "2025-01-19", "gaza_city", "qatar")


def test_a_value_that_the_sentence_does_not_carry_is_left_out(desk):
    """Of the alert, its headline and its id; the decision says so."""
    wrong = claim(
        "hostage", "released", count=4, count_kind="hostages", bound="exact", date="2025-01-17", place="netzarim",
        said_by="egypt", persons=("Romi Gonen",), words=THREE,
    )  # fmt: skip
    judgement = desk.judge(reading(wrong, at="19"))
    [alert] = judgement.alerts
    assert (alert.count, alert.count_kind, alert.date, alert.place, alert.said_by) == (None,) * 5
    assert alert.id == "hostage.released/released/2025-01-19@gaza-talks-2025-01"
    assert "4" not in alert.headline
    [decision] = judgement.decisions
    assert decision.alert == alert.id
    assert decision.reason.endswith(f"; {NOT_GROUNDED}its sentence does not carry count, date, place, said_by, persons")


def test_a_value_that_is_all_that_changes_raises_nothing(desk):
    """A number held, and a first day, that no sentence tells."""
    held = claim("hostage", "held", count=59, words="They are still held in Gaza.")
    assert desk.tell(held, at="19") == []
    planned = claim("truce", "in_effect", "planned", date="2025-01-26", words="The truce in Gaza will begin soon.")
    assert desk.tell(planned, at="19") == []
    term = claim("truce", "agreed", duration_days=33, words="Both sides agreed on a truce.")
    assert [alert.slot for alert in desk.tell(term, at="19")] == ["truce.phase"]
    assert desk.value("truce.duration_days") == 60


def test_the_whole_theatre_needs_no_name():
    """What is told of no place is told of all of it."""
    told = claim("withdrawal", "withdrawal_started", place="gaza", words="The army is leaving.")
    assert grounded(told, SEED_DAY.date(), WATCH) == (told, ())


@pytest.mark.parametrize(("start", "end", "sentence"), [(5, 5, THREE), (-3, len(THREE) - 3, THREE), (0, 3, "   ")])
def test_a_claim_out_of_its_place_is_not_judged(desk, start, end, sentence):
    """Its sentence is no verbatim one; the decision says so."""
    sound = claim("hostage", "released", count=3, words=THREE)
    broken = sound.model_copy(update={"start": start, "end": end, "sentence": sentence})
    message = reading(sound, at="19")
    judgement = desk.judge(message.model_copy(update={"claims": (broken,)}))
    assert judgement.alerts == ()
    assert [one.reason for one in judgement.decisions] == [
        f"{NOT_GROUNDED}its sentence does not fit its place in the article"
    ]


def test_without_the_sentence_of_what_was_known_nothing_leaves(desk):
    """A fact on the board that has lost its sentence can't be told as `before`."""
    desk.tell(claim("truce", "agreed"), at="15")
    key = "truce|fact|truce.phase"
    desk.state = {**desk.state, key: {**desk.state[key], "sentence": "?", "end": 99}}
    judgement = desk.judge(reading(claim("truce", "signed", words=1), at="16"))
    assert judgement.alerts == ()
    assert [one.reason for one in judgement.decisions] == [f"{NOT_GROUNDED}no sentence shows what was known before"]
    assert desk.value("truce.phase") == "agreed"


def test_an_overdue_alert_stands_on_the_sentence_that_set_the_date(desk):
    """It has no other evidence."""
    [alert] = desk.tick("02-15")
    assert alert.relation is Relation.OVERDUE
    assert fault(alert) is None
    assert fault(alert.model_copy(update={"before": None})) == f"{NOT_GROUNDED}no sentence set the date"
    assert fault(alert.model_copy(update={"relation": Relation.NEW})) == f"{NOT_GROUNDED}no sentence reports it"


def test_a_number_that_follows_fills_no_alert(desk):
    """Two freed of a hundred: the board tells 98, no alert does."""
    alerts = desk.tell(claim("hostage", "released", count=2, count_kind="hostages", date="2025-01-19"), at="19")
    assert desk.value("hostage.held.after_releases") == 98
    assert [(alert.slot, alert.count) for alert in alerts] == [("hostage.released", 2)]
    [held] = desk.tell(claim("hostage", "held", count=50, count_kind="hostages", words=1), at="20")
    assert (held.before.value, held.before.fact) == (100, "hostage.held#0")


# Whatever comes ----------------------------------------------------------------------------------------------------

EVENTS = [(topic, event) for topic in WATCH.topics for event in WATCH.topics[topic].events]
SENTENCES = st.sampled_from(
    [
        THREE, "Hamas freed 4 hostages, among them Agam Berger, on January 30.", "The truce of 42 days holds.",
        "Israel leaves the Netzarim corridor, Netanyahu said.", "Both sides agreed.", "?", " ", "",
    ]
)  # fmt: skip
DAYS = st.none() | st.integers(-60, 60).map(lambda days: SEED_DAY.date() + timedelta(days))


@st.composite
def wild_claims(draw):
    """Return a claim that no reader would make: any values, any offsets."""
    topic, event = draw(st.sampled_from(EVENTS))
    sentence = draw(SENTENCES)
    start = draw(st.sampled_from([0, 0, 0, -1, 40]))
    return Claim.model_construct(
        topic=topic, event=event, modality=draw(st.sampled_from(list(Modality))), sentence=sentence, start=start,
        end=start + len(sentence) + draw(st.sampled_from([0, 0, 0, 1, -1])),
        count=draw(st.sampled_from([None, 3, 4, 7, 100])), count_kind=draw(st.sampled_from([None, "hostages"])),
        bound=draw(st.sampled_from([None, "about"])), duration_days=draw(st.sampled_from([None, 42, 60])),
        phases=draw(st.sampled_from([None, 3])), date=draw(DAYS), theatre="gaza", rule=None, confidence=1.0,
        place=draw(st.sampled_from([None, "gaza", "netzarim", "rafah"])),
        said_by=draw(st.sampled_from([None, "qatar", "netanyahu", "un"])),
        actor=draw(st.sampled_from([None, "hamas", "israel"])),
        persons=draw(st.sampled_from([(), ("Agam Berger",), ("Romi Gonen",)])),
    )  # fmt: skip


@st.composite
def wild_readings(draw):
    claims = tuple(draw(st.lists(wild_claims(), min_size=1, max_size=4)))
    topic = claims[0].topic
    day = draw(st.integers(2, 28))
    source = draw(st.sampled_from(["A", "B", "C"]))
    plain = reading(topic=topic, at=f"{day:02}", id=f"{source}{draw(st.integers(0, 2))}", source=source)
    return plain.model_copy(update={"claims": tuple(one for one in claims if one.topic == topic)})


@pytest.mark.slow
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(wild_readings(), min_size=1, max_size=6))
def test_whatever_comes_no_ungrounded_alert_leaves(messages):
    """Every sentence fits its place, and every value of a first revision stands in its sentence."""
    desk = Desk(BASELINE)
    for message in messages:
        facts = desk.board(message.topic)
        told = judge(message, desk.state, BASELINE, WATCH)
        desk.state = written(desk.state, told.writes)
        for alert in told.alerts:
            assert fault(alert) is None
            assert not alert.slot.endswith(".after_releases")
            assert not (alert.before and ".after_releases" in alert.before.fact)
            if alert.revision == 1:
                assert values_left_out(alert, message) == ()
            if alert.before is None and len(message.claims) == 1 and told.writes:  # else it is told once more
                assert facts.fact(alert.slot) is None


def values_left_out(alert, message):
    """Return which values of an alert its sentence does not carry."""
    shared = alert.model_dump(include={"topic", "event", "count", "duration_days", "place", "date", "said_by"})
    sentence = alert.evidence[0].sentence
    again = Claim(**shared, modality=alert.modality, sentence=sentence, start=0, end=len(sentence))
    return grounded(again, message.article.published.date(), WATCH)[1]
