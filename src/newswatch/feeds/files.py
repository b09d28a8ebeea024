"""Articles from local files: RSS, Atom and RDF documents, JSON lines, plain text, and folders of them."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from newswatch.errors import ArticleError, ConfigurationError, FeedError
from newswatch.feeds.document import decode
from newswatch.feeds.parse import Rejection, parse
from newswatch.models import Article


class Kind(StrEnum):
    """What a file holds."""

    FEED = "feed"
    LINES = "lines"
    TEXT = "text"


KINDS = {
    ".xml": Kind.FEED,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".rdf": Kind.FEED,
    ".jsonl": Kind.LINES,
    ".ndjson": Kind.LINES,
    ".txt": Kind.TEXT,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read, and what it holds."""

    path: Path
    kind: Kind


# One input: the article that it is, or why it is none.
Loaded = Article | Rejection


def sources(paths: Iterable[Path]) -> list[Source]:
    """Return the files to read, each once: those given, in their order, and those in given folders, sorted.

    Raises:
        ConfigurationError: where a path is missing or of no known kind, or a folder has nothing to read.
    """
    found = (source for path in paths for source in (_folder(path) if path.is_dir() else [_file(path)]))
    return list(dict.fromkeys(found))


def load(path: Path) -> Iterator[Loaded]:
    """Read one file or folder, item by item; see `sources` and `read` for the errors."""
    for source in sources([path]):
        yield from read(source)


def read(source: Source) -> Iterator[Loaded]:
    """Read one file's items in its order; a line that is no article becomes a rejection.

    Raises:
        FeedError: where the file cannot be read, or a feed document is none.
    """
    try:
        yield from _READERS[source.kind](source.path)
    except OSError as error:
        raise FeedError(f"{source.path} cannot be read: {error.strerror}") from error


def _folder(folder: Path) -> list[Source]:
    hidden = len(folder.parts)
    found = [
        Source(path, KINDS[path.suffix.lower()])
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in KINDS
        and path.is_file()
        and not any(part.startswith(".") for part in path.parts[hidden:])
    ]
    if not found:
        raise ConfigurationError(f"{folder} has no file ending in {', '.join(KINDS)}")
    return found


def _file(path: Path) -> Source:
    if not path.exists():
        raise ConfigurationError(f"there is no file or folder {path}")
    kind = KINDS.get(path.suffix.lower()) or _sniff(path)
    if kind is None:
        raise ConfigurationError(f"{path} is of no known kind; it should end in {', '.join(KINDS)}")
    return Source(path, kind)


def _sniff(path: Path) -> Kind | None:
    """Return what a file with an ending of its own looks like."""
    try:
        with path.open("rb") as handle:
            start = decode(handle.read(1024)).lstrip()[:1]
    except OSError as error:
        raise FeedError(f"{path} cannot be read: {error.strerror}") from error
    return {"<": Kind.FEED, "{": Kind.LINES}.get(start)


def _read_feed(path: Path) -> Iterator[Loaded]:
    try:
        parsed = parse(path.read_bytes())
    except FeedError as error:
        raise FeedError(f"{path}: {error}") from error
    yield from parsed.articles
    for rejection in parsed.rejected:
        yield Rejection(rejection.reason, rejection.raw, str(path))


def _read_lines(path: Path) -> Iterator[Loaded]:
    with path.open("rb") as handle:
        for number, line in enumerate(handle, start=1):
            raw = line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") if number == 1 else line.rstrip(b"\r\n")
            if raw.strip():
                yield _line(raw, path, number)


def _line(raw: bytes, path: Path, number: int) -> Loaded:
    try:
        return Article.from_loose(json.loads(raw.decode("utf-8")))
    except ArticleError as error:
        reason = str(error)
    except (ValueError, RecursionError) as error:  # also UnicodeDecodeError and JSONDecodeError
        reason = f"not JSON: {error}"
    return Rejection(reason, raw, str(path), number)


def _read_text(path: Path) -> Iterator[Loaded]:
    raw = path.read_bytes()
    try:
        yield Article.from_loose({"body": "\n".join(decode(raw).splitlines())})
    except ArticleError:
        yield Rejection("the file has no text", raw, str(path))


_READERS: dict[Kind, Callable[[Path], Iterator[Loaded]]] = {
    Kind.FEED: _read_feed,
    Kind.LINES: _read_lines,
    Kind.TEXT: _read_text,
}
