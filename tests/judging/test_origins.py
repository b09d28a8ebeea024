import pytest

from newswatch.judging.alert import evidence_of
from newswatch.judging.origins import independent, origin_of, same_origin, words
from newswatch.reading.fingerprint import fingerprint
from tests.judging.conftest import WORDINGS, claim, reading


def evidence(source="Meridian Wire", sentence=WORDINGS[0], **article):
    return evidence_of(
        reading(claim("truce", "agreed", words=sentence), source=source, **article),
        claim("truce", "agreed", words=sentence),
    )


def test_the_wire_that_is_credited_is_the_origin():
    """Twenty outlets that credit one wire are one origin."""
    assert origin_of(reading(claim("truce", "agreed"), credit="Meridian Wire", source="A").article) == "meridian"
    assert same_origin(evidence("A", credit="AP"), evidence("B", WORDINGS[1], credit="AP"), {})
    assert same_origin(evidence("A", credit="the Associated Press"), evidence("B", WORDINGS[1], credit="AP"), {})


def test_a_wire_has_one_name_as_outlet_and_as_credit():
    """Halyard Wire itself, and an outlet that credits Halyard; also where an older version kept its name."""
    assert same_origin(evidence("Halyard Wire"), evidence("B", WORDINGS[1], credit="Halyard"), {})
    assert not same_origin(evidence("Halyard Wire"), evidence("Halyard Sport", WORDINGS[1]), {})


def test_a_sentence_that_names_its_agency_is_the_agency_s():
    """The rest of the article is the outlet's own."""
    told = "An official told the Halyard news agency that both sides had agreed."
    assert same_origin(evidence("Halyard Wire"), evidence("Lakeshore Tribune", told), {})
    assert origin_of(reading(claim("truce", "agreed"), source="Lakeshore Tribune").article) == "lakeshore-tribune"


def test_a_reprinted_body_is_one_origin():
    """Where the sentence was rewritten, the paragraphs around it tell."""
    report = " ".join(WORDINGS)
    one, other = evidence("A"), evidence("B", WORDINGS[1])
    bodies = {one.article: fingerprint(report), other.article: fingerprint(f"Rewritten at a desk. {report}")}
    assert same_origin(one, other, bodies)
    assert not independent(other, [one], bodies)
    assert independent(other, [one], {**bodies, one.article: fingerprint("Another report. " * 20 + report[:40])})


def test_without_a_credit_the_outlet_is_the_origin_then_its_address_then_the_article():
    """An origin always has a name."""
    nowhere = reading(claim("truce", "agreed"), source=None, id="a-1").article
    assert origin_of(nowhere) == "a-1"
    assert origin_of(nowhere.model_copy(update={"url": "https://x.example/1"})) == "https-x-example-1"
    assert origin_of(nowhere.model_copy(update={"source": "Правда"})) == "правда"
    assert origin_of(nowhere.model_copy(update={"source": "L’Écho"})) == "l-echo"
    assert origin_of(nowhere.model_copy(update={"source": "!"})) == "unknown"


def test_a_reprinted_sentence_is_one_origin():
    """Case, quotes, dashes and a changed word or two do not make a new origin."""
    shouted = WORDINGS[0].upper().replace("-", "—")
    touched = WORDINGS[0].replace("long night", "very long night")
    assert same_origin(evidence(), evidence("B", shouted), {})
    assert same_origin(evidence(), evidence("B", touched), {})


@pytest.mark.parametrize("other", WORDINGS[1:])
def test_another_outlet_s_own_words_are_independent(other):
    """Each wording is a writer of its own."""
    assert independent(evidence("B", other), [evidence()], {})


def test_words_are_letters_and_digits():
    """What a reprint may change does not count."""
    assert words("“Eight” freed — at 9.15 p.m.!") == "eight freed at 9 15 p m"
