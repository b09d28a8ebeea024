"""newswatch read: articles to claims, without a broker and without state."""

import json
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from newswatch.cli.options import Config
from newswatch.errors import ArticleError, ConfigurationError, ReadingError
from newswatch.models import Article

if TYPE_CHECKING:
    from newswatch.reading import Reader

# What a line of `read` says of a claim, in this order; what a claim doesn't have is left out.
SHOWN = (
    "topic", "event", "modality", "said_by", "actor", "count", "count_kind", "count_scope", "bound", "duration_days",
    "phases", "place", "date", "stage", "persons", "field", "sentence", "start", "end", "background", "rule",
)  # fmt: skip


def read(
    file: Annotated[Path | None, typer.Argument(help="A JSONL or text file; else standard input.")] = None,
    published: Annotated[
        str | None, typer.Option(help="The day (YYYY-MM-DD) from which weekdays are counted.", metavar="DATE")
    ] = None,
    config: Config = None,
) -> None:
    """Read articles and print their claims: one line of JSON for each, in order.

    Articles come as JSONL ({"id", "title", "body" or "text", "published" or "date"}), or as one text file. A line
    that is no article, or can't be read in time, answers {"id", "error"}; an empty line is no line.

    Examples:

        newswatch read < articles.jsonl

        newswatch read speech.txt --published 2025-01-17

        echo '{"text": "Israel and Hamas have reached a deal, Qatar said."}' | newswatch read
    """
    from newswatch.cli import prepare
    from newswatch.reading import Reader

    day = _day(published)
    chosen = prepare.load_settings(config)
    with _lines(file) as lines:
        reader = Reader(prepare.watch(chosen))
        for line in lines:
            told = json.dumps(answer(line, reader, day, chosen.reader_timeout), ensure_ascii=False)
            # Half a character, which JSON can hold and UTF-8 can't, goes out as the escape that it came in as.
            sys.stdout.buffer.write(told.encode("utf-8", "backslashreplace") + b"\n")
            sys.stdout.buffer.flush()


def _day(published: str | None) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(published), time(12), UTC) if published else None
    except ValueError as error:
        raise ConfigurationError(f"--published {published} is no day; write YYYY-MM-DD") from error


@contextmanager
def _lines(file: Path | None) -> Iterator[Iterable[bytes]]:
    """Open the articles as lines of JSON; a text file is one article.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    if file is None:
        yield (line for line in sys.stdin.buffer if line.strip())
        return
    try:
        handle = file.open("rb")
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from error
    with handle:
        if file.suffix in (".jsonl", ".ndjson", ".json"):
            yield (line for line in handle if line.strip())
        else:
            yield [json.dumps({"body": handle.read().decode("utf-8-sig", errors="replace")}).encode()]


def answer(line: bytes, reader: "Reader", published: datetime | None, seconds: float) -> dict[str, Any]:
    """Return what one line of input answers, within so many seconds."""
    data: object = None
    try:
        data = json.loads(line.decode("utf-8-sig"))
        article = Article.from_loose(data)
    except ArticleError as error:
        return {"id": _id(data), "error": str(error)}
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if published and article.published is None:
        article = article.model_copy(update={"published": published})
    try:
        with _limited(seconds):
            reading = reader.read(article)
    except ReadingError as error:
        return {"id": article.id, "error": str(error)}
    except Exception as fault:  # noqa: BLE001  # every line has its answer
        return {"id": article.id, "error": f"the reader failed on it: {type(fault).__name__}: {fault}"}
    claims = [claim.model_dump(mode="json", include=set(SHOWN)) for claim in reading.watched]
    told = {"id": article.id, "theatre": reading.theatre, "claims": [_shown(claim) for claim in claims]}
    return told | ({"set_aside": reading.set_aside} if reading.set_aside else {})


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Let what happens inside take so many seconds.

    Raises:
        ReadingError: they are over.
    """

    def over(*_: object) -> NoReturn:
        raise ReadingError(f"reading it took longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _id(data: object) -> str | None:
    return str(data["id"]) if isinstance(data, dict) and data.get("id") else None


def _shown(claim: dict[str, Any]) -> dict[str, Any]:
    return {name: claim[name] for name in SHOWN if claim[name] not in (None, [])}
