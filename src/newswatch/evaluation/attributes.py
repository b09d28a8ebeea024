"""What was read of the claims that were found: how real they are, who, how many, where, when. Pure.

Each pair that was found is compared by its first predicted claim with the first that the gold has of it. Modality
always counts; another attribute counts where the gold states it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newswatch.evaluation.gold import GoldItem, Pair
from newswatch.evaluation.scoring import mark, predicted
from newswatch.models import Claim

ATTRIBUTES = ("modality", "count", "place", "date", "said_by", "actor", "count_kind", "duration_days")


@dataclass(frozen=True)
class Compared:
    """One attribute of one pair that was found."""

    pair: Pair
    attribute: str
    wanted: str
    read: str | None

    @property
    def is_right(self) -> bool:
        """Whether what was read is what the gold states."""
        return self.read == self.wanted


@dataclass(frozen=True)
class Share:
    """How many of so many are right."""

    right: int
    of: int

    @property
    def share(self) -> float | None:
        """The share that is right; None of nothing."""
        return self.right / self.of if self.of else None


def compare(item: GoldItem, claims: Sequence[Claim]) -> list[Compared]:
    """Compare the attributes of each pair that was found in an item with those that the gold states."""
    news = [claim for claim in claims if not claim.background]
    compared = []
    for pair in sorted(mark(item, predicted(news)).right):
        first = next(claim for claim in news if (claim.topic, claim.event) == pair)
        gold = next(claim for claim in item.annotation.claims if claim.pair == pair)
        for attribute in ATTRIBUTES:
            wanted = _told(getattr(gold, attribute))
            if wanted is not None:
                compared.append(Compared(pair, attribute, wanted, _told(getattr(first, attribute))))
    return compared


def _told(value: object) -> str | None:
    return None if value is None else str(value)


def shares(compared: Iterable[Compared]) -> dict[str, Share]:
    """Return for each attribute how many are right."""
    told = list(compared)
    chosen = {name: [one.is_right for one in told if one.attribute == name] for name in ATTRIBUTES}
    return {name: Share(sum(right), len(right)) for name, right in chosen.items()}
