"""All that an evaluation says: the reader beside the keyword monitor, and what the reader missed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from newswatch.evaluation.attributes import Compared, Share, compare, shares
from newswatch.evaluation.confusion import Confusion, confusion
from newswatch.evaluation.gold import GoldClaim, GoldItem, Pair
from newswatch.evaluation.scoring import Marks, Scores, mark, predicted, score
from newswatch.models import Claim
from newswatch.reading import ArticleReading


@dataclass(frozen=True)
class Answer:
    """What the reader answered for one item: a reading, or why there is none."""

    reading: ArticleReading
    failure: str | None = None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the watched theatre, the main one of each pair first."""
        return self.reading.watched


@dataclass(frozen=True)
class Miss:
    """An item in which something was missed, or read wrongly.

    Attributes:
        missed: the gold's claims that were not found.
        wrong: the claims that were read, and are not so.
        attributes: what was read wrongly of the claims that were found.
    """

    item: GoldItem
    answer: Answer
    missed: tuple[GoldClaim, ...]
    wrong: tuple[Claim, ...]
    attributes: tuple[Compared, ...]


@dataclass(frozen=True)
class Report:
    """How the reader did, and the keyword monitor on the same items."""

    items: Sequence[GoldItem]
    answers: Sequence[Answer]
    reader: Scores
    keyword_monitor: Scores
    attributes: Mapping[str, Share]
    confusion: Confusion
    misses: Sequence[Miss]

    @property
    def failures(self) -> list[tuple[str, str]]:
        """The id of each article that could not be read, and why."""
        both = zip(self.items, self.answers, strict=True)
        return [(item.article.id, answer.failure) for item, answer in both if answer.failure]


def make(items: Sequence[GoldItem], answers: Sequence[Answer], keywords: Sequence[AbstractSet[Pair]]) -> Report:
    """Return the report on what the reader and the keyword monitor answered, item by item."""
    pairs = [predicted(answer.claims) for answer in answers]
    marked = [(item, mark(item, found)) for item, found in zip(items, pairs, strict=True)]
    compared = [compare(item, answer.claims) for item, answer in zip(items, answers, strict=True)]
    rows = zip(marked, answers, compared, strict=True)
    misses = [_miss(item, answer, marks, told) for (item, marks), answer, told in rows]
    return Report(
        items=items,
        answers=answers,
        reader=score(items, pairs),
        keyword_monitor=score(items, keywords),
        attributes=shares(one for told in compared for one in told),
        confusion=confusion(marked),
        misses=[miss for miss in misses if miss.missed or miss.wrong or miss.attributes],
    )


def _miss(item: GoldItem, answer: Answer, marks: Marks[Pair], compared: Iterable[Compared]) -> Miss:
    missed = tuple(claim for claim in item.annotation.claims if claim.pair in marks.missed)
    news = (claim for claim in answer.claims if not claim.background)
    wrong = tuple(claim for claim in news if (claim.topic, claim.event) in marks.wrong)
    return Miss(item, answer, missed, wrong, tuple(one for one in compared if not one.is_right))
