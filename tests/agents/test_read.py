"""What the reading agent remembers, and for how long."""

from datetime import UTC, datetime

from newswatch.agents.assembly import working
from newswatch.agents.replay import play
from newswatch.models import Reading
from newswatch.streaming import DeadLetter, send

from .conftest import article

DEAL = "Israel and Hamas have agreed on a ceasefire in Gaza, Qatar's prime minister said on Wednesday."


def dated(number: int, day: str, body: str = "x"):
    return article(number, body, published=f"{day}T12:00:00Z")


async def test_an_article_is_remembered_for_45_days(bench):
    """A redelivered article is recognised for 45 days of event time, over restarts, and read again after that."""
    await bench.play([dated(0, "2025-01-15"), dated(1, "2025-03-01"), dated(0, "2025-01-15")])
    assert bench.reader.asked == ["a0", "a1"]
    await bench.play([dated(2, "2025-03-02"), dated(0, "2025-01-15")])
    assert bench.reader.asked == ["a0", "a1", "a2", "a0"]


async def test_an_old_article_is_remembered_as_long(bench):
    """An article that was old when it came is remembered from the day on which it came."""
    await bench.play([dated(0, "2025-03-01"), dated(1, "2020-01-01"), dated(2, "2025-03-20"), dated(1, "2020-01-01")])
    assert bench.reader.asked == ["a0", "a1", "a2"]


async def test_an_undated_article_is_remembered(bench):
    """An article without a date is recognised too."""
    undated = article(1, "x", published=None)
    await bench.play([dated(0, "2025-03-01"), undated, dated(2, "2025-03-20"), undated])
    assert bench.reader.asked == ["a0", "a1", "a2"]


async def test_a_time_of_fetching_to_come_moves_no_event_time(bench):
    """A record can't have been fetched after it came in: one false date would move event time for ever."""
    false = article(1, "x", published="2098-01-01T12:00:00Z", fetched="2099-01-01T12:00:00Z")
    await bench.play([dated(0, "2025-01-15"), false, dated(2, "2025-01-16"), dated(0, "2025-01-15")])
    ticks = [record.value for record in bench.records("claims") if b'"tick"' in record.value]
    assert ticks
    assert not any(b"2098" in tick for tick in ticks)
    assert bench.reader.asked == ["a0", "a1", "a2"]


async def test_an_edit_is_read(bench):
    """The same id with another content is another version; the first one again is one more."""
    await bench.play([dated(0, "2025-01-15", DEAL), dated(0, "2025-01-15", "Nothing."), dated(0, "2025-01-15", DEAL)])
    readings = [Reading.model_validate_json(r.value) for r in bench.records("claims") if b'"reading"' in r.value]
    assert [len(reading.claims) for reading in readings] == [1, 0, 1]
    assert {reading.topic for reading in readings} == {"truce"}
    assert [(alert.status, alert.revision) for alert in bench.alerts()] == [
        ("reported", 1), ("retracted", 2), ("reported", 1),
    ]  # fmt: skip


async def test_an_edit_back_within_one_millisecond(bench):
    """Versions whose records share a timestamp are still told apart from redeliveries."""
    noon = datetime(2025, 1, 15, 12, 30, tzinfo=UTC)
    async with working(monitor := bench.monitor()):
        for body in (DEAL, "Nothing.", DEAL):
            value = dated(0, "2025-01-15", body).to_json()
            await send(monitor.topics.articles, key="a0", value=value, timestamp=noon)
        await play([dated(1, "2025-01-15")], monitor)
    assert [alert.status for alert in bench.alerts()] == ["reported", "retracted", "reported"]
    assert len({alert.detected for alert in bench.alerts()}) == len(bench.alerts())


async def test_a_timestamp_that_is_no_time(bench):
    """A record whose producer wrote microseconds becomes a dead letter; it doesn't end the worker for good."""
    async with working(monitor := bench.monitor()):
        value = dated(0, "2025-01-15", DEAL).to_json()
        await send(monitor.topics.articles, key="a0", value=value, timestamp=_FarAway())
        await play([dated(1, "2025-01-15", DEAL)], monitor)
    (letter,) = bench.records("dead-letters")
    assert "is no time" in DeadLetter.parse(dict(letter.headers)).reason
    assert bench.alerts()[0].evidence[0].article == "a1"


class _FarAway:
    """The year 57000, as a broker may hold it and a datetime can't."""

    def timestamp(self) -> float:
        return 1_736_942_400_000_000.0
