"""The keyword monitor: by words alone, with care."""

from datetime import UTC, datetime

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


def alerts(*moments: datetime | None) -> list[str]:
    """Return the articles, numbered by arrival, that raise an alert of a signed truce."""
    articles = [
        Article(
            id=str(number), url=f"https://x.example/{number}", body="They signed a truce in Gaza.", published=moment
        )
        for number, moment in enumerate(moments)
    ]
    raised = list(keyword_monitor.load().raise_alerts(articles))
    assert all(alert.url == f"https://x.example/{alert.article}" for alert in raised)
    return [alert.article for alert in raised if alert.pair == ("truce", "signed")]


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2025, 1, day, hour, tzinfo=UTC)


def test_every_event_of_an_article_is_an_alert():
    """It raises what it reads, all of it."""
    article = Article(id="a", body="They signed a truce in Gaza. Hamas freed three hostages.")
    monitor = keyword_monitor.load()
    assert {alert.pair for alert in monitor.raise_alerts([article])} == monitor.read(article)


def test_repeats_of_a_day_are_held_back():
    """The same event is raised again when a day has passed since it was raised, whatever was held back between."""
    assert alerts(at(1), at(1, 13), at(2, 11), at(2, 12), at(3, 11), at(3, 12)) == ["0", "3", "5"]


def test_a_wrong_date_holds_back_nothing_of_the_right_days():
    """An article from the far future does not silence the monitor, and a late one is of its own day."""
    assert alerts(at(1), datetime(2099, 1, 1, tzinfo=UTC), at(9), at(5), None) == ["0", "1", "2", "3"]


def test_undated_articles():
    """They are as old as what came before them; at the beginning they are raised too."""
    assert alerts(None, None, at(1), None, at(2), None) == ["0", "2", "4"]
