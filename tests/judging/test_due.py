from datetime import date

from newswatch.judging.due import waits
from newswatch.models import Relation
from tests.judging.conftest import WATCH, claim


def test_a_date_of_the_seed_that_passes_is_overdue_once(desk):
    """The seed's deadline raises one alert, grounded by the sentence that set it."""
    assert desk.tick("20") == []
    assert desk.tick("21T06") == []
    [alert] = desk.tick("21T18")
    assert (alert.relation, alert.event, alert.slot) == (Relation.OVERDUE, "deadline_passed", "hostage.deadline")
    assert (alert.evidence, alert.before.document, alert.before.version) == ((), "seed", 0)
    assert alert.before.sentence == "Trump has warned of severe consequences by January 20."
    assert alert.id == "hostage.deadline/deadline_passed/2025-01-20@gaza-talks-2025-01"
    assert desk.tick("22") == []


def test_a_deadline_met_in_time_is_not_overdue(desk):
    """A release before the day strikes it."""
    desk.tell(claim("hostage", "released", count=3, date="2025-01-19"), at="19")
    assert desk.tick("25") == []


def test_a_recalled_or_earlier_release_meets_no_deadline(desk):
    """What happened before the date was set cannot be what it waits for."""
    desk.tell(claim("hostage", "released", count=105, date="2024-12-30"), at="02")
    assert len(desk.tick("25")) == 1


def test_a_date_that_a_development_sets_waits_too(desk):
    """A planned start that passes without a truce is overdue, with the article's sentence."""
    desk.tell(claim("truce", "in_effect", "planned", date="2025-01-19", said_by="qatar"), at="15", id="doha")
    [alert] = desk.tick("21", topic="truce")
    assert (alert.slot, alert.before.document, alert.said_by) == ("truce.start_date", "doha", "qatar")


def test_a_moved_date_waits_for_its_new_day(desk):
    """The old day is forgotten with the fact that set it."""
    desk.tell(claim("truce", "in_effect", "planned", date="2025-01-19"), at="15")
    desk.tell(claim("truce", "in_effect", "planned", date="2025-01-26", words=1), at="18")
    assert desk.tick("22", topic="truce") == []
    assert [alert.date for alert in desk.tick("28", topic="truce")] == [date(2025, 1, 26)]


def test_a_planned_release_waits_until_it_is_put_off(desk):
    """A release that is delayed in time is not overdue."""
    plan = claim("hostage", "release_planned", "planned", count=3, date="2025-02-15")
    desk.tell(claim("hostage", "released", count=3, date="2025-02-08", words=2), at="02-08")
    desk.tell(plan, at="02-09")
    desk.tell(claim("hostage", "release_delayed", words=1), at="02-10")
    assert desk.tick("02-20") == []


def test_a_planned_release_that_does_not_come_is_overdue(desk):
    """Any dated plan whose event can be told waits for it."""
    desk.tell(claim("hostage", "released", count=3, date="2025-01-19", words=2), at="19")
    desk.tell(claim("hostage", "release_planned", "planned", count=3, date="2025-02-15"), at="02-09")
    [alert] = desk.tick("02-20")
    assert (alert.slot, alert.before.value) == ("hostage.release", "release_planned")


def test_a_withdrawal_elsewhere_fulfils_nothing(desk):
    """A date for one place waits for that place."""
    planned = claim("withdrawal", "withdrawal_planned", "planned", place="philadelphi", date="2025-03-01")
    desk.tell(planned, at="02-20")
    desk.tell(claim("withdrawal", "withdrawal_started", place="netzarim", words=1), at="02-25")
    assert [alert.place for alert in desk.tick("03-03", topic="withdrawal")] == ["philadelphi"]


def test_a_withdrawal_there_fulfils_it(desk):
    """The place that the date names is left in time."""
    planned = claim("withdrawal", "withdrawal_planned", "planned", place="philadelphi", date="2025-03-01")
    desk.tell(planned, at="02-20")
    desk.tell(claim("withdrawal", "withdrawal_started", place="philadelphi", words=1), at="02-28")
    assert desk.tick("03-03", topic="withdrawal") == []


def test_what_is_on_offer_or_done_waits_for_nothing(desk):
    """Only what binds somebody can be overdue."""
    offer = claim("hostage", "release_planned", "proposed", date="2025-02-15")
    done = claim("hostage", "release_delayed", date="2025-02-15", words=1)
    desk.tell(claim("hostage", "released", count=3, date="2025-01-19", words=2), at="19")
    desk.tell(offer, at="20")
    desk.tell(done, at="02-15")
    assert desk.tick("03-01") == []


def test_a_fact_whose_event_the_topic_file_no_longer_knows_waits_for_nothing(desk):
    """A baseline built with other topic files is no reason to fall over."""
    assert waits(desk.fact("hostage.deadline"), None) is None
    assert waits(desk.fact("hostage.deadline"), WATCH.topics["hostage"].events["release_demanded"])
