"""Folds deliveries into a table; a service sends what is due and records the outcome on the same topic."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from newswatch.agents.app import Monitor, parsed
from newswatch.delivery import Channel, next_attempt
from newswatch.errors import DeliveryError, UndeliverableError
from newswatch.judging.board import REMEMBERED
from newswatch.models import Delivery
from newswatch.streaming import send

FINAL = ("sent", "dead")
AT_ONCE = datetime.min.replace(tzinfo=UTC)


def register(monitor: Monitor) -> None:
    """Add the agent that keeps the deliveries, and one service a subscriber that makes them."""
    table = monitor.table("deliver")
    kept = Kept(table, monitor.clock)
    postmen = {one.name: Postman(one.name, monitor.channels[one.channel], monitor) for one in monitor.subscribers}

    async def handle(event: Any) -> None:
        delivery = parsed(Delivery, event.value)
        known = table.get(key := f"{delivery.subscriber}|{delivery.id}")
        if known is not None and _over(known, delivery):
            return  # told again after a crash
        kept.put(key, delivery)
        if postman := postmen.get(delivery.subscriber):
            postman.note(delivery)
        if delivery.state == "dead":
            raise UndeliverableError(f"{delivery.subscriber} could not be reached: {delivery.reason}")

    def recovered() -> None:
        waiting = [Delivery.model_validate(row) for row in table.values() if row["state"] not in FINAL]
        for name, postman in postmen.items():
            postman.restart(delivery for delivery in waiting if delivery.subscriber == name)

    monitor.agent("deliver", monitor.topics.deliveries, handle, table)
    monitor.recovered(recovered)
    for postman in postmen.values():
        monitor.service(postman.run, postman.is_idle)


class Kept:
    """The table's rows: all of a delivery that waits, and of one that is over only that it is, for 45 days."""

    def __init__(self, table: Any, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock
        self._day = ""

    def put(self, key: str, delivery: Delivery) -> None:
        """Keep a step, and at the first one of a day forget what is old."""
        day = min(delivery.alert.detected, self._clock()).date()  # a date in the future would forget all before it
        over = {"state": delivery.state, "day": day.isoformat()}
        self._table[key] = over if delivery.state in FINAL else delivery.model_dump(mode="json")
        if day.isoformat() > self._day:
            self._day = day.isoformat()
            self._forget((day - REMEMBERED).isoformat())

    def _forget(self, oldest: str) -> None:
        for key in [key for key, row in self._table.items() if row["state"] in FINAL and row["day"] < oldest]:
            self._table.pop(key)


def _over(known: Mapping[str, Any], delivery: Delivery) -> bool:
    """Tell whether a step is known already; a last one may still lack its dead letter."""
    if known["state"] in FINAL:
        return (known["state"], delivery.state) != ("dead", "dead")
    return delivery.state == "scheduled"


def _not_before(delivery: Delivery) -> datetime:
    """Return when a delivery may be tried; the first time waits for nothing, whatever date its article had."""
    return AT_ONCE if delivery.state == "scheduled" else delivery.due


class Postman:
    """Sends one subscriber what is due, so that a slow or dead one holds up no other."""

    def __init__(self, subscriber: str, channel: Channel, monitor: Monitor) -> None:
        self._subscriber = subscriber
        self._channel = channel
        self._monitor = monitor
        self._waiting: dict[str, Delivery] = {}
        self._sending = False
        self._changed = asyncio.Event()

    def restart(self, waiting: Iterable[Delivery]) -> None:
        """Begin with what the table holds after a restart."""
        self._waiting = {delivery.id: delivery for delivery in waiting}
        self._changed.set()

    def note(self, delivery: Delivery) -> None:
        """Take a step that was recorded."""
        if delivery.state in FINAL:
            self._waiting.pop(delivery.id, None)
        else:
            self._waiting[delivery.id] = delivery
        self._changed.set()

    async def run(self) -> None:
        """Send what is due, for ever."""
        while True:
            self._changed.clear()
            for delivery in self._due():
                await self._attempt(delivery)
            await self._wait()

    def _due(self) -> list[Delivery]:
        now = self._monitor.clock()
        return sorted((one for one in self._waiting.values() if _not_before(one) <= now), key=lambda one: one.due)

    async def _attempt(self, delivery: Delivery) -> None:
        del self._waiting[delivery.id]  # until its outcome has come back through the topic
        self._sending = True
        try:
            await self._channel.deliver(delivery)
            outcome = delivery.model_copy(update={"state": "sent", "attempt": delivery.attempt + 1})
        except DeliveryError as error:
            outcome = self._failed(delivery, str(error))
        await send(self._monitor.topics.deliveries, key=self._subscriber, value=outcome.to_json())
        self._sending = False

    def _failed(self, delivery: Delivery, reason: str) -> Delivery:
        attempt = delivery.attempt + 1
        again = next_attempt(attempt, self._monitor.clock())
        state, due = ("attempted", again) if again else ("dead", delivery.due)
        return delivery.model_copy(update={"state": state, "attempt": attempt, "due": due, "reason": reason})

    async def _wait(self) -> None:
        """Wait for a change, or until the next delivery is due."""
        soonest = min((_not_before(one) for one in self._waiting.values()), default=None)
        seconds = max(0.0, (soonest - self._monitor.clock()).total_seconds()) if soonest else None
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return

    def is_idle(self) -> bool:
        """Tell whether nothing is due and nothing is on its way; what is tried again later waits in the table."""
        return not self._due() and not self._sending
