from pathlib import Path

import pytest
import spacy
from treebank import as_doc, read_conllu

VOCAB = spacy.blank("en").vocab
SAMPLE = Path(__file__).with_name("sample.conllu")


@pytest.fixture
def sentences():
    return list(read_conllu(SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)))


@pytest.fixture
def doc(sentences):
    return as_doc(VOCAB, [sentence.words for sentence in sentences[:2]])


def test_sentences_know_their_document(sentences):
    """A sentence has its own id and that of the document it stands in."""
    assert [(sentence.id, sentence.document) for sentence in sentences] == [
        ("sample-one-1", "sample-one"),
        ("sample-one-2", "sample-one"),
        ("sample-two-1", "sample-two"),
    ]


def test_text_is_that_of_the_treebank(doc):
    """Contractions are two words without a space, and marks close up where the treebank says so."""
    assert doc.text.rstrip() == (
        'Officials say they don\'t know. The U.S. (its friend) was told of "the talks" by him.'
    )


def test_contractions_are_split_as_the_tokenizer_splits_them(doc):
    """A range row adds no word of its own, and spaCy's tokenizer finds the same words."""
    assert [token.text for token in doc] == [token.text for token in spacy.blank("en")(doc.text)]


def test_spaces_of_a_range_come_from_its_row(sentences):
    """The last word of a range has the space its range has; those before it have none."""
    spaces = {word.form: word.space for word in sentences[1].words}
    assert (spaces["him"], spaces["."]) == (False, False)


def test_subtypes_fold_save_the_passives_and_those_of_obl(sentences):
    """Only the subtypes the reader asks for stay."""
    relations = {word.dep for word in sentences[1].words}
    assert {"nsubj:pass", "aux:pass", "obl:agent", "nmod"} <= relations
    assert "nmod:poss" not in relations


def test_heads_count_on_through_a_document(doc):
    """Heads stay within their sentence, and each sentence has one root."""
    assert [(token.text, token.head.text) for token in doc if token.dep_ == "nsubj"] == [
        ("Officials", "say"),
        ("they", "know"),
    ]
    assert [sentence.root.text for sentence in doc.sents] == ["say", "told"]


def test_features_of_spelling_are_left_out(doc):
    """Abbreviations and misspellings are not grammar."""
    assert str(doc[9].morph if doc[9].text == "U.S." else doc[8].morph) == "Number=Sing"


def test_a_short_row_is_refused():
    """A row with too few columns is no CoNLL-U."""
    with pytest.raises(ValueError, match="3 columns"):
        list(read_conllu(["1\tTalks\ttalk\n", "\n"]))
