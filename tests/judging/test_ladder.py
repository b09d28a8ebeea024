from newswatch.judging.ladder import Phase, compare, height, in_force, is_deal
from newswatch.models import Relation
from tests.judging.conftest import WATCH, claim, told

TRUCE = WATCH.topics["truce"]
LADDER = TRUCE.ladder


def test_a_higher_rung_advances(desk):
    """A phase above the one on the board raises an alert and moves the board."""
    [alert] = desk.tell(claim("truce", "proposed", "proposed"), at="13")
    assert (alert.relation, alert.before.value, alert.after.value) == (Relation.ADVANCES, "talks", "proposed")
    assert desk.value("truce.phase") == "proposed"


def test_a_deal_may_skip_rungs(desk):
    """From talks a deal may go straight to signed."""
    [alert] = desk.tell(claim("truce", "signed"))
    assert (alert.before.value, alert.after.value) == ("talks", "signed")


def test_a_truce_out_of_nothing_needs_a_day_or_a_speaker(desk):
    """From talks straight into effect: somebody says so, or says when; else it is a manner of speaking."""
    assert desk.tell(claim("truce", "in_effect"), at="10") == []
    assert desk.tell(claim("truce", "in_effect", words=1, date="2025-01-11"), at="11")


def test_a_lower_rung_restates(desk):
    """A rung that the deal has passed raises nothing and moves nothing."""
    desk.climb("agreed", "signed")
    assert desk.tell(claim("truce", "agreed", words=3), at="15") == []
    assert desk.value("truce.phase") == "signed"


def test_the_same_rung_again_raises_nothing_new(desk):
    """What is told again is at most a revision of the alert that told it first."""
    desk.tell(claim("truce", "agreed"), at="15")
    assert desk.tell(claim("truce", "agreed", words="It was agreed on Wednesday."), at="18T18") == []


def test_talks_stall_and_resume(desk):
    """Stalled talks reverse; talks held again advance."""
    [stalled] = desk.tell(claim("truce", "stalled"), at="10")
    [resumed] = desk.tell(claim("truce", "talks", words=1), at="12")
    assert (stalled.relation, resumed.relation) == (Relation.REVERSES, Relation.ADVANCES)
    assert desk.value("truce.phase") == "talks"


def test_a_collapse_ends_the_round_and_a_new_one_begins(desk):
    """After a collapse talks are news again, and so is all that follows."""
    desk.climb("agreed", "in_effect")
    [collapsed] = desk.tell(claim("truce", "collapsed"), at="03-18")
    assert (collapsed.relation, collapsed.before.value) == (Relation.REVERSES, "in_effect")
    [talks] = desk.tell(claim("truce", "talks", words=1), at="03-25")
    [_, agreed] = desk.tell(claim("truce", "agreed", words=2), at="03-29")
    assert (talks.after.value, agreed.relation) == ("talks", Relation.ADVANCES)


def test_what_is_not_in_force_cannot_collapse(desk):
    """Talks or a draft that come to nothing are no collapse of a truce."""
    desk.climb("proposed", "accepted")
    assert desk.tell(claim("truce", "collapsed")) == []


def test_a_round_that_has_just_ended_is_not_begun_again_by_its_obituaries(desk):
    """A deal told within three days after its end is the one that ended."""
    desk.climb("agreed", "in_effect")
    desk.tell(claim("truce", "collapsed"), at="03-18")
    assert desk.tell(claim("truce", "in_effect", words=4), at="03-19") == []
    assert desk.value("truce.phase") == "collapsed"


def test_a_suspended_deal_comes_back_only_by_its_own_rungs(desk):
    """Talks do not bring a suspended deal back; that it is in effect again does."""
    desk.climb("agreed", "in_effect")
    [suspended] = desk.tell(claim("truce", "suspended"), at="20")
    assert desk.tell(claim("truce", "agreed", words=1), at="21") == []
    [back] = desk.tell(claim("truce", "in_effect", words=2), at="22")
    assert (suspended.relation, back.relation) == (Relation.REVERSES, Relation.ADVANCES)


def test_a_suspended_truce_can_still_collapse(desk):
    """A truce on hold has not ended; it can."""
    desk.climb("agreed", "in_effect")
    desk.tell(claim("truce", "suspended"), at="20")
    [alert] = desk.tell(claim("truce", "collapsed", words=2), at="21")
    assert (alert.before.value, alert.after.value) == ("suspended", "collapsed")


