"""Polling one feed: ask politely, parse, compare with what was there before. No clock inside."""

import hashlib
import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any, Self

from newswatch.errors import FeedError
from newswatch.feeds.download import Answer, Downloader, Failure
from newswatch.feeds.isolated import InPlace, Isolated
from newswatch.feeds.parse import Parsed, Rejection, parse
from newswatch.feeds.schedule import HARD, SOFT, TEMPORARY, asked_seconds, next_poll
from newswatch.models import Article, FeedCondition, FeedState

_TEMPORARY = frozenset((HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a poll gave: the articles that are new or edited, the entries newly refused, and the feed's new state.

    How it went is `state.condition`; why it failed, `state.last_error`.
    """

    articles: tuple[Article, ...]
    rejected: tuple[Rejection, ...]
    state: FeedState


class Fetcher:
    """Polls feeds: an asynchronous context manager that owns its connections and its parser.

    `chance` gives the jitter, from 0 to 1.
    """

    def __init__(
        self,
        downloader: Downloader | None = None,
        parser: InPlace | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._downloader = downloader or Downloader()
        self._parser = parser or Isolated()
        self._chance = chance
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._open.enter_async_context(self._downloader)
        await self._open.enter_async_context(self._parser)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def poll(self, state: FeedState, now: datetime) -> Outcome:
        """Ask a feed for its news; what goes wrong is in the new state, and never an exception."""
        if state.gone:
            return Outcome((), (), state)
        answer = await self._downloader.get(state.moved_to or state.url, _conditions(state))
        found = answer if isinstance(answer, Failure) else await self._understand(answer, state, now)
        outcome = _after_failure(state, found) if isinstance(found, Failure) else _after_success(state, found, now)
        asked = asked_seconds(answer.headers, now)
        due = next_poll(outcome.state, now, asked, self._chance())
        return replace(outcome, state=outcome.state.model_copy(update={"next_poll": due}))

    async def _understand(self, answer: Answer, state: FeedState, now: datetime) -> "_Found | Failure":
        """Return the document in an answer, or that there is nothing new, or why there is none."""
        if refusal := _refusal(answer, state):
            return refusal
        digest = hashlib.sha256(answer.body).hexdigest()
        if answer.status == HTTPStatus.NOT_MODIFIED or digest == state.body_hash:
            return _Found(answer, state.body_hash, None)
        call = partial(
            parse, answer.body, url=_web(answer.url), source=state.source, fetched=now, charset=answer.charset
        )
        try:
            return _Found(answer, digest, await self._parser.run(call))
        except FeedError as error:
            return Failure(str(error), FeedCondition.UNREADABLE, SOFT, answer.headers)


@dataclass(frozen=True, slots=True)
class _Found:
    """A usable answer; `parsed` is None where it is the same as the last one."""

    answer: Answer
    digest: str | None
    parsed: Parsed | None


def _conditions(state: FeedState) -> dict[str, str]:
    """Return the headers that let a server say that nothing has changed."""
    if state.etag:
        return {"If-None-Match": state.etag}
    return {"If-Modified-Since": state.last_modified} if state.last_modified else {}


def _web(url: str) -> str | None:
    return url if url.lower().startswith(("http:", "https:")) else None


def _refusal(answer: Answer, state: FeedState) -> Failure | None:
    """Return how bad an answer without a document is; None for one that has it, or says it is unchanged."""
    status = answer.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if status == HTTPStatus.NOT_MODIFIED and _conditions(state):
        return None
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    reason = f"the server answered {status} {phrase}".rstrip()
    # What is gone from where it had moved to may be back where it was.
    if status == HTTPStatus.GONE and not state.moved_to:
        return Failure(reason, FeedCondition.GONE, HARD, answer.headers)
    return Failure(reason, FeedCondition.REFUSED, _weight(status), answer.headers)


def _weight(status: int) -> float:
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return SOFT
    temporary = status in _TEMPORARY or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return TEMPORARY if temporary else HARD


def _after_failure(state: FeedState, failure: Failure) -> Outcome:
    changes: dict[str, Any] = {
        "condition": failure.condition,
        "failures": state.failures + failure.weight,
        "last_error": failure.reason,
        "gone": failure.condition is FeedCondition.GONE,
    }
    if failure.condition is FeedCondition.UNREADABLE:
        # The next answer must be a whole one: "not modified" would hide that it can't be read.
        changes |= {"etag": None, "last_modified": None, "body_hash": None}
    if state.moved_to and failure.weight > TEMPORARY:
        changes |= {"etag": None, "last_modified": None, "moved_to": None}
    return Outcome((), (), state.model_copy(update=changes))


def _after_success(state: FeedState, found: _Found, now: datetime) -> Outcome:
    headers = found.answer.headers
    kept = state if found.answer.status == HTTPStatus.NOT_MODIFIED else None
    changes: dict[str, Any] = {
        "condition": FeedCondition.UNCHANGED,
        "etag": headers.get("ETag", kept and kept.etag),
        "last_modified": headers.get("Last-Modified", kept and kept.last_modified),
        "body_hash": found.digest,
        "failures": 0.0,
        "moved_to": found.answer.moved_to or state.moved_to,
        "last_error": None,
        "last_success": now,
    }
    if found.parsed is None:
        return Outcome((), (), state.model_copy(update=changes))
    return _with_entries(state, found.parsed, now, changes)


def _with_entries(state: FeedState, parsed: Parsed, now: datetime, changes: dict[str, Any]) -> Outcome:
    """Return what is new in a document, and remember what is in it; an empty one forgets nothing."""
    known = {article.id: article.content for article in parsed.articles}
    refused = {f"rejected:{hashlib.sha256(entry.raw).hexdigest()[:32]}": entry for entry in parsed.rejected}
    articles = tuple(article for article in parsed.articles if state.entries.get(article.id) != article.content)
    rejected = tuple(entry for key, entry in refused.items() if key not in state.entries)
    changes |= {
        "condition": FeedCondition.READ if known or refused else FeedCondition.EMPTY,
        "entries": known | dict.fromkeys(refused, "") or state.entries,
        "ttl_seconds": parsed.ttl_seconds,
        "last_new": now if articles else state.last_new,
    }
    return Outcome(articles, rejected, state.model_copy(update=changes))
