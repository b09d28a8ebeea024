"""A whole monitor on an embedded broker in a temporary folder, with the real reader in this process."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from newswatch import judging, topics
from newswatch.agents.app import Parts
from newswatch.agents.assembly import assemble, working
from newswatch.agents.replay import play
from newswatch.delivery import Subscriber
from newswatch.delivery.console import CollectingChannel
from newswatch.judging import Baseline, Seed
from newswatch.models import Alert, Article
from newswatch.reading import ArticleReading, Reader
from newswatch.transport import Log

ROOT = Path(__file__).parents[2]
NOON = datetime(2025, 2, 1, 12, tzinfo=UTC)


@cache
def real_reader() -> Reader:
    return Reader(topics.load(topics.BUILT_IN))


@cache
def built_in_baseline() -> Baseline:
    path = ROOT / "seeds/baseline/gaza-talks-2025-01.txt"
    return judging.build([Seed.of(path, path.read_text("utf-8"))], real_reader(), topics.load(topics.BUILT_IN))


class InPlaceReader:
    """The real reader, in this process; an article can be made to fail."""

    def __init__(self, error: Exception | None = None, on: str | None = None) -> None:
        self.error = error
        self.on = on
        self.asked: list[str] = []

    async def read(self, article: Article) -> ArticleReading:
        self.asked.append(article.id)
        if self.error and article.id == self.on:
            raise self.error
        return real_reader().read(article)


class Bench:
    """Runs monitors on one file, one after the other, as restarts do."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = InPlaceReader()
        self.channel = CollectingChannel()
        self.channels = {"table": self.channel}
        self.subscribers: Sequence[Subscriber] = (Subscriber("table", "table"),)
        self.feeds: Sequence = ()
        self.clock = lambda: datetime.now(UTC)
        self.poll_at_start = False

    def monitor(self, **more):
        watch = topics.load(topics.BUILT_IN)
        baseline = built_in_baseline()
        shared = (self.feeds, self.subscribers, self.channels, self.clock, self.poll_at_start)
        parts = Parts(watch, baseline, self.reader, *shared)
        return assemble(f"sqlite:///{self.path}", parts, commit_interval=0.05, **more)

    async def play(self, items, **more) -> None:
        async with working(monitor := self.monitor(**more)):
            await play(items, monitor)

    def records(self, topic: str):
        with Log.open(self.path, read_only=True) as log:
            return list(log.records(f"newswatch.{topic}"))

    def alerts(self) -> list[Alert]:
        return [Alert.model_validate_json(record.value) for record in self.records("alerts")]


@pytest.fixture
def bench(tmp_path) -> Bench:
    return Bench(tmp_path / "bench.db")


def article(number: int, body: str, **more) -> Article:
    known = {"id": f"a{number}", "source": f"Outlet {number}", "published": f"2025-01-{15 + number:02}T12:00:00Z"}
    return Article.model_validate(known | {"body": body} | more)
