"""The closed lists of the vocabulary, and the values that claims, facts and alerts have in common."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

CountKind = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]  # what a topic file says that its events count
CountScope = Literal["event", "total"]
Bound = Literal["exact", "about", "at_least", "at_most"]
ArticleField = Literal["title", "body"]


class Modality(StrEnum):
    """How real a claim is."""

    HAPPENED = "happened"
    PLANNED = "planned"
    PROPOSED = "proposed"
    DEMANDED = "demanded"
    CONDITIONAL = "conditional"
    POSSIBLE = "possible"
    DENIED = "denied"


class Relation(StrEnum):
    """What a claim does to the board; the first six are developments."""

    NEW = "new"
    ADVANCES = "advances"
    REVERSES = "reverses"
    UPDATES = "updates"
    CONTRADICTS = "contradicts"
    OVERDUE = "overdue"
    CONFIRMS = "confirms"
    RESTATES = "restates"

    @property
    def is_development(self) -> bool:
        """Whether a claim with this relation changes the board, and so raises an alert."""
        return self not in (Relation.CONFIRMS, Relation.RESTATES)


class Status(StrEnum):
    """Where an alert is in its life."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


class Severity(StrEnum):
    """How much an alert matters, by topic data; low to critical."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"
