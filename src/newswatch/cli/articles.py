"""Articles as a user hands them over: lines of JSON or one text, and the reader's work on each within its time."""

import json
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from newswatch.errors import ArticleError, ConfigurationError, FeedError, ReadingError
from newswatch.models import Article

if TYPE_CHECKING:
    from newswatch.feeds.page import Page
    from newswatch.reading import ArticleReading, Reader

LINES = (".jsonl", ".ndjson", ".json")
PAGES = (".html", ".htm")
STANDARD_INPUT = "-"
URL = re.compile(r"https?://\S+", re.IGNORECASE)
LIKE_A_PATH = re.compile(r"\S*/\S*|\S+\.[a-z]{1,5}")


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is no article: its id, if it has one, and one sentence why."""

    id: str | None
    error: str


def day(published: str | None) -> datetime | None:
    """Return noon of the day that --published names.

    Raises:
        ConfigurationError: it is none.
    """
    try:
        return datetime.combine(date.fromisoformat(published), time(12), UTC) if published else None
    except ValueError as error:
        raise ConfigurationError(f"--published {published} is no day; write YYYY-MM-DD") from error


@contextmanager
def lines(file: Path | None) -> Iterator[Iterable[bytes]]:
    """Open the articles of a file, or of standard input, as lines of JSON; a text file is one article.

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
        if file.suffix in LINES:
            yield (line for line in handle if line.strip())
        else:
            yield [json.dumps({"body": handle.read().decode("utf-8-sig", errors="replace")}).encode()]


def parsed(line: bytes, published: datetime | None) -> Article | Refused:
    """Return the article of one line of JSON; one without a date is given this one."""
    data: object = None
    try:
        data = json.loads(line.decode("utf-8-sig"))
        article = Article.from_loose(data)
    except ArticleError as error:
        return Refused(_id(data), str(error))
    except (ValueError, RecursionError) as error:
        return Refused(None, f"not JSON: {error}")
    if published and article.published is None:
        article = article.model_copy(update={"published": published})
    return article


def _id(data: object) -> str | None:
    return str(data["id"]) if isinstance(data, dict) and data.get("id") else None


def named(what: str | None, published: datetime | None) -> Iterator[Article | Refused]:
    """Yield the articles that one argument stands for; those without a date are given this one.

    Args:
        what: a file, the URL of a page, `-` or nothing for standard input, or else the text itself.
        published: their date.

    Raises:
        ConfigurationError: there is no such file, or it cannot be read.
        FeedError: the page cannot be read.
    """
    if what is None or what == STANDARD_INPUT:
        yield from _of_bytes(sys.stdin.buffer.read(), published)
    elif URL.fullmatch(what):
        yield from _of_page(what, published)
    elif is_there(what):
        yield from _of_file(Path(what), published)
    elif LIKE_A_PATH.fullmatch(what):
        raise ConfigurationError(f"there is no file {what}; a text of one word needs a space after it")
    else:
        yield from _of_text("text", what, published)


def is_there(name: str) -> bool:
    """Return whether there is a file of this name; a text is seldom the name of one."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # longer than a name can be, or with a character that no name has
        return False


def _of_bytes(raw: bytes, published: datetime | None) -> Iterator[Article | Refused]:
    """Yield the articles of standard input: lines of JSON, if the first is an object, or else one text."""
    told = [line for line in raw.split(b"\n") if line.strip()]
    if told and _is_object(told[0]):
        yield from (parsed(line, published) for line in told)
    else:
        yield from _of_text("text", raw.decode("utf-8-sig", errors="replace"), published)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line.decode("utf-8-sig")), dict)
    except (ValueError, RecursionError):
        return False


def _of_file(path: Path, published: datetime | None) -> Iterator[Article | Refused]:
    if path.suffix in LINES:
        with lines(path) as told:
            yield from (parsed(line, published) for line in told)
        return
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    if path.suffix in PAGES:
        from newswatch.feeds.page import page

        yield _of(_page(str(path), page(raw)), published)
    else:
        yield from _of_text(str(path), raw.decode("utf-8-sig", errors="replace"), published)


def _of_page(url: str, published: datetime | None) -> Iterator[Article | Refused]:
    from newswatch.cli.waiting import complete
    from newswatch.feeds import printable
    from newswatch.feeds.page import fetch_page

    try:
        found = complete(fetch_page(url))
    except FeedError as error:
        raise FeedError(f"{printable(url)} cannot be read: {error}") from error
    yield _of(_page(printable(url), found), published)


def _page(name: str, found: "Page") -> dict[str, Any]:
    return {"id": name, "title": found.title, "body": found.body, "published": found.published}


def _of_text(name: str, text: str, published: datetime | None) -> Iterator[Article | Refused]:
    """Yield the article that a text is; one without a word is none."""
    if text.strip():
        yield _of({"id": name, "body": text}, published)


def _of(told: dict[str, Any], published: datetime | None) -> Article | Refused:
    try:
        return Article.from_loose(told | {"published": told.get("published") or published})
    except ArticleError as error:
        return Refused(told["id"], str(error))


def titled(article: Article) -> Article:
    """Return an article whose first line is its title, unless it has one."""
    if article.title or not article.body:
        return article
    first, _, rest = article.body.strip().partition("\n")
    return article.model_copy(update={"title": first.strip(), "body": rest if rest.strip() else None})


def read(article: Article, reader: "Reader", seconds: float) -> "ArticleReading":
    """Return what is read in an article within so many seconds.

    Raises:
        ReadingError: they are over, or the reader failed on it.
    """
    try:
        with _limited(seconds):
            return reader.read(article)
    except ReadingError:
        raise
    except Exception as fault:  # every article has its answer
        raise ReadingError(f"the reader failed on it: {type(fault).__name__}: {fault}") from fault


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


def print_json(told: object) -> None:
    """Print a value as one line of JSON, in UTF-8 whatever the locale is."""
    line = json.dumps(told, ensure_ascii=False)
    # Half a character, which JSON can hold and UTF-8 can't, goes out as the escape that it came in as.
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
