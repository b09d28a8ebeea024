"""Which event was taken for which. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from newswatch.evaluation.gold import GoldItem, Pair
from newswatch.evaluation.scoring import Marks


@dataclass(frozen=True)
class Confusion:
    """How often an event stood for another one of its topic; None where there was none.

    Attributes:
        missed: a missed event, and what was predicted wrongly in that item instead.
        wrong: an event that was predicted wrongly, and what the gold has in that item.
    """

    missed: Counter[tuple[Pair, str | None]]
    wrong: Counter[tuple[Pair, str | None]]


def confusion(marked: Iterable[tuple[GoldItem, Marks[Pair]]]) -> Confusion:
    """Return what was predicted in place of what was missed, and what was there in place of what was wrong."""
    missed: Counter[tuple[Pair, str | None]] = Counter()
    wrong: Counter[tuple[Pair, str | None]] = Counter()
    for item, marks in marked:
        missed.update((pair, other) for pair in marks.missed for other in _others(pair, marks.wrong))
        wrong.update((pair, other) for pair in marks.wrong for other in _others(pair, item.wanted))
    return Confusion(missed, wrong)


def _others(pair: Pair, candidates: Iterable[Pair]) -> list[str] | list[None]:
    """Return the events of a pair's topic among others, or the one None."""
    return sorted(event for topic, event in candidates if topic == pair[0]) or [None]
