"""The sentences that the classifier learns from."""

from collections import Counter

import labelled
import pytest

BLOCK = """## one-situation
agreed:happened, ~taken | Both sides have a deal on those who were seized.
- | The two firms have a deal.
"""


def written(folder, text: str):
    (folder / "some.txt").write_text(text, encoding="utf-8")
    return labelled.load(folder)


def test_a_line_says_what_its_sentence_reports(tmp_path):
    """Labels come with their topic; what is only recalled is marked so; a dash reports nothing."""
    first, second = written(tmp_path, BLOCK)
    assert first.labels == {"truce.agreed": "happened", "hostage.taken": "recalled"}
    assert (first.family, first.file, second.labels) == ("one-situation", "some", {})


@pytest.mark.parametrize(
    "line",
    [
        "agreed:happened The deal is done.",
        "agreed:perhaps | The deal is done.",
        "agred:happened | The deal is done.",
        "agreed:happened |  ",
    ],
)
def test_a_line_that_says_nothing_is_refused_by_its_number(tmp_path, line):
    """A label that is none is no label of something else."""
    with pytest.raises(ValueError, match=r"some\.txt, line 2"):
        written(tmp_path, f"## family\n{line}\n")


def test_families_stay_together():
    """No family is both trained on and tested with, and every part has enough to say something."""
    parts = labelled.split(labelled.load())
    families = [{(one.family) for one in part} for part in parts]
    assert not families[0] & families[1]
    assert not families[0] & families[2]
    assert not families[1] & families[2]
    assert all(len(part) > 500 for part in parts)


def test_every_event_is_there_in_number_and_so_are_sentences_without():
    """Nothing is learned from a handful; half of the sentences report nothing."""
    sentences = labelled.load()
    counted = Counter(name for one in sentences for name, reality in one.labels.items() if reality != labelled.RECALLED)
    assert set(counted) == set(labelled.event_names())
    assert min(counted.values()) >= 40
    assert 0.4 < sum(not one.labels for one in sentences) / len(sentences) < 0.7
