"""Why an alert revision that still waits for a subscriber is not delivered any more. Pure."""

from collections.abc import Iterable
from datetime import datetime

from newswatch.judging.board import ENDED
from newswatch.judging.ladder import height
from newswatch.models import Alert, Relation, Silence
from newswatch.topics import Ladder

CLIMBS = (Relation.NEW, Relation.ADVANCES)


def silencing(silences: Iterable[Silence], alert: Alert, now: datetime) -> Silence | None:
    """Return the silence that holds an alert back at this time, the longest of several; None where none does."""
    holding = (silence for silence in silences if silence.holds(alert, now))
    return max(holding, key=lambda silence: (silence.expires, silence.id), default=None)


def overtaken(waiting: Alert, come: Alert, ladder: Ladder | None) -> str | None:
    """Return why an alert that waits is no news beside another that has come for the same subscriber.

    Args:
        waiting: the revision that waits.
        come: the revision that has come after it.
        ladder: of the topic of the first, if it has one.

    Returns:
        One sentence; None where both are to be delivered.
    """
    if waiting.id == come.id:
        ended = come.status in ENDED and come.revision > waiting.revision
        return f"it was {come.status} before it was delivered" if ended else None
    if waiting.slot != come.slot or come.revision > 1 or not _climbs(waiting) or not _climbs(come):
        return None
    lower, higher = str(waiting.after.value), str(come.after.value)
    is_higher = height(ladder, higher) > height(ladder, lower) >= 0
    return f"{higher} has overtaken {lower}" if is_higher else None


def _climbs(alert: Alert) -> bool:
    return alert.relation in CLIMBS
