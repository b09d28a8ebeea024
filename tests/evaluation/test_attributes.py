"""Attributes of the pairs that were found, by the first claim of each."""

from datetime import date

from newswatch.evaluation.attributes import Compared, Share, compare, shares
from newswatch.models import Modality
from tests.evaluation.samples import claimed, item, read


def told(gold, *claims) -> dict[str, bool]:
    return {one.attribute: one.is_right for one in compare(gold, claims)}


def test_only_what_the_gold_states_counts():
    """Modality always counts; what the gold doesn't state may be read or not."""
    assert told(item("truce/talks"), read("truce/talks", place="gaza", said_by="egypt")) == {"modality": True}


def test_each_attribute():
    """Every attribute that the gold states is compared."""
    stated = {
        "said_by": "hamas", "actor": "hamas", "count": 3, "count_kind": "hostages", "duration_days": 42,
        "place": "gaza", "date": "2025-01-19",
    }  # fmt: skip
    gold = item(claimed("hostage/released", **stated))
    assert set(told(gold, read("hostage/released", **stated)).values()) == {True}
    assert told(gold, read("hostage/released")) == dict.fromkeys(stated, False) | {"modality": True}


def test_a_wrong_value():
    """What was read is told beside what the gold states."""
    gold = item(claimed("truce/in_effect", "planned", date="2025-01-19"))
    compared = compare(gold, [read("truce/in_effect", date=date(2025, 1, 20))])
    pair = ("truce", "in_effect")
    assert compared == [
        Compared(pair, "modality", "planned", "happened"), Compared(pair, "date", "2025-01-19", "2025-01-20"),
    ]  # fmt: skip


def test_the_first_claim_counts():
    """The first predicted claim that is news is compared with the first one of the gold."""
    gold = item(claimed("hostage/released", count=4), claimed("hostage/released", count=12))
    recalled, first, second = (read("hostage/released", count=count) for count in (4, 12, 4))
    recalled = recalled.model_copy(update={"background": True})
    assert told(gold, recalled, first, second)["count"] is False
    assert told(gold, recalled, second, first)["count"] is True


def test_pairs_that_were_not_found_do_not_count():
    """Neither what was missed nor what was read wrongly has attributes."""
    assert told(item("truce/agreed"), read("truce/talks")) == {}


def test_shares():
    """Shares are of the pairs of all items where the attribute is stated."""
    gold = item(claimed("hostage/released", count=3))
    good, bad = read("hostage/released", count=3), read("hostage/released", Modality.PLANNED)
    counted = shares([*compare(gold, [good]), *compare(gold, [bad])])
    assert (counted["modality"], counted["count"], counted["place"]) == (Share(1, 2), Share(1, 2), Share(0, 0))
    assert (counted["count"].share, counted["place"].share) == (0.5, None)
