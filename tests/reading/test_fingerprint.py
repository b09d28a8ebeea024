"""How much of one body stands in another, told from their fingerprints."""

import base64
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.judging.origins import SAME_BODY
from newswatch.reading.fingerprint import fingerprint, shared

LETTERS = "abcdefghijklmnopqrstuvwxyz"
REPORT = (
    "Hamas freed three Israeli women in Gaza City on Sunday and handed them to the Red Cross, hours after the truce "
    "that mediators had worked on for fifteen months began at a quarter past eleven.\n\n"
    "The women were driven through a crowd that had climbed on cars and balconies, and a helicopter took them from the "
    "border to a hospital near Tel Aviv, where their mothers were waiting, the military said.\n\n"
    "In Ramallah families stood around fires until after one in the morning, when two white buses came down the hill "
    "from Ofer prison with ninety women and teenagers aboard."
)
RIVAL = (
    "For the first time since November 2023 captives have come home. Romi Gonen, Emily Damari and Doron Steinbrecher "
    "walked out of a car in Gaza City on Sunday afternoon, between masked gunmen and a mob with telephones.\n\n"
    "The quiet had started three hours late because a list of names was missing. Then the guns stopped, and people "
    "with mattresses on their heads set out for what is left of the north.\n\n"
    "Ninety Palestinians left Israeli jails in return, long after midnight, said the prisoners' club in Ramallah."
)


def words_from(seed: int, count: int) -> list[str]:
    """Return made-up words."""
    source = random.Random(seed)
    return ["".join(source.choices(LETTERS, k=source.randint(2, 9))) for _ in range(count)]


@st.composite
def reprints(draw):
    """Return a body of some paragraphs, and one that was made of it by a hurried desk."""
    length = draw(st.integers(20, 60))
    first = draw(st.integers(0, 10**6))
    paragraphs = [words_from(seed, length) for seed in range(first, first + draw(st.integers(6, 12)))]
    changed = first + 1000
    source = random.Random(changed)
    rewritten = [[f"{word}x" if source.random() < 0.05 else word for word in one] for one in paragraphs]
    rewritten = draw(st.permutations(rewritten))
    rewritten += [words_from(changed + 1, length)] * draw(st.booleans())
    return (*("\n\n".join(" ".join(one) for one in text) for text in (paragraphs, rewritten)),)


@settings(deadline=None, max_examples=100)
@given(reprints())
def test_a_reprint_is_one_text(pair):
    """A word in twenty changed, the paragraphs in another order, one more of them: still the same body."""
    one, other = map(fingerprint, pair)
    assert shared(one, other) >= SAME_BODY
    assert shared(other, one) == shared(one, other)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10**6), st.integers(60, 2000), st.integers(60, 2000))
def test_other_texts_are_others(seed, length, other_length):
    """Two texts with no sentence in common are not one, whatever their lengths."""
    one, other = " ".join(words_from(seed, length)), " ".join(words_from(seed + 1, other_length))
    assert shared(fingerprint(one), fingerprint(other)) < SAME_BODY


def test_two_reports_of_one_event_are_two_texts():
    """The same names, hours and numbers in another reporter's words."""
    assert shared(fingerprint(REPORT), fingerprint(RIVAL)) < SAME_BODY


def test_half_a_report_stands_in_the_whole():
    """A reprint that is cut keeps its origin."""
    half = REPORT.rpartition("\n\n")[0]
    assert shared(fingerprint(REPORT), fingerprint(half)) > 0.8


def test_letters_count_and_nothing_else():
    """Case, quotes, dashes and line breaks make no other text."""
    shouted = REPORT.upper().replace("\n\n", " — ")
    assert fingerprint(shouted) == fingerprint(REPORT)


@pytest.mark.parametrize("text", [None, "", "Three women are free.", " ".join(words_from(1, 42))])
def test_a_short_text_has_none(text):
    """A lead of a few words may be anybody's."""
    assert fingerprint(text) is None


def test_a_fingerprint_is_small():
    """It travels with every reading of an article: 200 bytes at most."""
    for length in (60, 10_000, 70_000):
        assert len(fingerprint(" ".join(words_from(3, length)))) == 172


@pytest.mark.parametrize("other", [None, "", "?", "AAAA", base64.b64encode(bytes(128)).decode()])
def test_what_is_no_fingerprint_shares_nothing(other):
    """One of another version, or none, is compared with nothing."""
    assert shared(fingerprint(REPORT), other) == 0.0
    assert shared(other, fingerprint(REPORT)) == 0.0


def test_every_process_makes_the_same():
    """Whatever the seed of Python's own hashes; kept ones stay good."""
    code = "import sys; from newswatch.reading.fingerprint import fingerprint; print(fingerprint(sys.argv[1]))"
    made = {
        subprocess.run(
            [sys.executable, "-c", code, REPORT],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert made == {fingerprint(REPORT)}
    assert fingerprint(REPORT).startswith("AGHpaPL0cLkpSFxY")
