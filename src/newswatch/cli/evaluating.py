"""What `newswatch evaluate` does: reads every item, lets the keyword monitor read it too, and shows the report."""

import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.progress import track

from newswatch.agents.confined import ConfinedReader
from newswatch.cli import prepare, scoreboard
from newswatch.delivery.console import Screen
from newswatch.errors import ConfigurationError, ReadingError
from newswatch.evaluation import gold, keyword_monitor, report
from newswatch.evaluation.document import Circumstances, document
from newswatch.evaluation.gold import GoldItem, Pair
from newswatch.evaluation.report import Answer, Report
from newswatch.models import Article
from newswatch.reading import ArticleReading
from newswatch.settings import Settings

NOTHING = ArticleReading("none")


@dataclass(frozen=True)
class Evaluated:
    """A report, and what it was made of."""

    report: Report
    circumstances: Circumstances


async def evaluate(path: Path, config: Path | None) -> Evaluated:
    """Read all items of a file, with the reader and with the keyword monitor, and return the report.

    Raises:
        ConfigurationError: the file can't be read, or a line of it is no gold item.
    """
    chosen = prepare.load_settings(config)
    raw = _bytes(path)
    items = gold.parse(_text(raw, path).split("\n"), str(path), _known(chosen))
    answers, reader_seconds = await _read(items, chosen)
    keywords, keyword_seconds = _look_for_words(items)
    circumstances = Circumstances(
        version=version("newswatch"),
        file=path.name,
        sha256=hashlib.sha256(raw).hexdigest(),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
        reader_seconds=reader_seconds,
        keyword_seconds=keyword_seconds,
    )
    return Evaluated(report.make(items, answers, keywords), circumstances)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error


def _text(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 text") from error


def _known(chosen: Settings) -> frozenset[Pair]:
    """Return the events of all watched topics."""
    watched = prepare.watch(chosen).topics.values()
    return frozenset((topic.name, event) for topic in watched for event in topic.events)


async def _read(items: Sequence[GoldItem], chosen: Settings) -> tuple[list[Answer], float]:
    """Return the reader's answers and how long they took, less the time to load it."""
    with ConfinedReader(prepare.folder(chosen), chosen.reader_timeout) as reader:
        await reader.read(Article(id="first", body="Rain."))  # so that it is there
        began = time.monotonic()
        answers = [await _answer(item.article, reader) for item in _shown(items)]
        return answers, time.monotonic() - began


async def _answer(article: Article, reader: ConfinedReader) -> Answer:
    try:
        return Answer(await reader.read(article))
    except ReadingError as error:
        return Answer(NOTHING, str(error))


def _shown(items: Sequence[GoldItem]) -> Iterator[GoldItem]:
    """Yield the items, with a bar that tells a person how far it is."""
    screen = Console(stderr=True)
    yield from track(items, "reading", console=screen, transient=True, disable=not screen.is_terminal)


def _look_for_words(items: Sequence[GoldItem]) -> tuple[list[frozenset[Pair]], float]:
    monitor = keyword_monitor.load()
    began = time.monotonic()
    return [monitor.read(item.article) for item in items], time.monotonic() - began


def show(evaluated: Evaluated, *, as_json: bool, misses: bool) -> None:
    """Print a report, for a person or for a program."""
    told, circumstances = evaluated.report, evaluated.circumstances
    if as_json:
        text = json.dumps(document(told, circumstances, misses=misses), ensure_ascii=False, indent=1)
        sys.stdout.write(text + "\n")
        return
    screen = Screen()
    for part in scoreboard.parts(told, circumstances, misses=misses):
        screen.print(part, highlight=False)
