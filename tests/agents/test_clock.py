"""Ticks: by the clock where the monitor runs live, by the articles' own dates everywhere."""

import asyncio
from datetime import UTC, datetime

import pytest

from newswatch.agents.assembly import working
from newswatch.agents.clock import tell_time
from newswatch.models import Tick

from .conftest import article


def ticks(bench) -> list[Tick]:
    return [Tick.model_validate_json(record.value) for record in bench.records("claims") if b'"tick"' in record.value]


def times(bench) -> list[str]:
    """Return the times that one topic was told."""
    return [f"{tick.time:%m-%d %H:%M}" for tick in ticks(bench) if tick.topic == "truce"]


async def test_every_topic_is_told_each_full_hour(bench):
    """The clock tells an hour when it begins, and nothing at the start."""
    async with asyncio.timeout(10), working(monitor := bench.monitor()):
        began = datetime.now(UTC)
        monitor.clock = lambda: datetime(2025, 1, 20, 12, 59, 59, 700_000, UTC) + (datetime.now(UTC) - began)
        telling = asyncio.create_task(tell_time(monitor))
        while len(ticks(bench)) < 3:
            await monitor.app.progress.changed(within=1)
        telling.cancel()
    assert times(bench) == ["01-20 13:00"]
    assert [tick.topic for tick in ticks(bench)] == list(monitor.watch.topics)


async def test_event_time_goes_in_steps(bench):
    """An article tells the time when it reaches another quarter of a day, and never backwards."""
    moments = ["01-15T11:59", "01-15T12:00", "01-15T13:00", "01-15T02:00", "01-16T00:30"]
    played = [article(n, "x", published=f"2025-{moment}:00Z") for n, moment in enumerate(moments)]
    await bench.play(played)
    assert times(bench) == ["01-15 06:00", "01-15 12:00", "01-16 00:00"]
    assert {tick.topic for tick in ticks(bench)} == {"truce", "hostage", "withdrawal"}


async def test_event_time_is_told_once_over_a_restart(bench):
    """A restart knows how far event time has come."""
    for number in (0, 1):
        await bench.play([article(number, "x", published="2025-01-15T12:00:00Z")])
    assert times(bench) == ["01-15 12:00"]


async def test_an_offset_is_understood(bench):
    """Steps are those of UTC, whatever the offset of the article."""
    await bench.play([article(0, "x", published="2025-01-15T01:00:00+03:00")])
    assert times(bench) == ["01-14 18:00"]


@pytest.mark.parametrize(
    "dates",
    [
        {"published": None},
        {"published": "2025-01-15T12:00:01Z", "fetched": "2025-01-15T12:00:00Z"},
        {"published": "2125-01-15T12:00:00Z"},
        {"published": "9999-12-31T23:59:59-12:00"},
        {"published": "0001-01-01T00:00:00Z"},
    ],
)
async def test_what_cannot_be_believed_advances_nothing(bench, dates):
    """An undated article, and one dated after it was fetched, or else after it arrived, never advance event time."""
    await bench.play([article(0, "x", **dates), article(1, "y", published="2025-01-15T12:00:00Z")])
    assert times(bench) == ["01-15 12:00"]
    assert bench.records("dead-letters") == []


async def test_a_date_at_the_time_of_fetching_is_believed(bench):
    """Published and fetched in the same moment is no future."""
    await bench.play([article(0, "x", published="2025-01-15T12:00:00Z", fetched="2025-01-15T12:00:00Z")])
    assert times(bench) == ["01-15 12:00"]
