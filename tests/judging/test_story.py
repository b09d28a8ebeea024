from tests.judging.conftest import claim, moment, reading, told


def decisions(desk, *claims, **article):
    return [(one.event, one.relation, one.reason) for one in desk.judge(reading(*claims, **article)).decisions]


def test_the_furthest_rung_of_an_article_is_told_first(desk):
    """An article that tells of the signing and of what led there raises one alert."""
    alerts = desk.tell(claim("truce", "agreed"), claim("truce", "signed", words=1, start=90), at="17")
    assert told(alerts) == [("signed", "reported", 1)]


def test_a_proposal_and_a_side_s_yes_in_one_article_are_two_developments(desk):
    """A plan is put forward and one side accepts it on the spot, in whichever order it is told."""
    yes = claim("truce", "accepted", actor="israel")
    plan = claim("truce", "proposed", "proposed", said_by="usa", words=1, start=90)
    alerts = desk.tell(yes, plan, at="29")
    assert [alert.event for alert in alerts if alert.revision == 1] == ["proposed", "accepted"]
    assert desk.value("truce.phase") == "accepted"


def test_the_proposal_that_is_talked_about_is_no_new_one(desk):
    """The seed's sixty days put forward once more are not a draft; other terms, or a draft without any, are."""
    assert desk.tell(claim("truce", "proposed", "proposed", duration_days=60), at="08") == []
    assert desk.value("truce.phase") == "talks"
    [alert] = desk.tell(claim("truce", "proposed", "proposed", words=1), at="13")
    assert alert.slot == "truce.phase"


def test_an_article_that_leads_with_a_collapse_is_about_the_collapse(desk):
    """What it tells of the truce afterwards is how it had come about."""
    desk.climb("agreed", "in_effect")
    alerts = desk.tell(
        claim("truce", "collapsed"), claim("truce", "extended", words=1, start=90),
        claim("truce", "in_effect", words=2, start=180), at="03-18",
    )  # fmt: skip
    assert told(alerts) == [("collapsed", "reported", 1)]


def test_what_went_wrong_on_the_way_is_told_last(desk):
    """The headline has the yes; that earlier rounds broke down is how it had come about, wherever it is told."""
    desk.climb("proposed")
    yes = claim("truce", "accepted", actor="hamas", field="title")
    alerts = desk.tell(claim("truce", "stalled", words=1), yes, at="14")
    assert [alert.event for alert in alerts if alert.revision == 1] == ["accepted"]
    assert desk.value("truce.phase") == "accepted"


def test_the_body_is_told_before_the_title(desk):
    """A headline may say too much; the sentence that stands is the body's."""
    title = claim("truce", "agreed", field="title", words="IT'S OVER")
    [alert] = desk.tell(title, claim("truce", "agreed", words=1), at="15")
    assert alert.evidence[0].field == "body"


def test_a_headline_alone_is_enough(desk):
    """Where the body says nothing, the title's claim is the development."""
    [alert] = desk.tell(claim("truce", "agreed", field="title"), at="15")
    assert alert.evidence[0].field == "title"


def test_an_article_moves_a_position_once_and_to_a_new_one(desk):
    """Told twice with different days, a plan is one alert; another position beside it is a second."""
    alerts = desk.tell(
        claim("withdrawal", "withdrawal_planned", "planned", actor="israel", date="2025-10-10"),
        claim("withdrawal", "withdrawal_planned", "planned", actor="israel", date="2025-10-17", words=1, start=90),
        claim("withdrawal", "staying", actor="israel", words=2, start=180),
        at="10-04",
    )
    assert [alert.event for alert in alerts] == ["withdrawal_planned", "staying"]


def test_an_article_that_also_tells_the_position_before_moves_it_once(desk):
    """Old and new position in one article, the new one first: the old one is how it was."""
    alerts = desk.tell(
        claim("withdrawal", "withdrawal_started", place="netzarim"),
        claim("withdrawal", "staying", place="netzarim", words=1, start=90),
        at="27",
    )
    assert [alert.event for alert in alerts] == ["withdrawal_started"]


