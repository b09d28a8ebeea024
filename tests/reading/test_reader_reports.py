"""What is no report: a wish, a time that may not come, a question inside a sentence, what nobody has said."""

import pytest
from tests.reading.test_reader_phenomena import claims, events, only

from newswatch.models import Claim, Modality


def news(text: str, title: str | None = None) -> dict[str, Modality]:
    return {claim.event: claim.modality for claim in claims(text, title) if not claim.background}


def recalled(event: str, text: str, title: str | None = None) -> bool:
    return all(claim.background for claim in claims(text, title) if claim.event == event)


def test_a_time_clause_under_what_may_come_reports_nothing():
    """Guns that would be silent while something else would be done are not silent."""
    assert "in_effect" not in events("In Gaza they argued over where Hamas would wait while the guns were silent.")
    assert "released" not in events("Trump said he would meet the families when the hostages are freed from Gaza.")
    assert "in_effect" in events("The guns fell silent in Gaza on Thursday.")


def test_a_question_inside_a_sentence_reports_nothing():
    """Maps that show where units would go plan no withdrawal that anybody could be sure of."""
    asked = "The officer showed reporters in Gaza where Israeli troops would withdraw to."
    assert all(claim.confidence < 0.9 for claim in claims(asked))


@pytest.mark.parametrize(
    "text",
    [
        "Neither side in Gaza has said that the ceasefire is over.",
        "The minister did not say that the truce in Gaza had collapsed.",
        "The ministry would not confirm that Israel and Hamas had reached a ceasefire deal.",
    ],
)
def test_what_nobody_says_is_no_report(text):
    """Where the verb of saying is negated, nothing is told, and nothing is denied."""
    assert not {"collapsed", "agreed"} & events(text)


@pytest.mark.parametrize(
    "text",
    [
        "The army's spokesman denied on Thursday that a ceasefire deal with Hamas had been concluded.",
        "The ministry dismissed reports that Israel and Hamas had reached a ceasefire deal in Gaza.",
    ],
)
def test_a_denied_report_is_denied(text):
    """Where the denial stands apart from what it denies: after a day, or before a noun."""
    assert only("agreed", text).modality is Modality.DENIED


def test_what_somebody_was_told_is_a_report():
    """“Told the mediators that” opens a report, not a clause on the mediators."""
    told = only("accepted", "Hamas has told the mediators that it accepts the draft for a ceasefire in Gaza.")
    assert not told.background


def test_a_wish_is_no_act():
    """What somebody wants he has wanted all along; what he says that he wants today is a demand."""
    assert recalled("called_for", "The war in Gaza goes on; Hamas wants a permanent ceasefire.")
    assert "called_for" in news("Pope Francis called for a ceasefire in Gaza on Thursday.")


def test_a_demand_kept_up_is_no_news():
    """“Have pleaded since” tells of no new plea."""
    assert recalled(
        "called_for", "Families of the hostages in Gaza have pleaded for a ceasefire since the first weeks."
    )


def test_those_released_are_known():
    """“Those freed” names people; the sentence tells something else of them."""
    assert recalled("released", "Gaza spoke of nothing but hostages. Most of those released were women.")


def test_a_connective_is_no_release():
    """“In return for” ties two things together."""
    assert "released" not in events("Israel let 40 Palestinian prisoners go in return for the hostages in Gaza.")


def test_a_particle_makes_another_verb():
    """What breaks down is not broken."""
    assert "violated" not in events("Attempts by Qatar to broker a ceasefire agreement in Gaza have broken down.")


def test_a_predicate_stands_alone():
    """“In the final stage” is not final, and who is to come home is not home."""
    assert "agreed" not in events("“We are in the final phase of work on a Gaza truce,” he told a crowded room.")
    planned = news("In Gaza 33 hostages are to come home in batches.")
    assert planned.get("release_planned") is Modality.PLANNED
    assert "released" not in planned


def test_a_timetable_in_the_present_tense_is_planned():
    """“Over those weeks they come home” has not happened."""
    assert news("A truce in Gaza would last six weeks. Over those weeks 33 hostages go home.").get("released") is None


def test_a_deal_that_frees_has_freed_nobody():
    """A gerund on a deal tells its terms; of a deal that is only asked for it tells nothing."""
    bringing = "The government approved the accord freeing the first hostages in Gaza."
    assert "released" not in events(bringing)
    asked = "The families called on Israel to agree to a deal that frees the hostages in Gaza."
    assert "release_planned" not in events(asked)


def test_what_goes_on_is_not_done():
    """Who is working on a release and on securing one has freed nobody."""
    text = "Biden said that he is working on a truce in Gaza and securing the release of the hostages."
    assert "released" not in events(text)


def test_an_arrangement_that_is_near_plans_nothing():
    """“A deal to bring them home is close” is talks."""
    told = news("An arrangement to quiet Gaza and bring hostages home is nearer, he said.")
    assert told.get("release_planned") in (None, Modality.POSSIBLE)


