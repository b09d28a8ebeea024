"""What was reported after a baseline was written: what a monitor has read, or articles of a file read now."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError

from newswatch.cli import articles
from newswatch.errors import ReadingError
from newswatch.models import Reading
from newswatch.reading.readings import readings
from newswatch.transport import Log

if TYPE_CHECKING:
    from newswatch.reading import Reader

CLAIMS = "newswatch.claims"
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # of what was read now, only its own date says when it was written


@contextmanager
def kept(path: Path | None) -> Iterator[Iterator[Reading]]:
    """Open what a monitor has read, oldest first, in its embedded file; nothing where there is none.

    Raises:
        BrokerError: the file cannot be read.
    """
    if path is None or not path.exists():
        yield iter(())
        return
    with Log.open(path, read_only=True) as log:
        values = (record.value for record in log.records(CLAIMS)) if CLAIMS in log.topics() else ()
        yield (reading for value in values if (reading := _reading(value or b"")))


def _reading(value: bytes) -> Reading | None:
    """Return a reading; what else is on the topic, such as ticks of event time, reports nothing."""
    try:
        return Reading.model_validate_json(value)
    except ValidationError:
        return None


def read_now(file: Path, reader: "Reader", seconds: float) -> Iterator[Reading]:
    """Yield what is read in the articles of a file, each within so many seconds; what can't be read is told.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    with articles.lines(file) as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield from _read(line, reader, seconds)
            except ReadingError as error:
                typer.echo(f"newswatch: article {number} of {file} is left out: {error}", err=True)


def _read(line: bytes, reader: "Reader", seconds: float) -> Iterable[Reading]:
    article = articles.parsed(line, None)
    if isinstance(article, articles.Refused):
        raise ReadingError(article.error)
    return readings(article, articles.read(article, reader, seconds), article.published or UNDATED)
