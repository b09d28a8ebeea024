import hashlib

from newswatch.judging.life import ORIGINS_KEPT
from newswatch.models import Status
from newswatch.reading.fingerprint import fingerprint
from tests.judging.conftest import WORDINGS, claim, reading, told


def test_an_independent_origin_corroborates_once(desk):
    """The second origin makes a revision; the third only extends the record."""
    [first] = desk.tell(claim("truce", "agreed", confidence=0.95), at="15")
    [second] = desk.tell(claim("truce", "agreed", words=1), at="15T13", source="Gulf Ledger")
    assert desk.tell(claim("truce", "agreed", words=2), at="15T14", source="Carmel Post") == []
    record = desk.record(first)
    assert (record.latest.status, record.latest.revision, len(record.told_by)) == (Status.CORROBORATED, 2, 3)
    assert second.confidence == round(1 - (1 - first.confidence) ** 2, 4)
    assert first.confidence == 0.95


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


def freed(count, words, **more):
    """Return a claim of so many prisoners freed on 15 February."""
    return claim("hostage", "prisoners_released", count=count, date="2025-02-15", words=words, **more)


def test_a_reprinted_body_corroborates_nothing(desk):
    """A rewritten sentence in a reprinted body is the same origin, also when its first report is long in the table."""
    body = fingerprint(" ".join(WORDINGS))
    desk.tell(claim("truce", "agreed"), at="15", fingerprint=body)
    assert desk.tell(claim("truce", "agreed", words=1), at="15T13", source="Tidewater", fingerprint=body) == []
    own = claim("truce", "agreed", words=2)
    assert told(desk.tell(own, at="15T14", source="Gulf Ledger")) == [("agreed", "corroborated", 2)]


def test_another_number_disputes_until_two_origins_agree(desk):
    """396 and 369 dispute each other; a second origin for one of them settles it, whichever it is."""
    [first] = desk.tell(freed(396, 0), at="02-15")
    assert told(desk.tell(freed(369, 1), at="02-15T13", source="Gulf Ledger")) == [
        ("prisoners_released", "disputed", 2)
    ]
    [settled] = desk.tell(freed(369, 2), at="02-15T14", source="Carmel Post")
    assert (settled.status, settled.count, settled.headline) == (
        Status.CORROBORATED, 369, first.headline.replace("396", "369"),
    )  # fmt: skip
    assert (settled.evidence[0], len(settled.evidence)) == (first.evidence[0], 3)
    assert [one.count for one in desk.board("hostage").occurrences("hostage.prisoners_released")] == [369]
    assert desk.fact("hostage.prisoners_released").count == 369


def test_the_order_in_which_origins_tell_a_number_settles_nothing(desk):
    """Two that agree outweigh one that does not, whoever comes first."""
    desk.tell(freed(396, 0), at="02-15")
    assert told(desk.tell(freed(396, 1), at="02-15T13", source="Gulf Ledger")) == [
        ("prisoners_released", "corroborated", 2)
    ]
    assert desk.tell(freed(369, 2), at="02-15T14", source="Carmel Post") == []
    assert told(desk.tell(freed(369, 3), at="02-15T15", source="Tidewater")) == [("prisoners_released", "disputed", 3)]


def test_a_bounded_number_disputes_nothing(desk):
    """About 400 is no other number than 369."""
    desk.tell(freed(369, 0), at="02-15")
    [second] = desk.tell(freed(400, 1, bound="about"), at="02-15T13", source="Gulf Ledger")
    assert (second.status, second.count) == (Status.CORROBORATED, 369)


def test_a_denial_outweighs_numbers(desk):
    """Two origins that agree on a number settle no denial."""
    desk.tell(freed(396, 0), at="02-15")
    desk.tell(freed(369, 1), at="02-15T13", source="Gulf Ledger")
    desk.tell(claim("hostage", "prisoners_released", "denied", words=2, date="2025-02-15"), at="02-15T14", id="no")
    assert desk.tell(freed(369, 3), at="02-15T15", source="Carmel Post") == []


def test_a_dispute_ends_with_the_number_that_its_source_corrects(desk):
    """The second origin comes round: both agree."""
    desk.tell(freed(90, 0), at="02-15")
    desk.tell(freed(95, 1), at="02-15T13", source="Lakeshore", id="b")
    [settled] = desk.tell(freed(90, 2), at="02-15T13", source="Lakeshore", id="b", content="v2")
    assert (settled.status, settled.count, len(settled.evidence)) == (Status.CORROBORATED, 90, 2)


def test_a_dispute_ends_with_the_report_that_is_dropped(desk):
    """What only one article told otherwise, and tells no more, disputes nothing."""
    desk.tell(freed(90, 0), at="02-15")
    desk.tell(freed(95, 1), at="02-15T13", source="Lakeshore", id="b")
    assert told(desk.tell(topic="hostage", at="02-15T14", id="b", content="v2")) == [
        ("prisoners_released", "reported", 3)
    ]


def test_a_late_reprint_of_an_outdated_number_changes_nothing(desk):
    """The wire's corrected number stands when an outlet runs the old story after it."""
    desk.tell(freed(95, 0), at="02-15T10", source="Halyard Wire", id="a")
    desk.tell(freed(90, 1), at="02-15T11", source="Halyard Wire", id="b")
    assert desk.tell(freed(95, 2), at="02-15T15", source="Tidewater", credit="Halyard") == []
    assert desk.board("hostage").occurrences("hostage.prisoners_released")[0].count == 90


def test_a_record_of_an_older_version_is_read(desk):
    """Kept before numbers and denials were: it loads, and what was disputed stays so."""
    desk.tell(freed(396, 0), at="02-15", id="a")
    [alert] = desk.tell(freed(369, 1), at="02-15T13", source="Gulf Ledger")
    key = f"hostage|alert|{alert.id}"
    kept = {name: value for name, value in desk.state[key].items() if name not in ("counts", "denied_by")}
    desk.state = {**desk.state, key: kept}
    for name in [name for name in desk.state if name.startswith("hostage|seen|")]:
        desk.state[name] = {part: value for part, value in desk.state[name].items() if part != "fingerprint"}
    assert desk.tell(freed(396, 2), at="02-15T14", source="Carmel Post") == []
    assert desk.record(alert).latest.status is Status.DISPUTED
