import hashlib
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.errors import ArticleError
from newswatch.models import Alert
from newswatch.streaming import DeadLetter, alert_headers, dead_letter_message, original_headers
from newswatch.transport import Message

LIMIT = 1024 * 1024


def event(value, key=b"key", headers=()):
    return SimpleNamespace(
        message=SimpleNamespace(
            topic="newswatch.articles", partition=3, offset=42, timestamp=1700.5, key=key, value=value, headers=headers
        )
    )


def test_a_dead_letter_says_why_and_what():
    """A dead letter has the original key, bytes and headers, and where it came from and why it died."""
    original = event(b"{", headers=[("ce_id", b"1")])
    key, value, headers = dead_letter_message(original, ArticleError("not JSON"), stage="read", version="0.1.0")
    assert (key, value) == (b"key", b"{")
    assert headers["ce_id"] == b"1"
    assert DeadLetter.parse(headers) == DeadLetter(
        reason="not JSON",
        stage="read",
        error="ArticleError",
        topic="newswatch.articles",
        partition=3,
        offset=42,
        timestamp=1_700_500,
        version="0.1.0",
        length=1,
        sha256=hashlib.sha256(b"{").hexdigest(),
        complete=True,
    )
    assert original_headers(headers) == {"ce_id": b"1"}


def test_a_large_one_is_cut():
    """Of a value above 900 kB the first 256 kB are kept, with the length and the hash of the whole."""
    large = b"x" * 900_001
    _, value, headers = dead_letter_message(event(large), ArticleError("no"), stage="read", version="1")
    letter = DeadLetter.parse(headers.items())
    assert value == large[: 256 * 1024]
    assert (letter.length, letter.sha256, letter.complete) == (900_001, hashlib.sha256(large).hexdigest(), False)
    _, value, _ = dead_letter_message(event(large[:-1]), ArticleError("no"), stage="read", version="1")
    assert len(value) == 900_000


def test_a_second_death_replaces_the_first():
    """A dead letter that is tried again and dies again tells of the second death only."""
    _, value, headers = dead_letter_message(event(b"{"), ArticleError("first"), stage="read", version="1")
    _, _, headers = dead_letter_message(
        event(value, headers=headers), ArticleError("second"), stage="read", version="1"
    )
    assert DeadLetter.parse(headers).reason == "second"
    assert DeadLetter.parse(headers).complete


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([0, 1, 899_999, 900_001, LIMIT]),
    st.sampled_from([None, 0, 10, 100_000, LIMIT]),
    st.sampled_from([0, 1, 200_000, LIMIT]),
    st.sampled_from(["", "why", "ü" * 10_000]),
)
def test_it_always_fits(value, key, header, reason):
    """Whatever died, its dead letter fits into the broker's limit, with key and headers."""
    dead = event(b"x" * value, None if key is None else b"k" * key, [("h", b"v" * header)])
    cut_key, cut, headers = dead_letter_message(dead, ArticleError(reason), stage="s" * 1000, version="1")
    assert Message("newswatch.dead-letters", cut, cut_key, list(headers.items())).size <= LIMIT


def test_a_tombstone_dies_too():
    """A record without a value can be a dead letter."""
    key, value, headers = dead_letter_message(event(None), ArticleError(""), stage="read", version="1")
    assert (key, value, DeadLetter.parse(headers).reason) == (b"key", None, "ArticleError")


def test_alerts_are_cloud_events():
    """An alert's headers are CloudEvents 1.0, with the id that a receiver remembers."""
    moment = datetime(2025, 1, 15, 12, 30, tzinfo=UTC)
    alert = Alert(
        id="truce.phase/agreed/2025-01-15@seed", revision=2, topic="truce", event="agreed", modality="happened",
        relation="advances", slot="truce.phase", headline="Truce", before=None, after={"value": "agreed", "version": 1},
        severity="critical", confidence=0.9, evidence=(), detected=moment, baseline="sha256:0",
    )  # fmt: skip
    assert alert_headers(alert) == {
        "ce_specversion": b"1.0",
        "ce_id": b"truce.phase/agreed/2025-01-15@seed#2",
        "ce_type": b"newswatch.alert.v1",
        "ce_source": b"/newswatch",
        "ce_time": b"2025-01-15T12:30:00Z",
        "ce_subject": b"truce.phase/agreed/2025-01-15@seed",
        "content-type": b"application/json",
    }


def test_what_is_no_dead_letter():
    """Headers that are not a dead letter's are refused."""
    with pytest.raises(KeyError):
        DeadLetter.parse({"ce_id": b"1"})
