"""Times and lengths of time as people write them."""

from datetime import UTC, datetime, timedelta

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def length(text: str) -> timedelta | None:
    """Return a length of time such as 90m, 24h or 7d; None where a text is none.

    Raises:
        OverflowError: it is longer than time can be.
    """
    number, unit = text[:-1], text[-1:]
    return timedelta(**{UNITS[unit]: int(number)}) if unit in UNITS and number.isdecimal() else None


def time_of(text: str) -> datetime:
    """Return a day (its first moment) or a time; in UTC, where it doesn't say.

    Raises:
        ValueError: it is neither.
    """
    told = datetime.fromisoformat(text)
    return told if told.tzinfo else told.replace(tzinfo=UTC)
