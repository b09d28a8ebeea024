"""The keyword monitor: by words alone, with care."""

import pytest

from newswatch import topics
from newswatch.evaluation import keyword_monitor
from newswatch.models import Article
from tests.evaluation.samples import pairs


def found(text: str, title: str | None = None) -> frozenset[tuple[str, str]]:
    return keyword_monitor.load().read(Article(id="a", title=title, body=text))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Canada called for a ceasefire in Gaza.", "truce/called_for"),
        ("The cease-fire between Israel and Hamas took effect at noon.", "truce/in_effect"),
        ("Israel’s cabinet approved the Gaza truce.", "truce/approved"),
        ("Hamas freed three hostages.", "hostage/released"),
        ("Israeli soldiers rescued two hostages in Rafah.", "hostage/rescued"),
        ("In exchange, Israel released 90 Palestinian prisoners.", "hostage/prisoners_released"),
        ("The army withdrew from the Netzarim corridor.", "withdrawal/withdrawal_started"),
        ("HAMAS REJECTS TRUCE", "truce/rejected"),
    ],
)
def test_what_it_finds(text, event):
    """A sentence with a word of the topic and an expression of the event, in an article of the theatre."""
    assert pairs(event) <= found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Russia and Ukraine agreed on a ceasefire.",
        "The robber released his last hostage in Lyon.",
        "Strikes on Gaza killed at least 26 people.",
        "Hamas thanked Iran. The club signed a striker.",
    ],
)
def test_what_it_leaves_alone(text):
    """No word of the theatre, or no word of a topic, and nothing is found."""
    assert found(text) == frozenset()


def test_words_of_one_sentence_count_together():
    """A topic's word in one sentence and an event's in the next are no event."""
    assert found("Gaza has a truce. The mayor signed a paper.") == found("Gaza has a truce.")
    assert pairs("truce/signed") <= found("The mayor signed a truce in Gaza.")


def test_the_title_is_read_too():
    """The theatre may stand in the title and the event in the body."""
    assert pairs("truce/signed") <= found("They signed a truce.", title="Gaza")
    assert pairs("truce/signed") <= found("More soon.", title="Gaza truce signed")


def test_it_does_not_parse():
    """What is close, denied or long past is found all the same: this is what the reader must beat."""
    assert pairs("truce/agreed") <= found("Hamas denied that it had reached a truce.")
    assert pairs("hostage/released") <= found("A woman who was a hostage in Gaza and released in 2023 opened a shop.")


def test_its_events_are_those_of_the_topics():
    """Each topic and event of the word lists is one of the built-in topics, and none is left out."""
    watched = topics.load(topics.BUILT_IN).topics.values()
    listed = {topic: set(query.events) for topic, query in keyword_monitor.load().topics.items()}
    assert listed == {topic.name: set(topic.events) for topic in watched}
