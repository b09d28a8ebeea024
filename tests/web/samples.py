"""Alerts, facts and dead letters as the agents write them."""

from datetime import UTC, datetime

from newswatch.errors import ArticleError
from newswatch.models import After, Alert, Before, Decision, Delivery, Evidence, Fact
from newswatch.streaming.records import DeadLetter
from newswatch.transport import Message

SENTENCE = "Israel and Hamas agreed to a truce, Qatar said."


def moment(minute):
    return datetime(2025, 1, 15, 20, minute, tzinfo=UTC)


def alert(number=1, minute=0, **changes):
    """Return an alert; `number` tells it apart."""
    told = {
        "id": f"truce.phase/agreed/2025-01-{number:02}@gaza-talks-2025-01",
        "topic": "truce",
        "event": "agreed",
        "modality": "happened",
        "relation": "advances",
        "slot": "truce.phase",
        "headline": "Truce: talks → agreed, says Qatar",
        "before": Before(
            value="talks", version=0, fact="truce.phase#0", sentence="Talks.", start=0, end=6, document="seed"
        ),
        "after": After(value="agreed", version=1),
        "severity": "critical",
        "confidence": 0.93,
        "evidence": (
            Evidence(article=f"a{number}", origin="wire", field="body", start=0, end=len(SENTENCE), sentence=SENTENCE),
        ),
        "detected": moment(minute),
        "baseline": "sha256:0",
    }
    return Alert.model_validate(told | changes)


def fact(slot="truce.phase", value="agreed", version=1):
    return Fact(
        slot=slot, topic="truce", event="agreed", value=value, modality="happened", document="a1",
        sentence=SENTENCE, start=0, end=len(SENTENCE), version=version,
    )  # fmt: skip


def decision(alert_id, **changes):
    told = {
        "article": "a2", "topic": "truce", "event": "agreed", "modality": "happened", "slot": "truce.phase",
        "relation": "confirms", "reason": "the value that is already known", "alert": alert_id, "sentence": SENTENCE,
        "field": "body", "start": 0, "end": len(SENTENCE), "detected": moment(5),
    }  # fmt: skip
    return Decision.model_validate(told | changes)


def delivery(revision, state, subscriber="desk"):
    return Delivery(id=revision.key, subscriber=subscriber, state=state, alert=revision, due=moment(0))


def dead(value=b"not json", key=b"a1", *, complete=True, headers=()):
    """Return a dead letter as the stream writes it."""
    why = DeadLetter(
        reason="not an article: Invalid JSON", stage="read", error=ArticleError.__name__, topic="newswatch.articles",
        partition=0, offset=4, timestamp=1_736_971_200_000, version="0.1.0", length=len(value), sha256="0" * 64,
        complete=complete,
    )  # fmt: skip
    return Message("newswatch.dead-letters", value, key, [*headers, *why.headers().items()])
