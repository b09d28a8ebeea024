import hashlib

from newswatch.judging.alert import FIRST_REPORT
from newswatch.judging.life import ORIGINS_KEPT
from newswatch.models import Status
from tests.judging.conftest import claim, reading, told


def test_an_independent_origin_corroborates_once(desk):
    """The second origin makes a revision; the third only extends the record."""
    [first] = desk.tell(claim("truce", "agreed", confidence=0.95), at="15")
    [second] = desk.tell(claim("truce", "agreed", words=1), at="15T13", source="Gulf Ledger")
    assert desk.tell(claim("truce", "agreed", words=2), at="15T14", source="Carmel Post") == []
    record = desk.record(first)
    assert (record.latest.status, record.latest.revision, len(record.told_by)) == (Status.CORROBORATED, 2, 3)
    assert second.confidence == round(1 - (1 - first.confidence) ** 2, 4)
    assert first.confidence == round(0.95 * FIRST_REPORT, 4)


def test_a_reprint_corroborates_nothing(desk):
    """The same sentence in another outlet, or the same outlet again, is the same origin."""
    desk.tell(claim("truce", "agreed"), at="15")
    assert desk.tell(claim("truce", "agreed"), at="15T13", source="Lakeshore Tribune") == []
    assert desk.tell(claim("truce", "agreed", words=1), at="15T14") == []
    assert desk.tell(claim("truce", "agreed", words=2), at="15T15", source="Tidewater", credit="Meridian Wire") == []


def test_later_revisions_keep_before_after_and_the_first_evidence(desk):
    """A revision changes status, confidence, time and further evidence."""
    [first] = desk.tell(claim("truce", "agreed"), at="15")
    [second] = desk.tell(claim("truce", "agreed", words=1), at="15T13", source="Gulf Ledger")
    kept = {"id", "before", "after", "headline", "slot", "first_published"}
    assert first.model_dump(include=kept) == second.model_dump(include=kept)
    assert second.evidence[0] == first.evidence[0]
    assert (len(second.evidence), second.detected > first.detected) == (2, True)


def test_a_dispute_is_not_corroborated_away(desk):
    """After a denial further reports of the deal add origins and no revision."""
    [deal] = desk.tell(claim("truce", "agreed"), at="15T10")
    desk.tell(claim("truce", "agreed", "denied", words=1), at="15T11")
    assert desk.tell(claim("truce", "agreed", words=2), at="15T12", source="Gulf Ledger") == []
    assert desk.record(deal).latest.status is Status.DISPUTED


def test_an_alert_whose_life_is_over_stays_as_it_is(desk):
    """A superseded alert takes no more origins."""
    [deal] = desk.tell(claim("truce", "agreed"), at="15T10")
    desk.tell(claim("truce", "signed", words=1), at="15T11")
    assert desk.tell(claim("truce", "agreed", words=2), at="15T12", source="Gulf Ledger") == []
    assert told([desk.record(deal).latest]) == [("agreed", "superseded", 2)]


def test_one_article_corroborates_an_alert_once(desk):
    """Three sentences of one article are one voice."""
    [deal] = desk.tell(claim("truce", "agreed"), at="15T10")
    again = [claim("truce", "agreed", words=number, start=number * 100) for number in (1, 2, 3)]
    assert told(desk.tell(*again, at="15T12", source="Gulf Ledger")) == [("agreed", "corroborated", 2)]
    assert len(desk.record(deal).told_by) == 2


def test_a_position_told_much_later_corroborates_nothing(desk):
    """What a report tells a week after is what it read, not what it learned."""
    desk.tell(claim("truce", "rejected", actor="israel"), at="15")
    assert desk.tell(claim("truce", "rejected", actor="israel", words=1), at="22", source="Gulf Ledger") == []


def test_an_alert_keeps_so_many_origins(desk):
    """Origins past the limit confirm the alert, and neither its record nor its revisions grow."""
    [deal] = desk.tell(claim("truce", "agreed", words=sentence(0)), at="15")
    for number in range(1, ORIGINS_KEPT + 5):
        message = reading(claim("truce", "agreed", words=sentence(number)), at="15T13", source=f"Outlet {number}")
        judgement = desk.judge(message)
        assert [decision.relation for decision in judgement.decisions] == ["confirms"]
    assert len(desk.record(deal).told_by) == ORIGINS_KEPT
    [_, dispute] = desk.tell(claim("truce", "agreed", "denied", words="No such thing, they said."), at="15T18", id="no")
    assert (dispute.status, len(dispute.evidence)) == (Status.DISPUTED, ORIGINS_KEPT)
    assert (dispute.evidence[0], dispute.evidence[-1].article) == (deal.evidence[0], "no")


def sentence(number: int) -> str:
    """Return a sentence that is no reprint of another."""
    return " ".join(hashlib.sha256(f"{number} {word}".encode()).hexdigest()[:8] for word in range(9))


def test_an_old_alert_is_forgotten(desk):
    """A release that nothing on the board names is forgotten 45 days after it was last told of."""
    [first] = desk.tell(claim("hostage", "released", count=3, date="2025-01-19"), at="19")
    [second] = desk.tell(claim("hostage", "released", count=4, date="2025-01-25", words=1), at="25")
    desk.tick("03-05")
    assert desk.board("hostage").alert(first.id)
    desk.tick("03-06")
    assert desk.board("hostage").alert(first.id) is None
    assert desk.board("hostage").alert(second.id)


def test_an_alert_that_the_board_names_is_kept(desk):
    """However old it is, a deal that stands can be denied and retracted."""
    [deal] = desk.tell(claim("truce", "agreed"), at="15", id="a")
    desk.tick("06-01", topic="truce")
    assert desk.board("truce").alert(deal.id)
    [_, dispute] = desk.tell(claim("truce", "agreed", "denied", words=1), at="06-02")
    assert (dispute.id, dispute.status) == (deal.id, Status.DISPUTED)


def test_an_alert_of_a_day_to_come_is_kept_for_its_day(desk):
    """An id that names a day can't be given twice while the day can still be told of."""
    [plan] = desk.tell(claim("hostage", "release_planned", "planned", count=3, date="2025-02-20"), at="15")
    desk.tell(claim("hostage", "release_planned", "planned", count=4, date="2025-02-27", words=1), at="16")
    desk.tick("03-20")
    assert desk.board("hostage").alert(plan.id)
