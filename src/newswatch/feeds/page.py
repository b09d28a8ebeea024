"""A web page as plain text: the lines on it that read like sentences. For a look at one page; feeds are read as feeds.

No library tells article from menu here, because those that do bring ten others with them. Menus, captions and
headlines beside the story seldom end like a sentence, and what is left of them harms no reading.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from http import HTTPStatus

from newswatch.errors import FeedError
from newswatch.feeds.document import decode
from newswatch.feeds.download import Answer, Downloader, Failure
from newswatch.feeds.plain import markup_to_text, tidy

_ARTICLE = re.compile(r"<article[\s>]", re.IGNORECASE)
_TITLES = (
    re.compile(
        r"<meta\b[^>]{0,200}?\bproperty=[\"']og:title[\"'][^>]{0,200}?\bcontent=\"([^\"]{1,500})\"", re.IGNORECASE
    ),
    re.compile(r"<title[^>]{0,200}>([^<]{1,500})", re.IGNORECASE),
)
_PUBLISHED = (
    re.compile(r"[\"']article:published_time[\"'][^>]{0,200}?\bcontent=[\"']([^\"']{10,40})[\"']", re.IGNORECASE),
    re.compile(r"\"datePublished\"\s{0,9}:\s{0,9}\"([^\"]{10,40})\""),
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Page:
    """What can be read on a page; the time only where it is told with its offset."""

    title: str | None
    body: str
    published: datetime | None


async def fetch_page(url: str, downloader: Downloader | None = None) -> Page:
    """Return the text of the page at a URL.

    Raises:
        FeedError: one sentence why there is none.
    """
    async with downloader or Downloader() as open_downloader:
        answer = await open_downloader.get(url, {})
    if isinstance(answer, Failure):
        raise FeedError(answer.reason)
    if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        raise FeedError(f"the server answered {answer.status}")
    kind = _kind(answer)
    if kind == "text/plain":
        return Page(None, tidy(decode(answer.body, answer.charset)), None)
    if kind not in ("text/html", "application/xhtml+xml", ""):
        raise FeedError(f"it is {kind}, and no page of text")
    return page(answer.body, answer.charset)


def page(raw: bytes, charset: str | None = None) -> Page:
    """Return the text of some HTML.

    Raises:
        FeedError: it has no line that reads like a sentence.
    """
    markup = decode(raw, charset)
    lines = [line for line in markup_to_text(_story(markup)).split("\n") if _is_sentence(line)]
    if not lines:
        raise FeedError("nothing on the page reads like a sentence; perhaps it shows its text to browsers only")
    title = _first(_TITLES, markup)
    return Page(tidy(unescape(title)) if title else None, "\n".join(lines), _moment(_first(_PUBLISHED, markup)))


def _kind(answer: Answer) -> str:
    return str(answer.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _story(markup: str) -> str:
    """Return the part of a page that it calls an article, or all of it."""
    begin, end = _ARTICLE.search(markup), markup.lower().rfind("</article")
    return markup[begin.start() : end] if begin and begin.start() < end else markup


def _is_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) and len(line.split()) >= _FEWEST_WORDS


def _first(patterns: tuple[re.Pattern[str], ...], markup: str) -> str | None:
    return next((found[1] for pattern in patterns if (found := pattern.search(markup))), None)


def _moment(told: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(told) if told else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
