"""The way of an alert revision to a subscriber, step by step."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from newswatch.models.alert import Alert
from newswatch.models.wire import Wire, Word


class Delivery(Wire):
    """One step in bringing one alert revision to one subscriber."""

    id: Word
    subscriber: Word
    state: Literal["scheduled", "attempted", "sent", "silenced", "dead"]
    alert: Alert
    attempt: Annotated[int, Field(ge=0)] = 0
    due: AwareDatetime
    reason: str | None = None