def test_an_article_never_swings_back(desk):
    """Left, though some stay, and left again in the headline: the place is left once."""
    alerts = desk.tell(
        claim("withdrawal", "withdrawal_completed", place="netzarim"),
        claim("withdrawal", "staying", "demanded", place="netzarim", words=1, start=90),
        claim("withdrawal", "withdrawal_completed", place="netzarim", words=2, field="title"),
        at="02-09",
    )
    assert [alert.event for alert in alerts] == ["withdrawal_completed"]


def test_the_gravest_position_of_an_article_leads(desk):
    """A release that was to come on Saturday is put off: the delay is the news, in whichever order it is told."""
    alerts = desk.tell(
        claim("hostage", "release_planned", "planned", date="2025-02-15"),
        claim("hostage", "release_delayed", words=1, start=90),
        at="02-10",
    )
    assert [alert.event for alert in alerts] == ["release_delayed"]


def test_the_furthest_step_of_a_withdrawal_leads(desk):
    """Forces that began to leave and have left by now have left."""
    alerts = desk.tell(
        claim("withdrawal", "withdrawal_started", place="netzarim"),
        claim("withdrawal", "withdrawal_completed", place="netzarim", words=1, start=90),
        at="02-09",
    )
    assert [alert.event for alert in alerts] == ["withdrawal_completed"]


def test_every_claim_gets_a_decision_with_its_reason(desk):
    """The drop of background, of other theatres and of mere possibilities is on record."""
    made = decisions(
        desk,
        claim("truce", "agreed", background=True),
        claim("truce", "agreed", theatre="lebanon", words=1),
        claim("truce", "agreed", "possible", words=2),
        claim("truce", "truce_dance", words=3),
        claim("truce", "in_effect", "planned", words=4),
        claim("truce", "talks", words=5),
    )
    assert {(event, reason) for event, _, reason in made} == {
        ("agreed", "background: it recalls what is known"),
        ("agreed", "another theatre: lebanon"),
        ("agreed", "possible does not change truce.phase"),
        ("truce_dance", "the topic file knows no event truce_dance"),
        ("in_effect", "it names no value for its slot"),
        ("talks", "the phase is already talks"),
    }


def test_a_claim_that_adds_an_origin_confirms_and_one_that_does_not_restates(desk):
    """The decision tells whether the alert's record grew."""
    desk.tell(claim("truce", "agreed"), at="15")
    [fresh] = decisions(desk, claim("truce", "agreed", words=1), at="15T13", source="Gulf Ledger")
    [stale] = decisions(desk, claim("truce", "agreed", words=1), at="15T14", source="Reprint")
    assert (fresh[1], stale[1]) == ("confirms", "restates")


def test_what_a_possibility_says_never_moves_the_board(desk):
    """“A deal is close” is no deal."""
    assert desk.tell(claim("truce", "agreed", "possible"), at="08") == []
    assert desk.value("truce.phase") == "talks"


def test_a_taking_without_its_day_is_recalled(desk):
    """Articles tell of everybody when he was taken; news is what says when."""
    assert desk.tell(claim("hostage", "taken", persons=("Arbel Yehud",)), at="27") == []
    assert desk.tell(claim("hostage", "taken", count=2, date="2025-01-27", words=1), at="27", id="another")


def test_a_deal_is_approved_by_one_body_after_another(desk):
    """Nobody's approval follows from another's; the same body's approval is told once."""
    desk.climb("agreed", "approved")
    desk.tell(claim("truce", "in_effect", said_by="qatar", words=5), at="19")
    council = desk.tell(claim("truce", "approved", actor="un", words=6), at="20")
    assert [(alert.event, alert.slot) for alert in council] == [("approved", "truce.approval.un")]
    assert desk.tell(claim("truce", "approved", actor="un", words=7), at="21", id="another") == []


