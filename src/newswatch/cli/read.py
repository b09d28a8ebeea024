"""newswatch read: articles to claims, without a broker and without state."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newswatch.cli import articles
from newswatch.cli.options import Config
from newswatch.errors import ReadingError

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

    day = articles.day(published)
    chosen = prepare.load_settings(config)
    with articles.lines(file) as lines:
        reader = Reader(prepare.watch(chosen))
        for line in lines:
            articles.print_json(answer(line, reader, day, chosen.reader_timeout))


def answer(line: bytes, reader: "Reader", published: datetime | None, seconds: float) -> dict[str, Any]:
    """Return what one line of input answers, within so many seconds."""
    article = articles.parsed(line, published)
    if isinstance(article, articles.Refused):
        return {"id": article.id, "error": article.error}
    try:
        reading = articles.read(article, reader, seconds)
    except ReadingError as error:
        return {"id": article.id, "error": str(error)}
    claims = [claim.model_dump(mode="json", include=set(SHOWN)) for claim in reading.watched]
    told = {"id": article.id, "theatre": reading.theatre, "claims": [_shown(claim) for claim in claims]}
    return told | ({"set_aside": reading.set_aside} if reading.set_aside else {})


def _shown(claim: dict[str, Any]) -> dict[str, Any]:
    return {name: claim[name] for name in SHOWN if claim[name] not in (None, [])}
