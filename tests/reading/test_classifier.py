"""The second reader, as it is shipped."""

import json
import time
from pathlib import Path

import pytest

from newswatch.errors import ConfigurationError
from newswatch.reading import classifier

FOLDER = Path(classifier.__file__).parents[1] / "language" / "classifier"

UNFORESEEN = [
    ("truce.in_effect", "happened", "The guns fell silent across the Gaza Strip on Sunday, three hours late."),
    ("truce.stalled", "happened", "The bargaining in Cairo has run into the sand, two diplomats said."),
    (
        "hostage.released",
        "happened",
        "After sixteen months underground the two women crossed back into Israel at dusk.",
    ),
    ("truce.agreed", "denied", "There is no deal, whatever the newspapers write, a senior Israeli official said."),
    ("hostage.release_planned", "planned", "Four captives will walk free on Saturday, Hamas said."),
    (
        "withdrawal.staying",
        "planned",
        "Our soldiers will stay in the corridor along the border, the prime minister said.",
    ),
]
NOTHING = [
    "The home side drew level after the pause and won it with a late penalty.",
    "The minister opened a new hospital in the north of the country on Tuesday.",
    "Ransomware held the city's servers hostage for a week.",
]


def opinions(sentence: str) -> classifier.Opinions:
    return classifier.load().opinions([sentence])[0]


@pytest.mark.parametrize(("event", "modality", "sentence"), UNFORESEEN)
def test_what_no_rule_foresees_is_seen(event, modality, sentence):
    """An event in unforeseen words is more likely than not, and is as real as it is told."""
    found = opinions(sentence)
    assert max(found, key=lambda name: found[name].probability) == event
    assert found[event].probability > 0.5
    assert found[event].modality == modality


@pytest.mark.parametrize("sentence", NOTHING)
def test_other_walks_of_life_are_nothing(sentence):
    """The same words elsewhere are no event."""
    assert all(opinion.probability < 0.3 for opinion in opinions(sentence).values())


def test_the_word_looked_at_stands_in_the_sentence():
    """An opinion points at a word of its sentence."""
    sentence = "On Sunday Hamas let three women go."
    assert all(0 <= opinion.word < len(sentence) for opinion in opinions(sentence).values())


def test_degrees_of_reality_sum_up_to_one():
    """They are probabilities, and so is what is news."""
    for opinion in opinions("Hamas says that it will free three hostages on Saturday.").values():
        assert sum(opinion.realities.values()) == pytest.approx(1, abs=1e-3)
        assert 0 <= opinion.news <= opinion.probability <= 1


def test_company_changes_little():
    """A sentence is thought of alike alone and among longer ones; weights of eight bits round by the batch."""
    sentence = "Hamas freed three hostages in Gaza City on Saturday."
    alone = opinions(sentence)["hostage.released"].probability
    among = classifier.load().opinions([sentence * 5, sentence, "Rain."])[1]["hostage.released"].probability
    assert among == pytest.approx(alone, abs=0.1)


@pytest.mark.parametrize("ugly", ["", " ", "\u200b", "\x00", "?" * 5000, "停火协议", "a" * 3000, "\ud83d\ude00"])
def test_any_text_has_an_answer(ugly):
    """Nothing that a text can hold is too ugly to be looked at."""
    assert isinstance(opinions(ugly), dict)


def test_it_loads_quickly_and_is_small():
    """It loads in well under a second, and is small enough to ship; a busy machine is given more."""
    began = time.perf_counter()
    classifier.Classifier(FOLDER)
    assert time.perf_counter() - began < 3
    assert (FOLDER / "model.onnx").stat().st_size < 30e6


def test_its_figures_lie_beside_it():
    """What was measured can be read, and is no worse than when it was shipped."""
    report = json.loads((FOLDER / "report.json").read_text("utf-8"))
    assert report["testing"]["f1"] > 0.5
    assert report["testing"]["modality"] > 0.85
    assert str(report["testing"]["f1"]) in (FOLDER / "README.md").read_text("utf-8")


def test_a_missing_model_is_told_plainly(tmp_path):
    """An installation without it says so in one sentence."""
    with pytest.raises(ConfigurationError, match="sentence classifier"):
        classifier.Classifier(tmp_path)
