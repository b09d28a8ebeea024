"""Who gets an alert."""

import pytest

from newswatch.delivery import Subscriber, subscribed
from newswatch.models import Severity, Status
from tests.test_models import alert

ALL = Subscriber("all", "console")
HIGH = Subscriber("high", "console", severity=Severity.HIGH)
HOSTAGE = Subscriber("hostage", "console", topics=("hostage",))
BOTH = Subscriber("both", "console", topics=("hostage", "truce"), severity=Severity.MEDIUM)
EVERYONE = [ALL, HIGH, HOSTAGE, BOTH]


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({"severity": "critical"}, ["all", "high", "both"]),
        ({"severity": "high"}, ["all", "high", "both"]),
        ({"severity": "medium"}, ["all", "both"]),
        ({"severity": "low"}, ["all"]),
        ({"severity": "low", "topic": "hostage"}, ["all", "hostage"]),
        ({"severity": "critical", "topic": "withdrawal"}, ["all", "high"]),
    ],
)
def test_by_topic_and_severity(more, names):
    """A subscriber gets the topics that it asked for, from its severity on, in the order of the subscribers."""
    assert [one.name for one in subscribed(EVERYONE, alert(**more))] == names


@pytest.mark.parametrize("status", list(Status))
def test_every_change_of_status_is_delivered_but_one(status):
    """What a higher rung has superseded is for nobody who didn't ask."""
    assert bool(subscribed([ALL], alert(status=status))) == (status is not Status.SUPERSEDED)


def test_nobody():
    """Without subscribers there is nobody."""
    assert subscribed([], alert()) == []
