"""The language pipeline that ships with newswatch."""

import pytest

from newswatch.errors import ConfigurationError
from newswatch.reading import pipeline


def test_it_is_loaded_once():
    """Loading twice gives the same pipeline."""
    assert pipeline.load() is pipeline.load()


def test_each_text_is_one_tree():
    """A text is one sentence with one root, whatever stops stand in it, and texts keep their order."""
    docs = list(pipeline.parse(["He left. They stayed! (Reuters)", "Hamas freed three women.", ""]))
    assert [doc.text for doc in docs] == ["He left. They stayed! (Reuters)", "Hamas freed three women.", ""]
    assert [len(list(doc.sents)) for doc in docs[:2]] == [1, 1]


def test_words_have_tags_lemmas_and_heads():
    """A plain sentence is tagged, lemmatised and parsed."""
    (doc,) = pipeline.parse(["Hamas freed three women on Sunday."])
    assert (doc[1].pos_, doc[2].lemma_, doc[1].dep_.lower()) == ("VERB", "three", "root")
    assert doc[0].head == doc[3].head == doc[1]


def test_a_missing_pipeline_is_named(monkeypatch, tmp_path):
    """Without the shipped files the error says which folder can't be loaded."""
    monkeypatch.setattr(pipeline, "files", lambda _: tmp_path)
    with pytest.raises(ConfigurationError, match="language pipeline at"):
        pipeline.load.__wrapped__()
