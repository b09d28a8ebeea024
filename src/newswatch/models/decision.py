"""What became of a claim, whether it raised an alert or not."""

from pydantic import AwareDatetime

from newswatch.models.values import ArticleField, Modality, Relation
from newswatch.models.wire import Wire


class Decision(Wire):
    """What was decided about one claim, and why."""

    article: str
    topic: str
    event: str
    modality: Modality
    slot: str | None
    relation: Relation | None
    reason: str
    alert: str | None = None
    sentence: str
    field: ArticleField
    start: int
    end: int
    detected: AwareDatetime
