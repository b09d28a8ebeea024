from newswatch.models import Relation
from tests.judging.conftest import claim, reading, told


def agreed(**more):
    return claim("truce", "agreed", "denied", said_by="netanyahu", **more)


def test_a_denial_of_what_the_board_holds_contradicts_and_disputes(desk):
    """Israel denies the deal just alerted: an alert of its own, and the deal's becomes disputed."""
    [deal] = desk.tell(claim("truce", "agreed", said_by="qatar"), at="15T19")
    denial, disputed = desk.tell(agreed(words=1), at="15T22", source="Carmel Post")
    assert (denial.relation, denial.modality, denial.slot) == (Relation.CONTRADICTS, "denied", "truce.phase")
    assert (denial.before.value, denial.before.document) == ("agreed", deal.evidence[0].article)
    assert (disputed.id, disputed.revision, disputed.status) == (deal.id, 2, "disputed")
    assert disputed.confidence == deal.confidence / 2
    assert desk.value("truce.phase") == "agreed"


def test_a_denial_has_a_name_of_its_own(desk):
    """The id says what is denied and when."""
    desk.tell(claim("truce", "agreed"), at="15T19")
    assert desk.tell(agreed(words=1), at="15T22")[0].id == "truce.phase/not_agreed/2025-01-15@gaza-talks-2025-01"


def test_a_denial_of_what_nobody_holds_is_nothing(desk):
    """“There is no agreement” while there are talks contradicts nothing."""
    assert desk.tell(agreed()) == []


def test_the_same_denial_again_is_no_second_one(desk):
    """A second outlet that reports the denial corroborates it."""
    desk.tell(claim("truce", "agreed"), at="15T19")
    desk.tell(agreed(words=1), at="15T22")
    assert told(desk.tell(agreed(words=2), at="15T23", source="Gulf Ledger")) == [("agreed", "corroborated", 2)]
    assert desk.tell(agreed(words=2), at="16", source="A third, with the same sentence") == []


def test_an_event_that_recurs_can_be_denied(desk):
    """No prisoner was released on Saturday: the alert of that release is disputed, not an older one."""
    desk.tell(claim("hostage", "prisoners_released", count=369, date="2025-02-15"), at="02-15")
    [wrong] = desk.tell(claim("hostage", "prisoners_released", count=620, date="2025-02-22", words=1), at="02-22")
    denied = claim("hostage", "prisoners_released", "denied", date="2025-02-22", words=2)
    denial, disputed = desk.tell(denied, at="02-23")
    assert (disputed.id, disputed.status) == (wrong.id, "disputed")
    assert denial.before.sentence == wrong.evidence[0].sentence
    assert told(desk.tell(denied, at="02-23T18", source="B")) == []


def test_an_event_that_nobody_reported_can_not_be_denied(desk):
    """A denial of a release on another day changes nothing."""
    desk.tell(claim("hostage", "prisoners_released", count=369, date="2025-02-15"), at="02-15")
    assert desk.tell(claim("hostage", "prisoners_released", "denied", date="2025-02-22", words=2), at="02-23") == []


def test_the_seed_can_be_denied(desk):
    """A denial of what the baseline holds contradicts it, with the seed's sentence before."""
    [alert] = desk.tell(claim("truce", "talks", "denied", said_by="hamas"))
    assert (alert.before.document, alert.before.version) == ("seed", 0)


def test_what_the_seed_only_recalls_cannot_be_denied(desk):
    """Background holds nothing that a denial could contradict."""
    assert desk.tell(claim("hostage", "released", "denied", words=1)) == []


def test_a_denial_older_than_the_fact_is_nothing(desk):
    """What was written before the deal does not deny it."""
    desk.tell(claim("truce", "agreed"), at="15T19")
    assert desk.tell(agreed(words=1), at="14") == []


def test_a_retracted_alert_cannot_be_denied(desk):
    """What its source took back is no longer held."""
    desk.tell(claim("hostage", "released", count=3, date="2025-01-19"), at="19", id="a", content="v1")
    desk.tell(topic="hostage", at="19T13", id="a", content="v2")
    assert desk.tell(claim("hostage", "released", "denied", date="2025-01-19", words=1), at="19T14") == []


def test_a_part_may_prove_wrong_beside_the_report(desk):
    """One of four bodies is no hostage's: the article that says so tells of the other three."""
    desk.tell(claim("hostage", "remains_returned", count=4, count_kind="remains", date="2025-01-14"), at="14")
    three = claim("hostage", "remains_returned", words=1, date="2025-01-14")
    fourth = claim("hostage", "remains_returned", "denied", words=2)
    assert ("contradicts", "denied") in [(one.relation, one.modality) for one in desk.tell(three, fourth, at="15")]


def test_what_only_the_classifier_reads_denies_nothing(desk):
    """A wrong denial takes a right alert down with it."""
    desk.climb("agreed")
    lone = claim("truce", "agreed", "denied", words=1, rule="classifier.agreed")
    [decision] = desk.judge(reading(lone, at="15")).decisions
    assert (decision.relation, decision.reason) == (None, "only the classifier reads a denial in it")
