"""Reading × board → alerts, facts and decisions. One topic word is one key, and so one order."""

import json
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
        message = _parse(event.value, monitor)
        judgement = pure(judge, message, table, monitor.baseline, monitor.watch)
        fitting(json.dumps(judgement.writes).encode(), "what it changes")  # each write is a record of its own
        await _send(judgement, monitor)
        for key, value in judgement.writes.items():
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value

    monitor.agent("judge", monitor.topics.claims, handle, table)


def _parse(value: bytes, monitor: Monitor) -> Reading | Tick:
    try:
        message = _message.validate_json(value)
    except ValidationError as error:
        raise DataError(f"neither a reading nor a tick: {plain(error)}") from error
    if message.topic not in monitor.watch.topics:
        raise DataError(f"no topic is called {message.topic}")
    return message


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