def test_terms_put_forward_during_a_truce_are_of_its_next_stage(desk):
    """A proposal in the middle of a truce starts the ladder of stage two and leaves the truce in effect."""
    desk.climb("agreed", "in_effect")
    [alert] = desk.tell(claim("truce", "proposed", "proposed", words=2), at="03-02")
    assert (alert.slot, alert.relation, alert.before) == ("truce.stage2.phase", Relation.NEW, None)
    assert desk.value("truce.phase") == "in_effect"


def test_a_late_yes_from_before_the_truce_is_not_of_its_next_stage(desk):
    """Written before the truce began and told after: it is of the deal that was then in the making."""
    desk.climb("agreed", "in_effect", start=15)
    assert desk.tell(claim("truce", "accepted", actor="hamas", words=2), at="14") == []


def test_a_named_stage_has_a_ladder_of_its_own(desk):
    """What the reader finds to be of stage two stands in that stage's slots."""
    desk.climb("agreed", "in_effect")
    [alert] = desk.tell(claim("truce", "agreed", stage=2, duration_days=50, words=2), at="03-02")
    assert alert.slot == "truce.stage2.phase"
    assert desk.value("truce.stage2.duration_days") == 50
    assert desk.value("truce.duration_days") == 60


def test_talks_that_stall_during_a_truce_do_not_undo_it(desk):
    """Negotiations on the next stage break down while the truce holds."""
    desk.climb("agreed", "in_effect")
    [alert] = desk.tell(claim("truce", "stalled", words=2), at="03-02")
    assert alert.slot == "truce.stage2.phase"
    assert desk.value("truce.phase") == "in_effect"


def test_a_late_report_adds_a_rung_but_never_takes_one_away(desk):
    """Event time decides: what was written before the board's phase cannot undo it."""
    desk.tell(claim("truce", "agreed"), at="15")
    assert desk.tell(claim("truce", "stalled", words=1), at="14") == []
    [_, signed] = desk.tell(claim("truce", "signed", words=2), at="14T18")
    assert signed.after.value == "signed"


def test_a_higher_rung_supersedes_the_alert_of_the_lower(desk):
    """The lower rung's alert ends with a revision before the higher one is raised."""
    desk.tell(claim("truce", "agreed"), at="15")
    alerts = desk.tell(claim("truce", "signed", words=1), at="17")
    assert told(alerts) == [("agreed", "superseded", 2), ("signed", "reported", 1)]


def test_a_reversal_supersedes_nothing(desk):
    """That talks stall does not make the proposal's alert old."""
    desk.tell(claim("truce", "proposed", "proposed"), at="13")
    assert told(desk.tell(claim("truce", "stalled", words=1), at="14")) == [("stalled", "reported", 1)]


def test_rungs_of_a_deal_lie_above_those_of_its_making():
    """Agreed is a deal, accepted is not yet one; only from in_effect on is it in force."""
    assert is_deal(TRUCE, "agreed")
    assert not is_deal(TRUCE, "accepted")
    assert in_force(TRUCE, "in_effect")
    assert in_force(TRUCE, "extended")
    assert not in_force(TRUCE, "approved")
    assert not in_force(TRUCE, None)


def test_a_topic_without_a_ladder_has_no_rungs():
    """Heights and deals are false where there is no ladder."""
    assert height(None, "agreed") == -1
    assert not is_deal(WATCH.topics["hostage"], "released")


def test_a_phase_remembers_the_rung_it_left():
    """Off the ladder a phase knows where it stood; the end of a round forgets it."""
    assert Phase.of(LADDER, ["agreed", "in_effect", "suspended"]) == Phase("suspended", "in_effect")
    assert Phase.of(LADDER, ["in_effect", "collapsed"]) == Phase("collapsed", None)
    assert Phase.of(LADDER, []) == Phase(None, None)


def test_the_first_phase_is_new():
    """Where nothing was known, any phase is new: a rung as well as one off the ladder."""
    assert compare(TRUCE, Phase(None, None), "agreed", late=False).relation is Relation.NEW
    assert compare(TRUCE, Phase(None, None), "stalled", late=False).relation is Relation.NEW


def test_nothing_leaves_a_round_that_is_over():
    """A truce that has collapsed cannot stall."""
    assert compare(TRUCE, Phase("collapsed", None), "stalled", late=False).relation is Relation.RESTATES
