"""When a feed is polled next. Pure: time and chance come in as arguments."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from newswatch.feeds.dates import moment
from newswatch.models import FeedState
from newswatch.settings import Feed

# What a failure counts: a feed that will not come back by itself, one that may, one that surely does.
HARD, SOFT, TEMPORARY = 1.0, 0.5, 0.25

LONGEST_WAIT = 86_400
JITTER = 0.1

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def state_of(feed: Feed, now: datetime, known: FeedState | None = None) -> FeedState:
    """Return the state of a configured feed: the known one under today's settings, else a first one, due now.

    What a clock that was ahead, or a longer interval, has put off is due within today's wait.
    """
    if known is None:
        return FeedState(url=feed.url, source=feed.source, next_poll=now, interval_seconds=feed.interval)
    state = known.model_copy(update={"source": feed.source, "interval_seconds": feed.interval})
    if _holds(known, feed, now):
        return state
    return state.model_copy(update={"next_poll": min(known.next_poll, next_poll(state, now, asked=0, chance=1.0))})


def _holds(known: FeedState, feed: Feed, now: datetime) -> bool:
    """Tell whether the next poll was set by a clock that was right, for no longer an interval than today's."""
    longest = timedelta(seconds=max(LONGEST_WAIT, known.interval_seconds) * (1 + JITTER))
    polled = known.last_success or now
    return polled <= now and known.next_poll <= now + longest and known.interval_seconds <= feed.interval


def next_poll(state: FeedState, now: datetime, asked: int, chance: float) -> datetime:
    """Return the latest of what the feed's interval, its backoff, its TTL and its server ask for, plus jitter.

    `asked` are the server's seconds, `chance` is from 0 to 1. No wait is longer than a day and its jitter.
    """
    backoff = state.interval_seconds * 2 ** min(state.failures, 20)
    wait = min(max(backoff, state.ttl_seconds, asked), max(LONGEST_WAIT, state.interval_seconds))
    return now + timedelta(seconds=round(wait * (1 + JITTER * chance)))


def asked_seconds(headers: Mapping[str, str], now: datetime) -> int:
    """Return how long a server asks to be left alone: the longest of max-age, Expires and Retry-After."""
    max_age = _MAX_AGE.search(headers.get("Cache-Control", ""))
    retry_after = headers.get("Retry-After", "").strip()
    return max(
        int(max_age[1]) if max_age else 0,
        _until(headers.get("Expires"), now),
        int(retry_after[:9]) if retry_after.isascii() and retry_after.isdigit() else _until(retry_after, now),
    )


def _until(date: str | None, now: datetime) -> int:
    found = moment(date)
    return max(0, int((found - now).total_seconds())) if found else 0