@pytest.mark.parametrize(
    ("title", "event"),
    [
        ("All Gaza hostages to be freed", "released"),
        ("Gaza truce hour passes as Israel waits for hostages’ names", "released"),
        ("Hamas hands over names of hostages", "released"),
        ("Hamas hands over four names", "released"),
    ],
)
def test_a_headline_releases_nobody_without_a_release(title, event):
    """A coming release, the next clause and somebody's names are none."""
    assert event not in events("People in Gaza waited.", title)


def test_an_explainer_recalls_what_was_and_tells_what_is_to_be():
    """Under a question the past is known, the terms are not."""
    title = "Gaza deal: what happens next?"
    told = news(
        "Hamas released ten hostages. Israeli forces will withdraw from parts of Gaza in the first phase.", title
    )
    assert told == {"withdrawal_planned": Modality.PLANNED}


def test_terms_of_a_lull_are_proposed():
    """Fighting that would stop for so many days is a term of a draft."""
    claim = only("proposed", "Under the draft for Gaza, fighting would stop for 42 days.")
    assert (claim.modality, claim.duration_days) == (Modality.PROPOSED, 42)


@pytest.mark.parametrize(
    "text",
    [
        "Egyptian mediators handed Israel and Hamas a revised draft of a ceasefire agreement.",
        "A revised draft of a ceasefire agreement was given to Israel and Hamas in Cairo.",
    ],
)
def test_a_draft_that_is_handed_over_is_proposed(text):
    """Whoever it is given to, and however it is put."""
    assert only("proposed", text).modality is Modality.PROPOSED


def test_who_was_killed_in_captivity_has_died():
    """A hostage is told by his captivity."""
    assert "died" in news("Dan Levi, 30, was killed in captivity in Gaza, the army told his family.")


def test_the_homeless_are_no_hostages():
    """Who remains in Gaza is not held there."""
    assert "held" not in events("About 339,000 people displaced by the war remain in Gaza.")


def test_an_envoy_s_visit_to_families_is_no_talks():
    """Nor is his title."""
    assert "talks" not in events("The envoy for Hostage Affairs met families on Monday after the ceasefire in Gaza.")


def test_an_air_raid_takes_no_ground():
    """Forces come back on the ground."""
    assert "reentered" not in events("Israel carried out more air raids on Gaza than on any day this month.")


def demand(text: str) -> Claim:
    return only("release_demanded", text)


def test_a_demand_is_his_who_makes_it():
    """Never that of whom it is made."""
    assert demand("Blinken said that Hamas must release all hostages.").actor == "usa"
    assert demand("He added that Hamas must release all hostages in Gaza.").actor is None


def test_the_day_of_a_demand_is_no_deadline():
    """A deadline has a “by” before it."""
    assert demand("The G7 called on Hamas to release the hostages on Sunday.").date is None
    assert demand("Hamas must release the hostages by Saturday.").date is not None


def test_a_running_total_is_no_event():
    """“So far” sums up; “the largest so far” does not."""
    assert only("released", "Sixteen hostages have been freed from Gaza so far.").count_scope == "total"
    largest = only("prisoners_released", "Israel freed 396 prisoners, the largest batch so far.", "Gaza truce")
    assert largest.count_scope == "event"


def test_a_deadline_can_stand_behind_an_event():
    """“By his inauguration on 20 January” sets a day."""
    text = "Trump warned of severe consequences if the hostages are not released by his inauguration on January 20."
    assert demand(text).date is not None


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("The Gaza truce deal was signed in Doha on Friday, closing a day-long dispute over its last clauses.", None),
        ("Israel and Hamas agreed on a truce in Gaza during a two-day visit by the envoy.", None),
        ("Israel and Hamas agreed on a Gaza ceasefire after a 20-day siege and a three-day march.", None),
        ("Israel and Hamas agreed on a 60-day U.S.-brokered Gaza truce.", 60),
        ("Israel and Hamas agreed on a ceasefire in Gaza for an initial six weeks.", 42),
        ("Israel and Hamas agreed to stop fighting in Gaza for 42 days.", 42),
        ("Israel and Hamas agreed on a truce in Gaza, six weeks long, on Sunday.", 42),
        ("Hamas agreed to extend the Gaza truce by three days.", 3),
    ],
)
def test_a_duration_belongs_to_the_deal(sentence, days):
    """How long a dispute, a visit or a march lasted says nothing about a truce."""
    assert [claim.duration_days for claim in claims(sentence) if claim.topic == "truce"] == [days]


def test_what_came_before_is_not_of_the_day():
    """What happened hours before what is told of Monday takes no date from it."""
    told = claims(
        "Israel freed 90 Palestinian prisoners in the early hours of Monday, completing the first exchange of the Gaza"
        " cease-fire some seven hours after Hamas had let three Israeli women go.",
        published="2025-01-19T23:55:00Z",
    )
    dates = {claim.event: claim.date and claim.date.isoformat() for claim in told}
    assert (dates["prisoners_released"], dates.get("released")) == ("2025-01-20", None)
