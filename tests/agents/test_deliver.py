"""Deliveries: tried again on schedule, dead after the last attempt, and no subscriber holds up another."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from newswatch.agents.assembly import finished, working
from newswatch.agents.deliver import Kept
from newswatch.agents.replay import play
from newswatch.delivery import MOST_ATTEMPTS, Subscriber
from newswatch.delivery.schedule import DELAYS
from newswatch.errors import DeliveryError
from newswatch.models import Delivery
from newswatch.streaming import DeadLetter, send

from .conftest import article

DEAL = "Israel and Hamas have agreed on a ceasefire in Gaza, Qatar's prime minister said on Wednesday."
HOSTAGES = "Hamas released three hostages on Sunday, the Red Cross said."


class Flaky:
    """A channel that fails so many times, and keeps what it was given."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.given: list[str] = []

    async def deliver(self, delivery: Delivery) -> None:
        self.given.append(delivery.id)
        if len(self.given) <= self.failures:
            raise DeliveryError("it answers 503")


class Stuck:
    """A channel that takes an alert and never comes back."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.asked = asyncio.Event()

    async def deliver(self, delivery: Delivery) -> None:
        self.given.append(delivery.id)
        self.asked.set()
        await asyncio.Event().wait()


class Clock:
    """The real time and what has been added to it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def go_to(self, moment: datetime) -> None:
        self.ahead = moment - datetime.now(UTC)


@pytest.fixture
def clock(bench) -> Clock:
    bench.clock = Clock()
    return bench.clock


def deliveries(bench, subscriber: str = "table") -> list[Delivery]:
    steps = [Delivery.model_validate_json(record.value) for record in bench.records("deliveries")]
    return [step for step in steps if step.subscriber == subscriber]


@pytest.mark.slow
async def test_the_whole_schedule(bench, clock):
    """A channel that never answers is tried at the promised times, over restarts, and then never again."""
    bench.channels = {"table": (channel := Flaky(99))}
    await bench.play([article(0, DEAL)])
    for attempt in range(1, MOST_ATTEMPTS):
        last = deliveries(bench)[-1]
        assert (last.state, last.attempt, last.reason) == ("attempted", attempt, "it answers 503")
        assert timedelta() <= clock() - (last.due - DELAYS[attempt]) < timedelta(seconds=30)
        clock.go_to(last.due - timedelta(seconds=4))
        if attempt in (1, 2):
            await bench.play([])
            assert len(channel.given) == attempt, "it was tried too early"
        clock.go_to(last.due)
        await bench.play([])
    assert [step.state for step in deliveries(bench)] == ["scheduled", *["attempted"] * (MOST_ATTEMPTS - 1), "dead"]
    clock.ahead += timedelta(days=30)
    await bench.play([])
    assert channel.given == [bench.alerts()[0].key] * MOST_ATTEMPTS


async def test_a_dead_delivery_is_a_dead_letter(bench, clock):
    """After the last attempt the delivery stands in the dead letters with its reason."""
    bench.channels = {"table": Flaky(99)}
    await bench.play([article(0, DEAL)])
    due = deliveries(bench)[-1].model_copy(update={"attempt": MOST_ATTEMPTS - 1, "due": clock()})
    async with working(monitor := bench.monitor()):
        await send(monitor.topics.deliveries, key="table", value=due.to_json())
        await finished(monitor)
    (letter,) = bench.records("dead-letters")
    told = DeadLetter.parse(dict(letter.headers))
    assert (told.stage, told.error) == ("deliver", "UndeliverableError")
    assert "it answers 503" in told.reason
    assert Delivery.model_validate_json(letter.value).state == "dead"


@pytest.mark.parametrize("restarted", [False, True])
async def test_the_first_attempt_waits_for_no_time(bench, clock, restarted):
    """An alert whose article was dated in the future is delivered at once, and its record keeps the date."""
    bench.channels = {"table": (channel := Flaky())}
    await bench.play([article(0, DEAL)])
    ahead = deliveries(bench)[0].model_copy(update={"id": "ahead", "due": clock() + timedelta(days=300)})
    bench.subscribers = () if restarted else bench.subscribers
    async with asyncio.timeout(20), working(monitor := bench.monitor()):
        await send(monitor.topics.deliveries, key="table", value=ahead.to_json())
        await finished(monitor)
    if restarted:
        bench.subscribers = (Subscriber("table", "table"),)
        await bench.play([])
    assert channel.given[1:] == ["ahead"]
    assert [(step.state, step.due) for step in deliveries(bench)[2:]] == [("scheduled", ahead.due), ("sent", ahead.due)]


async def test_a_delivery_that_is_due_soon_is_tried_without_a_restart(bench, clock):
    """The next attempt comes by itself when its time has come."""

    class Hurried(Flaky):
        async def deliver(self, delivery: Delivery) -> None:
            asyncio.get_running_loop().call_soon(clock.go_to, clock() + DELAYS[1] - timedelta(seconds=0.1))
            await super().deliver(delivery)

    bench.channels = {"table": (channel := Hurried(1))}
    async with asyncio.timeout(20), working(monitor := bench.monitor()):
        await play([article(0, DEAL)], monitor)
        while [step.state for step in deliveries(bench)] != ["scheduled", "attempted", "sent"]:
            await monitor.app.progress.changed(within=1)
    assert len(channel.given) == 2
    assert deliveries(bench)[-1].attempt == 2


