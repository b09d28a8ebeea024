"""Which subscribers an alert is for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from newswatch.models import Alert, Severity, Status

RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True)
class Subscriber:
    """Someone or something that receives alerts.

    Attributes:
        name: what it is called.
        channel: how alerts reach it.
        topics: the topic words that it gets; all if empty.
        severity: the lowest severity that it gets.
    """

    name: str
    channel: str
    topics: tuple[str, ...] = ()
    severity: Severity = Severity.LOW


def subscribed(subscribers: Iterable[Subscriber], alert: Alert) -> list[Subscriber]:
    """Return the subscribers that get an alert.

    An alert that a higher rung has superseded is on the alert topics, and for nobody who didn't ask for such.
    """
    if alert.status is Status.SUPERSEDED:
        return []
    return [subscriber for subscriber in subscribers if _wants(subscriber, alert)]


def _wants(subscriber: Subscriber, alert: Alert) -> bool:
    topic_fits = not subscriber.topics or alert.topic in subscriber.topics
    return topic_fits and RANKS[alert.severity] >= RANKS[subscriber.severity]
