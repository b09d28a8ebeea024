from datetime import date

import pytest

from newswatch.judging.relation import recalled
from newswatch.models import Relation
from tests.judging.conftest import SEED_CLAIMS, claim, seeded, told


def test_a_first_position_is_new(desk):
    """A side that had no position takes one."""
    [alert] = desk.tell(claim("truce", "rejected", actor="israel"))
    assert (alert.slot, alert.relation, alert.before) == ("truce.stance.israel", Relation.NEW, None)


def test_another_position_updates_and_its_opposite_reverses(desk):
    """No after yes undoes it; a threat after no is another position."""
    desk.tell(claim("truce", "accepted", actor="hamas"), at="10")
    [rejected] = desk.tell(claim("truce", "rejected", actor="hamas", words=1), at="11")
    [threatened] = desk.tell(claim("truce", "threatened", actor="hamas", words=2), at="12")
    assert (rejected.relation, threatened.relation) == (Relation.REVERSES, Relation.UPDATES)
    assert (rejected.before.version, rejected.after.version, threatened.after.version) == (1, 2, 3)


def test_the_same_position_again_is_no_development(desk):
    """A side that repeats itself a week later raises nothing."""
    desk.tell(claim("truce", "rejected", actor="israel"), at="10")
    assert desk.tell(claim("truce", "rejected", actor="israel", words=1), at="17") == []


def test_a_person_states_the_position_of_the_side_that_they_act_for(desk):
    """Netanyahu's no is Israel's."""
    desk.tell(claim("truce", "rejected", actor="netanyahu"), at="10")
    assert desk.value("truce.stance.israel") == "rejected"


def test_an_older_position_never_comes_back_with_a_late_article(desk):
    """What was written before the position on the board restates."""
    desk.tell(claim("truce", "accepted", actor="israel"), at="15")
    assert desk.tell(claim("truce", "rejected", actor="israel", words=1), at="13") == []
    assert desk.value("truce.stance.israel") == "accepted"


def test_a_yes_on_conditions_that_becomes_a_plain_yes_advances(desk):
    """The phase stays accepted; the side's position gets firmer, which is news once."""
    [first] = desk.tell(claim("truce", "accepted", "conditional", actor="hamas"), at="10")
    [firm] = desk.tell(claim("truce", "accepted", actor="hamas", words=1), at="12")
    assert (first.slot, firm.slot) == ("truce.phase", "truce.stance.hamas")
    assert (firm.relation, firm.before.value, firm.after.value) == (Relation.ADVANCES, "accepted", "accepted")
    assert desk.tell(claim("truce", "accepted", actor="hamas", words=2), at="18") == []
    assert desk.tell(claim("truce", "accepted", "conditional", actor="hamas", words=3), at="19") == []


def test_the_second_side_s_yes_is_news_of_its_own(desk):
    """Both sides may accept, one after the other."""
    desk.tell(claim("truce", "accepted", actor="hamas"), at="10")
    [alert] = desk.tell(claim("truce", "accepted", actor="israel", words=1), at="12")
    assert alert.slot == "truce.stance.israel"


def test_a_yes_that_a_deal_implies_is_no_news(desk):
    """Whoever has signed has accepted before."""
    desk.climb("agreed", "signed")
    assert desk.tell(claim("truce", "accepted", actor="israel", words=1), at="13") == []


def test_a_release_gets_a_day_and_a_number(desk):
    """A plan's first day is news, and so is another number; the old number told again is not."""
    [offer] = desk.tell(claim("hostage", "release_planned", "proposed", count=33), at="10")
    [dated] = desk.tell(claim("hostage", "release_planned", "planned", count=3, date="2025-01-19", words=1), at="15")
    assert offer.relation is Relation.REVERSES
    assert dated.relation is Relation.ADVANCES
    assert desk.tell(claim("hostage", "release_planned", "planned", count=33, words=2), at="16") == []
    [other] = desk.tell(claim("hostage", "release_planned", "planned", count=4, date="2025-01-25", words=3), at="20")
    assert other.relation is Relation.UPDATES


