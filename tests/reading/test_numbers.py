"""Numbers in digits and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English

from newswatch.reading.numbers import numerals

TOKENS = English()
HEAP = "a about at least one two twenty hundred thousand million 7 1,000 - and or to half dozen"


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("33", 33, "exact"),
        ("1,900", 1900, "exact"),
        ("forty-eight", 48, "exact"),
        ("two thousand four hundred and twenty-two", 2422, "exact"),
        ("a dozen", 12, "exact"),
        ("half a dozen", 6, "exact"),
        ("two dozen", 24, "exact"),
        ("a hundred", 100, "exact"),
        ("a couple", 2, "exact"),
        ("about 100", 100, "about"),
        ("some 100", 100, "about"),
        ("nearly two thousand", 2000, "about"),
        ("at least 20", 20, "at_least"),
        ("more than 20", 20, "at_least"),
        ("no fewer than 20", 20, "at_least"),
        ("up to 50", 50, "at_most"),
        ("fewer than 50", 50, "at_most"),
        ("no more than 50", 50, "at_most"),
        ("30 to 40", 40, "about"),
        ("30-40", 40, "about"),
        ("between 30 and 40", 40, "about"),
        ("33 or so", 33, "about"),
        ("33 or more", 33, "at_least"),
        ("at least the first 33", 33, "at_least"),
        ("70 million", 70_000_000, "exact"),
    ],
)
def test_a_number_is_read(text, value, bound):
    """Digits, words, dozens and ranges are one number, with how exact it is said to be."""
    assert [(number.value, number.bound) for number in numerals(TOKENS(text))] == [(value, bound)]


@pytest.mark.parametrize("text", ["dozens of them", "hundreds", "none", "33rd", "a hostage", "9:41", "2.5"])
def test_what_is_no_whole_number_is_left_out(text):
    """Vague amounts, ordinals, times and decimals are no numbers."""
    assert numerals(TOKENS(text)) == []


@pytest.mark.parametrize("text", ["13-0", "two two", "twenty thirty"])
def test_numbers_that_make_no_sense_together_stay_apart(text):
    """A score is no range, and two words that can't be one number are two."""
    assert len(numerals(TOKENS(text))) == 2


@given(st.lists(st.sampled_from(HEAP.split())))
def test_any_heap_of_number_words_is_read(heap):
    """No order of number words raises an error, and numbers lie apart in order."""
    doc = TOKENS(" ".join(heap))
    done = 0
    for number in numerals(doc):
        assert done <= number.first < number.end <= len(doc)
        done = number.end
