"""What holds alerts back from subscribers for a time, and which alerts those are."""

import hashlib
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Literal, Self

from pydantic import AwareDatetime, ConfigDict, model_validator

from newswatch.models.alert import Alert
from newswatch.models.times import utc
from newswatch.models.values import Severity
from newswatch.models.wire import Note, Wire, Word

# As long as commands are kept, so that what is silenced is always on the list.
LONGEST_SILENCE = timedelta(days=90)


class Matchers(Wire):
    """Which alerts a silence is for: those that fit all that is given. `*` in a text stands for anything."""

    # To pass over one that a later version knows would hold back more than was asked for.
    model_config = ConfigDict(extra="forbid")

    slot: Note | None = None
    topic: Note | None = None
    event: Note | None = None
    severity: Severity | None = None
    actor: Note | None = None

    @model_validator(mode="after")
    def _any(self) -> Self:
        if not self.model_dump(exclude_none=True):
            raise ValueError(f"a silence needs at least one of {', '.join(type(self).model_fields)}")
        return self

    def fit(self, alert: Alert) -> bool:
        """Tell whether an alert fits; its actors and its speaker are all actors."""
        asked = (
            (self.slot, [alert.slot]),
            (self.topic, [alert.topic]),
            (self.event, [alert.event]),
            (self.severity, [alert.severity]),
            (self.actor, [*alert.actors, alert.said_by or ""]),
        )
        return all(pattern is None or any(fnmatchcase(one, pattern) for one in told) for pattern, told in asked)

    def __str__(self) -> str:
        """Return them as a line: slot=withdrawal.*, severity=low."""
        return ", ".join(f"{name}={value}" for name, value in self.model_dump(mode="json", exclude_none=True).items())


class Silence(Wire):
    """The command that holds some alerts back from subscribers for a time; they are raised all the same."""

    kind: Literal["silence"] = "silence"
    id: Word
    matchers: Matchers
    author: Note
    comment: Note
    start: AwareDatetime
    expires: AwareDatetime

    @classmethod
    def of(cls, matchers: Matchers, author: str, comment: str, start: datetime, expires: datetime) -> Self:
        """Return a silence whose id is a hash of all that it says."""
        told = cls(id="-", matchers=matchers, author=author, comment=comment, start=utc(start), expires=utc(expires))
        return told.model_copy(update={"id": hashlib.sha256(told.to_json()).hexdigest()[:8]})

    def holds(self, alert: Alert, now: datetime) -> bool:
        """Tell whether it holds an alert back at this time."""
        return self.start <= now < self.expires and self.matchers.fit(alert)

    def until(self, moment: datetime) -> Self:
        """Return this silence as one that is over at a moment, if it is not over before."""
        return self.model_copy(update={"expires": min(self.expires, moment)})

    def __str__(self) -> str:
        """Return what is said beside a silenced alert."""
        return f"silenced by {self.author} until {utc(self.expires):%Y-%m-%d %H:%M} UTC: {self.comment}"
