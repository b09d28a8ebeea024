"""Which event was taken for which."""

from newswatch.evaluation.confusion import confusion
from newswatch.evaluation.scoring import mark
from tests.evaluation.samples import item, pairs

AGREED, TALKS = ("truce", "agreed"), ("truce", "talks")


def confused(gold, *words):
    told = confusion([(gold, mark(gold, pairs(*words)))])
    return dict(told.missed), dict(told.wrong)


def test_one_event_for_another():
    """A missed event stands beside what was predicted instead, and the wrong one beside what the gold has."""
    assert confused(item("truce/agreed"), "truce/talks") == ({(AGREED, "talks"): 1}, {(TALKS, "agreed"): 1})


def test_topics_stay_apart():
    """An event of another topic is not taken for it."""
    missed, wrong = confused(item("truce/agreed"), "hostage/held")
    assert (missed, wrong) == ({(AGREED, None): 1}, {(("hostage", "held"), None): 1})


def test_what_is_right_stands_for_nothing_else():
    """An event that was found explains no missed one, but tells what the gold has where another is too many."""
    assert confused(item("truce/agreed", "truce/talks"), "truce/talks") == ({(AGREED, None): 1}, {})
    assert confused(item("truce/agreed"), "truce/agreed", "truce/talks") == ({}, {(TALKS, "agreed"): 1})


def test_background_is_no_confusion():
    """What an item allows is neither missed nor wrong."""
    assert confused(item("truce/agreed", background=("truce/talks",)), "truce/talks") == ({(AGREED, None): 1}, {})
