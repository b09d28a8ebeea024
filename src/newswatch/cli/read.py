"""newswatch read: articles to claims, without a broker and without state."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newswatch.cli.options import Config
from newswatch.errors import ArticleError, ConfigurationError
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
    that is no article answers {"id", "error"}.

    Examples:

        newswatch read < articles.jsonl

        newswatch read speech.txt --published 2025-01-17

        echo '{"text": "Israel and Hamas have reached a deal, Qatar said."}' | newswatch read
    """
    from newswatch.cli import prepare
    from newswatch.reading import Reader

    day = _day(published)
    reader = Reader(prepare.watch(prepare.load_settings(config)))
    for line in _lines(file):
        sys.stdout.write(json.dumps(answer(line, reader, day), ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _day(published: str | None) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(published), time(12), UTC) if published else None
    except ValueError as error:
        raise ConfigurationError(f"--published {published} is no day; write YYYY-MM-DD") from error


def _lines(file: Path | None) -> Iterator[bytes]:
    """Yield the articles as lines of JSON; a text file is one article."""
    if file is None:
        yield from sys.stdin.buffer
        return
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from error
    if file.suffix in (".jsonl", ".ndjson", ".json"):
        yield from raw.splitlines()
    else:
        yield json.dumps({"body": raw.decode("utf-8", errors="replace")}).encode()


def answer(line: bytes, reader: "Reader", published: datetime | None) -> dict[str, Any]:
    """Return what one line of input answers."""
    data: object = None
    try:
        data = json.loads(line)
        article = Article.from_loose(data)
    except ArticleError as error:
        return {"id": _id(data), "error": str(error)}
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if published and article.published is None:
        article = article.model_copy(update={"published": published})
    reading = reader.read(article)
    claims = [claim.model_dump(mode="json", include=set(SHOWN)) for claim in reading.watched]
    told = {"id": article.id, "theatre": reading.theatre, "claims": [_shown(claim) for claim in claims]}
    return told | ({"set_aside": reading.set_aside} if reading.set_aside else {})


def _id(data: object) -> str | None:
    return str(data["id"]) if isinstance(data, dict) and data.get("id") else None


def _shown(claim: dict[str, Any]) -> dict[str, Any]:
    return {name: claim[name] for name in SHOWN if claim[name] not in (None, [])}
