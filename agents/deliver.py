"""Folds deliveries into a table; a service sends what is due and records the outcome on the same topic.

What is held back has an outcome too, `silenced` with the reason. Two things hold back, each where it is known best: a
delivery that has come overtakes what waits as soon as it is recorded; a silence is looked for right before each
attempt, so that it also holds back what was routed before it, and lets go what is tried after its end.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from newswatch.agents import silence
from newswatch.agents.app import Monitor, parsed
from newswatch.delivery import Channel, next_attempt, overtaken, silencing
from newswatch.errors import DeliveryError, UndeliverableError
from newswatch.judging.board import REMEMBERED
from newswatch.models import Delivery
from newswatch.streaming import behind, send
from newswatch.topics import Watch

FINAL = ("sent", "silenced", "dead")
AT_ONCE = datetime.min.replace(tzinfo=UTC)
COMMANDS_SECONDS = 30.0  # where retention has taken the last command, the end of the commands is never reached


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
        if known is None:
            for held in _overtaken(delivery, table, monitor.watch):
                await send(monitor.topics.deliveries, key=held.subscriber, value=held.to_json())
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
    """Tell whether a step is known already.

    A last one may still lack its dead letter, and what was under way when it was overtaken may have arrived.
    """
    if known["state"] in FINAL:
        return (known["state"], delivery.state) not in (("dead", "dead"), ("silenced", "sent"))
    return delivery.state == "scheduled"


def _overtaken(come: Delivery, table: Mapping[str, Any], watch: Watch) -> Iterator[Delivery]:
    """Yield the last step of whatever waits for a subscriber and is no news beside what has come for it."""
    topic = watch.topics.get(come.alert.topic)
    waiting = [Delivery.model_validate(row) for row in table.values() if row["state"] not in FINAL]
    for one in waiting:
        reason = overtaken(one.alert, come.alert, topic.ladder if topic else None)
        if reason and one.subscriber == come.subscriber:
            yield one.model_copy(update={"state": "silenced", "reason": reason})


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
        await self._hear_commands()
        while True:
            self._changed.clear()
            for delivery in self._due():
                if delivery.id in self._waiting:  # nothing has overtaken it meanwhile
                    await self._attempt(delivery)
            await self._wait()

    async def _hear_commands(self) -> None:
        """Wait until all that was commanded while nothing ran is known, lest a silence come too late."""
        app, name = self._monitor.app, self._monitor.topics.commands.get_topic_name()
        with suppress(TimeoutError):
            async with asyncio.timeout(COMMANDS_SECONDS):
                while any(tp.topic == name for tp in await behind(app)):
                    await app.progress.changed(within=1.0)

    def _due(self) -> list[Delivery]:
        now = self._monitor.clock()
        return sorted((one for one in self._waiting.values() if _not_before(one) <= now), key=lambda one: one.due)

    async def _attempt(self, delivery: Delivery) -> None:
        del self._waiting[delivery.id]  # until its outcome has come back through the topic
        self._sending = True
        outcome = self._silenced(delivery) or await self._tried(delivery)
        await send(self._monitor.topics.deliveries, key=self._subscriber, value=outcome.to_json())
        self._sending = False

    def _silenced(self, delivery: Delivery) -> Delivery | None:
        """Return the outcome of a delivery that a silence holds back, if one does."""
        holding = silencing(silence.standing(self._monitor), delivery.alert, self._monitor.clock())
        return delivery.model_copy(update={"state": "silenced", "reason": str(holding)}) if holding else None

    async def _tried(self, delivery: Delivery) -> Delivery:
        """Send a delivery, and return what came of it."""
        try:
            await self._channel.deliver(delivery)
        except DeliveryError as error:
            return self._failed(delivery, str(error))
        return delivery.model_copy(update={"state": "sent", "attempt": delivery.attempt + 1})

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
