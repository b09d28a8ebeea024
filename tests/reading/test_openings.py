"""Datelines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.reading.openings import dateline
from newswatch.reading.text import Text


@pytest.mark.parametrize(
    ("raw", "place", "date", "credit"),
    [
        ("CAIRO (Reuters) — Talks", "CAIRO", None, "Reuters"),
        ("DOHA, Jan 13 (Meridian) — Talks", "DOHA", "Jan 13", "Meridian"),
        ("JERUSALEM, Sept. 28, 2025 — Talks", "JERUSALEM", "Sept. 28, 2025", None),
        ("Cairo (CNN) -- Talks", "Cairo", None, "CNN"),
        ("(Reuters) - Talks", None, None, "Reuters"),
        ("From Meridian Wire\n\nWASHINGTON — Talks", "WASHINGTON", None, None),
        ("Gaza City, Palestinian Territories, Jan 15, 2025 (AFP) - Talks", "Gaza City", "Jan 15, 2025", "AFP"),
    ],
)
def test_a_dateline_is_read(raw, place, date, credit):
    """Place, day and credit of a dateline are found, and where it stands."""
    found = dateline(Text.of(raw))
    assert (found.place, found.date, found.credit) == (place, date, credit)
    assert raw[found.end :] == "Talks"


@pytest.mark.parametrize(
    "raw", ["THE PRESIDENT: Good afternoon.", "Talks resumed in Cairo.", "", "IT'S OVER: war ends", "BREAKING: yes"]
)
def test_other_openings_are_no_dateline(raw):
    """Speakers, labels and plain sentences are no datelines."""
    assert dateline(Text.of(raw)) is None


@given(st.text())
def test_any_text_may_be_asked(raw):
    """No text raises an error."""
    found = dateline(Text.of(raw))
    assert found is None or 0 <= found.start < found.end <= len(raw)
