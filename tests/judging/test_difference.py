"""The baseline beside the board: what changed, when and by which alert."""

from datetime import UTC, datetime

import pytest

from newswatch.judging.difference import differences, other_baseline
from tests.judging.conftest import SEED_CLAIMS, claim, seeded

ONE = "truce.phase/agreed/2025-01-15@gaza-talks-2025-01"


def board(desk):
    """Return the facts that the stream has written."""
    return [
        fact
        for word in ("truce", "hostage")
        for slot in desk.board(word).names("fact")
        if (fact := written(desk, word, slot))
    ]


def written(desk, word, slot):
    return desk.board(word)._stored(slot)  # also one without a value, as it is on the topic


def changed(desk):
    """Return what changed, by slot."""
    return {one.slot: one for one in differences(desk.baseline, board(desk)) if one.changed}


def test_nothing_changes_before_the_first_report(desk):
    """Every slot of the baseline is there, unchanged, by no alert and since no time."""
    found = differences(desk.baseline, [])
    assert [one.slot for one in found] == [fact.slot for fact in desk.baseline.standing()]
    assert not any(one.changed or one.alert or one.since for one in found)
    assert all(one.was == one.now for one in found)


def test_what_changed_since_when_and_by_which_alert(desk):
    """A phase that advances: what it was, what it is, the day of the report, the alert's id."""
    alert = desk.tell(claim("truce", "agreed", said_by="qatar"), at="15T20")[0]
    phase = changed(desk)["truce.phase"]
    assert (phase.was.value, phase.now.value, phase.alert, phase.derived) == ("talks", "agreed", alert.id, False)
    assert phase.since == datetime(2025, 1, 15, 20, tzinfo=UTC)


def test_a_slot_of_which_nothing_was_known(desk):
    """What the baseline didn't know is new."""
    desk.tell(claim("truce", "agreed", duration_days=42), claim("truce", "in_effect", "planned", date="2025-01-19"))
    start = changed(desk)["truce.start_date"]
    assert (start.was, start.now.value) == (None, "2025-01-19")


def test_the_number_that_follows_from_releases_is_derived(desk):
    """What follows from releases is marked; what was stated is not changed by them."""
    desk.tell(claim("hostage", "released", count=3, count_kind="hostages"), at="19")
    found = changed(desk)
    assert {slot: one.derived for slot, one in found.items()} == {
        "hostage.released": False,
        "hostage.held.after_releases": True,
    }
    assert found["hostage.held.after_releases"].now.value == 97


def test_what_is_put_back_is_unchanged(desk):
    """After a correction the slot holds again what the baseline says, though it was written twice."""
    desk.tell(claim("truce", "agreed"), id="a", content="v1")
    desk.tell(topic="truce", id="a", content="v2")
    assert desk.fact("truce.phase").version > 0
    assert changed(desk) == {}


def test_what_is_withdrawn_is_empty(empty):
    """Of a slot of which the baseline knew nothing, nothing stays after a correction."""
    empty.tell(claim("truce", "agreed"), id="a", content="v1")
    empty.tell(topic="truce", id="a", content="v2")
    assert changed(empty) == {}
    assert next(one for one in differences(empty.baseline, board(empty)) if one.slot == "truce.phase").now is None


@pytest.mark.parametrize("version", [None, "this"])
def test_the_same_baseline(desk, version):
    """Neither the names in the alerts' ids nor the newest alert's version tell of another baseline."""
    desk.tell(claim("truce", "agreed"))
    facts = [*desk.baseline.standing()[:3], *board(desk)]
    assert other_baseline(desk.baseline, facts, version and desk.baseline.version) is None


def test_another_baseline_is_told(desk):
    """Another name, another version and another fact that the stream has not touched each tell it."""
    desk.tell(claim("truce", "agreed"))
    facts = board(desk)
    renamed = desk.baseline.model_copy(update={"name": "gaza-talks-2025-09"})
    assert other_baseline(renamed, facts, None) == (
        "the board was written on another baseline: gaza-talks-2025-01, and not gaza-talks-2025-09"
    )
    assert "another version of gaza-talks-2025-01: sha256:0" in other_baseline(desk.baseline, facts, "sha256:0")
    other = seeded(*SEED_CLAIMS[1:])
    assert "another baseline than" in other_baseline(other, desk.baseline.standing(), None)
