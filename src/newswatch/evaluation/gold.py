"""Annotated items: what a careful reader finds in each, written down by hand. Pure.

A gold item is one line of JSON: an article as every verb takes it (`id`, `title`, `body` or `text`, `published` or
`date`), with `claims`, what is to be found in it, and `background`, what may be found and counts neither for nor
against. `theatre` and all other keys are for people.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from newswatch.errors import ArticleError, ConfigurationError
from newswatch.models import Article, CountKind, Day, Modality, Wire, Word, plain

Pair = tuple[str, str]


class GoldPair(Wire):
    """A topic and an event."""

    topic: Word
    event: Word

    @property
    def pair(self) -> Pair:
        """The topic and the event, by which claims are compared."""
        return self.topic, self.event


class GoldClaim(GoldPair):
    """A claim that is to be found, with what the text states of it."""

    modality: Modality
    said_by: str | None = None
    actor: str | None = None
    count: int | None = None
    count_kind: CountKind | None = None
    duration_days: int | None = None
    place: str | None = None
    date: Day | None = None


class Annotation(Wire):
    """What is written down about one article."""

    theatre: str | None = None
    claims: tuple[GoldClaim, ...]
    background: tuple[GoldPair, ...] = ()


@dataclass(frozen=True)
class GoldItem:
    """One article with its annotation."""

    article: Article
    annotation: Annotation

    @property
    def wanted(self) -> frozenset[Pair]:
        """The topic and event of each claim that is to be found."""
        return frozenset(claim.pair for claim in self.annotation.claims)

    @property
    def allowed(self) -> frozenset[Pair]:
        """The topic and event of each claim that counts neither for nor against."""
        return frozenset(claim.pair for claim in self.annotation.background)


def parse(lines: Iterable[str], where: str, known: Collection[Pair]) -> list[GoldItem]:
    """Read gold items from lines of JSON.

    Args:
        lines: one item each; empty ones are no items.
        where: what to call the file.
        known: the topics' events; an item that names another could never be found.

    Raises:
        ConfigurationError: naming the line that is none.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(_item(line, known))
            except (ArticleError, ValueError, RecursionError) as error:
                raise ConfigurationError(f"{where}, line {number}: {_reason(error)}") from error
    if not found:
        raise ConfigurationError(f"{where} has no item in it")
    return found


def _item(line: str, known: Collection[Pair]) -> GoldItem:
    data = json.loads(line)
    item = GoldItem(Article.from_loose(data), Annotation.model_validate(data))
    for pair in sorted(item.wanted | item.allowed):
        if pair not in known:
            raise ValueError(f"{'/'.join(pair)} is no event of a watched topic")
    return item


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return plain(error)
    if isinstance(error, json.JSONDecodeError | RecursionError):
        return f"not JSON: {error}"
    return str(error)
