"""The row to beat: a monitor that looks for words and parses nothing. Pure.

This is what alert services do, done with care: an article passes the gate where it has a word of the theatre; a
sentence reports an event where it has a word of the topic and one of the event's expressions. The expressions are
data, in `keyword_monitor.toml`.

Such services don't send the same alert over and over: a topic and event that one article has raised is not raised
again by others until a day has passed, as with the repeat interval of an alert manager.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

from newswatch.evaluation.comparison import Raised
from newswatch.evaluation.gold import Pair
from newswatch.models import Article
from newswatch.reading.sentences import sentences
from newswatch.reading.text import Text

REPEAT_INTERVAL = timedelta(hours=24)


@dataclass(frozen=True)
class Query:
    """What is looked for on one topic."""

    words: re.Pattern[str]
    events: Mapping[str, re.Pattern[str]]

    def found(self, sentence: str) -> Iterable[str]:
        """Yield the events whose expressions stand in a sentence with a word of the topic."""
        if self.words.search(sentence):
            yield from (event for event, expression in self.events.items() if expression.search(sentence))


@dataclass(frozen=True)
class KeywordMonitor:
    """Finds events by words."""

    theatre: re.Pattern[str]
    topics: Mapping[str, Query]

    def read(self, article: Article) -> frozenset[Pair]:
        """Return the topic and event of all that an article seems to report."""
        fields = [field for field in (article.title, article.body) if field]
        if not any(self.theatre.search(field) for field in fields):
            return frozenset()
        return frozenset(
            (topic, event)
            for field in fields
            for sentence in sentences(Text.of(field))
            for topic, query in self.topics.items()
            for event in query.found(sentence.normal)
        )

    def raise_alerts(self, articles: Iterable[Article]) -> Iterator[Raised]:
        """Yield an alert for each topic and event that an article seems to report, unless it repeats one of that day.

        Articles come in order of arrival, and each is as old as it says, so that a wrong date holds back nothing of the
        right days. An undated article is taken to be as old as the one before it.
        """
        moment = datetime.min.replace(tzinfo=UTC)
        last: dict[Pair, datetime] = {}
        for article in articles:
            moment = article.published or moment
            for pair in sorted(self.read(article)):
                if pair not in last or abs(moment - last[pair]) >= REPEAT_INTERVAL:
                    last[pair] = moment
                    yield Raised(article.id, article.url, pair)


@cache
def load() -> KeywordMonitor:
    """Return the monitor of the expressions that ship with newswatch."""
    data = tomllib.loads((files("newswatch.evaluation") / "keyword_monitor.toml").read_text("utf-8"))
    theatre = _any_of(data.pop("theatre"))
    return KeywordMonitor(theatre, {topic: _query(told) for topic, told in data.items()})


def _query(told: Mapping[str, Mapping[str, list[str]]]) -> Query:
    events = {event: _any_of(expressions) for event, expressions in told["events"].items()}
    return Query(_any_of(told["words"]), events)


def _any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(expressions)})\b", re.IGNORECASE)
