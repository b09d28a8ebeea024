"""The dates of feeds: only what names its offset is a moment."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Names that mean one offset wherever they are written; IST and BST do not.
_ZONES = {
    "Z": "+0000", "UT": "+0000", "UTC": "+0000", "GMT": "+0000", "WET": "+0000", "CET": "+0100", "CEST": "+0200",
    "EET": "+0200", "EEST": "+0300", "IDT": "+0300", "EST": "-0500", "EDT": "-0400", "CST": "-0600",
    "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}  # fmt: skip
_DATE = re.compile(
    r"(?P<clock>.*?\d:\d\d(?::\d\d)?(?:[.,]\d+)?)\s*(?P<zone>[A-Z]*)"
    r"(?:(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?)?\s*(?:\([^)]*\))?",
    re.IGNORECASE,
)
_LONGEST = 100


def moment(text: str | None) -> datetime | None:
    """Return the moment in UTC that a feed's date says; None where it is missing, unreadable or has no offset."""
    match = _DATE.fullmatch(text.strip()) if text and len(text) < _LONGEST else None
    if match is None or (offset := _offset(match)) is None:
        return None
    clock = match["clock"].replace(",", " ").replace("Sept ", "Sep ")
    for read, written in ((datetime.fromisoformat, clock + offset), (parsedate_to_datetime, f"{clock} {offset}")):
        try:
            return read(written).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _offset(match: re.Match[str]) -> str | None:
    """Return the offset as +HHMM, None where there is none or its name is not known."""
    zone = match["zone"].upper()
    if match["sign"] is None:
        return _ZONES.get(zone)
    if zone not in ("", "GMT", "UTC"):
        return None
    # "-0000" is universal time whose writer's own zone is not known; Python would call it naive.
    return f"{match['sign']}{match['hours']:0>2}{match['minutes'] or '00'}".replace("-0000", "+0000")
