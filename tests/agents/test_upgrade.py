"""A monitor that is started again on the same file with other topic files, or another baseline."""

import shutil
from dataclasses import replace

import pytest

from newswatch import topics
from newswatch.agents.app import Parts
from newswatch.agents.assembly import assemble, working
from newswatch.agents.replay import in_order, play
from newswatch.delivery import Subscriber
from newswatch.delivery.console import CollectingChannel
from newswatch.feeds import sources
from newswatch.models import Article
from newswatch.streaming import send
from newswatch.transport import Log

from .conftest import ROOT, InPlaceReader, built_in_baseline

SEED = in_order(sources([ROOT / "seeds/feeds"]))[:30]


@pytest.fixture
def graver(tmp_path):
    """Return topic files by which every event matters more."""
    folder = tmp_path / "topics"
    shutil.copytree(topics.BUILT_IN, folder)
    for file in folder.glob("*.toml"):
        file.write_text(file.read_text("utf-8").replace('severity = "low"', 'severity = "critical"'), "utf-8")
    return topics.load(folder)


@pytest.fixture
def run(tmp_path):
    """Return a function that plays articles and readings to a monitor on one file; and what was delivered."""
    channel = CollectingChannel()
    started = Parts(
        topics.load(topics.BUILT_IN),
        built_in_baseline(),
        InPlaceReader(),
        subscribers=(Subscriber("table", "table"),),
        channels={"table": channel},
    )

    async def run(items, readings=(), **changed):
        monitor = assemble(f"sqlite:///{tmp_path}/broker.db", replace(started, **changed), commit_interval=0.05)
        async with working(monitor):
            for record in readings:
                await send(monitor.topics.claims, key=record.key, value=record.value)
            await play(items, monitor)
        return [alert.key for alert in channel.alerts]

    return run


@pytest.fixture
def logged(tmp_path):
    """Return a function that returns the records of a topic."""

    def logged(topic):
        with Log.open(tmp_path / "broker.db", read_only=True) as log:
            return list(log.records(f"newswatch.{topic}"))

    return logged


@pytest.fixture
def another():
    """Return a baseline of another name, with fewer facts."""
    baseline = built_in_baseline()
    return baseline.model_copy(update={"name": "another", "facts": baseline.facts[:5]})


def reprinted(items):
    """Return articles as another outlet prints them."""
    named = (item for item in items if isinstance(item, Article))
    return [item.model_copy(update={"id": f"reprint-{item.id}", "source": "Reprint"}) for item in named]


def raised(keys):
    """Return what was raised, without the baseline's name, which may be another."""
    return {key.partition("@")[0] for key in keys if key.endswith("#1")}


@pytest.mark.slow
async def test_old_news_raises_nothing_again(run, logged, graver, another):
    """With changed topic files and baseline, what was judged is not raised again: not delivered, read or reprinted."""
    before = await run(SEED)
    assert len(before) > 10
    revisions = {record.value for record in logged("alerts")}
    changed = {"watch": graver, "baseline": another}
    assert await run(SEED, logged("claims"), **changed) == before
    assert {record.value for record in logged("alerts")} == revisions  # byte for byte, if sent once more
    told = await run(reprinted(SEED), **changed)
    assert not raised(told[len(before) :]) & raised(before)
