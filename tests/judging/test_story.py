from tests.judging.conftest import claim, reading, told


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
