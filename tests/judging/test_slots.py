from datetime import date

import pytest

from newswatch.judging.slots import event_day, staged, targets
from tests.judging.conftest import WATCH, claim


def slots(one, stage=None):
    return [(target.slot, target.kind, target.value) for target in targets(WATCH.topics[one.topic], one, WATCH, stage)]


def test_a_deal_writes_the_phase_and_its_terms():
    """Terms that the claim lacks are left out."""
    assert slots(claim("truce", "agreed", duration_days=42)) == [
        ("truce.phase", "ladder", "agreed"),
        ("truce.duration_days", "term", 42),
    ]


def test_an_accepted_proposal_writes_the_phase_and_the_side_s_position():
    """A person acts for a side; without an actor the speaker counts, then the only one who is named."""
    assert slots(claim("truce", "accepted", actor="netanyahu"))[1] == ("truce.stance.israel", "latest", "accepted")
    assert slots(claim("truce", "accepted", said_by="hamas"))[1][0] == "truce.stance.hamas"
    assert slots(claim("truce", "accepted", actors=("trump",)))[1][0] == "truce.stance.usa"


def test_a_position_needs_a_side():
    """Where nobody is named, or several are, nobody's position changes."""
    assert [slot for slot, _, _ in slots(claim("truce", "accepted"))] == ["truce.phase"]
    assert slots(claim("truce", "called_for", "demanded")) == []
    assert slots(claim("truce", "called_for", "demanded", actors=("qatar", "egypt"))) == []


def test_a_planned_start_writes_its_date_alone():
    """Without a date there is nothing to write."""
    planned = claim("truce", "in_effect", "planned", date="2025-01-19")
    assert slots(planned) == [("truce.start_date", "dated", "2025-01-19")]
    assert slots(claim("truce", "in_effect", "planned")) == []


def test_a_demand_with_a_date_writes_the_deadline_first():
    """The position goes with it."""
    demand = claim("hostage", "release_demanded", "demanded", actor="usa", date="2025-01-20")
    assert [slot for slot, _, _ in slots(demand)] == ["hostage.deadline", "hostage.stance.usa"]


def test_a_withdrawal_without_a_place_is_of_the_whole_theatre():
    """A named place has a slot of its own."""
    assert slots(claim("withdrawal", "withdrawal_started"))[0][0] == "withdrawal.gaza"
    assert slots(claim("withdrawal", "withdrawal_started", place="rafah"))[0][0] == "withdrawal.rafah"


def test_a_number_held_needs_a_number():
    """Who is held, without how many, writes nothing."""
    assert slots(claim("hostage", "held")) == []
    assert slots(claim("hostage", "held", count=59)) == [("hostage.held", "quantity", 59)]


def test_a_later_stage_has_slots_of_its_own():
    """Phase, terms and dates are staged; positions are not."""
    offer = claim("truce", "proposed", "proposed", duration_days=50)
    assert [slot for slot, _, _ in slots(offer, 2)] == ["truce.stage2.phase", "truce.stage2.duration_days"]
    assert slots(claim("truce", "accepted", actor="hamas", stage=2))[1][0] == "truce.stance.hamas"
    assert slots(claim("truce", "in_effect", "planned", date="2025-03-02", stage=2))[0][0] == "truce.stage2.start_date"
    assert staged("truce.phase", 1) == "truce.phase"


def test_a_topic_without_a_ladder_has_no_stages():
    """A deadline is a deadline whatever stage it is told of."""
    demand = claim("hostage", "release_demanded", "demanded", actor="usa", date="2025-01-20", stage=2)
    assert slots(demand)[0][0] == "hostage.deadline"


@pytest.mark.parametrize(
    ("modality", "day", "expected"),
    [
        ("happened", None, "2025-01-15"),
        ("happened", "2025-01-14", "2025-01-14"),
        ("happened", "2025-01-19", "2025-01-15"),
        ("planned", "2025-01-19", "2025-01-19"),
    ],
)
def test_the_day_of_an_event_is_its_own_unless_it_lies_ahead(modality, day, expected):
    """A day to come belongs to what is announced, not to the announcement."""
    one = claim("truce", "agreed", modality, date=day)
    assert event_day(one, date(2025, 1, 15)).isoformat() == expected


def test_a_demand_is_no_position_of_whom_it_is_made():
    """Where only its addressee is named, nobody's position changes."""
    assert slots(claim("hostage", "release_demanded", "demanded", actors=("hamas",))) == []
    assert slots(claim("hostage", "release_demanded", "demanded", actors=("usa",)))[0][0] == "hostage.stance.usa"