def test_a_plan_that_comes_late_raises_nothing(desk):
    """An article of Friday that comes on Monday tells nobody what lies ahead; what has happened is still news."""
    desk.tell(claim("withdrawal", "withdrawal_started", place="rafah"), at="20")
    late = claim("withdrawal", "withdrawal_planned", "planned", place="north_gaza", words=1)
    [decision] = desk.judge(reading(late, at="17")).decisions
    assert (decision.relation, decision.reason) == ("restates", "it comes late, and tells of what was to come")
    assert desk.tell(claim("withdrawal", "withdrawal_completed", place="khan_younis", words=2), at="17", id="another")


def test_what_is_to_come_has_no_day_that_is_past(desk):
    """“Agreed on Monday to free ten” tells when it was agreed, and nothing is overdue a day later."""
    [alert] = desk.tell(claim("hostage", "release_planned", "planned", count=10, date="2025-01-13"), at="14")
    assert alert.date is None
    assert desk.tick("17") == []


def test_a_homecoming_that_is_told_of_a_day_to_come_is_planned(desk):
    """“Keith Siegel is among Saturday's three”, on a Friday, frees nobody."""
    assert desk.tell(claim("hostage", "released", persons=("Keith Siegel",), date="2025-02-01"), at="30") == []


def test_another_proposal_begins_the_climb_again(desk):
    """Days after one was accepted, an article that is about a proposal is about another; the answer to it is new."""
    desk.tell(claim("truce", "proposed", "proposed", duration_days=42, words=0), at="10")
    desk.tell(claim("truce", "accepted", actor="israel", words=1), at="11")
    assert desk.tell(claim("truce", "proposed", "proposed", words=2), at="20") == []
    plan = [
        claim("truce", "proposed", "proposed", words=3),
        claim("truce", "proposed", "proposed", field="title", words=4),
    ]
    assert [(one.event, one.relation) for one in desk.tell(*plan, at="21")] == [("proposed", "updates")]
    answer = desk.tell(claim("truce", "accepted", actor="israel", words=5), at="21T18")
    assert [(one.event, one.slot) for one in answer if one.revision == 1] == [("accepted", "truce.phase")]


def test_the_same_answer_to_something_else_is_news(desk):
    """A side that rejects what was put forward since its last no has said no again."""
    desk.tell(claim("truce", "rejected", actor="hamas", words=0), at="05")
    assert desk.tell(claim("truce", "rejected", actor="hamas", words=1), at="07") == []
    desk.tell(claim("truce", "proposed", "proposed", duration_days=45, words=2), at="14")
    [again] = desk.tell(claim("truce", "rejected", actor="hamas", words=3), at="15")
    assert (again.relation, again.slot) == ("updates", "truce.stance.hamas")


def test_a_report_from_a_round_that_ended_climbs_no_new_one(desk):
    """What was written before the truce collapsed tells of the old round, however late it comes."""
    desk.climb("agreed", "in_effect")
    desk.tell(claim("truce", "collapsed", words=5), at="18T06")
    desk.tell(claim("truce", "proposed", "proposed", words=6), at="18T20")
    late = reading(claim("truce", "extended", words=7), at="18T04", detected=moment("19"))
    assert [one.reason for one in desk.judge(late).decisions] == [
        "it was written before the round ended that it tells of"
    ]
    assert desk.value("truce.phase") == "proposed"


def test_an_article_of_long_ago_raises_nothing(desk):
    """Its alert may be forgotten by now; it would be raised again."""
    desk.tell(claim("truce", "agreed", words=1), at="10")
    desk.tell(claim("truce", "talks", words=2), at="03-20")
    [decision] = desk.judge(reading(claim("truce", "signed", words=3), at="12")).decisions
    assert decision.reason == "published more than 45 days before the latest news"


def test_a_plan_to_prolong_the_first_stage_is_about_the_next(desk):
    """While the truce is in force, whoever puts forward a longer first stage moves the ladder of the next."""
    desk.climb("agreed", "in_effect")
    plan = claim("truce", "proposed", "proposed", stage=1, said_by="usa", words=5)
    assert [(one.event, one.slot) for one in desk.tell(plan, at="20")] == [("proposed", "truce.stage2.phase")]
