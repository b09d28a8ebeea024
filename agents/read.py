"""Article → one Reading per topic word. The CPU work; it scales with the partitions of the articles."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from newswatch.agents.app import Monitor, arrived, fitting, forward
from newswatch.agents.clock import send_ticks
from newswatch.judging.board import REMEMBERED
from newswatch.models import Article, ArticleReference, Reading, utc
from newswatch.reading import ArticleReading
from newswatch.streaming import send

# Event time is told to the judge in steps of this many hours.
TICK_HOURS = 6
# The broker's time is no finer than this.
TICK = timedelta(milliseconds=1)


def register(monitor: Monitor) -> None:
    """Add the agent that reads articles."""
    table = monitor.table("read")

    async def handle(event: Any) -> None:
        article = Article.parse(event.value)
        if event.key != article.id.encode():
            await forward(monitor.topics.articles, event, key=article.id)
            return
        await _tell_time(article, event, table, monitor)
        known = table.get(_key(article)) or {"content": None, "topics": []}
        if known["content"] == article.content:
            return
        detected = _detected(known, event)
        told = await monitor.reader.read(article)
        words = sorted({claim.topic for claim in told.watched} | set(known["topics"]))
        for word in words:
            reading = _reading(word, article, told, detected)
            value = fitting(reading.to_json(), "what was read in it")
            await send(monitor.topics.claims, key=word, value=value)
        seen = table.get(_clock(event)) or arrived(event).isoformat()  # event time, which an old article is told in too
        table[_key(article)] = {
            "content": article.content,
            "topics": words,
            "day": seen[:10],
            "detected": detected.isoformat(),
        }

    monitor.agent("read", monitor.topics.articles, handle, table)


def _key(article: Article) -> str:
    return f"article|{article.id}"


def _detected(known: Mapping[str, Any], event: Any) -> datetime:
    """Return when a version came in: the record's time, a tick after the version before where both share one.

    The judge tells an edit back from a redelivery by it.
    """
    before = known.get("detected")
    earliest = datetime.fromisoformat(before) + TICK if before else arrived(event)
    return max(arrived(event), earliest)


def _clock(event: Any) -> str:
    return f"clock|{event.message.partition}"


def _reading(word: str, article: Article, told: ArticleReading, detected: datetime) -> Reading:
    """Return what an article version says on one topic; nothing, where an edit took it away."""
    reference = ArticleReference(
        id=article.id,
        content=article.content,
        url=article.url,
        source=article.source,
        author=article.author,
        credit=told.credit,
        published=article.published,
        fetched=article.fetched,
    )
    claims = tuple(claim for claim in told.watched if claim.topic == word)
    return Reading(topic=word, article=reference, claims=claims, detected=detected)


async def _tell_time(article: Article, event: Any, table: Any, monitor: Monitor) -> None:
    """Tell the judge of every topic when event time has come a step further, and forget what is old."""
    clock = _clock(event)
    told = table.get(clock)
    moment = _step(article, arrived(event))
    if moment is None or (told and moment.isoformat() <= told):
        return
    await send_ticks(monitor, moment)
    table[clock] = moment.isoformat()
    if told and told[:10] != moment.isoformat()[:10]:
        for key in list(_old(table, moment)):
            table.pop(key)


def _step(article: Article, arrived: datetime) -> datetime | None:
    """Return the step of event time that an article has reached; None where its date can't be believed.

    Neither can a time of fetching after the record came in.
    """
    published = article.published
    if published is None or published > min(article.fetched or arrived, arrived):
        return None
    moment = utc(published)
    return moment.replace(hour=moment.hour // TICK_HOURS * TICK_HOURS, minute=0, second=0, microsecond=0)


def _old(table: Mapping[str, Any], moment: datetime) -> Iterator[str]:
    oldest = (moment - REMEMBERED).date().isoformat()
    return (key for key, value in table.items() if key.startswith("article|") and value["day"] < oldest)
