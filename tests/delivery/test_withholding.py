"""What is held back: by a silence, or by what has come after it."""

from datetime import UTC, datetime, timedelta

import pytest

from newswatch import topics
from newswatch.delivery import overtaken, silencing
from newswatch.models import After, Matchers, Silence
from tests.test_models import alert

NOON = datetime(2025, 1, 20, 12, tzinfo=UTC)
LADDER = topics.load().topics["truce"].ladder


def silence(hours=2, comment="known", **matchers):
    return Silence.of(Matchers(**matchers), "anna", comment, NOON, NOON + timedelta(hours=hours))


def rung(value, slot="truce.phase", **more):
    return alert(id=f"{slot}/{value}/2025-01-15@talks", slot=slot, after=After(value=value, version=1), **more)


@pytest.mark.parametrize(
    ("matchers", "fits"),
    [
        ({"slot": "truce.phase"}, True),
        ({"slot": "truce.*"}, True),
        ({"slot": "truce"}, False),
        ({"slot": "Truce.phase"}, False),
        ({"topic": "truce"}, True),
        ({"topic": "hostage"}, False),
        ({"event": "agreed"}, True),
        ({"severity": "critical"}, True),
        ({"severity": "high"}, False),
        ({"actor": "hamas"}, True),
        ({"actor": "qatar"}, True),
        ({"actor": "egypt"}, False),
        ({"slot": "truce.*", "severity": "critical"}, True),
        ({"slot": "truce.*", "severity": "low"}, False),
    ],
)
def test_matchers(matchers, fits):
    """A silence is for what fits all its matchers; an actor may also be the one who says it."""
    told = alert(said_by="qatar", actors=("israel", "hamas"))
    assert Matchers(**matchers).fit(told) is fits


@pytest.mark.parametrize("pattern", ["*", "qatar", ""])
def test_an_alert_of_nobody(pattern):
    """Where nobody says it and nobody does it, only the pattern for anybody fits."""
    if pattern:
        assert Matchers(actor=pattern).fit(alert()) is (pattern == "*")


@pytest.mark.parametrize(("minutes", "holds"), [(-1, False), (0, True), (119, True), (120, False)])
def test_a_silence_holds_from_its_start_until_it_expires(minutes, holds):
    """The start belongs to it, the end does not."""
    held = silencing([silence(topic="truce")], alert(), NOON + timedelta(minutes=minutes))
    assert (held is not None) is holds


def test_of_several_silences_the_longest_is_named():
    """The reason tells the silence that holds it back for longest."""
    silences = [silence(2, "short", topic="truce"), silence(9, "long", slot="truce.*"), silence(99, topic="hostage")]
    held = silencing(silences, alert(), NOON)
    assert str(held) == "silenced by anna until 2025-01-20 21:00 UTC: long"
    assert silencing([], alert(), NOON) is None


def test_a_silence_that_was_ended():
    """Its end comes earlier, never later."""
    ended = silence(2, topic="truce").until(NOON + timedelta(hours=1))
    assert silencing([ended], alert(), NOON + timedelta(minutes=61)) is None
    assert ended.until(NOON + timedelta(hours=9)) == ended


def test_the_id_of_a_silence():
    """The same silence has the same short id, wherever it is made; another one has another."""
    one = silence(topic="truce")
    elsewhere = Silence.of(
        one.matchers, "anna", "known", NOON.astimezone(), one.expires.astimezone(),
    )  # fmt: skip
    assert (one.id, len(one.id)) == (elsewhere.id, 8)
    assert one.id not in (silence(3, topic="truce").id, silence(topic="hostage").id, silence(2, "x", topic="truce").id)


def test_a_higher_rung_overtakes():
    """A higher rung of the same slot overtakes a lower one in whatever revision; nothing else of the ladder does."""
    agreed, signed = rung("agreed"), rung("signed")
    assert overtaken(agreed, signed, LADDER) == "signed has overtaken agreed"
    assert overtaken(rung("agreed", revision=2, status="corroborated"), signed, LADDER)
    assert overtaken(rung("agreed", relation="new"), rung("in_effect", status="disputed"), LADDER)
    assert overtaken(signed, agreed, LADDER) is None
    assert overtaken(agreed, agreed, LADDER) is None


@pytest.mark.parametrize(
    "come",
    [
        rung("suspended", relation="reverses"),
        rung("collapsed", relation="reverses"),
        rung("signed", relation="contradicts", modality="denied"),
        rung("signed", status="retracted", revision=2),
        rung("signed", slot="truce.stage2.phase"),
        alert(slot="truce.duration_days", after=After(value=42, version=1)),
    ],
    ids=lambda come: come.headline and f"{come.slot}/{come.after.value}/{come.relation}/{come.status}",
)
def test_what_overtakes_nothing(come):
    """What left the ladder, a denial, a retraction and another slot leave a lower rung as it is."""
    assert overtaken(rung("agreed"), come, LADDER) is None


def test_a_denial_is_not_overtaken():
    """That a deal is denied is news of its own, also beside a higher rung."""
    assert overtaken(rung("agreed", relation="contradicts", modality="denied"), rung("signed"), LADDER) is None


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("retracted", "it was retracted before it was delivered"),
        ("superseded", "it was superseded before it was delivered"),
        ("corroborated", None),
        ("disputed", None),
    ],
)
def test_an_alert_that_has_ended(status, reason):
    """A revision that ends an alert takes back those before it; one that only revises it does not."""
    come = rung("agreed", revision=2, status=status)
    assert overtaken(rung("agreed"), come, LADDER) == reason
    assert overtaken(come, rung("agreed"), LADDER) is None
    assert overtaken(come, come, LADDER) is None


def test_without_a_ladder():
    """In a topic without a ladder only the end of an alert takes it back."""
    assert overtaken(rung("agreed"), rung("signed"), None) is None
    assert overtaken(rung("agreed"), rung("agreed", revision=2, status="retracted"), None)
