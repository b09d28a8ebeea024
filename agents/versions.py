"""What is remembered of the articles that were read: which version came last, and how far event time has come.

Pure over its table, which is the agent's Faust table or any other mapping: who goes through the log once more tells
versions apart, and time, exactly as the agent did.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from newswatch.judging.board import REMEMBERED
from newswatch.models import Article, ArticleReference, Reading, utc

# Event time is told to the judge in steps of this many hours.
TICK_HOURS = 6
# The broker's time is no finer than this.
TICK = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Version:
    """An article version that is to be read: when it came in, and the topic words of the version before it."""

    detected: datetime
    before: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a record stands in the log of articles, and when it came there."""

    partition: int
    arrived: datetime
    offset: int | None = None


class Versions:
    """The article versions of a table, under `article|ID`, and event time, under `clock|PARTITION`."""

    def __init__(self, table: MutableMapping[str, Any]) -> None:
        self._table = table

    def step(self, article: Article, arrived: datetime, partition: int) -> datetime | None:
        """Return the step of event time that an article reaches first, or None."""
        told = self._table.get(_clock(partition))
        moment = _step(article, arrived)
        return None if moment is None or (told and moment.isoformat() <= told) else moment

    def advance(self, moment: datetime, partition: int) -> None:
        """Note that event time has come this far; a new day forgets what is old."""
        told = self._table.get(_clock(partition))
        self._table[_clock(partition)] = moment.isoformat()
        if told and told[:10] != moment.isoformat()[:10]:
            for key in list(_old(self._table, moment)):
                self._table.pop(key)

    def unread(self, article: Article, arrived: datetime, offset: int | None = None) -> Version | None:
        """Return the version that a record brings, or None where it was read already.

        The one that was read last is known by its content. An older one that comes again, because the worker was
        killed before it could say that it had read it, is known by its place in the log: no edit goes back there.
        """
        known = self._table.get(_key(article)) or {"content": None, "topics": []}
        if known["content"] == article.content or _is_behind(known, arrived, offset):
            return None
        return Version(_detected(known.get("detected"), arrived), tuple(known["topics"]))

    def note(self, article: Article, version: Version, words: Iterable[str], place: Place) -> None:
        """Note that a version was read, with claims on these topic words, from a place in the log."""
        # Event time, in which an old article is new.
        seen = self._table.get(_clock(place.partition)) or place.arrived.isoformat()
        self._put(article.id, article.content, words, seen, version.detected)
        if place.offset is not None:
            came = {"offset": place.offset, "arrived": place.arrived.isoformat()}
            self._table[_key(article)] = {**self._table[_key(article)], **came}

    def note_reading(self, reading: Reading) -> None:
        """Note the version of a reading whose article is no longer kept."""
        article = reading.article
        known = self._table.get(_key(article)) or {"content": None, "topics": []}
        words = {reading.topic, *(known["topics"] if known["content"] == article.content else ())}
        self._put(article.id, article.content, sorted(words), reading.detected.isoformat(), reading.detected)

    def _put(self, name: str, content: str, words: Iterable[str], day: str, detected: datetime) -> None:
        told = {"content": content, "topics": list(words), "day": day[:10], "detected": detected.isoformat()}
        self._table[f"article|{name}"] = told


def _key(article: Article | ArticleReference) -> str:
    return f"article|{article.id}"


def _clock(partition: int) -> str:
    return f"clock|{partition}"


def _detected(before: str | None, arrived: datetime) -> datetime:
    """Return when a version came in: the record's time, a tick after the version before where both share one.

    The judge tells an edit back from a redelivery by it.
    """
    return max(arrived, datetime.fromisoformat(before) + TICK) if before else arrived


def _is_behind(known: Mapping[str, Any], arrived: datetime, offset: int | None) -> bool:
    """Tell whether a record stands before the one that was read last; a log that began anew counts from its time."""
    if offset is None or "offset" not in known:
        return False
    return offset < known["offset"] and arrived <= datetime.fromisoformat(known["arrived"])


def _step(article: Article, arrived: datetime) -> datetime | None:
    """Return the step of event time that an article has reached; None where its date can't be believed.

    Neither can a time of fetching after the record came in.
    """
    published = article.published
    if published is None or published > min(article.fetched or arrived, arrived):
        return None
    moment = utc(published)
    return moment.replace(hour=moment.hour // TICK_HOURS * TICK_HOURS, minute=0, second=0, microsecond=0)


def _old(table: MutableMapping[str, Any], moment: datetime) -> Iterator[str]:
    oldest = (moment - REMEMBERED).date().isoformat()
    return (key for key, value in table.items() if key.startswith("article|") and value["day"] < oldest)
