"""When a feed is polled next."""

from datetime import UTC, datetime, timedelta

import pytest

from newswatch.feeds.schedule import asked_seconds, next_poll, state_of
from newswatch.models import FeedState
from newswatch.settings import Feed

NOW = datetime(2025, 1, 16, 12, tzinfo=UTC)
FEED = Feed(url="https://a.example/rss", source="A", interval=300)


def wait(asked=0, chance=0.0, **state):
    known = state_of(FEED, NOW).model_copy(update=state)
    return (next_poll(known, NOW, asked, chance) - NOW).total_seconds()


def test_a_first_state_is_due_now():
    """A feed that was never polled is due at once, under its settings."""
    assert state_of(FEED, NOW) == FeedState(url=FEED.url, source="A", next_poll=NOW, interval_seconds=300)


def test_a_known_state_takes_new_settings():
    """A changed interval or source applies, and what was learnt stays."""
    known = FeedState(url=FEED.url, source="old", next_poll=NOW, interval_seconds=9, etag="x")
    state = state_of(FEED, NOW + timedelta(days=1), known)
    assert (state.source, state.interval_seconds, state.etag, state.next_poll) == ("A", 300, "x", NOW)


def test_the_latest_wish_counts():
    """The longest of interval, TTL and what the server asks for is the wait."""
    assert wait() == 300
    assert wait(ttl_seconds=900) == 900
    assert wait(ttl_seconds=900, asked=1200) == 1200
    assert wait(ttl_seconds=100, asked=200) == 300


@pytest.mark.parametrize(("failures", "seconds"), [(0.25, 357), (0.5, 424), (1, 600), (3, 2400), (1e9, 86_400)])
def test_failures_back_off(failures, seconds):
    """Each full failure doubles the wait, up to a day."""
    assert wait(failures=failures) == seconds


def test_no_wait_is_longer_than_a_day():
    """A server that asks for a year gets a day; an interval longer than that is kept."""
    assert wait(asked=31_536_000) == 86_400
    assert wait(asked=31_536_000, interval_seconds=172_800) == 172_800


def test_jitter_only_adds():
    """Chance puts a poll off by up to a tenth, and never brings it forward."""
    assert wait(chance=1.0) == 330


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Cache-Control": "public, max-age=600"}, 600),
        ({"Cache-Control": "s-maxage=900, no-cache"}, 0),
        ({"Expires": "Thu, 16 Jan 2025 12:10:00 GMT"}, 600),
        ({"Expires": "Thu, 16 Jan 2025 11:00:00 GMT"}, 0),
        ({"Expires": "0"}, 0),
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "Thu, 16 Jan 2025 12:02:00 GMT"}, 120),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": "9" * 5000}, 999_999_999),
        ({"Cache-Control": "max-age=60", "Retry-After": "90", "Expires": "Thu, 16 Jan 2025 12:01:10 GMT"}, 90),
    ],
)
def test_what_a_server_asks_for(headers, seconds):
    """The longest of max-age, Expires and Retry-After, in seconds or as a date."""
    assert asked_seconds(headers, NOW) == seconds
