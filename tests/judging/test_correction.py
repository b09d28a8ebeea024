"""What an outlet corrects: in an edited article, and in a later one."""

from newswatch.models import Status
from tests.judging.conftest import claim, told

ACCEPTED = "We have withdrawn the story that Hamas accepted the proposal for Gaza."
DAY = "2025-02-15"


def freed(count, words, **more):
    return claim("hostage", "prisoners_released", count=count, date=DAY, words=words, **more)


def test_an_edited_number_revises_the_alert(desk):
    """No second alert, no dispute: the same alert in the same status tells the new number and both sentences."""
    [first] = desk.tell(freed(95, 0), at="02-15", id="a")
    [second] = desk.tell(freed(90, 1), at="02-15T13", id="a", content="v2")
    assert (second.id, second.revision, second.status, second.count) == (first.id, 2, Status.REPORTED, 90)
    assert (second.headline, second.before) == (first.headline.replace("95", "90"), first.before)
    assert [one.sentence for one in second.evidence] == [freed(95, 0).sentence, freed(90, 1).sentence]
    fact = desk.fact("hostage.prisoners_released")
    assert (fact.count, fact.sentence, fact.version) == (90, freed(90, 1).sentence, 2)
    assert desk.tell(freed(90, 2), at="02-15T14", source="Gulf Ledger")[0].status is Status.CORROBORATED


def test_an_edited_number_moves_the_people_held(desk):
    """Four freed, not three: the number that follows from releases follows."""
    three = claim("hostage", "released", count=3, date="2025-01-19", count_kind="hostages")
    desk.tell(three, at="19", id="a")
    four = claim("hostage", "released", count=4, date="2025-01-19", count_kind="hostages", words=1)
    desk.tell(four, at="19T13", id="a", content="v2")
    assert desk.value("hostage.held.after_releases") == 96
    desk.tell(topic="hostage", at="19T14", id="a", content="v3")
    assert desk.value("hostage.held.after_releases") is None


def test_a_correction_at_the_same_address_revises_the_alert(desk):
    """Another id, the same page."""
    desk.tell(freed(396, 0), at="02-15", id="a", url="https://n.example/three")
    [alert] = desk.tell(freed(369, 1), at="02-15T16", id="b", url="https://n.example/three", source="N.", corrects=True)
    assert (alert.revision, alert.status, alert.count) == (2, Status.REPORTED, 369)


def test_an_outlet_s_next_day_correction_revises_the_alert(desk):
    """The paper that told a wrong number tells the right one in an article of its own."""
    desk.tell(freed(1986, 0), at="02-15", source="Tidewater")
    [alert] = desk.tell(freed(1968, 1), at="02-16", source="Tidewater", corrects=True)
    assert (alert.revision, alert.status, alert.count) == (2, Status.REPORTED, 1968)


def test_a_withdrawn_story_is_retracted(desk):
    """What its outlet takes back in a later article is over, and the board goes back."""
    desk.tell(claim("truce", "accepted", actor="hamas"), at="14", source="Halyard Wire")
    taken_back = claim("truce", "accepted", actor="hamas", words=ACCEPTED)
    assert told(desk.tell(taken_back, at="15", source="Halyard Wire", corrects=True)) == [("accepted", "retracted", 2)]
    assert desk.value("truce.phase") == "talks"


def test_a_withdrawn_story_of_another_outlet_stands(desk):
    """Who never told it takes nothing back, and repeats no news."""
    desk.tell(claim("truce", "accepted", actor="hamas"), at="14", source="Halyard Wire")
    taken_back = claim("truce", "accepted", actor="hamas", words=ACCEPTED)
    assert desk.tell(taken_back, at="15", source="Tidewater", corrects=True) == []
    assert desk.value("truce.phase") == "accepted"


def test_a_withdrawn_story_that_others_told_stands(desk):
    """What another origin told as well stands on that one."""
    [alert] = desk.tell(claim("truce", "accepted", actor="hamas"), at="14", source="Halyard Wire")
    desk.tell(claim("truce", "accepted", actor="hamas", words=1), at="14T13", source="Gulf Ledger")
    taken_back = claim("truce", "accepted", actor="hamas", words=ACCEPTED)
    assert desk.tell(taken_back, at="15", source="Halyard Wire", corrects=True) == []
    assert [one.source for one in desk.record(alert).told_by] == ["Gulf Ledger"]


def test_an_earlier_version_s_number_is_no_news(desk):
    """An earlier version that said 95 tells which sentence was wrong, and not that nobody was freed."""
    desk.tell(freed(90, 0), at="02-15", source="Halyard Wire")
    earlier = freed(95, "An earlier version of this story said that 95 prisoners were freed on 15 February.")
    judgement_of = desk.tell(earlier, at="02-16", source="Halyard Wire", corrects=True)
    assert judgement_of == []
    assert desk.board("hostage").occurrences("hostage.prisoners_released")[0].count == 90


def test_a_number_that_was_misstated_is_corrected_and_nothing_withdrawn(desk):
    """The outlet's 95 is 90, another's still 95: both are known, until a third agrees with one of them."""
    desk.tell(freed(95, 0), at="02-15T10", source="Halyard Wire")
    desk.tell(freed(95, 1), at="02-15T11", source="Lakeshore")
    misstated = freed(None, "An earlier version of this article misstated the number of prisoners freed.")
    right = freed(90, 2, start=100)
    [disputed] = desk.tell(misstated, right, at="02-15T15", source="Halyard Wire", corrects=True)
    assert (disputed.status, disputed.count) == (Status.DISPUTED, 95)
    [settled] = desk.tell(freed(90, 3), at="02-15T18", source="Gulf Ledger")
    assert (settled.status, settled.count) == (Status.CORROBORATED, 90)


def test_an_outlet_that_denies_its_own_report_retracts_it(desk):
    """The correction is a development of its own, and what it corrects is over."""
    desk.tell(freed(620, 0), at="02-15", source="Rolling Desk")
    denied = claim("hostage", "prisoners_released", "denied", words=1, date=DAY)
    alerts = desk.tell(denied, at="02-16", source="Rolling Desk", corrects=True)
    assert [(alert.relation, alert.status) for alert in alerts] == [("contradicts", "reported"), ("new", "retracted")]
    assert desk.board("hostage").occurrences("hostage.prisoners_released") == []


def test_a_party_s_denial_in_the_same_outlet_disputes(desk):
    """Who reports a denial takes nothing back."""
    desk.tell(freed(620, 0), at="02-15", source="Rolling Desk")
    denied = claim("hostage", "prisoners_released", "denied", words=1, date=DAY, said_by="israel")
    alerts = desk.tell(denied, at="02-16", source="Rolling Desk")
    assert [alert.status for alert in alerts] == ["reported", "disputed"]
