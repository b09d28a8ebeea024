from datetime import timedelta

from newswatch.judging.judge import VERSIONS_KEPT
from newswatch.models import Status
from tests.judging.conftest import claim, moment, reading, told


def test_an_edit_that_drops_the_sentence_retracts(desk):
    """An empty reading of a known article ends its alert, and the board goes back."""
    desk.tell(claim("truce", "agreed", duration_days=42), at="15", id="a", content="v1")
    alerts = desk.tell(topic="truce", at="15T14", id="a", content="v2")
    assert told(alerts) == [("agreed", "retracted", 2)]
    assert (alerts[0].confidence, alerts[0].evidence[0].article) == (0.0, "a")
    assert (desk.value("truce.phase"), desk.value("truce.duration_days")) == ("talks", 60)
    assert desk.fact("truce.phase").version == 2


def test_the_retracted_event_can_be_told_anew(desk):
    """What was taken back and then happens is news, under a numbered id."""
    desk.tell(claim("truce", "agreed", duration_days=42), at="15", id="a")
    desk.tell(topic="truce", at="15T14", id="a", content="v2")
    [alert] = desk.tell(claim("truce", "agreed", duration_days=42, words=1), at="15T19")
    assert (alert.id, alert.revision) == ("truce.phase/agreed/2025-01-15/2@gaza-talks-2025-01", 1)
    assert (alert.before.value, alert.after.version) == ("talks", 3)
    assert desk.value("truce.duration_days") == 42


def test_a_slot_that_was_empty_is_empty_again(desk):
    """A first position that is taken back leaves nothing; the next one is new again."""
    desk.tell(claim("truce", "rejected", actor="israel"), at="15", id="a")
    judgement = desk.judge(reading(topic="truce", at="15T14", id="a", content="v2"))
    assert desk.value("truce.stance.israel") is None
    assert [(fact.slot, fact.value) for fact in judgement.facts] == [("truce.stance.israel", None)]
    [alert] = desk.tell(claim("truce", "accepted", actor="israel", words=1), at="16")
    assert desk.fact("truce.stance.israel").version == 3
    assert alert.slot == "truce.phase"


def test_what_another_origin_told_stands(desk):
    """An edit of one of two origins ends nothing."""
    [alert] = desk.tell(claim("truce", "agreed"), at="15", id="a")
    desk.tell(claim("truce", "agreed", words=1), at="15T13", source="Gulf Ledger")
    assert desk.tell(topic="truce", at="15T14", id="a", content="v2") == []
    assert desk.record(alert).latest.status is Status.CORROBORATED
    assert desk.value("truce.phase") == "agreed"


def test_the_last_origin_s_edit_retracts(desk):
    """Where both origins drop the sentence, the second one's edit ends the alert."""
    desk.tell(claim("truce", "agreed"), at="15", id="a")
    desk.tell(claim("truce", "agreed", words=1), at="15T13", source="Gulf Ledger", id="b")
    desk.tell(topic="truce", at="15T14", id="a", content="v2")
    assert told(desk.tell(topic="truce", at="15T15", id="b", content="v2")) == [("agreed", "retracted", 3)]


def test_an_edit_that_keeps_the_sentence_changes_nothing(desk):
    """A corrected comma elsewhere is no retraction, nor is a sentence that is background by now."""
    deal = claim("truce", "agreed")
    desk.tell(deal, at="15", id="a")
    assert desk.tell(claim("truce", "agreed", words=1), at="15T13", id="a", content="v2") == []
    recalled = claim("truce", "agreed", words=1, background=True)
    assert desk.tell(recalled, at="15T14", id="a", content="v3") == []
    assert desk.value("truce.phase") == "agreed"


def test_an_edit_to_a_lesser_claim_retracts_and_tells_it(desk):
    """A deal that turns out to be one side's yes: the deal is retracted, the yes is news."""
    desk.tell(claim("truce", "agreed"), at="15", id="a")
    alerts = desk.tell(claim("truce", "accepted", actor="hamas", words=1), at="15T13", id="a", content="v2")
    assert told(alerts) == [("agreed", "retracted", 2), ("accepted", "reported", 1)]
    assert alerts[1].before.value == "talks"


def test_a_claim_that_becomes_only_possible_is_retracted(desk):
    """“Agreed” corrected to “may have agreed” changes nothing any more."""
    desk.tell(claim("truce", "agreed"), at="15", id="a")
    alerts = desk.tell(claim("truce", "agreed", "possible", words=1), at="15T13", id="a", content="v2")
    assert told(alerts) == [("agreed", "retracted", 2)]