def test_a_plan_s_first_number_is_news_some_days_later(desk):
    """One outlet tells the number, another leaves it out; days later a first number is a term of the deal."""
    desk.tell(claim("hostage", "release_planned", "proposed"), at="08")
    assert desk.tell(claim("hostage", "release_planned", "proposed", count=33, words=1), at="09") == []
    [alert] = desk.tell(claim("hostage", "release_planned", "proposed", count=33, words=2), at="14")
    assert (alert.relation, alert.count) == (Relation.UPDATES, 33)


def test_a_delay_reverses_a_plan_and_a_new_plan_reverses_the_delay(desk):
    """The same date may be news again after it was put off."""
    planned = claim("hostage", "release_planned", "planned", date="2025-02-15")
    desk.tell(planned, at="02-08")
    [delayed] = desk.tell(claim("hostage", "release_delayed", words=1), at="02-10")
    [again] = desk.tell(claim("hostage", "release_planned", "planned", date="2025-02-15", words=2), at="02-13")
    assert (delayed.relation, again.relation) == (Relation.REVERSES, Relation.REVERSES)
    assert again.id == "hostage.release/release_planned/2025-02-15/2@gaza-talks-2025-01"


def test_an_act_told_again_more_than_a_week_later_is_another(desk):
    """A second delay without a day is the first one for some days, and a new one after a week."""
    desk.tell(claim("hostage", "release_delayed"), at="02-10")
    assert desk.tell(claim("hostage", "release_delayed", words=1), at="02-16") == []
    [alert] = desk.tell(claim("hostage", "release_delayed", words=2), at="02-23")
    assert alert.relation is Relation.UPDATES


def test_a_plan_told_soon_after_it_was_carried_out_is_old(desk):
    """Forces that have left are not to leave again within the week; a week later they may be."""
    desk.tell(claim("withdrawal", "withdrawal_started", place="netzarim"), at="20")
    desk.tell(claim("withdrawal", "withdrawal_completed", place="netzarim", words=1), at="22")
    assert desk.tell(claim("withdrawal", "withdrawal_planned", "planned", place="netzarim", words=2), at="23") == []
    assert desk.tell(claim("withdrawal", "withdrawal_started", place="netzarim", words=3), at="23") == []
    [alert] = desk.tell(claim("withdrawal", "withdrawal_planned", "planned", place="netzarim", words=4), at="02-05")
    assert alert.relation is Relation.UPDATES


def test_forces_that_return_reverse_a_withdrawal(desk):
    """Each place has a position of its own."""
    desk.tell(claim("withdrawal", "withdrawal_completed", place="netzarim"), at="20")
    [alert] = desk.tell(claim("withdrawal", "reentered", place="netzarim", words=1), at="03-19")
    assert (alert.relation, alert.place) == (Relation.REVERSES, "netzarim")
    assert desk.value("withdrawal.philadelphi") == "staying"


def test_what_the_seed_says_beside_is_no_news(desk):
    """A seed may state two positions of a side; retelling either changes nothing."""
    demanded = claim("withdrawal", "withdrawal_demanded", "demanded", actor="hamas", words="Hamas demands that all go.")
    desk.baseline = seeded(*SEED_CLAIMS, demanded)
    assert desk.value("withdrawal.stance.hamas") == "presence_accepted"
    assert desk.tell(claim("withdrawal", "withdrawal_demanded", "demanded", actor="hamas", words=1)) == []


def test_two_positions_that_one_article_told_stand_together(desk):
    """Forces draw back to a line and stay behind it: whoever tells both again tells nothing new."""
    both = [
        claim("withdrawal", "withdrawal_planned", "planned", actor="israel"),
        claim("withdrawal", "staying", actor="israel", words=1, start=90),
    ]
    assert len(desk.tell(*both, at="10-04", id="first")) == 2
    again = [one.model_copy(update={"sentence": one.sentence[::-1]}) for one in both]
    assert [alert for alert in desk.tell(*again, at="10-05", source="Gulf Ledger") if alert.revision == 1] == []


