"""Articles near the limit of a record, and agents and services that fail."""

import asyncio

import pytest

from newswatch.agents.app import take_in
from newswatch.agents.assembly import finished, working
from newswatch.agents.replay import play
from newswatch.errors import BrokerError
from newswatch.models import Article
from newswatch.streaming import DeadLetter, send

from .conftest import InPlaceReader, article


def reasons(bench) -> list[tuple[str, str]]:
    letters = [DeadLetter.parse(dict(record.headers)) for record in bench.records("dead-letters")]
    return [(letter.stage, letter.reason) for letter in letters]


async def test_an_article_that_fits_only_without_its_key(bench):
    """An article that came without a key, and is too large with one, becomes a dead letter."""
    body = article(0, "x" * 1_048_300).to_json()
    value = body + b" " * (1_048_494 - len(body))
    async with asyncio.timeout(60), working(monitor := bench.monitor()):
        await send(monitor.topics.articles, key=None, value=value)
        await send(monitor.topics.articles, key=None, value=article(1, "x").to_json())
        await finished(monitor)
    ((stage, reason),) = reasons(bench)
    assert stage == "read"
    assert "is larger than the broker takes" in reason


async def test_an_article_with_a_huge_id(bench):
    """An article whose id no record can hold as its key as well becomes a dead letter as it comes in."""
    async with asyncio.timeout(60), working(monitor := bench.monitor()):
        await take_in(monitor, key="x" * 600_000, value=Article(id="x" * 600_000, body="b").to_json())
        await finished(monitor)
    ((stage, reason),) = reasons(bench)
    assert stage == "collect"
    assert "is larger than the broker takes" in reason


async def test_a_failing_agent_is_told(bench):
    """An agent that fails tells whoever runs the monitor why, in the error's own words."""
    bench.reader = InPlaceReader(BrokerError("the disk is full"), on="a0")
    told = asyncio.get_running_loop().create_future()
    async with asyncio.timeout(60), working(monitor := bench.monitor(), told.set_result):
        playing = asyncio.ensure_future(play([article(0, "x")], monitor))
        assert await told == "read failed: the disk is full"
        playing.cancel()


@pytest.mark.parametrize("error", [OSError("no"), SystemExit(1)])
async def test_a_failing_service_is_told(bench, error):
    """So does a service, also where it would end the program."""

    async def service():
        raise error

    told = asyncio.get_running_loop().create_future()
    monitor = bench.monitor()
    monitor.service(service, lambda: True)
    async with asyncio.timeout(60), working(monitor, told.set_result):
        assert await told == f"a service failed: {error!r}"