def test_one_of_two_events_that_an_edit_drops_is_retracted(desk):
    """Each event stands for itself."""
    saturday = claim("hostage", "released", count=3, date="2025-02-01")
    other = claim("hostage", "released", count=4, date="2025-01-30", words=1, start=90)
    desk.tell(saturday, other, at="02-01", id="a")
    alerts = desk.tell(saturday, at="02-01T13", id="a", content="v2")
    assert [(alert.count, alert.status) for alert in alerts] == [(4, "retracted")]
    assert [one.count for one in desk.board("hostage").occurrences("hostage.released")] == [3]


def test_a_retracted_release_gives_the_number_held_back(desk):
    """The derived number goes back with the release that moved it."""
    desk.tell(claim("hostage", "released", count=20, date="2025-01-19"), at="19", id="a")
    desk.tell(topic="hostage", at="19T13", id="a", content="v2")
    assert desk.value("hostage.held.after_releases") is None


def test_a_retracted_deadline_is_not_overdue(desk):
    """A date that its source took back waits for nothing."""
    desk.tell(claim("hostage", "release_demanded", "demanded", actor="trump", date="2025-02-15"), at="02-11", id="a")
    desk.tell(topic="hostage", at="02-11T13", id="a", content="v2")
    assert desk.tick("03-01") == []


def test_a_denial_that_an_edit_drops_is_retracted(desk):
    """A denial stands on its sentence like any alert; one that stays, stays."""
    desk.tell(claim("truce", "agreed"), at="15")
    denied = claim("truce", "agreed", "denied", words=1)
    desk.tell(denied, at="15T18", id="d")
    assert desk.tell(denied, at="15T19", id="d", content="v2") == []
    alerts = desk.tell(topic="truce", at="15T20", id="d", content="v3")
    assert told(alerts) == [("agreed", "retracted", 2), ("agreed", "reported", 3)]
    assert alerts[1].confidence == desk.record(alerts[1]).revisions[0].confidence


def test_what_came_after_is_left_alone(desk):
    """A superseded alert's article may be edited without moving the board."""
    desk.tell(claim("truce", "agreed"), at="15", id="a")
    desk.tell(claim("truce", "signed", words=1), at="17")
    assert desk.tell(topic="truce", at="17T13", id="a", content="v2") == []
    assert desk.value("truce.phase") == "signed"


def test_an_edit_back_is_news_again(desk):
    """A deal, nothing, the deal: what was retracted comes back as a development under a numbered id."""
    deal = claim("truce", "agreed", duration_days=42)
    desk.tell(deal, at="15", id="a", content="v1")
    desk.tell(topic="truce", at="15", id="a", content="v2", detected=moment("15T14"))
    [alert] = desk.tell(deal, at="15", id="a", content="v1", detected=moment("15T16"))
    assert (alert.id, alert.status) == ("truce.phase/agreed/2025-01-15/2@gaza-talks-2025-01", Status.REPORTED)
    assert (alert.before.value, alert.after.value) == ("talks", "agreed")
    assert (desk.value("truce.phase"), desk.value("truce.duration_days")) == ("agreed", 42)
    assert told(desk.tell(topic="truce", at="15", id="a", content="v2", detected=moment("15T18"))) == [
        ("agreed", "retracted", 2)
    ]


def test_a_redelivered_version_is_no_edit_back(desk):
    """The record of an older version, delivered again, repeats its alert and leaves the retraction alone."""
    first = reading(claim("truce", "agreed"), at="15", id="a", content="v1")
    sent = desk.judge(first).alerts
    second = reading(topic="truce", at="15", id="a", content="v2", detected=moment("15T14"))
    retracted = desk.judge(second).alerts
    again = desk.judge(first)
    assert (again.alerts, dict(again.writes)) == (sent, {})
    assert desk.judge(second).alerts == retracted
    assert desk.value("truce.phase") == "talks"


def test_the_current_version_again_is_no_edit(desk):
    """The content that stands, fetched once more, changes nothing, whenever it comes."""
    deal = claim("truce", "agreed")
    sent = desk.tell(deal, at="15", id="a")
    again = desk.judge(reading(deal, at="15", id="a", detected=moment("16")))
    assert (list(again.alerts), dict(again.writes)) == (sent, {})


def test_an_article_that_is_edited_for_ever_stays_small(desk):
    """Only the latest versions of an article are kept."""
    for minute in range(120):
        detected = moment("15") + timedelta(minutes=minute + 5)
        desk.tell(topic="truce", at="15", id="a", content=f"v{minute % 2}", detected=detected)
    assert len(desk.board("truce").seen("a")["versions"]) == VERSIONS_KEPT
