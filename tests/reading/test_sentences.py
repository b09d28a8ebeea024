"""Where sentences begin and end."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.reading.sentences import LONGEST, sentences
from newswatch.reading.text import Text


def split(raw):
    return [sentence.text for sentence in sentences(Text.of(raw))]


@pytest.mark.parametrize(
    "sentence",
    [
        "He met U.S. officials in Doha.",
        "President Donald J. Trump spoke to Antony J. Blinken.",
        "The raid of Sept. 28 ended it.",
        "Gen. Herzi Halevi and Lt. Col. Peter Lerner left with Sen. Lee.",
        "It starts at 8:30 a.m. local time.",
        "“The war has ended.” he said.",
        "“Is it over?” Biden asked reporters.",
        "“Never!” shouted the crowd.",
        "The talks went on... and on.",
        "Resolution No. 2735 passed.",
        "See example.com for more.",
        "He came from St. Louis, Mo., and stayed.",
        "The army spokesman, Maj. Doron Spielman, said so.",
        "Al Thani et al. signed.",
        "The U.N. Security Council met.",
        "They agreed (again!) to meet.",
        "It cost $1.5 billion, i.e. a lot.",
    ],
)
def test_one_sentence_stays_one(sentence):
    """Abbreviations, initials, quotes, ellipses and figures do not end a sentence."""
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("Talks resumed. Hamas agreed.", ["Talks resumed.", "Hamas agreed."]),
        ("It was agreed in the U.S. The deal held.", ["It was agreed in the U.S.", "The deal held."]),
        ("They left at 5 p.m. The army followed.", ["They left at 5 p.m.", "The army followed."]),
        ("“Peace came.” Hamas agreed.", ["“Peace came.”", "Hamas agreed."]),
        ("Is it over? No! 33 will go.", ["Is it over?", "No!", "33 will go."]),
        ("“One.” “Two.”", ["“One.”", "“Two.”"]),
        ("It ended.The army left.", ["It ended.", "The army left."]),
        ("A headline without a stop\nA first sentence.", ["A headline without a stop", "A first sentence."]),
        ("wrapped by\nhand here\n\nand apart", ["wrapped by\nhand here", "and apart"]),
        ("<p>One.</p><p>Two</p>", ["One.", "Two"]),
        ("One<br>Two&nbsp;three", ["One", "Two&nbsp;three"]),
        ("He said no. (He meant it.) They left.", ["He said no.", "(He meant it.)", "They left."]),
    ],
)
def test_sentences_are_told_apart(raw, parts):
    """A mark ends a sentence where a new one can begin; so does a line break."""
    assert split(raw) == parts


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("CAIRO (Reuters) — Talks resumed.", "Talks resumed."),
        ("DOHA, Jan 13 (Meridian) — Talks resumed.", "Talks resumed."),
        ("JERUSALEM, Sept. 28, 2025 — Talks resumed.", "Talks resumed."),
        ("DEIR AL-BALAH, Gaza Strip (AP) — Talks resumed.", "Talks resumed."),
        ("GAZA/JERUSALEM, Oct 29 (Meridian) - Talks resumed.", "Talks resumed."),
        ("CAIRO: Talks resumed.", "Talks resumed."),
        ("09:41 GMT — Talks resumed.", "Talks resumed."),
        ("11.15am: Talks resumed.", "Talks resumed."),
        ("2.20am Talks resumed.", "Talks resumed."),
        ("11.32 — Talks resumed.", "Talks resumed."),
        ("• Talks resumed.", "Talks resumed."),
        ("- Talks resumed.", "Talks resumed."),
        ("1. Talks resumed.", "Talks resumed."),
        ("BREAKING: Talks resumed.", "Talks resumed."),
        ("PRESS RELEASE — Talks resumed.", "Talks resumed."),
        ("CORRECTION: Talks did not resume.", "CORRECTION: Talks did not resume."),
        ("THE PRESIDENT: Talks resumed.", "THE PRESIDENT: Talks resumed."),
        ("10.30 is the hour.", "10.30 is the hour."),
        ("6:30 p.m. Saturday was the deadline.", "6:30 p.m. Saturday was the deadline."),
    ],
)
def test_what_opens_a_line_is_left_out(raw, sentence):
    """Datelines, timestamps, bullets and labels are no part of the evidence; speakers and corrections are."""
    assert split(raw) == [sentence]


def test_the_normal_form_is_one_line():
    """What is parsed has its typography smoothed and its line breaks gone."""
    (sentence,) = sentences(Text.of("  a cease\u2011fire\nof 60\u00a0days  "))
    assert sentence.normal == "a cease-fire of 60 days"
    assert sentence.text == "a cease\u2011fire\nof 60\u00a0days"


@given(st.text(st.sampled_from("aB1. !?\"'()\n\r<>&;•—-:\u00ad\u200b\u2019\u2026\ufb01\u0301")))
def test_sentences_are_exact_stretches_in_order(raw):
    """Every sentence is an exact, trimmed stretch of the field, and none begins before the last one ended."""
    done = 0
    for sentence in sentences(Text.of(raw)):
        assert raw[sentence.start : sentence.end] == sentence.text
        assert sentence.normal == sentence.normal.strip() != ""
        assert done <= sentence.start < sentence.end
        done = sentence.end


@given(st.text())
def test_any_text_can_be_split(raw):
    """No text at all raises an error."""
    assert all(sentence.text in raw for sentence in sentences(Text.of(raw)))


def test_a_text_without_an_end_is_cut():
    """A stretch that never ends is cut at a space, so that no sentence is too long to parse."""
    assert all(len(part) <= LONGEST for part in split("word " * 5000))


@pytest.mark.parametrize(
    "ugly", ["a. ", ".", " ", "<", "<p ", '" ', "A. ", "&", "(A", "<!--", "A-", "\u2026 ", "e\u0301", "1:"]
)
def test_splitting_is_linear(ugly):
    """Sixty thousand ugly characters take moments: nothing in the rules goes back over what it has seen."""
    raw = ugly * (60_000 // len(ugly))
    start = time.process_time()
    sentences(Text.of(raw))
    assert time.process_time() - start < 4
