"""From settings to the parts of a monitor."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from newswatch import judging, settings, topics
from newswatch.agents.app import Parts
from newswatch.agents.confined import ConfinedReader
from newswatch.delivery import Channel, Subscriber
from newswatch.errors import BaselineError
from newswatch.judging import Baseline, Seed
from newswatch.judging import baseline as baselines
from newswatch.judging.baseline import Reads
from newswatch.models import Article, Severity
from newswatch.reading import ArticleReading, Reader
from newswatch.settings import Feed, Settings
from newswatch.topics import Watch

BUILT = ".json"  # what the name of a built baseline ends in


def load_settings(config: Path | None) -> Settings:
    """Return the settings of a file and the environment."""
    return settings.load(config, os.environ)


def watch(chosen: Settings) -> Watch:
    """Return the topic files that are configured."""
    return topics.load(folder(chosen))


def subscribers(chosen: Settings) -> list[Subscriber]:
    """Return who gets alerts, as configured."""
    return [Subscriber(one.name, one.channel, one.topics, Severity(one.severity)) for one in chosen.subscribers]


def broker(chosen: Settings) -> str:
    """Return the broker's address, with the durability that is configured."""
    embedded = chosen.broker.startswith("sqlite:")
    return f"{chosen.broker}?durability={chosen.durability}" if embedded else chosen.broker


def partitions(chosen: Settings) -> int:
    """Return the partitions of every topic: one on the embedded broker, whose single worker then keeps one order."""
    return 1 if chosen.embedded_file else chosen.partitions


def folder(chosen: Settings) -> Path:
    """Return the folder of the topic files."""
    return chosen.topics or topics.BUILT_IN


def built_in_seed() -> Path:
    """Return the seed document that ships with newswatch."""
    shipped = files("newswatch") / "baseline"
    return next(Path(str(path)) for path in sorted(shipped.iterdir(), key=str) if str(path).endswith(".txt"))


def seed(path: Path, published: datetime | None = None) -> Seed:
    """Return a seed document.

    Raises:
        BaselineError: it can't be read, or has no day.
    """
    try:
        text = raw(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BaselineError(f"{path} is not UTF-8 text") from error
    return Seed.of(path, text, published)


def raw(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        BaselineError: it can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BaselineError(f"{path} cannot be read: {error.strerror}") from error


@dataclass(frozen=True)
class _Told:
    """The reader's answer, where it has been given already."""

    reading: ArticleReading

    def read(self, _: Article) -> ArticleReading:
        return self.reading


def built(
    chosen: Settings,
    paths: Sequence[Path],
    watched: Watch,
    reader: Reads | None = None,
    published: datetime | None = None,
) -> Baseline:
    """Return the baseline of seed documents, read in this process, or of one built file.

    Args:
        chosen: the settings, which name the baseline where no file is given.
        paths: the files.
        watched: the topic files.
        reader: reads seed documents; a new one if None.
        published: the day of seed documents that tell none.

    Raises:
        BaselineError: a file is neither, or a built baseline is named together with others.
    """
    named = paths or [chosen.baseline or built_in_seed()]
    whole = next((path for path in named if path.suffix == BUILT), None)
    if whole is None:
        return judging.build([seed(path, published) for path in named], reader or Reader(watched), watched)
    if len(named) > 1:
        raise BaselineError(f"{whole} is a built baseline: name it alone, or name its seed documents")
    return baselines.load(raw(whole), str(whole))


async def load_baseline(path: Path | None, reader: ConfinedReader, watched: Watch) -> Baseline:
    """Return a built baseline as it is, and a seed document (the built-in one by default) read into one.

    Raises:
        BaselineError: the file is neither.
    """
    chosen = path or built_in_seed()
    if chosen.suffix == BUILT:
        return baselines.load(raw(chosen), str(chosen))
    document = seed(chosen)
    article = Article(id=baselines.SEED, body=document.text, published=document.published)
    return judging.build([document], _Told(await reader.read(article)), watched)


@asynccontextmanager
async def parts(
    chosen: Settings,
    baseline: Path | None,
    subscribers: Sequence[Subscriber],
    channels: Mapping[str, Channel],
    feeds: Sequence[Feed] = (),
) -> AsyncIterator[Parts]:
    """Make the parts of a monitor, and end the reader's process with them."""
    watched = watch(chosen)
    with ConfinedReader(folder(chosen), chosen.reader_timeout) as reader:
        read_baseline = await load_baseline(baseline or chosen.baseline, reader, watched)
        yield Parts(watched, read_baseline, reader, feeds, subscribers, channels)
