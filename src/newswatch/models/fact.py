"""What the baseline and the board are made of."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from newswatch.models.times import Day
from newswatch.models.values import ArticleField, Bound, CountKind, Modality
from newswatch.models.wire import Wire, Word


class Fact(Wire):
    """One entry of the baseline or the board: a slot, its value, its evidence, its version."""

    slot: Word
    topic: Word
    event: Word
    value: str | int | None
    modality: Modality
    said_by: str | None = None
    actor: str | None = None
    count: int | None = None
    count_kind: CountKind | None = None
    bound: Bound | None = None
    place: str | None = None
    date: Day | None = None
    persons: tuple[str, ...] = ()
    theatre: str | None = None
    background: bool = False
    document: Word
    field: ArticleField = "body"
    sentence: Word
    start: int
    end: int
    since: AwareDatetime | None = None
    version: Annotated[int, Field(ge=0)] = 0
    alert: str | None = None

    @property
    def id(self) -> str:
        """The fact's name: its slot and version."""
        return f"{self.slot}#{self.version}"
