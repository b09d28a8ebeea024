"""When a delivery that failed is tried again: the delays that Standard Webhooks 1.0 recommends."""

from datetime import datetime, timedelta

DELAYS = (
    timedelta(),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(DELAYS)


def next_attempt(failed: int, now: datetime) -> datetime | None:
    """Return when to try again after so many failed attempts, or None when that was the last."""
    return now + DELAYS[failed] if failed < MOST_ATTEMPTS else None
