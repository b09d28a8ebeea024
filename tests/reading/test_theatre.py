"""Which conflict an article and a sentence is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch import topics
from newswatch.reading.theatre import TheatreFinder

FINDER = TheatreFinder(topics.load().theatres)


@pytest.mark.parametrize(
    ("title", "body", "theatre"),
    [
        ("Gaza truce near", ["Talks go on."], "gaza"),
        ("GAZA TRUCE NEAR", [], "gaza"),
        (None, ["Hamas will free hostages."], "gaza"),
        (None, ["Israel and Hezbollah agreed on a 60-day ceasefire in Lebanon."], "lebanon"),
        ("Kyiv wants troops to police a truce", ["Ukraine spoke."], "ukraine"),
        ("Sudan's RSF says yes to truce", [], "sudan"),
        (None, ["The Houthis freed the crew of a ship in the Red Sea."], "yemen"),
        (None, ["M23 rebels took Goma in Congo."], "congo"),
        (None, ["A gunman took hostages at a bank in Hamburg, Germany."], "other"),
        (None, ["The player withdraws from the final."], "none"),
        (None, ["The two airlines agreed on a merger."], "none"),
        (
            "Freed after 1,941 days",
            ["In 2011 the Israeli soldier Gilad Shalit was exchanged for prisoners."],
            "history",
        ),
        (None, ["Israeli hostages were freed.", "Their families wept."], "gaza"),
        (None, ["Three hostages were handed to Israel on Saturday."], "gaza"),
        (None, ["Israel returned fire near the West Bank city of Jenin, soldiers said."], "west_bank"),
        ("US and China extend tariff truce", [], "trade"),
        (None, [], "none"),
    ],
)
def test_an_article_has_a_theatre(title, body, theatre):
    """The words of title and body tell the conflict, known, other or none."""
    assert FINDER.of_article(title, body) == theatre


@pytest.mark.parametrize(
    ("sentence", "before", "article", "theatre"),
    [
        ("The truce holds.", [], "gaza", "gaza"),
        ("The truce with Hezbollah holds.", [], "gaza", "lebanon"),
        ("Hezbollah accepted it.", [], "gaza", "lebanon"),
        ("It holds.", ["The ceasefire in Lebanon began."], "gaza", "lebanon"),
        ("The truce holds.", ["The ceasefire in Lebanon began."], "gaza", "gaza"),
        ("Hezbollah, Hamas's ally, wants an end of the war in Gaza.", [], "lebanon", "gaza"),
        ("Gilad Shalit was held by Hamas.", [], "gaza", "history"),
        ("Norway welcomed the deal.", [], "gaza", "gaza"),
        ("Three hostages went home to Israel.", [], "none", "gaza"),
    ],
)
def test_a_sentence_has_a_theatre(sentence, before, article, theatre):
    """A sentence's own words tell, then the sentence before it, then the article."""
    assert FINDER.of_sentence(sentence, before=before, article=article) == theatre


def test_words_of_the_world_need_their_capital():
    """A country is not found in a common word."""
    assert FINDER.of_article(None, ["The soldiers ate turkey and drank from china."]) == "other"
    assert FINDER.of_article(None, ["They were hungary."]) == "none"


@given(st.text(), st.lists(st.text()))
def test_any_article_has_a_theatre(title, body):
    """No article raises an error."""
    known = {*topics.load().theatres.theatres, "other", "none"}
    assert FINDER.of_article(title, body) in known
    assert FINDER.of_sentence(title, before=body) in known
