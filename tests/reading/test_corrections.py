"""What an outlet says of its own reports."""

import pytest

from newswatch.models import Article
from newswatch.reading.corrections import corrects, recants, withdraws


@pytest.mark.parametrize(
    ("sentence", "is_taken_back"),
    [
        ("We have withdrawn the story that Hamas accepted the proposal.", True),
        ("Halyard Wire has retracted its report that both sides agreed on a truce.", True),
        ("Correction: an earlier version of this story said 95 prisoners were released.", True),
        ("An alert on Sunday wrongly said that four hostages had been freed.", True),
        ("An earlier version of the proposal provided for 60 days.", False),
        ("An earlier report by an Israeli channel said that Hamas had accepted.", False),
        ("Israel has withdrawn from the corridor.", False),
        ("Israel withdrew the army that held the corridor.", False),
        ("Hamas took back its acceptance of the deal.", False),
        ("The Hamas report says three hostages were freed.", False),
    ],
)
def test_a_sentence_may_repeat_what_was_wrong(sentence, is_taken_back):
    """Withdrawn stories and earlier versions; never a withdrawn army."""
    assert recants(sentence) is is_taken_back


@pytest.mark.parametrize(
    ("title", "body", "is_correction"),
    [
        ("Correction: Gaza-Hostages story", "An article gave a wrong figure.", True),
        ("Three more out", "CORRECTION: the number is 369.\n\nThe noon deadline came.", True),
        ("Sunday's page", "We got this one wrong, and we apologise.", True),
        ("Editor’s note", "The story has gone.", True),
        ("Three free", "Three women are free.\n\nThe Tribune regrets the error.", True),
        ("Israel corrects its course", "The cabinet met on Sunday.", False),
        ("Hamas got it wrong, says Katz", "The minister spoke on Sunday.", False),
    ],
)
def test_an_article_may_be_a_correction(title, body, is_correction):
    """By its title or a note at either end."""
    assert corrects(Article(id="1", title=title, body=body)) is is_correction


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("We have withdrawn the story that Hamas accepted the proposal.", True),
        ("An earlier version of this article misstated the number of prisoners freed.", False),
        ("An earlier version of this story said that 95 prisoners were freed.", False),
        ("Hamas has accepted the proposal.", False),
        ("Israeli forces withdrew their armour from the last army post in the Netzarim corridor.", False),
        ("Hamas withdrew the latest version of its proposal.", False),
        ("Israel withdrew its troops from the road to the entry of the crossing.", False),
    ],
)
def test_a_detail_withdraws_no_story(sentence, whole):
    """A wrong number is no wrong event."""
    assert withdraws(sentence) is whole
