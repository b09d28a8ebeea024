"""Reading × board → alerts, facts and decisions. One topic word is one key, and so one order."""

import json
from collections.abc import Container, Mapping, MutableMapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from newswatch.agents.app import Monitor, fitting, pure
from newswatch.errors import DataError
from newswatch.judging import Judgement, judge
from newswatch.models import Reading, Tick, plain
from newswatch.streaming import alert_headers, send

_message: TypeAdapter[Reading | Tick] = TypeAdapter(Annotated[Reading | Tick, Field(discriminator="kind")])


def register(monitor: Monitor) -> None:
    """Add the agent that judges readings."""
    table = monitor.table("judge")

    async def handle(event: Any) -> None:
        message = parse(event.value, monitor.watch.topics)
        judgement = pure(judge, message, table, monitor.baseline, monitor.watch)
        fitting(json.dumps(judgement.writes).encode(), "what it changes")  # each write is a record of its own
        await _send(judgement, monitor)
        write(judgement.writes, table)

    monitor.agent("judge", monitor.topics.claims, handle, table)


def parse(value: bytes, words: Container[str]) -> Reading | Tick:
    """Return a message on a topic word that is watched.

    Raises:
        DataError: it is none.
    """
    try:
        message = _message.validate_json(value)
    except ValidationError as error:
        raise DataError(f"neither a reading nor a tick: {plain(error)}") from error
    if message.topic not in words:
        raise DataError(f"no topic is called {message.topic}")
    return message


def write(writes: Mapping[str, Any], table: MutableMapping[str, Any]) -> None:
    """Write what a judgement makes of the judge's table; None deletes."""
    for key, value in writes.items():
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


async def _send(judgement: Judgement, monitor: Monitor) -> None:
    topics = monitor.topics
    for alert in judgement.alerts:
        headers = alert_headers(alert)
        await send(topics.alerts, key=alert.id, value=alert.to_json(), headers=headers)
        await send(topics.by_word[alert.topic], key=alert.id, value=alert.to_json(), headers=headers)
    for fact in judgement.facts:
        await send(topics.board, key=fact.slot, value=fact.to_json())
    for decision in judgement.decisions:
        await send(topics.decisions, key=decision.article, value=decision.to_json())
