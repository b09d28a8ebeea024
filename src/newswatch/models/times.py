"""Days and moments: as others tell them, and as they travel."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

Day = date

# 0001-01-01 and 9999-12-31 are how other programs write that they have no time.
BELIEVED_YEARS = range(1900, 9000)


def _written_out(value: object) -> object:
    """Refuse seconds since 1970, and years that would be taken for such: a time is written out."""
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().replace(".", "").isdecimal()):
        raise ValueError("a time is written like 2025-01-15T12:00:00Z")
    return value


def _believed(moment: datetime | None) -> datetime | None:
    return moment if moment and moment.year in BELIEVED_YEARS else None


Told = Annotated[AwareDatetime | None, BeforeValidator(_written_out), AfterValidator(_believed)]


def utc(moment: datetime) -> datetime:
    """Return the same moment in UTC, so that its JSON is the same wherever it came from."""
    return moment.astimezone(UTC)
