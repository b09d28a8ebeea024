"""Another watch: what the topic files of an example say decides, and nothing that is known of the built-in ones."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newswatch import topics
from newswatch.models import Article
from newswatch.reading import Reader
from newswatch.reading.agreement import agreed
from newswatch.reading.events import read_events
from newswatch.reading.parsed import Parsed
from newswatch.reading.pipeline import parse
from newswatch.reading.theatre import TheatreFinder

UKRAINE = Path(__file__).parents[2] / "examples/ukraine-talks/topics"
AGREED = "Ukraine accepted an American proposal for an immediate truce of 30 days."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(topics.load(UKRAINE))


def claims(reader: Reader, body: str):
    return reader.read(Article(id="a", body=body, published=datetime(2025, 3, 11, 12, tzinfo=UTC))).watched


def test_the_classifier_is_not_asked_about_what_it_never_learned(reader, monkeypatch):
    """It was trained on another theatre: it isn't even run, and the rules decide alone."""
    monkeypatch.setattr(reader.classifier, "opinions", None)
    assert [(claim.event, claim.duration_days) for claim in claims(reader, AGREED)] == [("backed", 30)]
    assert reader.learned == frozenset()


def test_an_event_that_was_added_is_not_overruled():
    """On the built-in theatre the classifier has a say, but not on an event that it has no label for."""
    built_in = Reader(topics.load())
    assert built_in.learned == frozenset(built_in.classifier.events)
    parsed = Parsed(next(iter(parse(["Hamas freed three hostages in Gaza."], built_in.nlp))), built_in.rules)
    events = read_events(built_in.rules, parsed)
    assert agreed(parsed, events, {}).events == []
    [kept] = agreed(parsed, events, {}, unlearned={"hostage.released"}).events
    assert (kept.event, kept.score) == ("released", 1.0)


@pytest.mark.parametrize(
    ("sentence", "event", "count", "kind"),
    [
        ("Russia and Ukraine exchanged 307 prisoners each on Saturday.", "exchanged", 307, "prisoners"),
        ("Russia and Ukraine exchanged 150 servicemen each on Saturday.", "exchanged", 150, "prisoners"),
        ("Russia returned the bodies of 1,212 soldiers to Ukraine.", "bodies_returned", 1212, "remains"),
    ],
)
def test_a_number_counts_what_the_topic_file_says(reader, sentence, event, count, kind):
    """Men are hostages only where a topic counts hostages."""
    [claim] = claims(reader, sentence)
    assert (claim.event, claim.count, claim.count_kind) == (event, count, kind)


def test_nobody_acts_whom_the_topic_file_does_not_name(reader):
    """Who demands is who asks, and the one that is asked is never taken for him."""
    [claim] = claims(reader, "Putin demanded that Ukraine leave the whole of the Donbas.")
    assert (claim.event, claim.actor, claim.place) == ("demanded", "russia", "donbas")


def test_of_two_events_at_one_word_the_more_telling_stays(reader):
    """Which is the more telling says the topic file."""
    [claim] = claims(reader, "Russia agrees with the idea of a truce in Ukraine, but there are conditions.")
    assert claim.event == "conditions"


def test_the_conflicts_of_the_world_are_known_by_the_built_in_file():
    """Only the watched theatre is written anew; hostages of no place are not taken for its own."""
    finder = TheatreFinder(topics.load(UKRAINE).theatres)
    assert finder.of_sentence("Israel and Hamas agreed to a truce in Gaza.") == "gaza"
    assert finder.of_sentence("Talks in Istanbul on a truce went on.") == "ukraine"
    assert finder.of_sentence("The hostages were freed.") == "other"
    assert TheatreFinder(topics.load().theatres).of_sentence("The hostages were freed.") == "gaza"
