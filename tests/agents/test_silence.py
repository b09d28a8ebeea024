"""Silences and what is overtaken: on record, and never delivered."""

import asyncio
from datetime import timedelta

import pytest

from newswatch.agents.assembly import finished, working
from newswatch.agents.replay import play
from newswatch.agents.silence import standing
from newswatch.delivery import Subscriber
from newswatch.delivery.schedule import DELAYS
from newswatch.models import Acknowledgement, Delivery, Expiry, Matchers, Silence
from newswatch.streaming import DeadLetter, send
from newswatch.transport import Log, Message

from .conftest import article
from .test_deliver import DEAL, HOSTAGES, Clock, Flaky, deliveries

SIGNED = "Israel and Hamas signed the ceasefire deal in Doha on Friday, Qatar's prime minister said."
OTHER = "The central bank kept its interest rate unchanged on Thursday."


@pytest.fixture
def clock(bench) -> Clock:
    bench.clock = Clock()
    return bench.clock


def silence(clock, **matchers) -> Silence:
    return Silence.of(Matchers(**matchers), "anna", "known", clock(), clock() + timedelta(hours=1))


async def command(monitor, told) -> None:
    await send(monitor.topics.commands, key="x", value=told.to_json())
    await finished(monitor)


def steps(bench, subscriber: str = "table") -> list[tuple[str, str, str | None]]:
    return [(one.alert.event, one.state, one.reason) for one in deliveries(bench, subscriber)]


async def test_a_silenced_alert_is_raised_and_not_delivered(bench, clock):
    """It is on its topics and on record with the reason; what doesn't fit the silence is delivered."""
    async with working(monitor := bench.monitor()):
        await command(monitor, told := silence(clock, slot="truce.*"))
        await play([article(0, DEAL), article(4, HOSTAGES)], monitor)
    assert [alert.event for alert in bench.alerts()] == ["agreed", "released"]
    assert len(bench.records("alerts.truce")) == 1
    assert [alert.event for alert in bench.channel.alerts] == ["released"]
    assert sorted(steps(bench)) == [
        ("agreed", "scheduled", None), ("agreed", "silenced", str(told)),
        ("released", "scheduled", None), ("released", "sent", None),
    ]  # fmt: skip


async def test_a_silence_lasts_over_a_restart_and_ends(bench, clock):
    """After a restart it still holds; what comes after its end is delivered, and what it held back is not."""
    async with working(monitor := bench.monitor()):
        await command(monitor, silence(clock, topic="*"))
    await bench.play([article(0, DEAL)])
    assert bench.channel.alerts == []
    clock.ahead += timedelta(hours=2)
    await bench.play([article(4, HOSTAGES)])
    assert [alert.event for alert in bench.channel.alerts] == ["released"]


async def test_a_silence_that_is_ended(bench, clock):
    """Ended before its time it holds nothing back, also when the command that made it is told again."""
    async with working(monitor := bench.monitor()):
        await command(monitor, told := silence(clock, topic="truce"))
        await command(monitor, Expiry(silence=told.id, time=clock()))
        await command(monitor, told)
        await play([article(0, DEAL)], monitor)
    assert len(bench.channel.alerts) == 1


async def test_a_silence_holds_back_what_waits_to_be_tried_again(bench, clock):
    """It is looked for before each attempt; the attempts made are on record."""
    bench.channels = {"table": (channel := Flaky(99))}
    async with working(monitor := bench.monitor()):
        await play([article(0, DEAL)], monitor)
        await command(monitor, told := silence(clock, event="agreed"))
    clock.ahead += DELAYS[1]
    await bench.play([])
    assert len(channel.given) == 1
    assert steps(bench)[1:] == [("agreed", "attempted", "it answers 503"), ("agreed", "silenced", str(told))]
    assert deliveries(bench)[-1].attempt == 1


async def test_a_silence_that_came_while_nothing_ran(bench, clock):
    """What is due at the start waits until the commands are known."""
    bench.channels = {"table": (channel := Flaky(99))}
    await bench.play([article(0, DEAL)])
    commands = [silence(clock, topic="hostage", slot=f"s{number}") for number in range(300)]
    commands.append(silence(clock, topic="truce"))
    with Log.open(bench.path, tidy_every=None) as log:
        log.append(Message("newswatch.commands", one.to_json(), one.id.encode()) for one in commands)
    clock.ahead += DELAYS[1]
    await bench.play([])
    assert len(channel.given) == 1
    assert steps(bench)[-1][1] == "silenced"


async def test_what_is_no_command(bench, clock):
    """A stray value is parked, other commands pass by, and a silence after them holds."""
    async with working(monitor := bench.monitor()):
        await send(monitor.topics.commands, key="x", value=b'{"kind": "silence"}')
        await command(monitor, Acknowledgement(alert="a", author="anna", time=clock()))
        await command(monitor, Expiry(silence="none", time=clock()))
        await command(monitor, told := silence(clock, topic="truce"))
        assert list(standing(monitor)) == [told]
    (letter,) = bench.records("dead-letters")
    assert DeadLetter.parse(dict(letter.headers)).reason.startswith("not a command: ")