def test_an_undated_article_cannot_bring_back_what_was_before(desk):
    """A standing explainer without a date repeats an old position."""
    desk.tell(claim("withdrawal", "withdrawal_started", place="netzarim"), at="20")
    assert desk.tell(claim("withdrawal", "staying", place="netzarim", words=1), at=None) == []
    assert desk.value("withdrawal.netzarim") == "withdrawal_started"


@pytest.mark.parametrize("count", [100, 98, 96, 105])
def test_a_number_within_tolerance_is_no_news(desk, count):
    """About a hundred is a hundred, give or take five."""
    assert desk.tell(claim("hostage", "held", count=count)) == []


def test_a_number_outside_tolerance_updates(desk):
    """Ninety is no longer about a hundred."""
    [alert] = desk.tell(claim("hostage", "held", count=90))
    assert (alert.relation, alert.before.value, alert.after.value) == (Relation.UPDATES, 100, 90)


def test_a_number_that_follows_from_releases_is_no_news(desk):
    """The number held falls with each release without an alert, and a number near it confirms."""
    desk.tell(claim("hostage", "released", count=20, date="2025-01-19"), at="19")
    assert desk.value("hostage.held.after_releases") == 80
    assert desk.tell(claim("hostage", "held", count=79, words=1), at="20") == []
    assert desk.value("hostage.held") == 100


def test_a_part_of_those_held_and_an_earlier_number_are_no_news(desk):
    """Twenty believed alive are a part; 251 were held once."""
    assert desk.tell(claim("hostage", "held", count=20)) == []
    assert desk.tell(claim("hostage", "held", count=251, words=1), at="16") == []


def test_small_numbers_are_told_exactly(desk):
    """Of seven held, four are news, though three more or less would be tolerated of a hundred."""
    desk.tell(claim("hostage", "held", count=50), at="10")
    desk.tell(claim("hostage", "held", count=24, words=1), at="11")
    desk.tell(claim("hostage", "held", count=12, words=2), at="12")
    desk.tell(claim("hostage", "held", count=7, words=3), at="13")
    assert desk.value("hostage.held") == 7
    [alert] = desk.tell(claim("hostage", "held", count=4, words=4), at="14")
    assert alert.after.value == 4


def test_a_late_number_never_takes_the_place_of_a_newer_one(desk):
    """A number written before the one on the board restates."""
    desk.tell(claim("hostage", "held", count=80), at="20")
    assert desk.tell(claim("hostage", "held", count=60, words=1), at="18") == []


def test_a_stated_number_restarts_the_derived_one(desk):
    """What follows from releases is counted from the last number stated."""
    desk.tell(claim("hostage", "released", count=3, date="2025-01-19"), at="19")
    desk.tell(claim("hostage", "held", count=80, words=1), at="20")
    desk.tell(claim("hostage", "released", count=4, date="2025-01-25", words=2), at="25")
    assert desk.value("hostage.held.after_releases") == 76


def test_another_term_updates_and_the_old_one_retold_does_not(desk):
    """Forty-two days replace the sixty on offer; sixty told again is an earlier term."""
    desk.tell(claim("truce", "proposed", "proposed"), at="10")
    [alert] = desk.tell(claim("truce", "proposed", "proposed", duration_days=42, words=1), at="13")
    assert (alert.slot, alert.before.value, alert.after.value) == ("truce.duration_days", 60, 42)
    assert desk.tell(claim("truce", "proposed", "proposed", duration_days=60, words=2), at="14") == []
    assert desk.value("truce.duration_days") == 42


def test_a_draft_s_term_does_not_change_a_deal_s(desk):
    """Once there is a deal, what was on offer before is old."""
    desk.tell(claim("truce", "agreed", duration_days=42), at="15")
    assert desk.tell(claim("truce", "proposed", "proposed", duration_days=50, words=1), at="16") == []


