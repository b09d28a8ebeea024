"""Whether a text is in English."""
# ruff: noqa: RUF001 -- letters of other scripts are the point

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.reading.language_check import set_aside


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les otages ont été libérés par le Hamas dans la bande de Gaza, selon l'armée.", "French"),
        ("Die Waffenruhe ist in Kraft, und die Geiseln sind nach Angaben der Armee frei.", "German"),
        ("La tregua en Gaza entra en vigor el domingo, según el ministerio de Qatar.", "Spanish"),
        ("Il cessate il fuoco è entrato in vigore e tre ostaggi sono stati liberati dalla milizia.", "Italian"),
        ("O cessar-fogo em Gaza entrou em vigor e os reféns não foram libertados, segundo o governo.", "Portuguese"),
        ("Het bestand is van kracht en de gijzelaars zijn niet vrij, zegt het leger van Israël.", "Dutch"),
        ("Ateşkes pazar günü başladı ve üç rehine serbest bırakıldı, Katar için bu çok önemli.", "Turkish"),
        ("Zawieszenie broni jest w mocy, ale nie wiadomo, co z zakładnikami, którzy są w Strefie.", "Polish"),
        ("حماس تعلن الاتفاق على وقف إطلاق النار", "in Arabic script"),
        ("חמאס שחררה שלוש חטופות", "Hebrew"),
        ("ХАМАС освободил заложников", "in Cyrillic script"),
        ("停火协议生效", "Chinese"),
        ("ハマスは人質を解放した", "Japanese"),
    ],
)
def test_another_language_is_set_aside_with_the_reason(text, language):
    """The reason names the language, or the script where it is all that can be told."""
    assert set_aside(text) == f"the text is {language}, newswatch reads English"


@pytest.mark.parametrize(
    "text",
    [
        "Hamas frees three hostages",
        "Netanyahu, Biden, Trump, Witkoff, Al Thani",
        "PM's office denies reports of deal",
        "The paper Le Monde said that the deal was “très proche” and Die Zeit agreed.",
        "Hamas frees Ofer Kalderon; “חמאס”, it wrote, and the families answered in Hebrew.",
        "",
        "12:30",
        "AP",
    ],
)
@pytest.mark.parametrize("hint", [None, "en", "fr", "xx"])
def test_english_and_what_tells_nothing_is_read(text, hint):
    """Headlines, names and quotes in other languages are read, whatever the article says its language is."""
    assert set_aside(text, hint) is None


def test_the_hint_tips_the_scales():
    """A short text that says little is set aside only where the article names its language."""
    text = "Waffenruhe ab Sonntag und Geiseln frei: der Plan"
    assert set_aside(text) is None
    assert set_aside(text, "de-DE") == "the text is German, newswatch reads English"


@given(st.text(), st.none() | st.text())
def test_any_text_may_be_asked(text, hint):
    """No text and no hint raises an error."""
    reason = set_aside(text, hint)
    assert reason is None or reason.startswith("the text is ")
