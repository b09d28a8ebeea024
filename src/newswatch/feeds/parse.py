"""One RSS, Atom or RDF document becomes Articles. Pure: bytes in, Articles and rejections out."""

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from newswatch.errors import ArticleError, FeedError
from newswatch.feeds.dates import moment
from newswatch.feeds.document import feed_text
from newswatch.feeds.plain import markup_to_text, tidy, whole
from newswatch.models import Article

_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2_592_000, "yearly": 31_536_000}
_TEXTS = frozenset(("text/plain", "text/html", "application/xhtml+xml"))
_DIGITS = 10

# feedparser's own dictionaries answer one key with another's value and a warning, so only plain copies are read.
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that gave no article: why, the original bytes, and where it was (a line only in a file of lines)."""

    reason: str
    raw: bytes
    origin: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a feed document holds; `ttl_seconds` is how long it asks to be left alone, 0 where it doesn't."""

    articles: tuple[Article, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    title: str | None = None
    ttl_seconds: int = 0


@dataclass(frozen=True, slots=True)
class _Head:
    """What all entries of one document share."""

    base: str
    name: str
    source: str | None
    language: str | None
    fetched: datetime | None


def parse(
    raw: bytes,
    *,
    url: str | None = None,
    source: str | None = None,
    fetched: datetime | None = None,
    charset: str | None = None,
) -> Parsed:
    """Read the articles of a feed document, in its order.

    `url` resolves relative links, `source` names the outlet in place of the feed's title, `fetched` goes into
    each article, `charset` is what the server said. Of entries with one id the latest counts.

    Raises:
        FeedError: one sentence that says what the body looks like, where it is no feed.
    """
    document = _read(feed_text(raw, charset), url)
    feed = dict(document["feed"])
    title = _line(feed, "title")
    link = _string(feed, "link")
    # A feed's own address comes first, so that its saved copies give the same ids.
    head = _Head(url or link or "", link or title or url or "", source or title, _string(feed, "language"), fetched)
    articles: dict[str, Article] = {}
    rejected: list[Rejection] = []
    for entry in map(dict, document["entries"]):
        try:
            article = _article(entry, head)
        except ArticleError as error:
            rejected.append(Rejection(str(error), _original(entry), url or head.name))
        else:
            articles[article.id] = _later(articles.get(article.id), article)
    return Parsed(tuple(articles.values()), tuple(rejected), title, _ttl(feed))


def _read(text: str, url: str | None) -> Plain:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url or ""}
    try:
        return dict(
            feedparser.parse(
                io.BytesIO(text.encode("utf-8", "replace")),
                response_headers=headers,
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        )
    except Exception as error:  # feedparser raises whatever its input provokes
        raise FeedError(f"the feed could not be parsed ({type(error).__name__})") from error


def _article(entry: Plain, head: _Head) -> Article:
    """Return the article that an entry is.

    Raises:
        ArticleError: where it has neither a title nor a text.
    """
    title, body = _line(entry, "title"), _body(entry)
    if not title and not body:
        raise ArticleError("the entry has neither a title nor a text")
    link, guid = _link(entry, head.base), _reference(entry, "id")
    name = whole(f"{head.name}\0{guid}").encode()
    return Article.from_loose(
        {
            "id": hashlib.sha256(name).hexdigest()[:32] if guid and not link else None,
            "url": link,
            "source": head.source,
            "title": title,
            "body": body,
            "published": moment(_string(entry, "published")) or moment(_string(entry, "updated")),
            "fetched": head.fetched,
            "language": _language(entry) or head.language,
            "author": _author(entry),
        }
    )


def _link(entry: Plain, base: str) -> str | None:
    """Return the absolute web address of an entry, before that of a service that counts clicks."""
    for key in ("feedburner_origlink", "link"):
        if given := _reference(entry, key):
            try:
                parts = urlsplit(address := urljoin(base, given))
            except ValueError:
                continue
            if parts.scheme in ("http", "https") and parts.hostname:
                return address
    return None


def _body(entry: Plain) -> str | None:
    """Return the first text that there is: of the full content, else of the summary."""
    summary = dict(entry.get("summary_detail") or {}) | {"value": entry.get("summary")}
    contents = (_text(dict(content)) for content in (*(entry.get("content") or ()), summary))
    return next(filter(None, contents), None)


def _text(content: Plain) -> str:
    """Return the plain text of a text construct, blocks as lines."""
    value, kind = content.get("value"), content.get("type") or "text/plain"
    if not isinstance(value, str) or kind not in _TEXTS:
        return ""
    return tidy(value) if kind == "text/plain" else markup_to_text(value)


def _line(raw: Plain, key: str) -> str | None:
    """Return the plain text of a one-line construct such as a title."""
    detail = dict(raw.get(f"{key}_detail") or {}) | {"value": raw.get(key)}
    return " ".join(_text(detail).split()) or None


def _string(raw: Plain, key: str) -> str | None:
    value = raw.get(key)
    return whole(value).strip() or None if isinstance(value, str) else None


def _reference(raw: Plain, key: str) -> str | None:
    """Return an address; out of a document that is no XML, feedparser leaves its ampersands escaped."""
    return (_string(raw, key) or "").replace("&amp;", "&") or None


def _language(entry: Plain) -> str | None:
    details = (dict(detail) for detail in (entry.get("content") or [entry.get("title_detail") or {}])[:1])
    return _string(entry, "language") or next((_string(detail, "language") for detail in details), None)


def _author(entry: Plain) -> str | None:
    """Return the authors' names, else what stands for them."""
    names = [_string(dict(author), "name") for author in entry.get("authors") or ()]
    return _shown(", ".join(dict.fromkeys(filter(None, names)))) or _shown(_string(entry, "author") or "")


def _shown(text: str) -> str | None:
    return " ".join(markup_to_text(text).split()) or None


def _later(known: Article | None, other: Article) -> Article:
    """Return the later of two entries with one id; the first where the dates don't say."""
    if known and not (known.published and other.published and other.published > known.published):
        return known
    return other


def _ttl(feed: Plain) -> int:
    """Return how many seconds a feed asks to be left alone: its <ttl> (minutes), or its syndication period."""
    ttl = _number(feed, "ttl", 0) * 60
    period = _PERIODS.get((_string(feed, "sy_updateperiod") or "").lower(), 0)
    return max(ttl, period // max(_number(feed, "sy_updatefrequency", 1), 1))


def _number(feed: Plain, key: str, default: int) -> int:
    given = _string(feed, key) or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < _DIGITS else default


def _original(entry: Plain) -> bytes:
    """Return what is known of an entry; its bytes are no longer told apart from the document's."""
    return json.dumps({key: value for key, value in entry.items() if isinstance(value, str)}).encode()
