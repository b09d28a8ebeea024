"""What was found in annotated items, compared with what is to be found there. Pure.

Items are compared by their distinct pairs of topic and event, and the counts of all items are added up (micro-average).
A claim that is only recalled is no prediction, and a prediction that the item's `background` allows counts neither for
nor against, unless the item's claims have it too.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, TypeVar

from newswatch.evaluation.gold import GoldItem, Pair
from newswatch.models import Claim

Thing = TypeVar("Thing", Pair, str)


@dataclass(frozen=True)
class Marks(Generic[Thing]):
    """One item's predictions, marked."""

    right: frozenset[Thing]
    missed: frozenset[Thing]
    wrong: frozenset[Thing]

    @classmethod
    def of(
        cls, predicted: AbstractSet[Thing], wanted: AbstractSet[Thing], allowed: AbstractSet[Thing]
    ) -> "Marks[Thing]":
        """Mark what was predicted by what was wanted and what is allowed."""
        return cls(
            frozenset(wanted & predicted), frozenset(wanted - predicted), frozenset(predicted - wanted - allowed)
        )


@dataclass(frozen=True)
class Figures:
    """How many were to be found, how many were predicted, and how many of those are right."""

    gold: int
    predicted: int
    right: int

    @classmethod
    def of(cls, marks: Iterable[Marks[Thing]], only: Thing | None = None) -> "Figures":
        """Add up the marks of all items, or those of one thing alone."""
        chosen = [tuple(_of(things, only) for things in (mark.right, mark.missed, mark.wrong)) for mark in marks]
        right, missed, wrong = (sum(column) for column in zip(*chosen, strict=True)) if chosen else (0, 0, 0)
        return cls(right + missed, right + wrong, right)

    @property
    def precision(self) -> float | None:
        """The share of the predictions that are right; None where there is none."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """The share that was found of what was to be found; None where nothing was."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where there was nothing to find and nothing found."""
        both = self.gold + self.predicted
        return 2 * self.right / both if both else None


def _of(things: Collection[Thing], only: Thing | None) -> int:
    return len(things) if only is None else int(only in things)


@dataclass(frozen=True)
class Noise:
    """How many of the items without a claim had one predicted."""

    items: int
    of: int

    @property
    def share(self) -> float | None:
        """The share of the items without a claim; None where every item has one."""
        return self.items / self.of if self.of else None


@dataclass(frozen=True)
class Scores:
    """How a monitor did on all items."""

    events: Figures
    topics: Figures
    noise: Noise
    by_topic: Mapping[str, Figures]
    by_event: Mapping[Pair, Figures]


def predicted(claims: Iterable[Claim]) -> frozenset[Pair]:
    """Return the topic and event of each claim that is news, and not only recalled."""
    return frozenset((claim.topic, claim.event) for claim in claims if not claim.background)


def mark(item: GoldItem, pairs: AbstractSet[Pair]) -> Marks[Pair]:
    """Mark the pairs that were predicted for an item."""
    return Marks.of(pairs, item.wanted, item.allowed)


def mark_topics(item: GoldItem, pairs: AbstractSet[Pair]) -> Marks[str]:
    """Mark the topics that were predicted for an item, whatever the events are."""
    return Marks.of(_topics(pairs), _topics(item.wanted), _topics(item.allowed))


def _topics(pairs: Iterable[Pair]) -> frozenset[str]:
    return frozenset(topic for topic, _ in pairs)


def score(items: Sequence[GoldItem], answers: Sequence[AbstractSet[Pair]]) -> Scores:
    """Return how a monitor did that predicted these pairs, one set for each item."""
    both = list(zip(items, answers, strict=True))
    events = [mark(item, pairs) for item, pairs in both]
    topics = [mark_topics(item, pairs) for item, pairs in both]
    empty = [marks for item, marks in zip(items, events, strict=True) if not item.wanted]
    return Scores(
        events=Figures.of(events),
        topics=Figures.of(topics),
        noise=Noise(sum(bool(marks.wrong) for marks in empty), len(empty)),
        by_topic={topic: Figures.of(topics, topic) for topic in _named(topics)},
        by_event={pair: Figures.of(events, pair) for pair in _named(events)},
    )


def _named(marks: Iterable[Marks[Thing]]) -> list[Thing]:
    """Return all that was wanted or predicted wrongly, in order."""
    return sorted({thing for one in marks for thing in one.right | one.missed | one.wrong})
