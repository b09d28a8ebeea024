"""One field of an article as it is read, and its way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.reading.text import Text, fold

LETTERS = "abz AZ09.,!?'\"\n\r\t<>/&;#x"
SPECIAL = "\u00ad\u200b\u200d\ufeff\u00a0\u2011\u2019\u201c\u2026\ufb01\uff21\u0301\u0306\u0130\u05d0\U0001f54a"
UGLY = st.text(st.sampled_from(LETTERS + SPECIAL))


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("a cease\u2011fire", "a cease-fire"),
        ("the cease\u00adfire", "the ceasefire"),
        ("Ha\u200bmas", "Hamas"),
        ("\u201cYes\u201d, it\u2019s on", '"Yes", it\'s on'),
        ("60\u00a0days", "60 days"),
        ("the \ufb01rst \uff30hase", "the first Phase"),
        ("and then\u2026", "and then..."),
        ("Erdog\u0306an", "Erdo\u011fan"),
        ("Erdo\u011fan", "Erdo\u011fan"),
        ("Israel&nbsp;&amp; Hamas &#8220;agree&#8221;", 'Israel & Hamas "agree"'),
        ("<p class='lede'>One.</p><P>Two <b>bold</b>.<br/>", "\nOne.\n\nTwo bold.\n"),
        ("if x < 3 and y > 4 & so on", "if x < 3 and y > 4 & so on"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
    ],
)
def test_typography_is_smoothed(raw, normal):
    """Hyphens, quotes, invisible characters, ligatures, loose accents and HTML do not get in the way of reading."""
    assert Text.of(raw).normal == normal


@pytest.mark.parametrize(
    ("raw", "word", "original"),
    [
        ("a cease\u00adfire holds", "ceasefire", "cease\u00adfire"),
        ("the \ufb01rst phase", "first", "\ufb01rst"),
        ("<p>A &ldquo;deal&rdquo;</p>", '"deal"', "&ldquo;deal&rdquo;"),
        ("then\u2026 it ended", "ended", "ended"),
        ("Erdog\u0306an said", "Erdo\u011fan", "Erdog\u0306an"),
        ("Qatar said", "said", "said"),
    ],
)
def test_a_word_leads_back_to_what_stood_there(raw, word, original):
    """A stretch of the normal text is traced to exactly the characters that it came from."""
    text = Text.of(raw)
    at = text.normal.index(word)
    start, end = text.original(at, at + len(word))
    assert raw[start:end] == original


def test_an_empty_stretch_has_a_place():
    """An empty stretch stays empty in the original, at the beginning and at the end too."""
    text = Text.of("a\u00adb\u2026")
    assert text.original(0, 0) == (0, 0)
    assert text.original(len(text.normal), len(text.normal)) == (len(text.raw), len(text.raw))


@given(UGLY)
def test_every_character_has_a_place_in_order(raw):
    """Places never run backwards, never leave the field, and plain letters are themselves."""
    text = Text.of(raw)
    places = [text.original(at, at + 1) for at in range(len(text.normal))]
    assert all(0 <= start < end <= len(raw) for start, end in places)
    assert places == sorted(places)
    for letter, (start, end) in zip(text.normal, places, strict=True):
        if letter in "abzAZ09" and end - start == 1 and raw[start].isascii():
            assert raw[start] == letter


@given(st.text())
def test_any_text_is_read(raw):
    """No text at all raises an error, and reading twice changes nothing more where there is no markup."""
    text = Text.of(raw)
    if "&" not in text.normal and "<" not in text.normal:
        assert text.original(0, len(text.normal))[1] <= len(raw)


@pytest.mark.parametrize(
    ("accented", "plain"), [("Erdoğan", "Erdogan"), ("António", "Antonio"), ("Łódź Øre", "Lodz Ore")]
)
def test_accents_fold_away(accented, plain):
    """Names are found whether they carry their accents or not."""
    assert fold(accented) == plain


@given(st.text())
def test_folding_keeps_the_length(raw):
    """A folded text has one character for each of the unfolded."""
    assert len(fold(raw)) == len(raw)
