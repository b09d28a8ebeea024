"""The message that reports a development, with both sides of the change and its evidence."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from newswatch.models.times import Day
from newswatch.models.values import ArticleField, CountKind, Modality, Relation, Severity, Status
from newswatch.models.wire import Wire, Word


class Before(Wire):
    """The fact that an alert changes, with the sentence that it stands on."""

    value: str | int | None
    version: int
    fact: str
    sentence: str
    start: int
    end: int
    document: str


class After(Wire):
    """What the fact is now."""

    value: str | int | None
    version: int


class Evidence(Wire):
    """A sentence of an article that an alert stands on, exactly as it came in."""

    article: str
    url: str | None = None
    source: str | None = None
    origin: str
    published: AwareDatetime | None = None
    field: ArticleField
    start: int
    end: int
    sentence: str


class Alert(Wire):
    """The message that reports a development."""

    id: Word
    revision: Annotated[int, Field(ge=1)] = 1
    status: Status = Status.REPORTED
    topic: Word
    event: Word
    modality: Modality
    relation: Relation
    slot: Word
    headline: str
    before: Before | None
    after: After
    said_by: str | None = None
    actors: tuple[str, ...] = ()
    count: int | None = None
    count_kind: CountKind | None = None
    duration_days: int | None = None
    place: str | None = None
    date: Day | None = None
    severity: Severity
    confidence: Annotated[float, Field(ge=0, le=1)]
    evidence: tuple[Evidence, ...]
    first_published: AwareDatetime | None = None
    detected: AwareDatetime
    baseline: str

    @property
    def key(self) -> str:
        """What a receiver remembers to see each revision once: `<id>#<revision>`."""
        return f"{self.id}#{self.revision}"