async def test_old_silences_are_forgotten(bench, clock):
    """Ninety days after its end a silence is forgotten, when another one comes."""
    async with working(monitor := bench.monitor()):
        await command(monitor, silence(clock, topic="truce"))
        clock.ahead += timedelta(days=90)
        await command(monitor, kept := silence(clock, topic="hostage"))
        assert len(list(standing(monitor))) == 2
        clock.ahead += timedelta(hours=2)
        await command(monitor, new := silence(clock, topic="truce"))
        assert {one.id for one in standing(monitor)} == {kept.id, new.id}


async def test_a_higher_rung_overtakes_what_waits(bench, clock):
    """An agreement that could not be delivered is not delivered any more once the deal is signed."""
    bench.channels = {"flaky": (flaky := Flaky(1)), "well": (well := Flaky())}
    bench.subscribers = (Subscriber("a", "flaky"), Subscriber("b", "well"))
    await bench.play([article(0, DEAL)])
    await bench.play([article(2, SIGNED)])
    clock.ahead += timedelta(days=1)
    await bench.play([])
    agreed, signed = (alert.key for alert in bench.alerts() if alert.status == "reported")
    assert flaky.given == well.given == [agreed, signed]
    assert sorted(steps(bench, "a")) == [
        ("agreed", "attempted", "it answers 503"), ("agreed", "scheduled", None),
        ("agreed", "silenced", "signed has overtaken agreed"), ("signed", "scheduled", None), ("signed", "sent", None),
    ]  # fmt: skip
    assert "silenced" not in [state for _, state, _ in steps(bench, "b")]


async def test_a_retracted_alert_is_not_delivered_as_if_it_stood(bench, clock):
    """What waits is not delivered any more once its article has taken it back; that it did is delivered."""
    bench.channels = {"table": (channel := Flaky(1))}
    await bench.play([article(0, DEAL)])
    await bench.play([article(0, "The outlet has withdrawn an earlier report. " + OTHER)])
    clock.ahead += timedelta(days=1)
    await bench.play([])
    reported, retracted = bench.alerts()
    assert channel.given == [reported.key, retracted.key]
    assert ("agreed", "silenced", "it was retracted before it was delivered") in steps(bench)


@pytest.mark.parametrize(("outcome", "last"), [("sent", "sent"), ("attempted", "silenced"), ("silenced", "silenced")])
async def test_what_was_under_way_when_it_was_overtaken(bench, outcome, last):
    """A delivery that is overtaken while it is made is on record as sent where it arrived, and else is over."""
    await bench.play([article(0, DEAL)])
    step = deliveries(bench)[0].model_copy(update={"id": "x", "subscriber": "gone"})
    async with working(monitor := bench.monitor()):
        for state in ("scheduled", "silenced", outcome):
            told = step.model_copy(update={"state": state}).to_json()
            await send(monitor.topics.deliveries, key="gone", value=told)
        await finished(monitor)
        assert monitor.tables["deliver"]["gone|x"]["state"] == last


class Slow(Flaky):
    """A channel that takes its time with each alert until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go_on = asyncio.Event(), asyncio.Event()

    async def deliver(self, delivery: Delivery) -> None:
        await super().deliver(delivery)
        self.asked.set()
        await self.go_on.wait()


async def test_what_is_overtaken_behind_one_that_takes_long(bench):
    """What was due together with a slow delivery and is overtaken meanwhile is not tried after it."""
    subscribers, bench.subscribers = bench.subscribers, ()
    await bench.play([article(0, DEAL)])
    (alert,) = bench.alerts()
    first = Delivery(id="first", subscriber="table", state="scheduled", alert=alert, due=alert.detected)
    second = first.model_copy(update={"id": "second", "due": first.due + timedelta(seconds=1)})
    async with working(monitor := bench.monitor()):
        for step in (second, first):
            await send(monitor.topics.deliveries, key="table", value=step.to_json())
        await finished(monitor)
    bench.subscribers, bench.channels = subscribers, {"table": (slow := Slow())}
    async with asyncio.timeout(20), working(monitor := bench.monitor()):
        await slow.asked.wait()
        overtaken = second.model_copy(update={"state": "silenced"})
        await send(monitor.topics.deliveries, key="table", value=overtaken.to_json())
        while monitor.tables["deliver"]["table|second"]["state"] != "silenced":
            await monitor.app.progress.changed(within=1)
        slow.go_on.set()
        await finished(monitor)
    assert slow.given == ["first"]
    assert sorted((one.id, one.state) for one in deliveries(bench)) == [
        ("first", "scheduled"), ("first", "sent"), ("second", "scheduled"), ("second", "silenced"),
    ]  # fmt: skip
