"""When a delivery is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from newswatch.delivery import MOST_ATTEMPTS, next_attempt

NOW = datetime(2025, 1, 15, 12, tzinfo=UTC)
PROMISED = ["0s", "5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"]  # the contract's words
UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}


@pytest.mark.parametrize(("failed", "delay"), list(enumerate(PROMISED)))
def test_the_delays_of_the_contract(failed, delay):
    """After so many failures the next attempt comes after the delay that is promised."""
    assert next_attempt(failed, NOW) == NOW + timedelta(**{UNITS[delay[-1]]: int(delay[:-1])})


def test_the_last_attempt():
    """After the tenth failure there is no next attempt."""
    assert len(PROMISED) == MOST_ATTEMPTS
    assert [next_attempt(failed, NOW) for failed in (MOST_ATTEMPTS, MOST_ATTEMPTS + 1)] == [None, None]
