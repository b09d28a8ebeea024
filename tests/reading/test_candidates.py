"""The cheap first look at an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.reading.candidates import Scan

SCAN = Scan(["truce", "cease-fire", "cease fire", "ceasefire", "hostage"])


@pytest.mark.parametrize(
    "text",
    [
        "A truce.",
        "TRUCES hold",
        "the cease\u2011fire",
        "a cease\u00adfire",
        "cease\u00a0fire",
        "Ho\u200bstages",
        "cease&shy;fire",
        "<b>hos</b>tage",
    ],
)
def test_a_word_is_found_however_it_is_set(text):
    """Case, endings and typography don't hide a word."""
    assert SCAN.found(text)


@pytest.mark.parametrize("text", ["", "Untruced.", "The player withdraws.", "A host aged 40."])
def test_other_texts_are_skipped(text):
    """A text without a word is nothing to read; nor is a word inside another."""
    assert not SCAN.found(text)


def test_any_field_will_do():
    """Title and body are looked at, and a missing one is empty."""
    assert SCAN.found(None, "A truce.")
    assert not SCAN.found(None, None)


@given(st.text(), st.text())
def test_a_word_is_found_anywhere(before, after):
    """Whatever stands around it, a word on a line of its own is found."""
    assert SCAN.found(f"{before}\ntruce\n{after}")
