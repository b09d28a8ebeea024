import json
import re
from pathlib import Path
from time import perf_counter

import pytest
import spacy

LANGUAGE = Path(__file__).parents[2] / "src" / "newswatch" / "language"
FLOORS = {"UAS": 82, "LAS": 78, "TAG": 93, "POS": 93, "LEMMA": 93, "SENTENCE_ENDS": 65}


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(LANGUAGE / "pipeline")


@pytest.fixture(scope="module")
def report():
    return json.loads((LANGUAGE / "accuracy.json").read_text(encoding="utf-8"))


def relations(doc):
    return {f"{token.text} {token.dep_} {token.head.text}" for token in doc}


def test_pipeline_loads_quickly():
    """Loading takes a quarter of a second; a busy machine is given more."""
    start = perf_counter()
    spacy.load(LANGUAGE / "pipeline")
    assert perf_counter() - start < 3


def test_components_are_those_the_reader_counts_on(nlp):
    """Nothing is trained for entities: they come from the reader's own rules."""
    assert nlp.pipe_names == ["tok2vec", "tagger", "morphologizer", "trainable_lemmatizer", "parser"]


def test_a_condition_hangs_on_what_it_limits(nlp):
    """Reported clause, negation, object and condition are told apart."""
    doc = nlp(
        "Conversely, Hamas has stated it will not release additional hostages unless Israel agrees to a full "
        "military withdrawal and the release of Palestinian prisoners."
    )
    assert relations(doc) >= {
        "stated ROOT stated",
        "Hamas nsubj stated",
        "release ccomp stated",
        "not advmod release",
        "hostages obj release",
        "agrees advcl release",
        "Israel nsubj agrees",
        "withdrawal obl agrees",
    }


def test_a_plain_sentence_has_its_object_behind_its_circumstances(nlp):
    """Subject, object and circumstances of a plain sentence."""
    doc = nlp("The cabinet approved the agreement in a late session on Friday.")
    assert relations(doc) >= {
        "cabinet nsubj approved",
        "agreement obj approved",
        "session obl approved",
    }


def test_the_passive_has_a_subject_of_its_own(nlp):
    """Two coordinated clauses each keep their subject."""
    doc = nlp("Three Israeli hostages were freed in Gaza City on Sunday and 90 Palestinian prisoners left Ofer jail.")
    assert relations(doc) >= {
        "hostages nsubj:pass freed",
        "were aux:pass freed",
        "left conj freed",
        "prisoners nsubj left",
        "jail obj left",
    }


def test_what_is_reported_may_come_first(nlp):
    """Curly quotes and dashes are marks like any other, and the verb that reports is the root."""
    doc = nlp("“We will not leave the Netzarim corridor,” Netanyahu’s office said on Friday.")
    assert relations(doc) >= {
        "said ROOT said",
        "office nsubj said",
        "leave ccomp said",
        "corridor obj leave",
        "Friday obl said",
    }


def test_words_are_split_at_dashes_and_quotes(nlp):
    """Dashes and curly quotes without spaces around them are words of their own."""
    words = [token.text for token in nlp("the U.S.-led talks—“serious”—of 2024–25, a 42-day truce")]
    expected = "the U.S. - led talks — “ serious ” — of 2024 – 25 , a 42 - day truce"
    assert words == expected.split()


def test_lemmas_are_those_of_a_dictionary(nlp):
    """Nouns lose their plural and verbs their tense."""
    doc = nlp("The hostages were freed and the prisoners left.")
    assert [token.lemma_ for token in doc if token.pos_ in {"NOUN", "VERB"}] == ["hostage", "free", "prisoner", "leave"]


@pytest.mark.parametrize("part", ["ewt-test", "gum-test"])
def test_figures_are_above_their_floors(report, part):
    """A worse pipeline is not shipped by mistake."""
    figures = report["accuracy"][part]
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}


def test_pipeline_is_small_and_fast(report):
    """The wheel stays small, and reading keeps up with the news."""
    size = sum(path.stat().st_size for path in (LANGUAGE / "pipeline").rglob("*")) / 1e6
    assert size < 15
    assert report["megabytes"] == pytest.approx(size, abs=0.2)
    assert report["words_per_second"] >= 8_000


def test_readme_tells_the_figures_of_the_report(report):
    """The README's table is the report's."""
    text = (LANGUAGE / "README.md").read_text(encoding="utf-8")
    names, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith("| ---")
    ]
    parts = {part: {row[0]: float(row[place]) for row in rows} for place, part in enumerate(names[1:], start=1)}
    assert parts == report["accuracy"]
    assert f"{report['words_per_second']:,} words a second" in text
    assert f"{report['megabytes']} MB" in text


def test_licence_and_sources_lie_beside_the_pipeline(nlp, report):
    """Share-alike holds for the model: its licence and both treebanks are named."""
    assert report["license"] == nlp.meta["license"] == "CC BY-SA 4.0"
    assert "by-sa/4.0" in (LANGUAGE / "LICENSE").read_text(encoding="utf-8")
    text = (LANGUAGE / "README.md").read_text(encoding="utf-8")
    assert all(re.search(rf"UD_English-{name}\b", text) for name in ("EWT", "GUM"))


def test_no_text_of_the_treebanks_is_shipped(nlp):
    """The vocabulary holds labels and word endings, not the words that were read in training."""
    strings = json.loads((LANGUAGE / "pipeline" / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert not any("@" in string and "." in string for string in strings)
    assert not nlp.config.get("corpora")
