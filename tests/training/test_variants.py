from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import spacy
from reports import turned
from tenses import present, third_person
from treebank import as_doc, read_conllu
from variants import Variants, curly, headline, open_ended, runs_of
from vocabulary import Vocabulary

VOCAB = spacy.blank("en").vocab
SAMPLE = Path(__file__).with_name("sample.conllu")


@pytest.fixture
def sentences():
    return list(read_conllu(SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)))


def text_of(words):
    return as_doc(VOCAB, [tuple(words)]).text.rstrip()


def test_curly_prints_quotes_as_newspapers_do(sentences):
    """Quotes open and close, and apostrophes are curly too."""
    assert "“the talks”" in text_of(curly(sentences[1].words))
    assert "don’t" in text_of(curly(sentences[0].words))


def test_a_headline_has_neither_articles_nor_full_stop(sentences):
    """What others hang on stays; the heads still point at the same words."""
    words = headline(sentences[1].words, Random(2))
    text = text_of(words)
    assert "the" not in text.lower().split()
    assert not text.endswith(".")
    assert words[words[0].head].form.lower() == "told"


def test_an_open_end_keeps_the_rest(sentences):
    """Only the last full stop goes."""
    assert text_of(open_ended(sentences[0].words)) == "Officials say they don't know"


def test_a_report_may_come_first(sentences):
    """The clause stays the complement of the verb that reports it."""
    printed = {text_of(turned(sentences[0].words, Random(seed))) for seed in range(30)}
    assert printed == {
        "They don't know, officials say.",
        "They don't know, say officials.",
        '"They don\'t know," officials say.',
        '"They don\'t know," say officials.',
    }
    words = turned(sentences[0].words, Random(0))
    assert [words[word.head].form for word in words if word.dep == "ccomp"] == ["say"]


def test_what_reports_nothing_is_not_turned(sentences):
    """Sentences without a reported clause are left as they are."""
    assert turned(sentences[1].words, Random(0)) is None
    assert turned(sentences[2].words, Random(0)) is None


def test_runs_end_with_their_document(sentences):
    """No run of sentences crosses from one document into the next."""
    for seed in range(20):
        runs = list(runs_of(sentences, Random(seed)))
        assert sum(len(run) for run in runs) == len(sentences)
        assert runs[-1] == [sentences[2].words]


def test_passes_are_the_same_for_the_same_seed(sentences):
    """Training can be made again."""
    variants = Variants(sentences, ["Netzarim", "Rafah"], Vocabulary({}, {}))
    assert list(variants.passing(Random(7))) == list(variants.passing(Random(7)))


def test_words_of_the_news_take_the_places_of_others(sentences, tmp_path):
    """Tag and relation stay; form and lemma are the new word's."""
    listed = tmp_path / "words.txt"
    listed.write_text("# words\nverbs\nfree frees freed freed freeing\nnouns\ntruce truces\n", encoding="utf-8")
    vocabulary = Vocabulary.read(listed)
    passive = vocabulary.another(sentences[1].words, 7, Random(0))
    assert (passive.form, passive.lemma, passive.tag, passive.dep) == ("freed", "free", "VBN", "ROOT")
    noun = vocabulary.another(sentences[1].words, 11, Random(0))
    assert (noun.form, noun.lemma, noun.tag) == ("truces", "truce", "NNS")
    assert vocabulary.another(sentences[0].words, 1, Random(0)).form == "say"


def test_hyphenated_words_are_three(sentences):
    """The last part stands in the sentence, the others hang on it."""
    vocabulary = Vocabulary({}, {"NNS": [("cease-fires", "cease-fire")]})
    seen = {text_of(words): words for words in (vocabulary.put_in(sentences[1].words, Random(n)) for n in range(9))}
    words = next(words for text, words in seen.items() if "the cease-fires" in text)
    place = next(place for place, word in enumerate(words) if word.form == "cease")
    assert [(word.form, word.lemma, word.dep) for word in words[place : place + 3]] == [
        ("cease", "cease", "compound"),
        ("-", "-", "punct"),
        ("fires", "fire", "obl"),
    ]
    assert [words[word.head].form for word in words[place : place + 3]] == ["fires", "fires", "told"]


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("free", "frees"), ("reach", "reaches"), ("deny", "denies"), ("delay", "delays"), ("veto", "vetoes")],
)
def test_the_third_person_is_spelt_by_rule(lemma, form):
    assert third_person(lemma) == form


def test_headlines_are_in_the_present(sentences):
    """A past verb takes the number of its subject; the plural is the infinitive."""
    words = sentences[0].words
    past = (*words[:1], replace(words[1], form="said", tag="VBD"), *words[2:])
    assert (present(past)[1].form, present(past)[1].tag) == ("say", "VBP")
    singular = (replace(past[0], form="Israel", tag="NNP"), *past[1:])
    assert (present(singular)[1].form, present(singular)[1].tag) == ("says", "VBZ")
