"""Dates that wait for their event, and what is raised when one passes without it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from newswatch.models import Claim, Fact, Modality, Wire
from newswatch.topics import Event

# A date has passed without its event when its day is over everywhere, and half a day more for the news to come in.
GRACE = timedelta(hours=36)
# What has happened, may happen or is on offer waits for nothing.
BINDING = (Modality.PLANNED, Modality.DEMANDED, Modality.CONDITIONAL)


class Due(Wire):
    """A date on the board that waits for its event."""

    slot: str
    day: date
    fact: Fact
    fulfilled_by: tuple[str, ...]

    def is_over(self, clock: datetime) -> bool:
        """Tell whether the date has passed at a time."""
        return clock - datetime.combine(self.day, time(), UTC) > GRACE

    def fulfilled(self, claim: Claim, day: date) -> bool:
        """Tell whether what happened on a day is what this date waits for: not before it was set, nor elsewhere."""
        if claim.event not in self.fulfilled_by or claim.modality is not Modality.HAPPENED:
            return False
        elsewhere = None not in (claim.place, self.fact.place) and claim.place != self.fact.place
        return not elsewhere and (self.fact.since is None or day >= self.fact.since.date())


def waits(fact: Fact, event: Event | None) -> Due | None:
    """Return the date that a fact sets, if it stands in a slot for dates and its event can be told."""
    if event is None or fact.date is None or not event.fulfilled_by or fact.modality not in BINDING:
        return None
    if fact.since is not None and fact.date < fact.since.date():
        return None
    if fact.value != (fact.date.isoformat() if event.dated_slot or event.planned_slot else fact.event):
        return None
    return Due(slot=fact.slot, day=fact.date, fact=fact, fulfilled_by=event.fulfilled_by)


def left(waiting: Iterable[Due], claim: Claim, day: date) -> list[Due]:
    """Return the dates that still wait after something was told of a day."""
    return [due for due in waiting if not due.fulfilled(claim, day)]
