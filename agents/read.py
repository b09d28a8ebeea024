"""Article → one Reading per topic word. The CPU work; it scales with the partitions of the articles."""

from typing import Any

from newswatch.agents.app import Monitor, arrived, fitting, forward
from newswatch.agents.clock import send_ticks
from newswatch.agents.versions import Place, Versions
from newswatch.models import Article
from newswatch.reading.readings import readings
from newswatch.streaming import send


def register(monitor: Monitor) -> None:
    """Add the agent that reads articles."""
    table = monitor.table("read")
    versions = Versions(table)

    async def handle(event: Any) -> None:
        article = Article.parse(event.value)
        if event.key != article.id.encode():
            await forward(monitor.topics.articles, event, key=article.id)
            return
        came, partition = arrived(event), event.message.partition
        if moment := versions.step(article, came, partition):
            await send_ticks(monitor, moment)
            versions.advance(moment, partition)
        offset = event.message.offset
        if (version := versions.unread(article, came, offset)) is None:
            return
        told = await monitor.reader.read(article)
        found = readings(article, told, version.detected, version.before)
        for reading in found:
            value = fitting(reading.to_json(), "what was read in it")
            await send(monitor.topics.claims, key=reading.topic, value=value)
        versions.note(article, version, [reading.topic for reading in found], Place(partition, came, offset))

    monitor.agent("read", monitor.topics.articles, handle, table)
