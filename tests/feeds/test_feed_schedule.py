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


def again(feed=FEED, **state):
    """Return after how many seconds a feed with a known state is polled by a worker that starts now."""
    known = FeedState(url=FEED.url, interval_seconds=300, next_poll=NOW).model_copy(update=state)
    return (state_of(feed, NOW, known).next_poll - NOW).total_seconds()


def test_a_clock_that_was_ahead_silences_no_feed():
    """A poll from the future puts the next one off by no more than today's settings do."""
    ahead = NOW + timedelta(days=300)
    assert again(next_poll=ahead) == 330
    assert again(next_poll=NOW + timedelta(hours=3), last_success=NOW + timedelta(hours=2)) == 330
    assert again(next_poll=ahead, ttl_seconds=1800) == 1980
    assert again(next_poll=ahead, failures=1) == 660
    assert again(next_poll=NOW + timedelta(seconds=5), last_success=NOW + timedelta(hours=2)) == 5


def test_a_shorter_interval_counts_at_once():
    """An interval that was shortened does not wait for the end of the longer one."""
    weekly = {"interval_seconds": 604_800, "next_poll": NOW + timedelta(days=6)}
    assert again(**weekly) == 330
    assert again(FEED.model_copy(update={"interval": 604_800}), **weekly) == 6 * 86_400


def test_what_a_server_asked_for_is_kept_over_a_restart():
    """A wait that is longer than the interval but no longer than any can be stays as it was."""
    assert again(next_poll=NOW + timedelta(hours=2), last_success=NOW) == 7200


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