def test_a_deal_and_its_term_are_one_alert(desk):
    """A claim that changes several slots raises one alert under the slot that leads."""
    [alert] = desk.tell(claim("truce", "agreed", duration_days=42), at="15")
    assert (alert.slot, alert.duration_days) == ("truce.phase", 42)
    assert desk.value("truce.duration_days") == 42


def test_a_term_told_after_the_signing_is_as_good_as_one_told_before(desk):
    """A deal's duration may come out late."""
    desk.climb("agreed", "signed")
    [alert] = desk.tell(claim("truce", "agreed", duration_days=42, words=1), at="13")
    assert (alert.slot, alert.after.value) == ("truce.duration_days", 42)


def test_in_a_new_round_old_terms_may_be_offered_again(desk):
    """After a collapse nobody is bound by the last deal's terms."""
    desk.tell(claim("truce", "agreed", duration_days=42), at="15")
    desk.tell(claim("truce", "in_effect", words=1), at="19")
    desk.tell(claim("truce", "collapsed", words=2), at="03-18")
    desk.tell(claim("truce", "proposed", "proposed", words=3), at="03-25")
    [alert] = desk.tell(claim("truce", "proposed", "proposed", duration_days=50, words=4), at="03-27")
    assert (alert.slot, alert.after.value) == ("truce.duration_days", 50)


def test_a_date_is_set_moved_and_retold(desk):
    """A planned start sets a date, another moves it, the first told again is old."""
    [new] = desk.tell(claim("truce", "in_effect", "planned", date="2025-01-19", words=1), at="15")
    [moved] = desk.tell(claim("truce", "in_effect", "planned", date="2025-01-20", words=2), at="16")
    assert (new.slot, new.relation, moved.relation) == ("truce.start_date", Relation.NEW, Relation.UPDATES)
    assert desk.tell(claim("truce", "in_effect", "planned", date="2025-01-19", words=3), at="17") == []
    assert desk.value("truce.phase") == "talks"


def test_a_date_that_has_passed_is_no_news(desk):
    """A start planned for yesterday is not planned."""
    assert desk.tell(claim("truce", "in_effect", "planned", date="2025-01-19"), at="20") == []


def test_a_start_may_be_planned_for_today_and_a_deadline_may_not(desk):
    """The day of a demand is when it is made."""
    assert desk.tell(claim("truce", "in_effect", "planned", date="2025-01-19"), at="19T06")
    [alert] = desk.tell(claim("hostage", "release_demanded", "demanded", actor="un", date="2025-01-19"), at="19T06")
    assert alert.slot == "hostage.stance.un"


def test_a_start_told_of_a_day_to_come_is_planned(desk):
    """“The truce takes effect on Sunday” is no fact on Wednesday."""
    [alert] = desk.tell(claim("truce", "in_effect", date="2025-01-19"), at="15")
    assert (alert.slot, alert.modality) == ("truce.start_date", "planned")


def test_a_deadline_leads_and_the_demand_goes_with_it(desk):
    """A demand with a date writes the deadline and the position in one alert."""
    demanded = claim("hostage", "release_demanded", "demanded", actor="trump", date="2025-02-15")
    assert told(desk.tell(demanded, at="02-11")) == [("release_demanded", "reported", 1)]
    assert desk.value("hostage.deadline") == "2025-02-15"
    assert desk.tell(claim("hostage", "release_demanded", "demanded", actor="trump", words=1), at="02-12") == []


def test_what_lies_more_than_a_week_back_is_recalled():
    """An article a day or a week after an event reports it; later it recalls it."""
    assert not recalled(date(2025, 1, 19), date(2025, 1, 26))
    assert recalled(date(2025, 1, 19), date(2025, 1, 27))


def test_an_old_phase_told_with_its_date_is_recalled(desk):
    """“The truce that began on 19 January” in March is no new truce, even after it has collapsed."""
    desk.climb("agreed", "in_effect")
    desk.tell(claim("truce", "collapsed"), at="03-18")
    assert desk.tell(claim("truce", "in_effect", date="2025-01-19", words=1), at="03-28") == []
