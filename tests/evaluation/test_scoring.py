"""Scores: distinct pairs, counts added up over items, and what counts neither for nor against."""

import pytest

from newswatch.evaluation.scoring import Figures, Noise, predicted, score
from tests.evaluation.samples import item, pairs, read


def test_counts_are_added_up_over_items():
    """Precision and recall are of all pairs together, not means of items."""
    items = [item("truce/agreed", "truce/talks", "hostage/released"), item("truce/talks"), item()]
    told = score(items, [pairs("truce/agreed"), pairs("truce/talks", "hostage/held"), pairs()]).events
    assert told == Figures(gold=4, predicted=3, right=2)
    assert (told.precision, told.recall) == (2 / 3, 0.5)
    assert told.f1 == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))


def test_a_pair_counts_once_an_item():
    """Four claims of one release are one to find and one found."""
    told = score([item("hostage/released", "hostage/released")], [predicted([read("hostage/released")] * 3)])
    assert told.events == Figures(1, 1, 1)


def test_recalled_claims_are_no_predictions():
    """A claim that the reader marks as background is dropped: it is neither right nor wrong."""
    recalled = read("truce/agreed", background=True)
    assert predicted([recalled, read("truce/talks")]) == pairs("truce/talks")
    assert predicted([recalled, read("truce/agreed")]) == pairs("truce/agreed")
    assert score([item("truce/agreed"), item()], [predicted([recalled])] * 2).events == Figures(1, 0, 0)


def test_what_an_item_allows_is_left_out():
    """A prediction of an item's background counts neither for nor against, and makes no noise."""
    told = score([item(background=("truce/in_effect",))], [pairs("truce/in_effect")])
    assert (told.events, told.topics, told.noise) == (Figures(0, 0, 0), Figures(0, 0, 0), Noise(0, 1))
    other = score([item(background=("truce/in_effect",))], [pairs("truce/in_effect", "truce/talks")])
    assert (other.events, other.noise) == (Figures(0, 1, 0), Noise(1, 1))


def test_background_allows_in_its_own_item_only():
    """What one item allows is wrong in another."""
    told = score([item(background=("truce/talks",)), item()], [pairs(), pairs("truce/talks")])
    assert told.events == Figures(0, 1, 0)


def test_a_claim_that_is_background_too_is_wanted():
    """A second approval after a first one is to be found, though the first is background."""
    told = score([item("truce/agreed", background=("truce/agreed",))] * 2, [pairs("truce/agreed"), pairs()])
    assert told.events == Figures(2, 1, 1)


def test_topics_count_whatever_the_event_is():
    """The right topic with the wrong event is right by topic; two events are one topic."""
    items = [item("truce/agreed", "truce/talks"), item("hostage/held"), item(background=("hostage/taken",)), item()]
    answers = [pairs("truce/stalled"), pairs("truce/talks"), pairs("hostage/released"), pairs("truce/talks")]
    told = score(items, answers)
    assert told.topics == Figures(gold=2, predicted=3, right=1)
    assert told.by_topic == {"hostage": Figures(1, 0, 0), "truce": Figures(1, 3, 1)}


def test_noise_is_of_items_without_claims():
    """Only items without a claim can be noisy, each once."""
    items = [item(), item(), item(), item("truce/talks")]
    told = score(items, [pairs("truce/talks", "truce/agreed"), pairs(), pairs(), pairs("hostage/held")]).noise
    assert told == Noise(1, 3)
    assert told.share == 1 / 3


def test_figures_by_event():
    """Each event that was wanted or predicted has its own figures."""
    items = [item("truce/agreed"), item("truce/agreed"), item()]
    told = score(items, [pairs("truce/agreed"), pairs("truce/talks"), pairs("truce/talks")]).by_event
    assert told == {("truce", "agreed"): Figures(2, 1, 1), ("truce", "talks"): Figures(0, 2, 0)}


def test_what_is_undefined():
    """A ratio of nothing is none, and not a perfect one."""
    told = score([item("truce/talks")], [pairs()])
    assert (told.events.precision, told.events.recall, told.events.f1, told.noise.share) == (None, 0.0, 0.0, None)
    assert Figures(0, 0, 0).f1 is None
    assert score([], []).events == Figures(0, 0, 0)
