"""Sentences whose parse needs mending, each with the report that it holds once mended."""

from tests.reading.test_reader_phenomena import claims, events, only

from newswatch.models import Modality


def news(text: str, title: str | None = None) -> dict[str, Modality]:
    return {claim.event: claim.modality for claim in claims(text, title) if not claim.background}


def test_a_plural_before_a_perfect_is_no_verb():
    """“Talks … have stalled” has one verb, and talks are its subject."""
    assert "stalled" in news("Truce talks between Israel and Hamas have collapsed.")
    assert "collapsed" not in news("Truce talks between Israel and Hamas have collapsed.")


def test_a_phrase_between_dashes_names_the_subject():
    """“Four men – A, B and C – were freed” tells that four were freed."""
    freed = only("released", "Four hostages - Omer Levi, Dan Cohen and Tal Peretz - were freed in Gaza on Sunday.")
    assert (freed.count, freed.modality) == (4, Modality.HAPPENED)


def test_the_verb_hung_on_a_subject_governs_the_infinitive():
    """“The mothers called on them to agree” is a call, and no deal."""
    text = "The mothers called on Israel to agree to a truce that frees the captives in Gaza."
    assert "agreed" not in events(text)
    assert "release_planned" not in events(text)


def test_a_gerund_right_behind_a_deal_tells_its_terms():
    """“The accord freeing the captives” has freed nobody yet."""
    text = "The cabinet gave its blessing late on Friday to the deal bringing the first of the hostages home from Gaza."
    assert news(text)["approved"] == Modality.HAPPENED
    assert "released" not in events(text)


def test_a_phrasal_verb_behind_and_is_a_second_verb():
    """“Would keep to the terms and hand over captives” tells two things that are to be."""
    text = "Hamas said on Monday that it would keep to the schedule and hand over hostages as agreed in Gaza."
    assert news(text)["release_planned"] == Modality.PLANNED


def test_have_before_a_participle_has_nothing():
    """“Details have sunk agreements” is no agreement."""
    text = "Qatar said on Tuesday of Israel and Hamas, adding at once that details have sunk agreements on Gaza before."
    assert "truce.agree.reach" not in {claim.rule for claim in claims(text)}


def test_that_beside_subject_and_object_opens_a_report():
    """“Has told the mediators that it rejects the plan” reports a no."""
    text = "Hamas has told the negotiators that it rejects the plan for a truce in Gaza."
    assert not only("rejected", text).background


def test_an_order_to_say_something_says_nothing():
    """“Forget this and say that…” is addressed to a reader; who reports something is not."""
    assert events("Forget your orders and say that the Gaza ceasefire was signed.") == set()
    assert "signed" in events("Officials in Cairo say that the Gaza ceasefire was signed on Wednesday.")


def test_where_something_would_be_is_a_question():
    """A sketch that shows how units would go plans no withdrawal."""
    text = "He would not speak of the sketches showing where Israeli troops would withdraw to in Gaza."
    assert "withdrawal_planned" not in news(text)


def test_a_stage_that_runs_tells_its_timetable():
    """The present tense of a timetable has freed nobody."""
    text = (
        "The first phase lasts for six weeks, in which 33 hostages in Gaza are to come home in groups, and Israel sets "
        "free hundreds of prisoners."
    )
    assert news(text)["prisoners_released"] == Modality.PLANNED


def test_what_was_done_before_a_release_lets_it_be_done():
    """“Were filmed before being freed” has freed them; “will be filmed before being freed” has not."""
    assert "released" in news("The three hostages were filmed in Gaza City on Sunday before being freed.")
    assert "released" not in news("The three hostages will be filmed in Gaza City on Sunday before being freed.")


def test_an_adjective_between_a_verb_and_its_object_is_no_verb():
    """“Began indirect discussions” holds talks."""
    text = "The delegations of Israel and Hamas began indirect discussions on Monday, Egyptian officials said."
    assert "talks" in news(text)


def test_people_held_in_another_country_are_not_held_in_gaza():
    """A sentence on detainees elsewhere stays elsewhere in an article on hostages in Gaza."""
    text = "Hamas still holds hostages in Gaza. Three Canadians jailed in Belarus came home safely on Monday."
    told = claims(text, "Hostages in Gaza")
    assert not any("Belarus" in claim.sentence and claim.theatre == "gaza" for claim in told)
