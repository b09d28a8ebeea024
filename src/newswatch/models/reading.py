"""What the reader says of an article version, and the tick that travels between its readings."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from newswatch.models.times import Day
from newswatch.models.values import ArticleField, Bound, CountKind, CountScope, Modality
from newswatch.models.wire import Wire, Word

CLASSIFIER = "classifier."  # what the id of a rule begins with where the classifier stands in its place


class Claim(Wire):
    """What one sentence says about a topic. Offsets are code points into the article's field as it came in."""

    topic: Word
    event: Word
    modality: Modality
    said_by: str | None = None
    actor: str | None = None
    count: Annotated[int, Field(ge=0)] | None = None
    count_kind: CountKind | None = None
    count_scope: CountScope | None = None
    further: bool = False
    bound: Bound | None = None
    duration_days: Annotated[int, Field(gt=0)] | None = None
    phases: Annotated[int, Field(gt=0)] | None = None
    place: str | None = None
    date: Day | None = None
    stage: Annotated[int, Field(gt=0)] | None = None
    persons: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    theatre: str | None = None
    field: ArticleField = "body"
    sentence: Word
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    background: bool = False
    rule: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0

    @model_validator(mode="after")
    def _offsets_fit(self) -> Self:
        if self.end - self.start != len(self.sentence):
            raise ValueError("start and end do not fit the sentence")
        return self

    @property
    def by_classifier(self) -> bool:
        """Whether only the classifier found it, and no rule."""
        return self.rule is not None and self.rule.startswith(CLASSIFIER)


class ArticleReference(Wire):
    """What of an article travels with its claims.

    Attributes:
        credit: the news agency that it is credited to, as it is written there.
        fingerprint: that of its body (newswatch.reading.fingerprint), by which reprints are known.
        corrects: whether it says that its outlet reported something wrong.
    """

    id: Word
    content: Word
    url: str | None = None
    source: str | None = None
    author: str | None = None
    credit: str | None = None
    fingerprint: str | None = None
    corrects: bool = False
    published: AwareDatetime | None = None
    fetched: AwareDatetime | None = None


class Reading(Wire):
    """All claims of one article version on one topic, in text order; empty where an edit left none."""

    kind: Literal["reading"] = "reading"
    topic: Word
    article: ArticleReference
    claims: tuple[Claim, ...] = ()
    detected: AwareDatetime

    @property
    def key(self) -> str:
        """What makes two readings the same one, sent twice."""
        return f"{self.article.id}\0{self.article.content}"


class Tick(Wire):
    """Event time has come this far."""

    kind: Literal["tick"] = "tick"
    topic: Word
    time: AwareDatetime
