"""One news item as it came in, from JSON of our own or of others, and the id of one that has none."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Self

from pydantic import ValidationError, model_validator
from w3lib.url import canonicalize_url, url_query_cleaner

from newswatch.errors import ArticleError
from newswatch.models.times import Told
from newswatch.models.wire import Wire, Word, plain

# Query parameters that say how a reader came to a page, never which page it is.
TRACKING_PARAMETERS = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid", "gclid",
    "mc_cid", "mc_eid", "cmpid", "ocid", "smid", "ns_campaign", "ns_mchannel", "ns_source", "at_medium",
    "at_campaign", "xtor", "ito", "ref_src", "igshid",
)  # fmt: skip


class Article(Wire):
    """One news item as it came in."""

    id: Word
    url: str | None = None
    source: str | None = None
    title: str | None = None
    body: str | None = None
    published: Told = None
    fetched: Told = None
    language: str | None = None
    author: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        """Read empty strings as missing and derive a missing id; an id that is there is kept as given."""
        if not isinstance(data, Mapping):
            return data
        filled = {key: None if isinstance(value, str) and not value.strip() else value for key, value in data.items()}
        if any(isinstance(value, str) and _is_broken(value) for value in filled.values()):
            raise ValueError("it holds half a character (a lone surrogate)")
        if filled.get("title") is None and filled.get("body") is None:
            raise ValueError("an article needs a title or a body")
        if filled.get("id") is None and (key := _identity(filled)):
            filled["id"] = hashlib.sha256(key.encode()).hexdigest()[:32]
        return filled

    @classmethod
    def parse(cls, raw: bytes | str) -> Self:
        """Read an article from JSON.

        Raises:
            ArticleError: with one sentence that says what is wrong.
        """
        try:
            return cls.model_validate_json(raw)
        except ValidationError as error:
            raise ArticleError(f"not an article: {plain(error)}") from error
        except ValueError as error:  # UnicodeDecodeError: not UTF-8
            raise ArticleError(f"not an article: {error}") from error

    @classmethod
    def from_loose(cls, data: object) -> Self:
        """Read an article that also may say `text` for `body` and `date` for `published` (a day is noon UTC).

        Raises:
            ArticleError: with one sentence that says what is wrong.
        """
        if not isinstance(data, Mapping):
            raise ArticleError("not an article: it is not a JSON object")
        loose = dict(data)
        for known, also in (("body", "text"), ("published", "date")):
            if not loose.get(known) and loose.get(also):
                loose[known] = loose[also]
        loose["published"] = _noon(loose.get("published"))
        try:
            return cls.model_validate(loose)
        except ValidationError as error:
            raise ArticleError(f"not an article: {plain(error)}") from error

    @property
    def content(self) -> str:
        """The hash of title and body: it changes when an article is edited."""
        return hashlib.sha256(f"{self.title or ''}\0{self.body or ''}".encode()).hexdigest()[:16]


def _is_broken(text: str) -> bool:
    """Tell whether a text can't be written as UTF-8, and so not sent on."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _identity(data: Mapping[str, Any]) -> str | None:
    """Return what tells an article without an id from others: its canonical URL, else its title and body."""
    if isinstance(url := data.get("url"), str):
        return canonical_url(url)
    texts = [data.get("title"), data.get("body")]
    return "\0".join(text if isinstance(text, str) else "" for text in texts) if any(texts) else None


def canonical_url(url: str) -> str:
    """Return the one form of a URL that its variants share: no fragment, no tracking, sorted query."""
    try:
        cleaned = url_query_cleaner(url.strip(), TRACKING_PARAMETERS, remove=True, unique=False)
        return str(canonicalize_url(cleaned))
    except ValueError:  # no URL, but still what tells this article from others
        return url.strip()


def _noon(published: object) -> object:
    """Return noon UTC of a date that has no time, and anything else as it is."""
    if isinstance(published, str):
        try:
            return datetime.combine(date.fromisoformat(published), time(12), UTC)
        except ValueError:
            return published
    return published
