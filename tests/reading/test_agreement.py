"""Two readers that check each other."""

import pytest

from newswatch import topics
from newswatch.models import Article, Modality
from newswatch.reading import Reader, agreement
from newswatch.reading.agreement import agreed
from newswatch.reading.classifier import RECALLED, Opinion
from newswatch.reading.events import read_events
from newswatch.reading.parsed import Parsed
from newswatch.reading.pipeline import parse

REALITIES = (*Modality, RECALLED)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(topics.load(topics.BUILT_IN))


def opinion(probability: float, reality: str = "happened", share: float = 0.93, word: int = 0) -> Opinion:
    rest = (1 - share) / (len(REALITIES) - 1)
    return Opinion(probability, {str(name): share if name == reality else rest for name in REALITIES}, word)


def both(reader: Reader, sentence: str, opinions: dict[str, Opinion]):
    parsed = Parsed(next(iter(parse([sentence], reader.nlp))), reader.rules)
    return agreed(parsed, read_events(reader.rules, parsed), opinions)


FREED = "Hamas freed three hostages in Gaza."


def test_what_both_find_is_surer_than_what_one_finds(reader):
    """Two readers that agree are surer together, and never quite sure."""
    (event,) = both(reader, FREED, {"hostage.released": opinion(0.9)}).events
    assert (event.event, event.rule) == ("released", "hostage.release.verb")
    assert 0.9 < event.score <= agreement.BOTH


def test_what_the_classifier_thinks_impossible_is_left_out(reader):
    """A rule that fires on other words is overruled, and that can be told."""
    found = both(reader, FREED, {})
    assert found.events == []
    assert [one.event.event for one in found.overruled] == ["released"]


def test_what_no_rule_foresees_is_taken_where_the_classifier_is_sure(reader):
    """It is taken at the word that was looked at, and names its reader."""
    sentence = "From dawn on all was quiet along the whole front in Gaza."
    sure = opinion(0.95, word=sentence.index("quiet"))
    (event,) = both(reader, sentence, {"truce.in_effect": sure}).events
    assert (event.event, event.modality, event.rule, event.score) == (
        "in_effect", Modality.HAPPENED, "classifier.in_effect", 0.95,
    )  # fmt: skip
    unsure = opinion(agreement.ADD - 0.01)
    assert both(reader, sentence, {"truce.in_effect": unsure}).events == []


def test_the_classifier_decides_how_real_an_event_is_where_it_is_sure(reader):
    """Where it isn't, the rule does."""
    sure, unsure = opinion(0.9, "denied"), opinion(0.9, "denied", share=0.5)
    assert both(reader, FREED, {"hostage.released": sure}).events[0].modality is Modality.DENIED
    assert both(reader, FREED, {"hostage.released": unsure}).events[0].modality is Modality.HAPPENED


@pytest.mark.parametrize(
    ("reality", "share", "old"), [(RECALLED, 0.95, True), (RECALLED, 0.6, None), ("happened", 0.95, False)]
)
def test_what_is_only_recalled_is_told(reader, reality, share, old):
    """The classifier says whether an event is old, new, or that it doesn't know."""
    assert both(reader, FREED, {"hostage.released": opinion(0.9, reality, share)}).events[0].old is old


def test_the_classifier_brings_no_argument_of_its_own(reader):
    """Who, how many and where come from the sentence, by the rules."""
    article = Article.from_loose({
        "id": "a", "published": "2025-02-20", "title": "Gaza truce",
        "body": "After sixteen months underground the two women crossed back into Israel at dusk.",
    })  # fmt: skip
    for claim in reader.read(article).watched:
        assert claim.count in (None, 2)
        assert claim.place is None