async def test_nobody_is_held_up(bench):
    """A subscriber whose channel hangs holds up no other, nor the stream."""
    stuck, well = Stuck(), Flaky()
    bench.channels = {"stuck": stuck, "well": well}
    bench.subscribers = (Subscriber("a", "stuck"), Subscriber("b", "well"))
    async with asyncio.timeout(20), working(monitor := bench.monitor()):
        sending = asyncio.create_task(play([article(0, DEAL), article(4, HOSTAGES)], monitor))
        while len([step for step in deliveries(bench, "b") if step.state == "sent"]) < 2:
            await monitor.app.progress.changed(within=1)
        sending.cancel()
    assert (len(stuck.given), len(well.given)) == (1, 2)


async def test_one_subscribers_failure_is_not_anothers(bench, clock):
    """Each subscriber has a schedule of its own."""
    bench.channels = {"flaky": Flaky(1), "well": Flaky()}
    bench.subscribers = (Subscriber("a", "flaky"), Subscriber("b", "well"))
    await bench.play([article(0, DEAL)])
    assert [step.state for step in deliveries(bench, "a")] == ["scheduled", "attempted"]
    assert [step.state for step in deliveries(bench, "b")] == ["scheduled", "sent"]
    clock.ahead += DELAYS[1]
    await bench.play([])
    assert [step.state for step in deliveries(bench, "a")] == ["scheduled", "attempted", "sent"]
    assert len(bench.channels["well"].given) == 1


async def test_a_crash_between_sending_and_recording_sends_again(bench):
    """What was sent and not recorded is sent again after a restart, under the same id, and recorded then."""
    bench.channels = {"table": (stuck := Stuck())}
    async with asyncio.timeout(20), working(monitor := bench.monitor()):
        sending = asyncio.create_task(play([article(0, DEAL)], monitor))
        await stuck.asked.wait()
        sending.cancel()
    assert [step.state for step in deliveries(bench)] == ["scheduled"]
    bench.channels = {"table": (well := Flaky())}
    await bench.play([])
    assert well.given == stuck.given == [bench.alerts()[0].key]
    told_again = "scheduled"  # by the router, where the stop came before its own commit
    assert [step.state for step in deliveries(bench) if step.state != told_again] == ["sent"]


async def test_a_delivery_that_is_told_twice_is_made_once(bench):
    """An alert routed again after a crash is not delivered again, before or after it was sent."""
    bench.channels = {"table": (channel := Flaky())}
    await bench.play([article(0, DEAL)])
    scheduled = bench.records("deliveries")[0].value
    async with working(monitor := bench.monitor()):
        for _ in range(2):
            await send(monitor.topics.deliveries, key="table", value=scheduled)
        await finished(monitor)
    assert len(channel.given) == 1


async def test_a_replay_ends_although_a_delivery_waits(bench, clock):
    """What will be tried in hours doesn't hold up the end of a replay."""
    bench.channels = {"table": Flaky(99)}
    async with asyncio.timeout(20):
        await bench.play([article(0, DEAL)])
    assert deliveries(bench)[-1].due > clock()


async def test_a_subscriber_that_is_no_more(bench, clock):
    """A delivery to a subscriber that is not configured any more waits, and stops nothing."""
    bench.channels, bench.subscribers = {"table": Flaky(99)}, (Subscriber("gone", "table"),)
    await bench.play([article(0, DEAL)])
    bench.subscribers = (Subscriber("new", "table"),)
    bench.channels = {"table": (channel := Flaky())}
    clock.ahead += timedelta(days=1)
    await bench.play([article(4, HOSTAGES)])
    assert len(channel.given) == 1
    assert deliveries(bench, "gone")[-1].state == "attempted"


async def test_a_value_that_is_no_delivery(bench):
    """A stray value is parked, and the next delivery is made."""
    async with working(monitor := bench.monitor()):
        await send(monitor.topics.deliveries, key="x", value=b"{}")
        await play([article(0, DEAL)], monitor)
    (letter,) = bench.records("dead-letters")
    assert DeadLetter.parse(dict(letter.headers)).reason.startswith("not a value of Delivery: ")
    assert len(bench.channel.alerts) == 1


async def test_what_is_over_is_forgotten_after_45_days(bench):
    """The table keeps that a delivery was sent for 45 days, and one that waits until it is over."""
    await bench.play([article(0, DEAL)])
    told = bench.alerts()[0]
    kept = Kept(table := {}, lambda: datetime(2025, 3, 1, tzinfo=UTC))

    def keep(name: str, state: str, day: int) -> None:
        alert = told.model_copy(update={"detected": datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day)})
        kept.put(name, Delivery(id=name, subscriber="desk", state=state, alert=alert, due=alert.detected))

    for name, state, day in (("old", "sent", 1), ("waits", "scheduled", 1), ("later", "sent", 46)):
        keep(name, state, day)
    assert sorted(table) == ["later", "old", "waits"]
    keep("new", "sent", 47)
    assert sorted(table) == ["later", "new", "waits"]
    keep("ahead", "sent", 4700)
    assert sorted(table) == ["ahead", "later", "new", "waits"], "a date in the future made it forget"
    assert table["ahead"]["day"] == "2025-03-01"
