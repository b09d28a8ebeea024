from newswatch.models import Status
from tests.judging.conftest import claim, told


def test_an_independent_origin_corroborates_once(desk):
    """The second origin makes a revision; the third only extends the record."""
    [first] = desk.tell(claim("truce", "agreed", confidence=0.8), at="15")
    [second] = desk.tell(claim("truce", "agreed", words=1), at="15T13", source="Gulf Ledger")
    assert desk.tell(claim("truce", "agreed", words=2), at="15T14", source="Carmel Post") == []
    record = desk.record(first)
    assert (record.latest.status, record.latest.revision, len(record.told_by)) == (Status.CORROBORATED, 2, 3)
    assert second.confidence == 0.96


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
